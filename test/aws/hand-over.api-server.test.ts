import type { KubeObject } from '@capstan/kube';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { isInStep, runsInStep, says, statusOf } from '../e2e/objects.ts';
import { infrastructureName, aws as platform, startWhole, type Whole } from '../e2e/rig.ts';
import { type Aws, startAws } from './aws.ts';
import { callers } from './callers.ts';

const set = 'workers';

let aws: Aws;
let whole: Whole;
let operator: Awaited<ReturnType<Whole['startOperator']>>;
beforeAll(async () => {
  aws = await startAws(infrastructureName);
  whole = await startWhole({ clusterApiManager: true, controllerManager: true, ec2: aws, patienceMs: 60_000 });
  operator = await whole.startOperator({ controllers: new Set(['prerequisites', 'sync', 'migration']) });
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
  await aws?.stop();
});
afterEach(async () => {
  // Of a set that Cluster API acts on the mirror goes with it; the other way round it would keep its template.
  for (const slot of ['capiSet', 'mapiSet', 'capi', 'mapi'] as const) {
    for (const name of await whole.names(slot)) await whole.delete(slot, name).catch(() => undefined);
  }
  for (const slot of ['mapiSet', 'mapi', 'capiSet', 'capi', 'infra', 'template'] as const)
    await whole.untilCount(slot, 0);
});

/** Makes a set of Machine API in EC2's network, and waits until its machines run and Cluster API has seen their mirrors. */
async function createWorkers(replicas = 2): Promise<string[]> {
  const { subnet, securityGroup } = aws.network;
  const provider = platform.provider({ subnet: { id: subnet }, securityGroups: [{ id: securityGroup }] });
  await whole.admin.create(JSON.parse(JSON.stringify(platform.mapiSet(provider, { set: { replicas } }))));
  await whole.until('mapiSet', set, 'in step', isInStep);
  await whole.untilCount('mapi', replicas, runsInStep);
  await whole.untilCount('capi', replicas, says('Paused', 'True'));
  await whole.untilCount('infra', replicas, says('Paused', 'True'));
  return whole.names('mapi');
}

/** Makes a set of Cluster API with one machine, and waits until that has an instance and Machine API shows it. */
async function createInClusterApi(): Promise<string> {
  const authoritativeAPI = 'ClusterAPI';
  const given = { set: { replicas: 1, authoritativeAPI }, machine: { authoritativeAPI } };
  const { subnet, securityGroup } = aws.network;
  const provider = platform.provider({ subnet: { id: subnet }, securityGroups: [{ id: securityGroup }] });
  await whole.admin.create(JSON.parse(JSON.stringify(platform.mapiSet(provider, given))));
  await whole.untilCount('infra', 1, (infra) => statusOf(infra)['ready'] === true);
  await whole.untilCount('mapi', 1, (mapi) => isInStep(mapi) && says('Paused', 'True')(mapi));
  const [name = ''] = await whole.names('capi');
  return name;
}

/** Has a Machine change hands, and waits until it has. */
async function move(name: string, authoritativeAPI: 'MachineAPI' | 'ClusterAPI'): Promise<void> {
  await whole.patch('mapi', name, { spec: { authoritativeAPI } });
  const has = (mapi: KubeObject) => statusOf(mapi)['authoritativeAPI'] === authoritativeAPI && isInStep(mapi);
  await whole.until('mapi', name, `handed over to ${authoritativeAPI}`, has);
}

const isProvisioned = (mapi: KubeObject) => ['Provisioned', 'Running'].includes(String(statusOf(mapi)['phase']));
const instanceOf = (infra: KubeObject) => String(JSON.parse(JSON.stringify(infra.spec)).instanceID);
const instances = async () => (await aws.ec2.instances()).filter(({ state }) => state === 'running');
const done = (action: 'RunInstances' | 'TerminateInstances', since = 0) => aws.done(action).slice(since).sort();

test('mirrors of machines that Machine API made in EC2 are seen by CAPA, which says so and leaves EC2 alone', async () => {
  const before = aws.calls.length;
  const names = await createWorkers();
  expect((await instances()).map(({ name }) => name).sort()).toEqual(names);
  const made = (await whole.list('infra')).map((infra) => `${callers.machineApi} ${instanceOf(infra)}`);
  expect(done('RunInstances')).toEqual(made.sort());
  const byCapa = aws.calls.slice(before).filter(({ by }) => by === callers.capa);
  expect(byCapa.map(({ action }) => action)).toEqual([]);
});

test('a machine that goes to Cluster API, back and there again keeps its instance as it is, and each is ended once by whom it belongs to', async () => {
  const [made, ended] = [done('RunInstances').length, done('TerminateInstances').length];
  const [moved = '', stays = ''] = await createWorkers();
  const before = await instances();
  const isReady = (infra: KubeObject) => statusOf(infra)['ready'] === true && says('Paused', 'False')(infra);
  await move(moved, 'ClusterAPI');
  await whole.until('infra', moved, 'ready', isReady);
  await move(moved, 'MachineAPI');
  await whole.until('mapi', moved, 'running', runsInStep);
  expect(await operator.writesIn(500, 500)).toEqual([]);
  await move(moved, 'ClusterAPI');
  await whole.until('infra', moved, 'ready', isReady);
  expect(await operator.writesIn(500, 500)).toEqual([]);
  expect(await instances()).toEqual(before);
  expect(done('TerminateInstances', ended)).toEqual([]);

  const idOf = new Map(before.map(({ name, id }) => [name, id]));
  await whole.delete('mapiSet', set);
  for (const slot of ['mapi', 'capi', 'infra'] as const) await whole.untilCount(slot, 0);
  expect(done('RunInstances')).toHaveLength(made + 2);
  expect(done('TerminateInstances', ended)).toEqual([
    `${callers.capa} ${idOf.get(moved)}`,
    `${callers.machineApi} ${idOf.get(stays)}`,
  ]);
});

test('a machine that CAPA made goes to Machine API, which knows the instance and ends it, once', async () => {
  const [made, ended] = [done('RunInstances').length, done('TerminateInstances').length];
  const name = await createInClusterApi();
  const before = await instances();
  expect(done('RunInstances', made)).toEqual([`${callers.capa} ${before[0]?.id}`]);
  await move(name, 'MachineAPI');
  await whole.until('mapi', name, 'running', (mapi) => isInStep(mapi) && isProvisioned(mapi));
  expect(await instances()).toEqual(before);
  await whole.delete('mapi', name);
  for (const slot of ['mapi', 'capi', 'infra'] as const) await whole.untilGone(slot, name);
  expect(done('TerminateInstances', ended)).toEqual([`${callers.machineApi} ${before[0]?.id}`]);
  expect(done('RunInstances')).toHaveLength(made + 1);
});
