import { expect, test } from 'vitest';
import { writesText } from '../sync/recording-client.ts';
import { migrationRigForEach, runningMachine } from './rig.ts';

const rigNow = migrationRigForEach();

const marker = 'capstan.openshift.io/authority';

test('a Machine changes hands and comes back, in the order of the protocol and with no more than five writes each way', async () => {
  const rig = rigNow();
  await rig.operate();
  await runningMachine(rig);
  const before = rig.landed().length;
  await rig.ask('mapi', 'worker-1', 'ClusterAPI');
  const there = await rig.untilWith('mapi', 'worker-1', 'ClusterAPI');
  expect(writesText(rig.landed().slice(before))).toEqual([
    'patch Machine/worker-1 status',
    'patch AWSMachine/worker-1',
    'patch Machine/worker-1',
    'patch Machine/worker-1 status',
    'patch Machine/worker-1 status',
  ]);
  expect(there.metadata.finalizers).toContain('sync.machine.openshift.io/finalizer');
  for (const slot of ['capi', 'infra'] as const) {
    const { metadata } = await rig.until(slot, 'worker-1', 'acting', (object) =>
      JSON.stringify(object).includes('NotPaused'),
    );
    expect(metadata.annotations?.[marker]).toBe('ClusterAPI');
    expect(metadata.annotations?.['cluster.x-k8s.io/paused']).toBeUndefined();
  }
  const between = rig.landed().length;
  await rig.ask('mapi', 'worker-1', 'MachineAPI');
  await rig.untilWith('mapi', 'worker-1', 'MachineAPI');
  expect(writesText(rig.landed().slice(between))).toEqual([
    'patch Machine/worker-1 status',
    'patch Machine/worker-1',
    'patch AWSMachine/worker-1',
    'patch Machine/worker-1 status',
    'patch Machine/worker-1 status',
  ]);
});
