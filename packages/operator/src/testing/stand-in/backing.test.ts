import { expect, test } from 'vitest';
import { type BackedInstance, lookAgain } from './backing.ts';
import { createStandInCloud } from './cloud.ts';
import { awsMachine } from './objects.fixture.ts';

const providerID = 'aws:///eu-west-1a/i-1';
const machine = (authoritativeAPI = 'MachineAPI') => ({
  ...awsMachine('machines', { providerID }),
  status: { authoritativeAPI },
});

/** A backing with at most one instance, that tells what it was asked for. */
function backingOf(instance?: BackedInstance) {
  const asked: string[] = [];
  const never = () => Promise.reject(new Error('not for this test'));
  const find = async (id: string) => {
    asked.push(id);
    return instance;
  };
  return { asked, run: never, terminate: never, find };
}

test('an instance that Cluster API made meanwhile is known when Machine API acts again, and counts as nobody made it', async () => {
  const cloud = createStandInCloud();
  await lookAgain(machine(), cloud, backingOf({ id: 'i-1', address: '10.0.0.4', nodeName: 'node', state: 'running' }));
  expect(cloud.byProviderId(providerID)).toMatchObject({ id: 'i-1', state: 'running' });
  expect(cloud.creates).toBe(0);
});

test.each([
  ['ended', { id: 'i-1', address: '', nodeName: '', state: 'terminated' } as const],
  ['forgotten', undefined],
])('an instance that another has %s is not terminated again', async (_, found) => {
  const cloud = createStandInCloud();
  await lookAgain(machine(), cloud, backingOf(found));
  expect(cloud.byProviderId(providerID)?.state).toBe('terminated');
});

test.each(['ClusterAPI', 'Migrating'])('nothing is asked of the cloud while the authority is %s', async (authority) => {
  const backing = backingOf();
  await lookAgain(machine(authority), createStandInCloud(), backing);
  expect(backing.asked).toEqual([]);
});
