import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { says, statusOf } from '../e2e/objects.ts';
import {
  ask,
  type Conformance,
  conformanceForAll,
  createMachine,
  running,
  untilActs,
  untilMachineGone,
  untilRuns,
} from './rig.ts';

const rigNow = conformanceForAll();
const name = 'worker-1';
const hooks = {
  preDrain: [{ name: 'drained', owner: 'the-drainer' }],
  preTerminate: [{ name: 'backup', owner: 'the-keeper' }],
};
const preDrain = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/drained';
const preTerminate = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/backup';

async function movedMachine(rig: Conformance, spec = {}): Promise<string> {
  await createMachine(rig, name, spec);
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  await ask(rig, 'ClusterAPI', name);
  await untilActs(rig, 'ClusterAPI', name);
  await untilRuns(rig, name);
  const { nodeRef } = statusOf(await rig.get('capi', name));
  return String(JSON.parse(JSON.stringify(nodeRef)).name);
}

const node = (name: string) => ({ apiVersion: 'v1', kind: 'Node', name });
const deletingSays = (reason: string) => (object: KubeObject) =>
  JSON.stringify(object['status'] ?? {}).includes(`"reason":"${reason}"`);

/** What makes Cluster API's core manager believe that the cluster has a control plane: two Machines of it. */
async function controlPlaneMachines(rig: Conformance): Promise<() => Promise<void>> {
  const names = ['control-plane-0', 'control-plane-1'];
  const like = await rig.get('capi', name);
  for (const each of names) {
    const labels = { ...like.metadata.labels, 'cluster.x-k8s.io/control-plane': '' };
    const metadata = {
      name: each,
      namespace: like.metadata.namespace,
      labels,
      annotations: { 'cluster.x-k8s.io/paused': '' },
    };
    const spec = { ...asObject(like['spec']), providerID: undefined };
    await rig.admin.create(
      JSON.parse(JSON.stringify({ apiVersion: like.apiVersion, kind: like.kind, metadata, spec })),
    );
  }
  return async () => {
    for (const each of names) {
      await rig.delete('capi', each);
      // In this order: its controller puts the finalizer of one that is not going back.
      await rig.patch('capi', each, { metadata: { finalizers: null } });
      await rig.untilGone('capi', each);
    }
  };
}

test('hooks of a machine that moves are kept: preTerminate holds back the end of its instance in Cluster API', async () => {
  const rig = rigNow();
  await movedMachine(rig, { lifecycleHooks: hooks });
  const { annotations } = (await rig.get('capi', name)).metadata;
  expect(annotations).toMatchObject({ [preDrain]: 'the-drainer', [preTerminate]: 'the-keeper' });
  const before = await running(rig);
  await rig.delete('capi', name);
  // Upstream looks at preDrain where it may drain at all, which it may not here: see the next tests.
  await rig.until('capi', name, 'held', deletingSays('WaitingForPreTerminateHook'));
  expect(await running(rig)).toEqual(before);
  await rig.patch('capi', name, { metadata: { annotations: { [preDrain]: null, [preTerminate]: null } } });
  await untilMachineGone(rig, name);
  expect(await running(rig)).toEqual([]);
});

test('hooks come back with a machine, and hold back the end of its instance in Machine API', async () => {
  const rig = rigNow();
  await movedMachine(rig, { lifecycleHooks: hooks });
  await ask(rig, 'MachineAPI', name);
  await untilActs(rig, 'MachineAPI', name);
  expect((await rig.get('mapi', name)).spec).toMatchObject({ lifecycleHooks: hooks });
  const before = await running(rig);
  await rig.delete('mapi', name);
  await rig.until('mapi', name, 'deleting', (machine) => statusOf(machine)['phase'] === 'Deleting');
  expect(await running(rig)).toEqual(before);
  await rig.patch('mapi', name, { spec: { lifecycleHooks: null } });
  await untilMachineGone(rig, name);
});

test('upstream: without a control plane machine in Cluster API nor a controlPlaneRef, the Node of a deleted machine is neither drained nor deleted, and preDrain holds nothing', async () => {
  const rig = rigNow();
  const nodeName = await movedMachine(rig, { lifecycleHooks: { preDrain: hooks.preDrain } });
  await rig.delete('capi', name);
  await untilMachineGone(rig, name);
  const left = await rig.admin.get(node(nodeName));
  expect(left['spec']).not.toHaveProperty('unschedulable');
  expect(left.metadata.deletionTimestamp).toBeUndefined();
});

test('upstream: with control plane machines in Cluster API preDrain holds a deleted machine, and then its Node is deleted', async () => {
  const rig = rigNow();
  const nodeName = await movedMachine(rig, { lifecycleHooks: { preDrain: hooks.preDrain } });
  const remove = await controlPlaneMachines(rig);
  try {
    await rig.delete('capi', name);
    await rig.until('capi', name, 'held', deletingSays('WaitingForPreDrainHook'));
    expect(await running(rig)).toHaveLength(1);
    await rig.patch('capi', name, { metadata: { annotations: { [preDrain]: null } } });
    await untilMachineGone(rig, name);
    await expect(rig.admin.get(node(nodeName))).rejects.toThrow('not found');
  } finally {
    await remove();
  }
});

test('hooks that are taken away in Machine API go from the mirror, too', async () => {
  const rig = rigNow();
  await createMachine(rig, name, { lifecycleHooks: hooks });
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  expect(await rig.get('mapi', name)).toSatisfy(says('Synchronized', 'True'));
  await rig.patch('mapi', name, { spec: { lifecycleHooks: null } });
  await rig.until('capi', name, 'without hooks', ({ metadata }) => metadata.annotations?.[preDrain] === undefined);
});
