import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { writesText } from '../sync/recording-client.ts';
import { set, specOf } from '../sync/sets.ts';
import { migrationRigForEach } from './rig.ts';
import { memberOf, runningSet } from './sets.ts';

const rigNow = migrationRigForEach();

const isPaused = (object: { metadata: { annotations?: Record<string, string> } }) =>
  object.metadata.annotations?.['cluster.x-k8s.io/paused'] !== undefined;

test('a set changes hands and comes back with four writes each way, and its machines stay with the API that acts on them', async () => {
  const rig = rigNow();
  await rig.operate();
  const names = await runningSet(rig);
  for (const to of ['ClusterAPI', 'MachineAPI'] as const) {
    const before = rig.landed().length;
    await rig.ask('mapiSet', set, to);
    await rig.untilWith('mapiSet', set, to);
    const ofSet = rig
      .landed()
      .slice(before)
      .filter(({ kind }) => kind === 'MachineSet');
    expect(writesText(ofSet)).toEqual([
      `patch MachineSet/${set} status`,
      `patch MachineSet/${set}`,
      `patch MachineSet/${set} status`,
      `patch MachineSet/${set} status`,
    ]);
    expect(isPaused(await rig.get('capiSet', set))).toBe(to === 'MachineAPI');
    for (const name of names) expect(isPaused(await rig.get('capi', name))).toBe(true);
  }
});

test('a set whose machine has no mirror stays where it is: the other side would make one more', async () => {
  const rig = rigNow();
  await rig.operate();
  const [name = ''] = await runningSet(rig);
  // A taint that Cluster API cannot hold, so that the mirror is not made again.
  await rig.patch('mapi', name, { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } });
  const owner = await rig.get('mapiSet', set);
  await memberOf(rig, owner, `${set}-more`);
  await rig.ask('mapiSet', set, 'ClusterAPI');
  await rig.until('mapiSet', set, 'asked', ({ metadata }) => (metadata.generation ?? 0) > 1);
  await rig.patch('mapi', name, { spec: { taints: null } });
  await rig.untilWith('mapi', name, 'MachineAPI');
  expect(asObject((await rig.get('mapiSet', set))['status'])?.['authoritativeAPI']).toBe('MachineAPI');
  // It asks for two and has three: its controller deletes one, and then it goes.
  await rig.admin.delete(rig.ref('mapi', `${set}-more`));
  await rig.patch('mapi', `${set}-more`, { metadata: { finalizers: ['sync.machine.openshift.io/finalizer'] } });
  await rig.untilGone('mapi', `${set}-more`);
  await rig.untilWith('mapiSet', set, 'ClusterAPI');
});

test('scaled while neither set acts, it goes back to the one that acted, which makes the machine, and then on', async () => {
  const rig = rigNow();
  await rig.operate();
  await runningSet(rig, 1);
  await rig.clusterApi.answer({ capiSet: false });
  await rig.stopMachineApi();
  await rig.ask('mapiSet', set, 'ClusterAPI');
  await rig.untilSays('mapiSet', set, 'Migrating');
  await rig.patch('mapiSet', set, { spec: { replicas: 2 } });
  await rig.startMachineApi();
  await rig.untilEvent('MigrationCancelled', set);
  await memberOf(rig, await rig.get('mapiSet', set), `${set}-1`);
  await rig.untilWith('mapiSet', set, 'ClusterAPI');
  expect(specOf(await rig.get('capiSet', set))['replicas']).toBe(2);
});
