import { TerminalError } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { connect } from '../../../../test/control-plane/connect.ts';
import {
  type Made,
  type MadeOptions,
  makeWorld,
  platformExamples,
  statusOf,
  writes,
} from '../../../../test/prerequisites/made.ts';

const client = connect();
const aws = platformExamples.find(({ type }) => type === 'AWS');
/** Of the example. */
const awsName = 'ocp1-x7k2p';

const makeAws = (more?: MadeOptions) => (aws === undefined ? expect.fail() : makeWorld(aws, more));
const foreign = async ({ options }: Made, kind: 'Cluster' | 'AWSCluster', annotations: Record<string, string> = {}) => {
  const metadata = { name: awsName, namespace: options.namespaces.clusterApi, annotations };
  if (kind === 'Cluster') {
    const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSCluster', name: awsName };
    const spec = { controlPlaneEndpoint: { host: 'theirs.example.com', port: 6443 }, infrastructureRef };
    return client.create({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind, metadata, spec });
  }
  const { apiVersion } = options.platform.infra;
  return client.create({ apiVersion, kind, metadata, spec: { region: 'eu-west-1' } });
};

test('the identity that the AWSCluster names is there, without which CAPA makes no instance', async () => {
  const { world } = await makeAws();
  await world.look('cluster');
  const ref = {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSClusterControllerIdentity',
    name: 'default',
  };
  expect((await client.get(ref))['spec']).toEqual({ allowedNamespaces: {} });
});

test.each([
  ['the in-tree operator', { 'cluster.x-k8s.io/managed-by': 'cluster-capi-operator-infracluster-controller' }],
  ['a user', {}],
])('an AWSCluster and a Cluster that %s made are never written to', async (_who, annotations) => {
  const made = await makeAws();
  const before = [await foreign(made, 'AWSCluster', annotations), await foreign(made, 'Cluster')];
  await made.world.look('cluster');
  expect(writes(made.world)).toEqual([]);
  const after = [await made.get('AWSCluster'), await made.get('Cluster')];
  expect(after).toEqual(before.map(({ object }) => object));
});

test('beside an AWSCluster of somebody else our Cluster waits until that is ready', async () => {
  const made = await makeAws();
  await foreign(made, 'AWSCluster');
  await made.world.look('cluster');
  expect(statusOf(await made.get('Cluster'))['initialization']).toEqual({ controlPlaneInitialized: true });
  expect(statusOf(await made.get('AWSCluster'))).not.toMatchObject({ ready: true });

  await made.patchStatus('AWSCluster', { ready: true });
  await made.settled();
  await made.world.look('cluster');
  expect(statusOf(await made.get('Cluster'))).toMatchObject({ initialization: { infrastructureProvisioned: true } });
});

test('one that somebody makes just before us stays theirs', async () => {
  let isMade = false;
  const made: Made = await makeAws({
    async beforeCreate(kind) {
      if (kind !== 'AWSCluster' || isMade) return;
      isMade = true;
      await foreign(made, 'AWSCluster', { 'cluster.x-k8s.io/managed-by': 'theirs' });
    },
  });
  await made.world.look('cluster');
  const infra = await made.get('AWSCluster');
  expect(infra['spec']).toMatchObject({ region: 'eu-west-1' });
  expect(statusOf(infra)).not.toMatchObject({ ready: true });
});

test('a status that is lost comes back, and conditions of others stay', async () => {
  const made = await makeAws();
  await made.world.look('cluster');
  await made.patchStatus('AWSCluster', { ready: false });
  const theirs = {
    type: 'Available',
    status: 'True',
    reason: 'Theirs',
    message: '',
    lastTransitionTime: '2026-11-01T00:00:00Z',
  };
  await made.patchStatus('Cluster', { conditions: [theirs] });
  await made.settled();
  await made.world.look('cluster');
  expect(statusOf(await made.get('AWSCluster'))).toMatchObject({ ready: true });
  const conditions = statusOf(await made.get('Cluster'))['conditions'];
  expect(conditions).toEqual([theirs, expect.objectContaining({ type: 'ControlPlaneInitialized', status: 'True' })]);
});

test('a Cluster that was deleted is made again', async () => {
  const made = await makeAws();
  await made.world.look('cluster');
  const namespace = made.options.namespaces.clusterApi;
  await client.delete({ apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', namespace, name: awsName });
  await until('the cache to have it no more', () => made.world.stores.clusters.size === 0 || undefined);
  await made.world.look('cluster');
  expect(statusOf(await made.get('Cluster'))).toMatchObject({ initialization: { infrastructureProvisioned: true } });
});

test('an Infrastructure that says too little blocks with what to do, once, until it says more', async () => {
  const { world, options } = await makeAws();
  const { infrastructure } = options;
  const status = { ...statusOf(infrastructure), apiServerInternalURI: 'not a URL' };
  world.setInfrastructure({ ...infrastructure, status });
  for (let times = 1; times <= 2; times++) await expect(world.look('cluster')).rejects.toBeInstanceOf(TerminalError);
  expect(writes(world)).toEqual([]);
  expect(world.notices).toMatchObject([
    {
      type: 'Warning',
      reason: 'ClusterBlocked',
      note: expect.stringContaining('Infrastructure cluster: status.apiServerInternalURI:'),
      issues: [{ code: 'InvalidValue' }],
    },
  ]);
  expect(world.events).toHaveLength(1);

  world.setInfrastructure(infrastructure);
  await world.look('cluster');
  expect(writes(world)).toContain('create Cluster');
});

test('changes of machines matter until both are there, and then no more', async () => {
  const { world, settled } = await makeAws();
  const [prerequisite] = world.prerequisites;
  const [machine] = world.stores.machines.list();
  if (machine === undefined || prerequisite === undefined) return expect.fail('the examples have a Machine');
  const added = { type: 'added', after: machine } as const;
  expect(prerequisite.keysOf('machines', added)).toEqual(['cluster']);
  expect(prerequisite.keysOf('machines', { type: 'updated', before: machine, after: machine })).toEqual([]);
  await world.look('cluster');
  await settled();
  await world.look('cluster');
  expect(prerequisite.keysOf('machines', added)).toEqual([]);
  const [cluster] = world.stores.clusters.list();
  if (cluster === undefined) return expect.fail('there is a Cluster');
  expect(prerequisite.keysOf('clusters', { type: 'deleted', before: cluster })).toEqual(['cluster']);
});

test('without a control plane machine it is told that the load balancers are not known', async () => {
  const { world } = await makeAws({ withMachines: false });
  await world.look('cluster');
  expect(world.notices).toMatchObject([
    { type: 'Normal', reason: 'ClusterMade' },
    { type: 'Warning', reason: 'ClusterMadeWithWarnings', note: expect.stringContaining('loadBalancers') },
  ]);
});
