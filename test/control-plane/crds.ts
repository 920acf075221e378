import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Crd, isRecord, parseCrd } from '@capstan/kube/testing';
import { parse } from 'yaml';
import { type JsonSchema, parseJsonSchema } from './json-schema.ts';
import { type ModuleName, moduleDir } from './modules.ts';

/** The feature-gated variant of an OpenShift CRD; only `DevPreviewNoUpgrade` ones have `authoritativeAPI`, not `Default`. */
export type CrdVariant = 'Default' | 'DevPreviewNoUpgrade';

/** The Cluster API releases that are pinned. */
export type ClusterApiVersion = '1.11.5' | '1.12.8';

/** `machines`, `machinesets` and `controlplanemachinesets` of machine.openshift.io. */
export function machineApiCrds({ variant = 'DevPreviewNoUpgrade' }: { variant?: CrdVariant } = {}): Promise<Crd[]> {
  const v1beta1 = 'machine/v1beta1/zz_generated.crd-manifests/0000_10_machine-api_01';
  const v1 = 'machine/v1/zz_generated.crd-manifests/0000_10_control-plane-machine-set_01';
  return readCrds('openshift-api', [
    `${v1beta1}_machines-${variant}.crd.yaml`,
    `${v1beta1}_machinesets-${variant}.crd.yaml`,
    `${v1}_controlplanemachinesets-${variant}.crd.yaml`,
  ]);
}

/** `infrastructures` of config.openshift.io, as self-managed clusters have it. */
export function configCrds(): Promise<Crd[]> {
  const file = '0000_10_config-operator_01_infrastructures-SelfManagedHA-DevPreviewNoUpgrade.crd.yaml';
  return readCrds('openshift-api', [`config/v1/zz_generated.crd-manifests/${file}`]);
}

/** `featuregates` and `clusterversions` of config.openshift.io, which say what an operator is to do. */
export function operatorConfigCrds(): Promise<Crd[]> {
  const folder = 'config/v1/zz_generated.crd-manifests';
  return readCrds('openshift-api', [
    `${folder}/0000_10_config-operator_01_featuregates.crd.yaml`,
    `${folder}/0000_00_cluster-version-operator_01_clusterversions-DevPreviewNoUpgrade.crd.yaml`,
  ]);
}

/** `machines`, `machinesets` and `clusters` of cluster.x-k8s.io. */
export function clusterApiCrds(version: ClusterApiVersion): Promise<Crd[]> {
  return coreCrds(version, ['machines', 'machinesets', 'clusters']);
}

/** What the core manager of Cluster API wants besides {@link clusterApiCrds}: it watches them, or lists them at a drain. */
export function clusterApiManagerCrds(): Promise<Crd[]> {
  return coreCrds('1.11.5', ['machinedeployments', 'machinehealthchecks', 'machinedrainrules']);
}

function coreCrds(version: ClusterApiVersion, plurals: readonly string[]): Promise<Crd[]> {
  const files = plurals.map((plural) => `config/crd/bases/cluster.x-k8s.io_${plural}.yaml`);
  const labels = { 'cluster.x-k8s.io/v1beta1': 'v1beta1', 'cluster.x-k8s.io/v1beta2': 'v1beta2' };
  return readCrds(`cluster-api-${version}`, files, labels);
}

/** The schema of one version of a CRD; throws when it has no such version or that has no schema. */
export function crdSchema(crd: Crd, version: string): JsonSchema {
  const found = crd.spec.versions.find(({ name }) => name === version);
  const schema = found?.['schema'];
  const from = `${crd.metadata.name} ${version}`;
  return parseJsonSchema(isRecord(schema) ? schema['openAPIV3Schema'] : undefined, from);
}

/**
 * The definitions of openshift/api's OpenAPI document by their full names, such as
 * `com.github.openshift.api.machine.v1beta1.AWSMachineProviderConfig`: types that stand in no CRD, since the field that holds
 * them takes anything.
 */
export async function openapiDefinitions(): Promise<Record<string, JsonSchema>> {
  const file = join(await moduleDir('openshift-api'), 'openapi', 'openapi.json');
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isRecord(document) || !isRecord(document['definitions'])) throw new TypeError('openapi.json: no definitions');
  const definitions: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(document['definitions']))
    definitions[name] = parseJsonSchema(schema, name);
  return definitions;
}

/**
 * A CRD as the tests install it: with the labels that the provider's kustomization would set, by which Cluster API finds out
 * which versions of a contract it implements, and without a conversion webhook, which nobody would answer.
 */
export function prepareCrd(crd: Crd, labels: Readonly<Record<string, string>>): Crd {
  const { conversion: _dropped, ...spec } = crd.spec;
  return { ...crd, metadata: { ...crd.metadata, labels: { ...crd.metadata.labels, ...labels } }, spec };
}

async function readCrds(module: ModuleName, files: readonly string[], labels = {}): Promise<Crd[]> {
  const folder = await moduleDir(module);
  return Promise.all(
    files.map(async (file) => {
      const content: unknown = parse(await readFile(join(folder, file), 'utf8'));
      return prepareCrd(parseCrd(content, file), labels);
    }),
  );
}
