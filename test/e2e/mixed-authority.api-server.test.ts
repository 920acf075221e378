import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { handOver } from './hand-over.ts';
import { isInStep, runsInStep, says, statusOf } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

const set = 'workers';
/** How often Cluster API's manager looks at everything again, and by when it has, jitter included. */
const syncPeriod = '5s';
const periodMs = 6000;

let whole: Whole;
let operator: Awaited<ReturnType<Whole['startOperator']>>;
beforeAll(async () => {
  whole = await startWhole({ clusterApiManager: { syncPeriod }, controllerManager: true });
  operator = await whole.startOperator();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});

test('Cluster API accepts our mirrors and keeps its hands off, and with both managers at work nothing is written at rest', async () => {
  const templateMetadata = { labels: { 'machine.openshift.io/cluster-api-machineset': set, tier: 'front' } };
  await whole.admin.create(JSON.parse(JSON.stringify(aws.mapiSet(aws.provider(), { templateMetadata }))));
  const machines = await whole.untilCount('mapi', 2, runsInStep);
  await whole.joinNodes(machines);
  await whole.until('mapiSet', set, 'in step', isInStep);
  for (const { metadata } of machines) await whole.until('capi', metadata.name, 'paused', says('Paused', 'True'));
  await whole.until('capiSet', set, 'paused', says('Paused', 'True'));
  await expectRest();
});

test('a set of Cluster API with machines of both APIs: not one write at rest', async () => {
  const [moved = '', stays = ''] = await whole.names('mapi');
  await handOver(whole, 'set', set);
  await whole.until('capiSet', set, 'un-paused', says('Paused', 'False'));
  await handOver(whole, 'machine', moved);
  await whole.until('capi', moved, 'un-paused', says('Paused', 'False'));
  await whole.until('capiSet', set, 'ready', says('MachinesReady', 'True'));
  await expectRest(periodMs);
  expect(statusOf(await whole.get('mapi', moved))).toMatchObject({ authoritativeAPI: 'ClusterAPI' });
  expect(statusOf(await whole.get('mapi', stays))).toMatchObject({ authoritativeAPI: 'MachineAPI' });
  await expectInStep();
  // That it is the set's controller which has a say in both, paused or not, is what there might be a fight about.
  for (const name of [moved, stays]) expect(await managersOf('capi', name)).toContain('capi-machineset');
});

test("what Cluster API's set controller copies to the machine of Machine API stays there, without a fight", async () => {
  const [moved = '', stays = ''] = await whole.names('mapi');
  const metadata = { labels: { team: 'blue', tier: 'back' }, annotations: { 'example.com/why': 'asked' } };
  await whole.patch('capiSet', set, { spec: { template: { metadata } } });
  for (const name of [moved, stays]) {
    for (const slot of ['capi', 'infra'] as const) {
      await whole.until(slot, name, 'labelled', (object) => object.metadata.labels?.['team'] === 'blue');
    }
  }
  await expectRest();
  for (const slot of ['capi', 'infra'] as const)
    expect((await whole.get(slot, stays)).metadata).toMatchObject(metadata);
  await expectInStep();
  // What the Machine says itself holds again when the set's controller has no say in it any more.
  expect((await whole.get('mapi', stays)).metadata.labels).toMatchObject({ tier: 'front' });
  await whole.patch('capiSet', set, { spec: { template: { metadata: { labels: { tier: null } } } } });
  for (const slot of ['capi', 'infra'] as const) {
    await whole.until(slot, stays, 'as its source', (object) => object.metadata.labels?.['tier'] === 'front');
  }
});

test('what Machine API cannot hold is said of the set once, and there is no fight about it on its machines', async () => {
  const [moved = '', stays = ''] = await whole.names('mapi');
  const deletion = { nodeDrainTimeoutSeconds: 60 };
  await whole.patch('capiSet', set, { spec: { template: { spec: { deletion } } } });
  for (const name of [moved, stays]) {
    await whole.until('capi', name, 'changed', ({ spec }) =>
      JSON.stringify(spec).includes('"nodeDrainTimeoutSeconds":60'),
    );
  }
  for (const [slot, name] of [
    ['mapiSet', set],
    ['mapi', moved],
  ] as const) {
    await whole.until(slot, name, 'refused', says('Synchronized', 'False'));
  }
  await expectRest();
  expect(await whole.get('mapi', stays)).toSatisfy(says('Synchronized', 'True'));
});

/** Nobody writes: the operator not once, and the managers nothing that it would have to answer. */
async function expectRest(ms = 1500): Promise<void> {
  expect(await operator.writesIn(0)).toEqual([]);
  const before = await versions();
  expect(await operator.writesIn(ms)).toEqual([]);
  expect(await versions()).toEqual(before);
}

async function expectInStep(): Promise<void> {
  for (const machine of await whole.list('mapi')) expect(machine).toSatisfy(says('Synchronized', 'True'));
  expect(await whole.get('mapiSet', set)).toSatisfy(says('Synchronized', 'True'));
}

/** Not of the Cluster API set, whose controller may come to a new opinion of its machines at a resync. */
async function versions(): Promise<string[]> {
  const slots = ['mapi', 'capi', 'infra', 'mapiSet', 'template'] as const;
  const all = await Promise.all(slots.map((slot) => whole.list(slot)));
  return all
    .flat()
    .map(({ kind, apiVersion, metadata }) => `${apiVersion} ${kind} ${metadata.name} ${metadata.resourceVersion}`);
}

async function managersOf(slot: 'capi' | 'infra', name: string): Promise<string[]> {
  const { managedFields } = (await whole.get(slot, name)).metadata;
  return JSON.parse(JSON.stringify(managedFields)).map(({ manager }: { manager: string }) => manager);
}
