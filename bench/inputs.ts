import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isMap, parse, parseDocument } from 'yaml';

const cluster = fileURLToPath(new URL('../examples/clusters/aws/', import.meta.url));
const machineSetFile = `${cluster}namespaces/openshift-machine-api/machine.openshift.io/machinesets/harbour-k7m2q-worker-eu-west-1a.yaml`;
const infrastructureFile = `${cluster}cluster-scoped-resources/config.openshift.io/infrastructures.yaml`;

/** The text of a real-looking MachineSet; its name is in it several times. */
const machineSetYaml = readFileSync(machineSetFile, 'utf8').replace(/^---\n/, '');
const name = 'harbour-k7m2q-worker-eu-west-1a';

/** The one Infrastructure object that belongs to it. */
export function infrastructure(): unknown {
  const list = parseDocument(readFileSync(infrastructureFile, 'utf8'));
  const items = list.get('items');
  return isMap(list.contents) && items !== undefined ? parse(String(list)).items[0] : parse(String(list));
}

/** MachineSets that differ in name, as YAML documents. */
export function* machineSetTexts(count: number, from = 0): Generator<string> {
  for (let index = from; index < from + count; index++) {
    yield machineSetYaml.replaceAll(name, `worker-${String(index).padStart(6, '0')}`);
  }
}
