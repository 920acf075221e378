import { describe, expect, test } from 'vitest';
import {
  clusterApiCrds,
  clusterApiManagerCrds,
  configCrds,
  crdSchema,
  machineApiCrds,
  openapiDefinitions,
  operatorConfigCrds,
  prepareCrd,
} from './crds.ts';
import { type InfraPlatform, infraCrds, infraProviders } from './infra-crds.ts';
import type { JsonSchema } from './json-schema.ts';
import { download, pinnedModules } from './modules.ts';

const byName = <T extends { metadata: { name: string } }>(crds: readonly T[], name: string): T => {
  const found = crds.find((crd) => crd.metadata.name === name);
  return found ?? expect.fail(`no ${name} among ${crds.map((crd) => crd.metadata.name)}`);
};

const at = (schema: JsonSchema, ...path: string[]): JsonSchema | undefined =>
  path.reduce<JsonSchema | undefined>((inner, name) => inner?.properties?.[name], schema);

describe('Machine API', () => {
  const [machines, machineSets, controlPlanes] = ['machines', 'machinesets', 'controlplanemachinesets'].map(
    (plural) => `${plural}.machine.openshift.io`,
  );

  test('has all three kinds', async () => {
    const names = (await machineApiCrds()).map((crd) => crd.metadata.name);
    expect(names).toEqual([machines, machineSets, controlPlanes]);
  });

  test.each([
    ['DevPreviewNoUpgrade', true],
    ['Default', false],
  ] as const)('variant %s: authoritativeAPI %s', async (variant, has) => {
    const crds = await machineApiCrds({ variant });
    for (const name of ['machines.machine.openshift.io', 'machinesets.machine.openshift.io']) {
      const schema = crdSchema(byName(crds, name), 'v1beta1');
      expect(at(schema, 'spec', 'authoritativeAPI') !== undefined).toBe(has);
      expect(at(schema, 'status', 'synchronizedAPI') !== undefined).toBe(has);
    }
  });
});

test('infrastructures have their status', async () => {
  const schema = crdSchema(byName(await configCrds(), 'infrastructures.config.openshift.io'), 'v1');
  expect(at(schema, 'status', 'infrastructureName')).toMatchObject({ type: 'string' });
});

test('what an operator reads has its status: enabled gates and the release image', async () => {
  const crds = await operatorConfigCrds();
  const gates = crdSchema(byName(crds, 'featuregates.config.openshift.io'), 'v1');
  const version = crdSchema(byName(crds, 'clusterversions.config.openshift.io'), 'v1');
  expect(at(gates, 'status', 'featureGates')).toMatchObject({ type: 'array' });
  expect(at(version, 'status', 'desired', 'version')).toMatchObject({ type: 'string' });
});

test.each(['1.11.5', '1.12.8'] as const)('Cluster API %s has the contract labels', async (version) => {
  const crds = await clusterApiCrds(version);
  expect(crds.map((crd) => crd.spec.names.plural)).toEqual(['machines', 'machinesets', 'clusters']);
  for (const { metadata } of crds) {
    expect(metadata.labels).toEqual({ 'cluster.x-k8s.io/v1beta1': 'v1beta1', 'cluster.x-k8s.io/v1beta2': 'v1beta2' });
  }
});

test('spec.taints is what Cluster API 1.12 added', async () => {
  const [older, newer] = await Promise.all((['1.11.5', '1.12.8'] as const).map(clusterApiCrds));
  const taints = (crds: typeof older = []) =>
    at(crdSchema(byName(crds, 'machines.cluster.x-k8s.io'), 'v1beta2'), 'spec', 'taints');
  expect(taints(older)).toBeUndefined();
  expect(taints(newer)).toMatchObject({ type: 'array' });
});

const platforms = Object.keys(infraProviders) as InfraPlatform[];

test.each(platforms)('%s has the contract label, and stores the version that is written', async (platform) => {
  const { version, contract, source } = infraProviders[platform];
  const crds = await infraCrds(platform);
  if (crds === undefined) {
    expect({ source, folder: process.env['CAPSTAN_EXTRA_CRDS'] }).toEqual({ source: 'extra', folder: undefined });
    return;
  }
  expect(crds.length).toBeGreaterThanOrEqual(3);
  for (const crd of crds) {
    expect(crd.metadata.labels).toEqual({ 'cluster.x-k8s.io/v1beta1': contract });
    expect(crd.spec.versions.filter(({ storage }) => storage).map(({ name }) => name)).toEqual([version]);
    expect(crdSchema(crd, version).type).toBe('object');
  }
});

test('no CRD has a conversion stanza', async () => {
  const [crd] = await configCrds();
  if (crd === undefined) throw new Error('no CRD');
  const converted = { ...crd, spec: { ...crd.spec, conversion: { strategy: 'Webhook' } } };
  expect(prepareCrd(converted, {}).spec).not.toHaveProperty('conversion');
  expect(converted.spec).toHaveProperty('conversion');
  const all = await Promise.all([
    machineApiCrds(),
    configCrds(),
    clusterApiCrds('1.11.5'),
    clusterApiCrds('1.12.8'),
    clusterApiManagerCrds(),
    operatorConfigCrds(),
    ...platforms.map(async (platform) => (await infraCrds(platform)) ?? []),
  ]);
  expect(all.flat().filter(({ spec }) => 'conversion' in spec)).toEqual([]);
});

test('a version that a CRD lacks is an error that names both', async () => {
  const [crd] = await configCrds();
  if (crd === undefined) throw new Error('no CRD');
  expect(() => crdSchema(crd, 'v7')).toThrow('infrastructures.config.openshift.io v7: not a JSON schema');
});

test('the OpenAPI document has the provider specs', async () => {
  const definitions = await openapiDefinitions();
  const spec = definitions['com.github.openshift.api.machine.v1beta1.AWSMachineProviderConfig'];
  expect(spec?.properties).toHaveProperty('instanceType');
});

test('a module whose content is not the pinned one is refused', async () => {
  const other = { ...pinnedModules['cluster-api-1.11.5'], sum: 'h1:AAAA=' };
  await expect(download(other)).rejects.toThrow(/has the checksum h1:mKQA.*, not h1:AAAA=\.\nhint: /);
});

test('a module that does not exist is a clear error', async () => {
  const unknown = { ...pinnedModules['cluster-api-1.11.5'], version: 'not a version' };
  await expect(download(unknown)).rejects.toThrow(/can't be fetched: /);
});
