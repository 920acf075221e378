import { seededRandom } from '@capstan/operator/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Rig, startRig } from '../sync/rig.ts';
import { fixtureOf, untilInStep } from '../sync/sets.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { snapshotOf } from './snapshot.ts';

const aws = fixtureOf('AWS');
const names = Array.from({ length: 12 }, (_, index) => `m-${index}`);

let rig: Rig;
let proxy: ApiProxy;
beforeEach(async () => {
  rig = await startRig(aws);
  proxy = await startApiProxy(rig.endpoint);
});
afterEach(async () => {
  await rig.stop();
  await proxy.close();
});

/** Makes a set and machines, changes them, and waits until all is in step. */
async function work(during: () => void = () => undefined): Promise<unknown> {
  await rig.start({ at: proxy.endpoint });
  const made = names.map((name) =>
    rig.create(aws.mapiMachine(undefined, {}, { name }), { authoritativeAPI: 'MachineAPI', phase: 'Running' }),
  );
  await Promise.all([...made, rig.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI', replicas: 2 })]);
  during();
  await untilInStep(rig);
  await Promise.all(names.map((name) => rig.untilSynchronized('mapi', name)));
  during();
  const labels = { colour: 'red' };
  await Promise.all(names.map((name) => rig.patch('mapi', name, { metadata: { labels } })));
  for (const name of names) {
    await rig.until('infra', name, 'red', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  }
  return snapshotOf(rig);
}

/** Watches that are refused wait longer each time, as client-go's do: once is enough for a test. */
function once(disturb: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) disturb();
    isDone = true;
  };
}

/** How many objects the server has made for the operator. */
const creations = ({ writes }: ApiProxy): number =>
  writes.filter(({ line, status }) => line.startsWith('POST ') && status === 201).length;

test('a slow API server, writes that fail and watches that tear or expire end in what an undisturbed run ends in', async () => {
  const undisturbed = await work();
  const made = creations(proxy);
  for (const [trouble, disturb, during] of [
    ['answers 200 ms late', () => proxy.delay(200), undefined],
    ['fails one write in ten', () => proxy.fail({ rate: 0.1, random: seededRandom(7) }), undefined],
    ['tears its watches', () => undefined, () => proxy.tearWatches()],
    ['has lost the versions that watches ask for', () => undefined, once(() => proxy.expireWatches())],
    ['is restarted', () => undefined, once(() => proxy.restart(3))],
  ] as const) {
    await rig.stop();
    await proxy.close();
    rig = await startRig(aws);
    proxy = await startApiProxy(rig.endpoint);
    disturb();
    expect(await work(during), `an API server that ${trouble}`).toEqual(undisturbed);
    expect(creations(proxy), `creations at an API server that ${trouble}`).toEqual(made);
    if (trouble.includes('restarted') || trouble.includes('versions')) expect(proxy.expired()).toBeGreaterThan(0);
  }
}, 120_000);
