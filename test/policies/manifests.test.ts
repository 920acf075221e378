import { machineApiMachineSetSpec, machineApiMachineSpec } from '@capstan/api';
import { asObject, listAt, platforms, textAt } from '@capstan/convert';
import { deniedFields } from '@capstan/convert/docs';
import { policies, policyManifests, policyName } from '@capstan/operator';
import { describe, expect, test } from 'vitest';

const manifests = policyManifests();
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const specOf = (manifest: object) => asObject(asObject(manifest)?.['spec']);
const expressionsOf = (manifest: object) =>
  listAt(specOf(manifest), 'validations').map((each) => textAt(each, 'expression') ?? '');

test('each has a name of its own that starts with capstan-, by which capstan uninstall knows it', () => {
  const names = ofKind('ValidatingAdmissionPolicy').map(({ metadata }) => metadata.name);
  expect(names).toEqual([...new Set(names)]);
  for (const name of names) expect(name).toMatch(/^capstan-[a-z-]+$/);
  expect(names).toEqual(policies.map((policy) => policyName(policy)));
});

test('every binding is of a policy before it, and judges in one or both of the two namespaces', () => {
  for (const [index, binding] of manifests.entries()) {
    if (binding.kind !== 'ValidatingAdmissionPolicyBinding') continue;
    const name = textAt(specOf(binding), 'policyName');
    expect(manifests.slice(0, index).map(({ metadata }) => metadata.name)).toContain(name);
    const text = JSON.stringify(specOf(binding)?.['matchResources']);
    expect(text).toMatch(/"values":\["openshift-(machine|cluster)-api"(,"openshift-cluster-api")?\]/);
  }
});

test('an update is judged without parameters, but for scale: its cost does not grow with the cluster', () => {
  const withParams = policies.filter(({ params }) => params !== undefined);
  for (const { operations, subjects } of withParams.filter((policy) => policy.operations.includes('UPDATE'))) {
    expect(operations).toEqual(['UPDATE']);
    expect(subjects.flatMap(({ resources }) => resources)).toEqual(['machinesets/scale']);
  }
});

test('what has parameters stops nothing where their kind is not there, or where none is found', () => {
  for (const { onFailure } of policies.filter(({ params }) => params !== undefined)) expect(onFailure).toBe('Ignore');
  const refs = ofKind('ValidatingAdmissionPolicyBinding').flatMap((each) => specOf(each)?.['paramRef'] ?? []);
  expect(refs).toHaveLength(policies.filter(({ params }) => params !== undefined).length);
  for (const ref of refs) expect(ref).toMatchObject({ parameterNotFoundAction: 'Allow' });
});

test('a warning never stops anything', () => {
  for (const { action, onFailure, name } of policies)
    if (action === 'Warn') expect([name, onFailure]).toEqual([name, 'Ignore']);
});

test('the sentinel is the first thing that each policy looks at', () => {
  for (const policy of ofKind('ValidatingAdmissionPolicy'))
    expect(listAt(specOf(policy), 'validations')[0]).toMatchObject({ message: 'policy in place' });
});

test.each([
  ['capstan-machine-api-machine', machineApiMachineSpec],
  ['capstan-machine-api-machine-set', machineApiMachineSetSpec],
  ['capstan-machine-api-migrating', machineApiMachineSpec],
  ['capstan-machine-api-migrating', machineApiMachineSetSpec],
])('%s locks every field that the schema knows, but the one that is the user’s', (name, { fields }) => {
  const policy = manifests.find(({ kind, metadata }) => kind === 'ValidatingAdmissionPolicy' && metadata.name === name);
  const [, lock = ''] = expressionsOf(policy ?? expect.fail(`there is no ${name}`));
  for (const field of Object.keys(fields).filter((each) => each !== 'authoritativeAPI'))
    expect(lock).toContain(`has(variables.spec.${field})`);
  expect(lock).not.toContain('authoritativeAPI');
});

describe.each(platforms.map((platform) => [platform.type, platform] as const))('on %s', (type, platform) => {
  test('there is a rule for every field that the tables refuse', () => {
    const meant = policies.filter((policy) => policy.platform === undefined || policy.platform === type);
    const messages = meant.flatMap(({ rules }) => rules.map(({ message }) => message));
    for (const { path, only } of deniedFields(platform))
      expect(messages).toContain(only === undefined ? `${path} is a forbidden field` : `${path} may only be ${only}`);
  });
});

test('other namespaces and a suffix are all that differs in a set of its own', () => {
  const own = policyManifests({ namespaces: { machineApi: 'a-ns', clusterApi: 'b-ns' }, suffix: '-x' });
  const text = JSON.stringify(own);
  expect(text).not.toMatch(/openshift-(machine|cluster)-api/);
  const names = manifests.map(({ metadata }) => metadata.name.replace(/(-sentinel)?$/, (end) => `-x${end}`));
  expect(own.map(({ metadata }) => metadata.name)).toEqual(names);
});

test('all of them together leave most of a ConfigMap free', () => {
  expect(Buffer.byteLength(JSON.stringify(manifests))).toBeLessThan(300_000);
});
