import type { KubeObject } from '@capstan/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { isInStep, runsInStep, says, statusOf } from '../e2e/objects.ts';
import { infrastructureName, aws as platform, startWhole, type Whole } from '../e2e/rig.ts';
import { recordStates, type StateRecorder } from '../migration/recorder.ts';
import { type Aws, startAws } from './aws.ts';
import { callers } from './callers.ts';

const sets = ['a', 'b', 'c', 'd'].map((zone) => `workers-${zone}`);
const machinesOfEach = 5;
const all = sets.length * machinesOfEach;

let aws: Aws;
let whole: Whole;
let recorder: StateRecorder;
beforeAll(async () => {
  aws = await startAws(infrastructureName);
  whole = await startWhole({ clusterApiManager: true, controllerManager: true, ec2: aws, patienceMs: 120_000 });
  await whole.startOperator({ controllers: new Set(['prerequisites', 'sync', 'migration']) });
  const machineApi = '/apis/machine.openshift.io/v1beta1/namespaces/openshift-machine-api';
  const clusterApi = 'namespaces/openshift-cluster-api';
  recorder = await recordStates(whole.admin, {
    mapi: `${machineApi}/machines`,
    capi: `/apis/cluster.x-k8s.io/v1beta2/${clusterApi}/machines`,
    infra: `/apis/infrastructure.cluster.x-k8s.io/v1beta2/${clusterApi}/awsmachines`,
  });
}, buildTimeoutMs);
afterAll(async () => {
  await recorder?.stop();
  await whole?.stop();
  await aws?.stop();
});

type Api = 'MachineAPI' | 'ClusterAPI';

const isWith = (api: Api) => (object: KubeObject) =>
  statusOf(object)['authoritativeAPI'] === api && statusOf(object)['synchronizedAPI'] === api && isInStep(object);

/** All machines and all sets change hands: machines first on the way to Cluster API, sets first on the way back. */
async function moveAll(to: Api): Promise<void> {
  const moveMachines = async (): Promise<void> => {
    for (const name of await whole.names('mapi')) await whole.patch('mapi', name, { spec: { authoritativeAPI: to } });
    await whole.untilCount('mapi', all, isWith(to));
  };
  const moveSets = async (): Promise<void> => {
    const spec = { authoritativeAPI: to, template: { spec: { authoritativeAPI: to } } };
    for (const name of sets) await whole.patch('mapiSet', name, { spec });
    await whole.untilCount('mapiSet', sets.length, isWith(to));
  };
  for (const move of to === 'ClusterAPI' ? [moveMachines, moveSets] : [moveSets, moveMachines]) await move();
  const acts = says('Paused', 'False');
  if (to === 'ClusterAPI') {
    await whole.untilCount('infra', all, (infra) => statusOf(infra)['ready'] === true && acts(infra));
    await whole.untilCount('capiSet', sets.length, acts);
  } else {
    await whole.untilCount('mapi', all, (machine) => runsInStep(machine) && acts(machine));
  }
}

test('20 machines in 4 sets go to Cluster API, back and there again: the same instances run, none was made or ended, and never did both APIs act; deleted at last, each is ended exactly once', async () => {
  const { subnet, securityGroup } = aws.network;
  const provider = platform.provider({ subnet: { id: subnet }, securityGroups: [{ id: securityGroup }] });
  for (const name of sets) {
    const set = JSON.parse(
      JSON.stringify(platform.mapiSet(provider, { set: { replicas: machinesOfEach } })).replaceAll('workers', name),
    );
    await whole.admin.create(set);
  }
  await whole.untilCount('mapi', all, runsInStep);
  await whole.untilCount('infra', all, says('Paused', 'True'));
  const before = await aws.ec2.instances();
  const made = aws.done('RunInstances').length;
  expect(before.filter(({ state }) => state === 'running')).toHaveLength(all);

  for (const to of ['ClusterAPI', 'MachineAPI', 'ClusterAPI'] as const) await moveAll(to);

  expect(await aws.ec2.instances()).toEqual(before);
  expect(aws.done('RunInstances')).toHaveLength(made);
  expect(aws.done('TerminateInstances')).toEqual([]);
  const { moments, states } = recorder.bothActed();
  expect(moments).toEqual([]);
  expect(states).toBeGreaterThan(all * 20);

  for (const name of sets) await whole.delete('capiSet', name);
  for (const slot of ['infra', 'capi', 'mapi', 'capiSet', 'mapiSet'] as const) await whole.untilCount(slot, 0);
  const ended = before.map(({ id }) => `${callers.capa} ${id}`).sort();
  expect(aws.done('TerminateInstances').toSorted()).toEqual(ended);
}, 600_000);
