import { asObject } from '@capstan/convert';
import type { KubeClient } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { cutClient } from './cut-client.ts';
import { aws, eventsOf, isPaused, rigForEach, untilLooked, writesOfMachine } from './machine-rig.ts';
import { conditionOf, startRig } from './rig.ts';

const rig = rigForEach();
const authoritative = { authoritativeAPI: 'ClusterAPI' };
const machine = () => aws.mapiMachine(aws.provider(), authoritative);

test('a Machine that is to start in Cluster API is made paused, said to be in step, and un-paused last, infra machine first', async () => {
  await rig().start();
  await rig().create(machine(), authoritative);
  const capi = await rig().until('capi', 'worker-1', 'un-paused', (object) => !isPaused(object));
  await untilLooked(rig());
  expect(writesOfMachine(rig())).toEqual([
    'patch Machine/worker-1',
    'create Machine/worker-1',
    'create AWSMachine/worker-1',
    'patch Machine/worker-1 status',
    'patch AWSMachine/worker-1 status',
    'patch Machine/worker-1 status',
    'patch AWSMachine/worker-1',
    'patch Machine/worker-1',
    ...writesOfMachine(rig()).slice(8),
  ]);
  const mapi = await rig().get('mapi', 'worker-1');
  expect(mapi['status']).toMatchObject({
    synchronizedAPI: 'ClusterAPI',
    synchronizedGeneration: capi.metadata.generation,
  });
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'True',
    message: 'Successfully synchronized CAPI Machine to MAPI',
  });
  for (const slot of ['capi', 'infra'] as const) {
    const { annotations } = (await rig().get(slot, 'worker-1')).metadata;
    expect(annotations).toMatchObject({ 'capstan.openshift.io/authority': 'ClusterAPI' });
  }
  expect(await eventsOf(rig())).toEqual([]);
  await rig().stop();
  await rig().start();
  await untilLooked(rig(), 'later-2');
  expect(writesOfMachine(rig())).toEqual([]);
});

test.each([1, 2, 3, 4, 5, 6, 7, 8].flatMap((at) => [{ at, when: 'before' } as const, { at, when: 'after' } as const]))(
  'killed $when write $at of the making, it goes on where it was, with the same objects in the end',
  async ({ at, when }) => {
    const cuts: { isCut(): boolean }[] = [];
    await rig().start({
      through(client: KubeClient) {
        const cut = cutClient(client, at, when);
        cuts.push(cut);
        return cut;
      },
    });
    await rig().create(machine(), authoritative);
    await until('the process to be killed', () => (cuts[0]?.isCut() ? true : undefined));
    await rig().stop();
    const made = await rig().list('infra');
    const wasLetGo = made.some((object) => !isPaused(object));
    await rig().start();
    const capi = await rig().until('capi', 'worker-1', 'un-paused', (object) => !isPaused(object));
    const infra = await rig().get('infra', 'worker-1');
    if (made[0] !== undefined) expect(infra.metadata.uid).toBe(made[0].metadata.uid);
    // What its provider may act on already is not paused again.
    if (wasLetGo) expect(infra.metadata.resourceVersion).toBe(made[0]?.metadata.resourceVersion);
    expect(isPaused(infra)).toBe(false);
    expect(infra.metadata['ownerReferences']).toMatchObject([{ uid: capi.metadata.uid, controller: true }]);
    expect(asObject((await rig().get('mapi', 'worker-1'))['status'])).toMatchObject({ synchronizedAPI: 'ClusterAPI' });
  },
);

test('where the schema has no synchronizedAPI an annotation says which API was synchronized', async () => {
  const old = await startRig(aws, { holdsSynchronizedApi: false });
  try {
    await old.start();
    await old.create(machine(), authoritative);
    await old.until('capi', 'worker-1', 'un-paused', (object) => !isPaused(object));
    const { metadata, status } = await old.get('mapi', 'worker-1');
    expect(metadata.annotations).toMatchObject({ 'capstan.openshift.io/synchronized-api': 'ClusterAPI' });
    expect(status).not.toHaveProperty('synchronizedAPI');
  } finally {
    await old.stop();
  }
});
