import { refOf } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { createStandInCloud } from './cloud.ts';
import { createHarness, phaseOf } from './harness.fixture.ts';
import { awsMachine, awsMachineSet, dyingClient, machinesOf } from './objects.fixture.ts';

const client = connect();
const { start, stop, untilRunning, untilGone } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

describe('a stand-in that is killed', () => {
  const points = [1, 2, 3, 4, 5, 6, 7].flatMap((write) =>
    (['before', 'after'] as const).map((when) => ({ write, when })),
  );

  test.each(points)('$when write $write of a new Machine leaves it with one instance', async ({ write, when }) => {
    const namespace = await createNamespace(client, 'standin');
    const cloud = createStandInCloud();
    const dying = dyingClient(client, write, when);
    const first = await start(namespace, { client: dying, cloud });
    const { object } = await client.create(awsMachine(namespace));
    await until('the end of the first', () => dying.isDead() || undefined);
    await first.stop();
    await start(namespace, { cloud });
    const machine = await untilRunning(object);
    expect(machine['spec']).toMatchObject({ providerID: cloud.running()[0]?.providerID });
    expect([cloud.creates, cloud.running().length]).toEqual([1, 1]);
  });

  test.each([1, 2].flatMap((write) => (['before', 'after'] as const).map((when) => ({ write, when }))))(
    '$when write $write of a deletion leaves neither Machine nor instance',
    async ({ write, when }) => {
      const namespace = await createNamespace(client, 'standin');
      const { cloud, stop } = await start(namespace);
      const { object } = await client.create(awsMachine(namespace));
      await untilRunning(object);
      await stop();
      const dying = dyingClient(client, write, when);
      const second = await start(namespace, { client: dying, cloud });
      await client.delete(refOf(object));
      await until('the end of the second', () => dying.isDead() || undefined);
      await second.stop();
      await start(namespace, { cloud });
      await untilGone(object);
      expect([cloud.creates, cloud.terminations, cloud.running().length]).toEqual([1, 1, 0]);
    },
  );

  const scalings = [3, 4, 5].flatMap((write) => (['before', 'after'] as const).map((when) => ({ write, when })));
  test.each(scalings)('$when write $write of a new MachineSet makes no Machine twice', async ({ write, when }) => {
    const namespace = await createNamespace(client, 'standin');
    const cloud = createStandInCloud();
    const dying = dyingClient(client, write, when);
    const first = await start(namespace, { client: dying, cloud });
    await client.create(awsMachineSet(namespace));
    await until('the end of the first', () => dying.isDead() || undefined);
    await first.stop();
    await start(namespace, { cloud });
    await until('both to run', async () => {
      const machines = await machinesOf(client, namespace);
      return machines.filter((machine) => phaseOf(machine) === 'Running').length >= 2 ? true : undefined;
    });
    expect(await machinesOf(client, namespace)).toHaveLength(2);
    expect([cloud.creates, cloud.running().length]).toEqual([2, 2]);
  });
});
