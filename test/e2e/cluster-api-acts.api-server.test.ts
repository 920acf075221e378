import type { KubeObject } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { handOver } from './hand-over.ts';
import { isInStep, runsInStep, says, statusOf } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

const set = 'workers';
/** CAPA's, which is not here: the tests put it on and take it away in its stead. */
const provider = 'awsmachine.infrastructure.cluster.x-k8s.io';

let whole: Whole;
let operator: Awaited<ReturnType<Whole['startOperator']>>;
beforeAll(async () => {
  whole = await startWhole({ clusterApiManager: true, controllerManager: true });
  operator = await whole.startOperator();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});
afterEach(async () => {
  for (const slot of ['mapiSet', 'capiSet', 'mapi', 'capi'] as const) {
    for (const name of await whole.names(slot)) await whole.delete(slot, name).catch(() => undefined);
  }
  for (const name of await whole.names('infra')) await letGo(name).catch(() => undefined);
  for (const slot of ['mapiSet', 'mapi', 'capiSet', 'capi', 'infra'] as const) await whole.untilCount(slot, 0);
});

/** Makes a set that is to start in Cluster API, and waits until Cluster API has made its machines and they have mirrors. */
async function createWorkers(replicas = 2): Promise<string[]> {
  const given = { set: { replicas, authoritativeAPI: 'ClusterAPI' }, machine: { authoritativeAPI: 'ClusterAPI' } };
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet(aws.provider(), given))));
  await whole.until('mapiSet', set, 'in step', isInStep);
  await whole.until('capiSet', set, 'un-paused', says('Paused', 'False'));
  return untilMirrored(replicas);
}

async function untilMirrored(count: number): Promise<string[]> {
  const sources = await whole.untilCount('capi', count, says('Paused', 'False'));
  await whole.untilCount('mapi', count, (mirror) => isInStep(mirror) && says('Paused', 'True')(mirror));
  const names = sources.map(({ metadata }) => metadata.name);
  expect(await whole.names('mapi')).toEqual(names);
  for (const name of names) await hold(name);
  return names;
}

async function hold(name: string): Promise<void> {
  const { finalizers = [] } = (await whole.get('infra', name)).metadata;
  if (!finalizers.includes(provider)) {
    await whole.patch('infra', name, { metadata: { finalizers: [...finalizers, provider] } });
  }
}

/** The provider has ended the instance. */
async function letGo(name: string): Promise<void> {
  const { finalizers = [] } = (await whole.get('infra', name)).metadata;
  await whole.patch('infra', name, { metadata: { finalizers: finalizers.filter((each) => each !== provider) } });
}

async function untilMachineGone(name: string): Promise<void> {
  for (const slot of ['infra', 'capi', 'mapi'] as const) await whole.untilGone(slot, name);
}

const isGoing = ({ metadata }: KubeObject): boolean => metadata.deletionTimestamp !== undefined;

test('a set that starts in Cluster API is scaled there, and Machine API shows it, making no instance', async () => {
  await createWorkers(1);
  await whole.patch('capiSet', set, { spec: { replicas: 3 } });
  await untilMirrored(3);
  await whole.until('mapiSet', set, 'scaled', ({ spec }) => JSON.stringify(spec).includes('"replicas":3'));
  await whole.until('mapiSet', set, 'counted', (object) => statusOf(object)['replicas'] === 3);
  await whole.patch('capiSet', set, { spec: { replicas: 1 } });
  await whole.until('mapiSet', set, 'scaled down', ({ spec }) => JSON.stringify(spec).includes('"replicas":1,'));
  const going = await until('two machines to go', async () => {
    const machines = (await whole.list('infra')).filter(isGoing);
    return machines.length === 2 ? machines : undefined;
  });
  for (const { metadata } of going) await letGo(metadata.name);
  await untilMirrored(1);
  expect(whole.cloud.creates).toBe(0);
});

test.each(['capi', 'mapi'] as const)(
  'a machine that is deleted (%s) goes on both sides when its provider has ended the instance, and not before; its set makes another',
  async (slot) => {
    const [name = ''] = await createWorkers(1);
    await whole.delete(slot, name);
    await whole.until('infra', name, 'going', isGoing);
    await whole.until('mapi', name, 'going', isGoing);
    expect(await operator.writesIn(0, 500)).toEqual([]);
    expect((await whole.get('infra', name)).metadata.finalizers).toContain(provider);
    await letGo(name);
    await untilMachineGone(name);
    const [other] = await untilMirrored(1);
    expect(other).not.toBe(name);
  },
);

test('a set that is deleted in Cluster API goes on both sides, its machines first', async () => {
  const names = await createWorkers();
  await whole.delete('capiSet', set);
  for (const name of names) {
    await whole.until('infra', name, 'going', isGoing);
    await letGo(name);
  }
  for (const name of names) await untilMachineGone(name);
  for (const slot of ['capiSet', 'mapiSet'] as const) await whole.untilGone(slot, set);
  await whole.untilCount('template', 0);
});

test.each(['Background', 'Foreground', 'Orphan'] as const)(
  'a mirror of a set that is deleted (%s) goes, and the set and its machines live on in Cluster API',
  async (propagation) => {
    await createWorkers();
    const before = [await whole.get('capiSet', set), ...(await whole.list('capi')), ...(await whole.list('infra'))];
    await whole.delete('mapiSet', set, propagation);
    await whole.untilGone('mapiSet', set);
    if (propagation !== 'Orphan') await whole.untilCount('mapi', 0);
    expect(await operator.writesIn(500, 500)).toEqual([]);
    const after = [await whole.get('capiSet', set), ...(await whole.list('capi')), ...(await whole.list('infra'))];
    expect(after.map(({ metadata }) => metadata.uid)).toEqual(before.map(({ metadata }) => metadata.uid));
    expect(after.filter(isGoing)).toEqual([]);
  },
);

test('a set that was handed over is deleted in Cluster API with the machine that Machine API still acts on: no instance stays', async () => {
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet())));
  await whole.untilCount('mapi', 2, runsInStep);
  const [moved = ''] = await whole.names('mapi');
  await whole.until('mapiSet', set, 'in step', isInStep);
  await handOver(whole, 'set', set);
  await handOver(whole, 'machine', moved);
  await hold(moved);
  await whole.delete('capiSet', set);
  await whole.until('infra', moved, 'going', isGoing);
  await letGo(moved);
  for (const slot of ['capiSet', 'mapiSet'] as const) await whole.untilGone(slot, set);
  for (const slot of ['mapi', 'capi', 'infra'] as const) await whole.untilCount(slot, 0);
  // That of the other machine was ended by Machine API; this one's is CAPA's to end.
  expect(whole.cloud.running().map(({ machine }) => machine)).toEqual([`openshift-machine-api/${moved}`]);
});
