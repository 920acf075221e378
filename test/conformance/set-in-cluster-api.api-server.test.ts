import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { statusOf } from '../e2e/objects.ts';
import { createClusterApiSet } from './made-in-cluster-api.ts';
import { ask, conformanceForAll, createSet, running, set, untilActs, untilEvent, untilMachineGone } from './rig.ts';
import { moveSet, scale, untilScaled, untilSetGone } from './sets.ts';

const rigNow = conformanceForAll();

test('(15) a Machine API set that is made beside one of Cluster API shows it and its provider spec, and neither makes a machine', async () => {
  const rig = rigNow();
  const before = await createClusterApiSet(rig, 1);
  await rig.untilCount('infra', 1, (infra) => statusOf(infra)['ready'] === true);
  const instances = await running(rig);
  await rig.patch('template', 'by-hand', { metadata: { labels: { team: 'blue' } } });
  await createSet(rig, 'ClusterAPI', 'ClusterAPI', 1);
  const mirror = await untilActs(rig, 'ClusterAPI', set, 'set');
  expect(JSON.stringify(mirror.spec)).toContain('"instanceType":"m6i.xlarge"');
  await untilScaled(rig, 1, 0);
  expect((await rig.get('capiSet', set)).metadata.uid).toBe(before.metadata.uid);
  expect(await running(rig)).toEqual(instances);
});

test('(16) a set that is to start in Cluster API gets its half there, which acts', async () => {
  const rig = rigNow();
  await createSet(rig, 'ClusterAPI', 'ClusterAPI', 0);
  await untilActs(rig, 'ClusterAPI', set, 'set');
  await rig.untilCount('template', 1);
});

test('(17) scaled in Cluster API, in Machine API and in Cluster API again, a set has machines of the API that made them, and deleted in Cluster API it leaves nothing', async () => {
  const rig = rigNow();
  await createSet(rig, 'ClusterAPI', 'ClusterAPI', 1);
  await untilActs(rig, 'ClusterAPI', set, 'set');
  await untilScaled(rig, 1, 0);
  await scale(rig, 'ClusterAPI', 2);
  await untilScaled(rig, 2, 0);
  // Its template, too: who makes new machines is asked of both.
  await rig.patch('mapiSet', set, { spec: { template: { spec: { authoritativeAPI: 'MachineAPI' } } } });
  await moveSet(rig, 'MachineAPI');
  await scale(rig, 'MachineAPI', 3);
  const [made = ''] = await untilScaled(rig, 3, 1);
  // Not the new one: what Machine API would delete is for it to choose, and it acts on that one alone.
  await rig.patch('mapi', made, { metadata: { annotations: { 'machine.openshift.io/delete-machine': 'true' } } });
  await scale(rig, 'MachineAPI', 1);
  await untilMachineGone(rig, made);
  await untilScaled(rig, 1, 0);
  await moveSet(rig, 'ClusterAPI');
  await rig.delete('capiSet', set);
  await untilSetGone(rig);
  expect(await running(rig)).toEqual([]);
});

test('(18) a Machine API set that does not act is deleted: the one in Cluster API lives on, with its machines and their instances', async () => {
  const rig = rigNow();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 1);
  await untilActs(rig, 'MachineAPI', set, 'set');
  await untilScaled(rig, 1, 1);
  await rig.patch('mapiSet', set, { spec: { template: { spec: { authoritativeAPI: 'ClusterAPI' } } } });
  await moveSet(rig, 'ClusterAPI');
  await scale(rig, 'ClusterAPI', 2);
  const [ofMachineApi = ''] = await untilScaled(rig, 2, 1);
  const made = (await rig.names('capi')).find((each) => each !== ofMachineApi) ?? '';
  const before = await rig.get('capi', made);
  const instances = await running(rig);
  await rig.delete('mapiSet', set);
  // Its garbage collection would take along the machine that Machine API acts on: it waits, and says what for.
  expect(await untilEvent(rig, 'DeletionBlocked', set)).toContain(ofMachineApi);
  await ask(rig, 'ClusterAPI', ofMachineApi);
  await rig.untilGone('mapiSet', set);
  await rig.untilCount('mapi', 0);
  const after = await rig.get('capi', made);
  expect(after.metadata.uid).toBe(before.metadata.uid);
  expect(after.metadata.deletionTimestamp).toBeUndefined();
  const capiSet = await rig.get('capiSet', set);
  expect(capiSet.metadata.deletionTimestamp).toBeUndefined();
  expect(asObject(capiSet.spec)?.['replicas']).toBe(2);
  expect(await running(rig)).toEqual(instances);
});
