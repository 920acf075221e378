import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { root } from './run.ts';

/** JSON whose shape a test knows. */
// biome-ignore lint/suspicious/noExplicitAny: a test changes what it likes, also into what the types of objects forbid
export type Loose = any;

function example(file: string): Loose[] {
  return parseObjects(readFileSync(`${root}/examples/machinesets/${file}`, 'utf8'));
}

/** The objects of a YAML text, as what `convert` prints. */
export function parseObjects(text: string): Loose[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: Loose = document.toJS();
    return value === null ? [] : [value];
  });
}

const [workerExample] = example('aws-worker.yaml');
const [infrastructureExample] = example('infrastructure.yaml');
const nativeExample = example('aws-capi-native.yaml');

/** A Machine API MachineSet of the example cluster; `change` makes something else of it. */
export function machineSet(name: string, change: (set: Loose) => void = () => {}): Loose {
  const set = structuredClone(workerExample);
  set.metadata.name = name;
  change(set);
  return set;
}

/** A Machine API Machine that the given owner owns. */
export function machine(name: string, owner?: { kind: string; name: string; apiVersion?: string }): Loose {
  const { template } = workerExample.spec;
  const references = owner && [
    { apiVersion: 'machine.openshift.io/v1beta1', uid: 'a-uid', controller: true, blockOwnerDeletion: true, ...owner },
  ];
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'Machine',
    metadata: {
      name,
      namespace: 'openshift-machine-api',
      labels: template.metadata.labels,
      ...(references && { ownerReferences: references }),
    },
    spec: template.spec,
  };
}

/** The Infrastructure object of the example cluster. */
export function infrastructure(change: (object: Loose) => void = () => {}): Loose {
  const object = structuredClone(infrastructureExample);
  change(object);
  return object;
}

/** A Cluster API MachineSet and its template; `change` gets both. */
export function nativeSet(change: (set: Loose, template: Loose) => void = () => {}): Loose[] {
  const objects = structuredClone(nativeExample);
  const find = (kind: string) => objects.find((object: Loose) => object.kind === kind);
  change(find('MachineSet'), find('AWSMachineTemplate'));
  return objects;
}

/** Objects as YAML documents. */
export function yaml(...objects: Loose[]): string {
  return objects.map((object) => stringify(object)).join('---\n');
}

/** A folder for files of one test file, which is gone when its tests are done. */
export function scratch(): { readonly path: string; write(name: string, content: string | Buffer): string } {
  const path = mkdtempSync(join(tmpdir(), 'capstan-cli-'));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      writeFileSync(join(path, name), content);
      return join(path, name);
    },
  };
}
