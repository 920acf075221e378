import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  applyCrds,
  type ControlPlane,
  createClient,
  type KubeClient,
  parseCrd,
  startControlPlane,
  until,
} from '@capstan/kube/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { controlPlane } from '../../../../test/control-plane/connect.ts';
import { clusterApiCrds, configCrds, machineApiCrds, prepareCrd } from '../../../../test/control-plane/crds.ts';
import { infraCrds } from '../../../../test/control-plane/infra-crds.ts';
import { moduleDir } from '../../../../test/control-plane/modules.ts';
import { defaultNamespaces } from '../names.ts';
import { createServiceAccount } from '../testing/service-account.ts';
import { decideStanding } from './decide-standing.ts';
import { createStandingGatherer, gatherStanding } from './gather-standing.ts';
import type { Standing } from './standing.ts';

/** One cluster that is built up step by step, so the tests are read and run in their order. */
let plane: ControlPlane;
let admin: KubeClient;
let operator: KubeClient;
let gather: ReturnType<typeof createStandingGatherer>;
let overrides: ReadonlyMap<string, boolean> = new Map();
const paths: string[] = [];

beforeAll(async () => {
  plane = await startControlPlane({ binaries: controlPlane().binaries });
  admin = createClient(plane);
  operator = await createServiceAccount(plane, admin, { name: 'capstan', namespace: 'default' });
  const counted: KubeClient = {
    ...operator,
    getPath: (path, options) => {
      paths.push(path);
      return operator.getPath(path, options);
    },
  };
  const options = {
    client: counted,
    namespaces: defaultNamespaces,
    isMigrating: async () => false,
    provesWrites: true,
  };
  const remembering = createStandingGatherer({ ...options, overrides });
  // Another flag is another start of the operator.
  gather = (signal) => (overrides.size === 0 ? remembering(signal) : gatherStanding({ ...options, overrides }, signal));
}, 120_000);

afterAll(() => plane?.stop());

/** The standing that the cluster comes to: discovery and OpenAPI follow CRDs in the background. */
const comesTo = (reason: string) =>
  until(
    reason,
    async () => {
      const standing = decideStanding(await gather());
      return (standing.act ? 'acts' : standing.reason) === reason ? standing : undefined;
    },
    { notYet: (error) => error instanceof Error && /not yet in OpenAPI/.test(error.message) },
  );

const messageOf = (standing: Standing) => (standing.act ? '' : standing.message);

const grant = async (name: string, rules: object[]): Promise<void> => {
  const apiVersion = 'rbac.authorization.k8s.io/v1';
  await admin.create({ apiVersion, kind: 'ClusterRole', metadata: { name }, rules });
  await admin.create({
    apiVersion,
    kind: 'ClusterRoleBinding',
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name: 'capstan', namespace: 'default' }],
  });
};

const createWithStatus = async (object: {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  spec: object;
  status: object;
}): Promise<void> => {
  const { apiVersion, kind, metadata, status } = object;
  await admin.create(object);
  await admin.mergePatch({ apiVersion, kind, name: metadata.name }, { status }, { subresource: 'status' });
};

async function operatorCrds() {
  const folder = join(await moduleDir('openshift-api'), 'config/v1/zz_generated.crd-manifests');
  const files = [
    '0000_10_config-operator_01_featuregates.crd.yaml',
    '0000_00_cluster-version-operator_01_clusterversions-Default.crd.yaml',
  ];
  return Promise.all(
    files.map(async (file) => prepareCrd(parseCrd(parse(await readFile(join(folder, file), 'utf8')), file), {})),
  );
}

describe('on the way from a bare API server to a cluster to act on', () => {
  test('kinds of OpenShift that are not there are no error: there is no gate', async () => {
    await grant('capstan-read', [
      { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
      {
        apiGroups: ['config.openshift.io'],
        resources: ['featuregates', 'clusterversions', 'infrastructures'],
        verbs: ['get'],
      },
    ]);
    await until('the right to look', () => gather(), { notYet: (error) => /forbidden/.test(String(error)) });
    expect(messageOf(await comesTo('FeatureGateNotListed'))).toContain('has no FeatureGate "cluster"');
  });

  test('the gates are those of the version of the cluster', async () => {
    await applyCrds(admin, [...(await operatorCrds()), ...(await configCrds())]);
    await createWithStatus({
      apiVersion: 'config.openshift.io/v1',
      kind: 'FeatureGate',
      metadata: { name: 'cluster' },
      spec: { featureSet: 'TechPreviewNoUpgrade' },
      status: {
        featureGates: [
          { version: '4.21.0', enabled: [{ name: 'MachineAPIMigration' }], disabled: [] },
          { version: '4.22.1', enabled: [], disabled: [{ name: 'MachineAPIMigration' }] },
        ],
      },
    });
    const desired = { version: '4.22.1', image: 'quay.io/harbour/release:4.22.1' };
    await createWithStatus({
      apiVersion: 'config.openshift.io/v1',
      kind: 'ClusterVersion',
      metadata: { name: 'version' },
      spec: { clusterID: '3c0d4a0e-6f4a-4f57-9a5b-6a1c7b0f7b11' },
      status: { desired, observedGeneration: 1, versionHash: 'x', history: [], availableUpdates: [] },
    });
    expect(messageOf(await comesTo('FeatureGateOff'))).toContain('for version 4.22.1');
  });

  test('the flag stands in for the gate, and the next things are looked at: namespaces, the Infrastructure', async () => {
    overrides = new Map([['MachineAPIMigration', true]]);
    expect(messageOf(await comesTo('NamespaceMissing'))).toContain('openshift-machine-api');
    for (const name of Object.values(defaultNamespaces)) {
      await admin.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    }
    await comesTo('InfrastructureMissing');
    await createWithStatus({
      apiVersion: 'config.openshift.io/v1',
      kind: 'Infrastructure',
      metadata: { name: 'cluster' },
      spec: { platformSpec: { type: 'AWS' } },
      status: {
        infrastructureName: 'harbour-k7m2q',
        platform: 'AWS',
        platformStatus: { type: 'AWS', aws: { region: 'eu-west-1' } },
        controlPlaneTopology: 'HighlyAvailable',
        infrastructureTopology: 'HighlyAvailable',
        apiServerURL: '',
        apiServerInternalURI: '',
        etcdDiscoveryDomain: '',
      },
    });
    await comesTo('MachineAPINotServed');
  });

  test('CRDs of the Default variant mean idle, even by flag, and are seen without a right to CRDs', async () => {
    await applyCrds(admin, await machineApiCrds({ variant: 'Default' }));
    expect(messageOf(await comesTo('AuthoritativeAPINotInSchema'))).toContain(
      'Machine spec.authoritativeAPI, Machine status.authoritativeAPI, MachineSet spec.authoritativeAPI, MachineSet status.authoritativeAPI',
    );
  });

  test('it goes on by itself when the variant with the fields is installed, and then Cluster API', async () => {
    await applyCrds(admin, await machineApiCrds());
    expect(messageOf(await comesTo('ClusterAPINotServed'))).toBe(
      'the API server does not serve Cluster, Machine, MachineSet of cluster.x-k8s.io/v1beta2, nor AWSCluster, AWSMachine, AWSMachineTemplate of infrastructure.cluster.x-k8s.io/v1beta2',
    );
    const aws = await infraCrds('AWS');
    await applyCrds(admin, [...(await clusterApiCrds('1.11.5')), ...(aws ?? [])]);
  });

  test('without the right to write it is idle with the words of the server, and acts as soon as it has it', async () => {
    const apiGroups = ['machine.openshift.io', 'cluster.x-k8s.io', 'infrastructure.cluster.x-k8s.io'];
    await grant('capstan-list', [{ apiGroups, resources: ['*'], verbs: ['list'] }]);
    const refused = () => comesTo('WriteRefused').then(messageOf);
    const standing = await until('the right to list', async () => {
      const message = await refused();
      return message.includes('cannot list') ? undefined : message;
    });
    expect(standing).toMatch(
      /\(create of Machine, tried without storing anything\): .*"system:serviceaccount:default:capstan" cannot create resource "machines" in API group "machine.openshift.io"/,
    );
    await grant('capstan-write', [{ apiGroups, resources: ['*'], verbs: ['create', 'patch'] }]);
    expect(await comesTo('acts')).toMatchObject({
      act: true,
      platform: { type: 'AWS' },
      clusterName: 'harbour-k7m2q',
      holdsSynchronizedApi: true,
      isOverridden: true,
    });
  });

  test('it acts by the gate as well, and a look then fetches no OpenAPI document that it knows', async () => {
    overrides = new Map();
    const featureGates = [{ version: '4.22.1', enabled: [{ name: 'MachineAPIMigration' }], disabled: [] }];
    const ref = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };
    await admin.mergePatch(ref, { status: { featureGates } }, { subresource: 'status' });
    expect(await comesTo('acts')).toMatchObject({ isOverridden: false });
    paths.length = 0;
    await gather();
    expect(paths.filter((path) => path.startsWith('/openapi'))).toEqual(['/openapi/v3']);
  });

  test('a gate of the platform that is listed and off means idle', async () => {
    const enabled = [{ name: 'MachineAPIMigration' }];
    const featureGates = [{ version: '4.22.1', enabled, disabled: [{ name: 'MachineAPIMigrationAWS' }] }];
    const ref = { apiVersion: 'config.openshift.io/v1', kind: 'FeatureGate', name: 'cluster' };
    await admin.mergePatch(ref, { status: { featureGates } }, { subresource: 'status' });
    expect(messageOf(await comesTo('PlatformFeatureGateOff'))).toContain('MachineAPIMigrationAWS is off');
  });
});
