import type { KubeObject } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { connect } from '../../../../test/control-plane/connect.ts';
import { makeWorld, platformExamples, writes } from '../../../../test/prerequisites/made.ts';

const client = connect();
const tenMinutes = 600_000;
const planted = 'PLANTED-user-data';

/** A world with some MachineSets of the AWS example's kind, by the secret that each names. */
async function made(secretsBySet: Readonly<Record<string, string>>) {
  const aws = platformExamples.find(({ type }) => type === 'AWS');
  if (aws === undefined) return expect.fail('there is an example on AWS');
  const { world, options, restart } = await makeWorld(aws, { withMachines: false });
  const { machineApi, clusterApi } = options.namespaces;
  const addSet = async (name: string, secret: string) => {
    const value = { kind: 'AWSMachineProviderConfig', userDataSecret: { name: secret } };
    await client.create({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'MachineSet',
      metadata: { name, namespace: machineApi },
      spec: { template: { spec: { providerSpec: { value } } } },
    });
    return until('the cache to have the set', () => world.stores.machineSets.get(`${machineApi}/${name}`));
  };
  for (const [name, secret] of Object.entries(secretsBySet)) await addSet(name, secret);
  const ref = (namespace: string, name: string) => ({ apiVersion: 'v1', kind: 'Secret', namespace, name });
  const add = (namespace: string, name: string, stringData: Record<string, string>) => {
    const { apiVersion, kind } = ref(namespace, name);
    return client.create({ apiVersion, kind, metadata: { namespace, name }, stringData });
  };
  return {
    world,
    restart,
    addSet,
    addSource: (name: string, stringData: Record<string, string>) => add(machineApi, name, stringData),
    addMirror: (name: string, stringData: Record<string, string>) => add(clusterApi, name, stringData),
    change: (name: string, stringData: object) => client.mergePatch(ref(machineApi, name), { stringData }),
    mirror: async (name: string) => textOf(await client.get(ref(clusterApi, name))),
    remove: (name: string) => client.delete(ref(clusterApi, name)),
    ref: (name: string) => ref(clusterApi, name),
  };
}

function textOf(secret: KubeObject): Record<string, string> {
  const data = Object.entries(secret['data'] ?? {});
  return Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(String(value), 'base64').toString('utf8')]));
}

test('every secret that a set names is mirrored as Cluster API reads it, not worker-user-data alone', async () => {
  const { world, addSource, mirror, ref, restart } = await made({ workers: 'worker-user-data', gpus: 'gpu-user-data' });
  for (const name of ['worker-user-data', 'gpu-user-data'])
    await addSource(name, { userData: `{"of":"${name}"}`, disableTemplating: 'true' });
  const [, userData] = world.prerequisites;
  expect(userData?.startKeys().toSorted()).toEqual(['gpu-user-data', 'worker-user-data']);
  for (const name of userData?.startKeys() ?? []) {
    expect(await world.look('user-data', name)).toBe(tenMinutes);
    expect(await mirror(name)).toEqual({ value: `{"of":"${name}"}`, format: 'ignition' });
  }
  const secret = await client.get(ref('gpu-user-data'));
  expect(secret).toMatchObject({
    type: 'cluster.x-k8s.io/secret',
    metadata: {
      labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
      annotations: { 'capstan.openshift.io/made-by': 'capstan' },
    },
  });
  const restarted = await restart();
  await restarted.look('user-data', 'gpu-user-data');
  expect(writes(restarted)).toEqual([]);
});

test('a changed source reaches the mirror within ten minutes, and until then no secret is read', async () => {
  const { world, addSource, change, mirror, remove } = await made({ workers: 'worker-user-data' });
  await addSource('worker-user-data', { userData: 'old' });
  await world.look('user-data', 'worker-user-data');
  await change('worker-user-data', { userData: 'new' });
  world.taken();
  world.advance(tenMinutes / 2);
  expect(await world.look('user-data', 'worker-user-data')).toBeLessThanOrEqual(tenMinutes / 2);
  expect(world.taken()).toEqual([]);
  world.advance(tenMinutes / 2);
  await world.look('user-data', 'worker-user-data');
  expect(await mirror('worker-user-data')).toEqual({ value: 'new', format: 'ignition' });

  await remove('worker-user-data');
  world.advance(tenMinutes);
  await world.look('user-data', 'worker-user-data');
  expect(await mirror('worker-user-data')).toMatchObject({ value: 'new' });
});

test('a machine or set that names another secret is news; one that names a known one is not', async () => {
  const { world, addSource, addSet } = await made({ workers: 'worker-user-data' });
  await addSource('worker-user-data', { userData: 'a' });
  await world.look('user-data', 'worker-user-data');
  const [, userData] = world.prerequisites;
  const before = await addSet('more', 'worker-user-data');
  const after = { ...(await addSet('other', 'gpu-user-data')), metadata: before.metadata };
  expect(userData?.keysOf('machineSets', { type: 'added', after: before })).toEqual([]);
  expect(userData?.keysOf('machineSets', { type: 'updated', before, after })).toEqual(['gpu-user-data']);
  expect(userData?.keysOf('machineSets', { type: 'updated', before: after, after })).toEqual([]);
  expect(userData?.keysOf('clusters', { type: 'added', after })).toEqual([]);
});

test('a missing source is told with who names it, and made up for soon after it appears', async () => {
  const sets = { a: 'gpu-user-data', b: 'gpu-user-data', c: 'gpu-user-data', d: 'gpu-user-data', e: 'other' };
  const { world, addSource, mirror } = await made(sets);
  expect(await world.look('user-data', 'gpu-user-data')).toBe(60_000);
  await world.look('user-data', 'gpu-user-data');
  expect(world.notices).toHaveLength(1);
  expect(world.notices[0]).toMatchObject({
    type: 'Warning',
    reason: 'UserDataMissing',
    object: { kind: 'MachineSet' },
  });
  expect(world.notices[0]?.note).toMatch(
    /^Secret mapi-\w+\/gpu-user-data does not exist; it is the user data of MachineSet \w, MachineSet \w, MachineSet \w and 1 more\. /,
  );
  await addSource('gpu-user-data', { userData: 'a' });
  await world.look('user-data', 'gpu-user-data');
  expect(await mirror('gpu-user-data')).toMatchObject({ value: 'a' });
});

test('a secret of somebody else stays as it is, and nothing that a secret holds is ever told', async () => {
  const { world, addSource, addMirror, mirror } = await made({ workers: 'worker-user-data' });
  await addSource('worker-user-data', { userData: planted });
  await addMirror('worker-user-data', { value: `${planted}-theirs` });
  await world.look('user-data', 'worker-user-data');
  expect(await mirror('worker-user-data')).toEqual({ value: `${planted}-theirs` });
  expect(writes(world)).toEqual([]);
  expect(world.notices).toMatchObject([{ type: 'Warning', reason: 'UserDataNotOurs' }]);
  const told = JSON.stringify([world.notices, world.events]);
  for (const secret of [planted, Buffer.from(planted).toString('base64')]) expect(told).not.toContain(secret);
});

test('a secret that nobody names any more is not looked at', async () => {
  const { world } = await made({});
  expect(await world.look('user-data', 'old-user-data')).toBeUndefined();
  expect(world.taken()).toEqual([]);
});
