import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { conditionOf } from '../sync/rig.ts';
import { type MigrationRig, migrationRigForEach, runningMachine } from './rig.ts';

const rigNow = migrationRigForEach();
const worker = 'worker-1';

/** A Machine that is to go to Cluster API and waits for a Machine API that is not there to say that it has stopped. */
async function heldInMigrating(): Promise<MigrationRig> {
  const rig = rigNow();
  await rig.operate();
  await runningMachine(rig);
  await rig.stopMachineApi();
  await rig.ask('mapi', worker, 'ClusterAPI');
  await rig.untilSays('mapi', worker, 'Migrating');
  return rig;
}

test('taken back before Machine API has stopped, the Machine is its own again and Cluster API was never let go', async () => {
  const rig = await heldInMigrating();
  const before = rig.landed().length;
  await rig.ask('mapi', worker, 'MachineAPI');
  await rig.untilSays('mapi', worker, 'MachineAPI');
  await rig.startMachineApi();
  await rig.untilWith('mapi', worker, 'MachineAPI');
  const mirrors = rig
    .landed()
    .slice(before)
    .filter(({ subresource, kind }) => subresource === '' || kind === 'AWSMachine');
  expect(mirrors).toEqual([]);
  expect(await rig.untilEvent('MigrationCancelled', worker)).toContain('Machine API acts again');
});

test('taken back before Machine API has noticed anything, what the user changed is said to be synchronized: nobody else writes to it', async () => {
  const rig = await heldInMigrating();
  const { metadata } = await rig.ask('mapi', worker, 'MachineAPI');
  await rig.until('mapi', worker, 'in step', (object) => {
    return asObject(object['status'])?.['synchronizedGeneration'] === metadata.generation;
  });
});

test('an operator that is stopped anywhere in a migration goes on where it was when it comes back', async () => {
  const rig = rigNow();
  await rig.operate();
  await runningMachine(rig);
  await rig.clusterApi.answer({ infra: false });
  await rig.ask('mapi', worker, 'ClusterAPI');
  await rig.untilWith('mapi', worker, 'ClusterAPI');
  await rig.clusterApi.answer({ infra: true });
  await rig.until('infra', worker, 'acting', (object) => conditionOf(object, 'Paused')?.['status'] === 'False');
  await rig.clusterApi.answer({ infra: false });
  await rig.ask('mapi', worker, 'MachineAPI');
  await rig.until(
    'infra',
    worker,
    'paused',
    ({ metadata }) => metadata.annotations?.['cluster.x-k8s.io/paused'] === '',
  );
  await rig.stop();
  await rig.clusterApi.answer({ infra: true });
  await rig.operate();
  await rig.untilWith('mapi', worker, 'MachineAPI');
});

test('a Machine that is not synchronized stays where it is, and an Event says what it waits for', async () => {
  const rig = rigNow();
  await rig.operate();
  await runningMachine(rig);
  await rig.patch('mapi', worker, {
    spec: { taints: [{ key: 'a', effect: 'NoSchedule' }], authoritativeAPI: 'ClusterAPI' },
  });
  expect(await rig.untilEvent('MigrationWaiting', worker)).toContain('spec.taints');
  await rig.patch('mapi', worker, { spec: { taints: null } });
  await rig.untilWith('mapi', worker, 'ClusterAPI');
});

test('deleted while neither API acts, it is Machine API again that ends the instance', async () => {
  const rig = await heldInMigrating();
  await rig.admin.delete(rig.ref('mapi', worker));
  await rig.untilSays('mapi', worker, 'MachineAPI');
  const { finalizers = [] } = (await rig.get('mapi', worker)).metadata;
  await rig.patch('mapi', worker, {
    metadata: { finalizers: finalizers.filter((each) => each !== 'machine.machine.openshift.io') },
  });
  for (const slot of ['mapi', 'capi', 'infra'] as const) await rig.untilGone(slot, worker);
});
