import { refOf } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { createStandInCloud } from './cloud.ts';
import { createHarness, partsOf, pausedOf, phaseOf } from './harness.fixture.ts';
import { statusOf } from './machine-fields.ts';
import { awsMachine, awsMachineSet, machinesOf } from './objects.fixture.ts';
import { reconcileMachineSet } from './reconcile.ts';

const client = connect();
const { start, stop, reread, whenever, untilRunning, patchStatus } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

const untilReady = (set: Parameters<typeof whenever>[1], count: number) =>
  whenever(`${count} ready Machines`, set, (now) => {
    const { replicas = 0, readyReplicas = 0 } = statusOf(now);
    return replicas === count && readyReplicas === count;
  });

describe('a MachineSet of Machine API', () => {
  test('makes as many Machines as it asks for, from its template and as their owner', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace);
    const { object: set } = await client.create(awsMachineSet(namespace));
    const ready = await untilReady(set, 2);
    expect(statusOf(ready)).toMatchObject({
      availableReplicas: 2,
      fullyLabeledReplicas: 2,
      observedGeneration: ready.metadata.generation,
    });
    const machines = await machinesOf(client, namespace);
    expect(machines).toHaveLength(2);
    for (const machine of machines) {
      expect(machine.metadata.name).toMatch(/^workers-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
      expect(machine.metadata.labels).toMatchObject({ tier: 'front' });
      expect(machine.metadata.annotations).toMatchObject({ note: 'kept' });
      expect(machine.metadata['ownerReferences']).toEqual([
        {
          apiVersion: 'machine.openshift.io/v1beta1',
          kind: 'MachineSet',
          name: 'workers',
          uid: set.metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ]);
      expect(machine['spec']).toMatchObject({
        authoritativeAPI: 'MachineAPI',
        metadata: { labels: { 'node-role.kubernetes.io/front': '' } },
      });
    }
  });

  test('deletes what is too much, marked Machines first, and makes anew what is deleted', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace);
    const { object: set } = await client.create(awsMachineSet(namespace, { replicas: 3 }));
    await untilReady(set, 3);
    const [kept, marked, other] = (await machinesOf(client, namespace)).map(refOf);
    if (kept === undefined || marked === undefined || other === undefined) throw new Error('three Machines');
    await client.mergePatch(marked, { metadata: { annotations: { 'machine.openshift.io/delete-machine': '' } } });
    await client.mergePatch(refOf(set), { spec: { replicas: 2 } });
    await untilReady(set, 2);
    const names = async () => (await machinesOf(client, namespace)).map(({ metadata }) => metadata.name);
    await until('the marked one to be gone', async () => !(await names()).includes(marked.name) || undefined);
    expect((await names()).sort()).toEqual([kept.name, other.name].sort());

    await client.delete(other);
    await until('another', async () => (cloud.creates === 4 && cloud.terminations === 2) || undefined);
    await untilReady(set, 2);
    await client.mergePatch(refOf(set), { spec: { replicas: 0 } });
    await until('all to be gone', async () => (await names()).length === 0 || undefined);
    expect([cloud.creates, cloud.terminations]).toEqual([4, 4]);
  });

  test('adopts no Machine that its selector finds', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace);
    const { object: stray } = await client.create(awsMachine(namespace));
    await untilRunning(stray);
    const { object: set } = await client.create(awsMachineSet(namespace, { replicas: 1 }));
    await untilReady(set, 1);
    expect(await machinesOf(client, namespace)).toHaveLength(2);
    expect((await reread(stray)).metadata['ownerReferences']).toBeUndefined();
  });

  test.each([
    { set: 'MachineAPI', template: 'MachineAPI', machines: 'MachineAPI' },
    { set: 'MachineAPI', template: 'ClusterAPI', machines: 'ClusterAPI' },
    { set: 'ClusterAPI', template: 'MachineAPI', machines: 'ClusterAPI' },
  ])('that asks for $set, and for $template in its template, makes Machines of $machines', async (row) => {
    const namespace = await createNamespace(client, 'standin');
    const draft = awsMachineSet(namespace, { authoritativeAPI: row.set }, { authoritativeAPI: row.template });
    const { object: set } = await client.create(draft);
    // It still acts: the switch has only been asked for.
    await patchStatus(set, { authoritativeAPI: 'MachineAPI' });
    await start(namespace);
    await whenever('its Machines', set, (now) => statusOf(now)['replicas'] === 2);
    const specs = (await machinesOf(client, namespace)).map(({ spec }) => spec);
    expect(specs).toMatchObject([{ authoritativeAPI: row.machines }, { authoritativeAPI: row.machines }]);
  });

  test('makes none while it is paused, and goes on when Machine API acts again', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace);
    const { object: set } = await client.create(awsMachineSet(namespace, { authoritativeAPI: 'ClusterAPI' }));
    const paused = await whenever('the pause', set, (now) => pausedOf(now) !== undefined);
    expect(pausedOf(paused)).toMatchObject({ status: 'True', reason: 'AuthoritativeAPINotMachineAPI' });
    const { object: later } = await client.create(awsMachine(namespace));
    await untilRunning(later);
    expect(await machinesOf(client, namespace)).toHaveLength(1);
    await client.mergePatch(refOf(set), { spec: { authoritativeAPI: 'MachineAPI' } });
    await patchStatus(set, { authoritativeAPI: 'Migrating' });
    await patchStatus(set, { authoritativeAPI: 'MachineAPI' });
    await untilReady(set, 2);
  });

  test('makes no Machine that it has already, though a cache lacks it', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { stop } = await start(namespace);
    const { object } = await client.create(awsMachineSet(namespace));
    const set = await untilReady(object, 2);
    await stop();
    const parts = partsOf(client, namespace, createStandInCloud());
    await reconcileMachineSet(set, [], parts, AbortSignal.timeout(10_000));
    expect(await machinesOf(client, namespace)).toHaveLength(2);
    expect((await reread(set)).metadata.resourceVersion).toBe(set.metadata.resourceVersion);
  });

  test('has nothing done but authority and Paused without phases', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace, { phases: false });
    const { object: set } = await client.create(awsMachineSet(namespace));
    await whenever('Paused', set, (now) => pausedOf(now) !== undefined);
    const { object: machine } = await client.create(awsMachine(namespace));
    const seen = await whenever('Paused', machine, (now) => pausedOf(now) !== undefined);
    expect([phaseOf(seen), seen.metadata.finalizers, cloud.creates]).toEqual([undefined, undefined, 0]);
    expect(await machinesOf(client, namespace)).toHaveLength(1);
  });
});
