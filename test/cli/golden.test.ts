import { expect, it } from 'vitest';
import { expectGolden, goldenNames } from './golden.ts';
import { capstan } from './run.ts';

const cluster = ['-f', 'examples/clusters/aws'];
const worker = [
  ...['-f', 'examples/machinesets/aws-worker.yaml'],
  ...['--infrastructure', 'examples/machinesets/infrastructure.yaml'],
];
const native = [
  ...['-f', 'examples/machinesets/aws-capi-native.yaml'],
  ...['--infrastructure', 'examples/machinesets/infrastructure.yaml'],
];
/** A must-gather of a cluster in which much has gone wrong. */
const sick = ['-f', 'test/cli/sick-cluster'];
const value = 'spec.template.spec.providerSpec.value';
const policies = 'test/cli/policies';
const change = ['policies', 'test', '--old', `${policies}/before.yaml`, '-f', `${policies}/after.yaml`];

/** Every screen by the name of its golden file. */
const screens: Readonly<Record<string, readonly string[]>> = {
  help: ['--help'],
  'help-plan': ['plan', '--help'],
  'help-convert': ['convert', '--help'],
  'help-explain': ['explain', '--help'],
  'help-completion': ['completion', '--help'],
  'help-migrate': ['migrate', '--help'],
  'help-uninstall': ['uninstall', '--help'],
  'help-doctor': ['doctor', '--help'],
  'help-diff': ['diff', '--help'],
  'help-policies': ['policies', '--help'],
  'policies-list': ['policies', 'list'],
  'policies-list-json': ['policies', 'list', '--policies', `${policies}/own.yaml`, '-o', 'json'],
  'policies-test': [...change, '--as', 'jane'],
  'policies-test-json': [...change, '-o', 'json'],
  'policies-test-exempt': [...change, '--as', 'system:serviceaccount:openshift-cluster-api:capstan'],
  'policies-test-twin': ['policies', 'test', '-f', `${policies}/twin.yaml`, '--cluster', `${policies}/before.yaml`],
  'policies-test-scale': ['policies', 'test', '-f', `${policies}/before.yaml`, '--scale', '5'],
  'policies-test-delete': ['policies', 'test', '-f', `${policies}/before.yaml`, '--delete'],
  'policies-test-own': [...change, '--policies', `${policies}/own.yaml`],
  plan: ['plan', ...cluster],
  'plan-with-taints': ['plan', ...cluster, '--target-capi', '1.12'],
  'plan-json': ['plan', ...cluster, '-o', 'json'],
  'plan-machine-api': ['plan', ...native],
  'convert-yaml': ['convert', ...cluster],
  'convert-json': ['convert', ...worker, '-o', 'json'],
  'convert-machine-api': ['convert', ...native],
  doctor: ['doctor', ...sick],
  'doctor-named': ['doctor', 'machineset/workers', ...sick],
  'doctor-json': ['doctor', 'machine/worker-9', '-o', 'json', ...sick],
  diff: ['diff', ...sick],
  'diff-fields': ['diff', '--fields', ...sick],
  'diff-json': ['diff', '-o', 'json', 'machine/worker-1', ...sick],
  'diff-same': ['diff', 'machineset/workers', ...sick],
  'explain-path': ['explain', `${value}.ami.arn`],
  'explain-nested-path': ['explain', 'blockDevices.ebs.kmsKey'],
  'explain-one-to-many': ['explain', 'blockDevices'],
  'explain-message-path': ['explain', `${value}.blockDevices[0].ebs.kmsKey.arn`],
  'explain-label': ['explain', 'spec.template.spec.metadata.labels["harbour.example.com/accelerator"]'],
  'explain-status': ['explain', 'status.providerStatus.instanceState'],
  'explain-kind': ['explain', 'MachineSet'],
  'explain-infra-kind': ['explain', 'AWSMachine'],
  'explain-code': ['explain', 'NodeLabelNotPropagated'],
  'explain-input-code': ['explain', 'AmbiguousScalar'],
  'explain-way': ['explain', 'carried'],
  'explain-reason': ['explain', 'FailedToConvertMAPIMachineToCAPI'],
  'explain-state': ['explain', 'synchronizedGeneration'],
  'explain-policy': ['explain', 'machine-api-machine-set-vap'],
  'explain-near': ['explain', 'Synchronised'],
  'explain-unknown': ['explain', 'flux-capacitor'],
  'completion-bash': ['completion', 'bash'],
  'completion-zsh': ['completion', 'zsh'],
  'completion-fish': ['completion', 'fish'],
};

it.each(Object.keys(screens))('golden: %s', async (name) => {
  const args = screens[name] ?? [];
  const result = await capstan(args);
  expectGolden(name, args, result);
  if (name.startsWith('help') || name.startsWith('explain-')) expectProseToFit(result.stdout);
});

it('has no golden file that no screen gives', () => {
  expect(goldenNames().sort()).toEqual(Object.keys(screens).sort());
});

/** Prose fits 80 columns. A table is as wide as its cells; a line of paths is one line, to be copied. */
function expectProseToFit(text: string): void {
  const isTable = /^MACHINE API {2}/.test(text);
  const long = text.split('\n').filter((line) => line.length > 80 && !/^(?:MACHINE|CLUSTER) API:/.test(line));
  if (!isTable) expect(long).toEqual([]);
}
