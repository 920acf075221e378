import { asObject, textAt } from '@capstan/convert';
import type { KubeClient, KubeObject } from '@capstan/kube';
import type { RunOptions } from '@capstan/operator';
import { expect, test } from 'vitest';
import { type MigrationRig, migrationRigForEach, runningMachine } from '../migration/rig.ts';
import { aws } from '../sync/machine-rig.ts';
import { createSet, ownerReference } from '../sync/sets.ts';
import { everything, runsIn } from './runs.ts';

const rigNow = migrationRigForEach();
const { ready, run } = runsIn(() => {
  const { admin, namespaces } = rigNow();
  // The shared API server has one Infrastructure object at most, and it is another test's.
  const infrastructure: KubeObject = JSON.parse(JSON.stringify(aws.infrastructure()));
  const get: KubeClient['get'] = async (ref, options) =>
    ref.kind === 'Infrastructure' ? infrastructure : admin.get(ref, options);
  return { client: { ...admin, get }, namespaces };
});

async function fill(rig: MigrationRig): Promise<void> {
  const renewTime = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '000Z');
  await rig.admin.create({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'machine-api-migration-leader', namespace: rig.namespaces.clusterApi },
    spec: { holderIdentity: 'capstan-0', leaseDurationSeconds: 137, renewTime },
  });
  const { clusterApi: namespace } = rig.namespaces;
  await rig.admin.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'worker-user-data', namespace } });
  const { machineApi } = rig.namespaces;
  for (const name of ['worker-user-data', 'aws-cloud-credentials'])
    await rig.admin.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: machineApi } });
  const set = await createSet(rig, aws.mapiSet());
  for (const name of ['worker-1', 'worker-2']) {
    const owner = { ...ownerReference(set), controller: true, blockOwnerDeletion: true };
    await runningMachine(rig, name, {
      ownerReferences: [owner],
      labels: { 'machine.openshift.io/cluster-api-machineset': 'workers' },
    });
  }
}

const acting = async (rig: MigrationRig): Promise<string> => {
  const objects = [
    await rig.get('mapiSet', 'workers'),
    await rig.get('mapi', 'worker-1'),
    await rig.get('mapi', 'worker-2'),
  ];
  return objects.map((object) => textAt(object, 'status', 'authoritativeAPI')).join(' ');
};

test('a set and its machines go over and come back by the id of the run, beside the controllers that move them', {
  timeout: 120_000,
}, async () => {
  const rig = rigNow();
  await rig.operate();
  await fill(rig);
  const plan = await ready({ request: everything });
  const there = await run(plan);
  expect(there.states.filter(({ state }) => state.kind !== 'moved')).toEqual([]);
  expect(there.ending).toBe('done');
  expect(await acting(rig)).toBe('ClusterAPI ClusterAPI ClusterAPI');
  const back = await run(await ready({ rollback: plan.run }));
  expect(back.states.filter(({ state }) => state.kind !== 'moved')).toEqual([]);
  expect(back.ending).toBe('done');
  expect(await acting(rig)).toBe('MachineAPI MachineAPI MachineAPI');
  const template = asObject(asObject(asObject((await rig.get('mapiSet', 'workers'))['spec'])?.['template'])?.['spec']);
  expect(template?.['authoritativeAPI']).toBe('MachineAPI');
});

test('a run that is stopped while nobody acts is cancelled by its rollback', { timeout: 120_000 }, async () => {
  const rig = rigNow();
  await rig.operate();
  await fill(rig);
  // Machine API does not acknowledge: the machine stays Migrating.
  const plan = await ready({ request: { ...everything, all: false, names: [{ kind: 'Machine', name: 'worker-1' }] } });
  await rig.stopMachineApi();
  const interrupted = new AbortController();
  const said: string[] = [];
  const result = await run(
    plan,
    {
      onState(_, state) {
        said.push(state.kind);
        if (state.kind === 'migrating') interrupted.abort(new Error('Ctrl-C'));
      },
    },
    interrupted.signal,
  );
  expect(result).toMatchObject({ ending: 'interrupted', states: [{ state: { kind: 'migrating' } }] });
  await rig.startMachineApi();
  const back = await run(await ready({ rollback: plan.run }));
  expect(back.ending).toBe('done');
  expect(await acting(rig)).toBe('MachineAPI MachineAPI MachineAPI');
});

test('tells what a move waits for in the words of the controller that has it wait', { timeout: 120_000 }, async () => {
  const rig = rigNow();
  await rig.operate();
  await fill(rig);
  const plan = await ready({ request: { ...everything, all: false, names: [{ kind: 'Machine', name: 'worker-1' }] } });
  await rig.patch('mapi', 'worker-1', { spec: { providerID: null } });
  const interrupted = new AbortController();
  let said = '';
  const onState: RunOptions['onState'] = (_, state) => {
    if (!('waitsFor' in state) || !state.waitsFor.includes('providerID')) return;
    said = state.waitsFor;
    interrupted.abort(new Error('heard it'));
  };
  const result = await run(plan, { onState }, interrupted.signal);
  expect(said).toMatch(/the Machine has no spec.providerID, by which Cluster API would find its instance/);
  expect(result.ending).toBe('interrupted');
});
