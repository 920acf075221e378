import { isConflict, refOf } from '@capstan/kube';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { finalizers } from '../../names.ts';
import { createStandInCloud } from './cloud.ts';
import { createHarness, partsOf, pausedOf } from './harness.fixture.ts';
import { statusOf } from './machine-fields.ts';
import { awsMachine } from './objects.fixture.ts';
import { reconcileMachine } from './reconcile.ts';

const client = connect();
const { start, stop, reread, whenever, untilRunning, patchStatus } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

describe('the authority of a Machine', () => {
  test('is taken from its spec, MachineAPI by default, and Paused says that Machine API acts', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace, { phases: false });
    const { object } = await client.create(awsMachine(namespace));
    const machine = await whenever('Paused', object, (now) => pausedOf(now) !== undefined);
    expect(statusOf(machine)['authoritativeAPI']).toBe('MachineAPI');
    expect(pausedOf(machine)).toMatchObject({
      status: 'False',
      severity: 'Info',
      reason: 'AuthoritativeAPIMachineAPI',
      message: "The AuthoritativeAPI status is set to 'MachineAPI'",
    });
  });

  test('pauses it for Migrating and for ClusterAPI, and lets it go on when it is Machine API again', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace, { phases: false });
    const { object } = await client.create(awsMachine(namespace));
    await whenever('Paused', object, (now) => pausedOf(now) !== undefined);
    for (const value of ['Migrating', 'ClusterAPI', 'Migrating', 'MachineAPI']) {
      await patchStatus(object, { authoritativeAPI: value });
      const message = `The AuthoritativeAPI status is set to '${value}'`;
      const isActive = value === 'MachineAPI';
      await whenever(`Paused at ${value}`, object, (now) => JSON.stringify(pausedOf(now)).includes(message));
      expect(pausedOf(await reread(object))).toEqual({
        type: 'Paused',
        status: isActive ? 'False' : 'True',
        reason: isActive ? 'AuthoritativeAPIMachineAPI' : 'AuthoritativeAPINotMachineAPI',
        ...(isActive && { severity: 'Info' }),
        message,
        lastTransitionTime: expect.any(String),
      });
    }
  });

  test('leaves conditions of others where they are', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { object } = await client.create(awsMachine(namespace));
    const synchronized = { type: 'Synchronized', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    await patchStatus(object, { authoritativeAPI: 'MachineAPI', conditions: [synchronized] });
    await start(namespace, { phases: false });
    const machine = await whenever('Paused', object, (now) => pausedOf(now) !== undefined);
    expect(statusOf(machine)['conditions']).toEqual([synchronized, pausedOf(machine)]);
  });

  test('ClusterAPI means that a deletion is not looked at: the finalizer and the instance stay', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace);
    const { object } = await client.create(awsMachine(namespace));
    await untilRunning(object);
    await patchStatus(object, { authoritativeAPI: 'Migrating' });
    await patchStatus(object, { authoritativeAPI: 'ClusterAPI' });
    await whenever('the pause', object, (now) => JSON.stringify(pausedOf(now)).includes('ClusterAPI'));
    await client.delete(refOf(object));
    // One that comes later has had its turn: the deleted one has had its own.
    const { object: later } = await client.create(awsMachine(namespace, {}, 'later'));
    await untilRunning(later);
    expect((await reread(object)).metadata.finalizers).toContain(finalizers.machineApiMachine);
    expect(cloud.terminations).toBe(0);
  });

  test('counts as it is on the server before an instance is made, whatever a cache says', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { object } = await client.create(awsMachine(namespace));
    await client.mergePatch(refOf(object), { metadata: { finalizers: [finalizers.machineApiMachine] } });
    const paused = {
      type: 'Paused',
      status: 'False',
      severity: 'Info',
      reason: 'AuthoritativeAPIMachineAPI',
      message: "The AuthoritativeAPI status is set to 'MachineAPI'",
      lastTransitionTime: '2026-01-01T00:00:00Z',
    };
    await patchStatus(object, { authoritativeAPI: 'MachineAPI', conditions: [paused], phase: 'Provisioning' });
    const cached = await reread(object);
    await patchStatus(object, { authoritativeAPI: 'Migrating' });
    const cloud = createStandInCloud();
    const parts = partsOf(client, namespace, cloud);
    await reconcileMachine(cached, parts, AbortSignal.timeout(10_000));
    expect(cloud.creates).toBe(0);
    expect(pausedOf(await reread(object))).toMatchObject({ status: 'True' });
  });

  test('is written to the object that was read: what came between is not lost, and it is looked at anew', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { object } = await client.create(awsMachine(namespace));
    await patchStatus(object, { authoritativeAPI: 'MachineAPI' });
    const cached = await reread(object);
    const synchronized = { type: 'Synchronized', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' };
    await patchStatus(object, { conditions: [synchronized] });
    const parts = partsOf(client, namespace, createStandInCloud());
    const late = reconcileMachine(cached, parts, AbortSignal.timeout(10_000));
    await expect(late).rejects.toSatisfy(isConflict);
    expect(statusOf(await reread(object))['conditions']).toEqual([synchronized]);
  });
});
