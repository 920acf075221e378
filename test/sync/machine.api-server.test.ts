import { fixtures } from '@capstan/convert/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writesText } from './recording-client.ts';
import { conditionOf, type Rig, startRig } from './rig.ts';

const aws = fixtures.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('no fixture of AWS');

let rig: Rig;
beforeEach(async () => {
  rig = await startRig(aws);
});
afterEach(() => rig.stop());

test('a new Machine gets its paused mirror in 6 writes, and a restart writes nothing', async () => {
  await rig.start();
  await rig.create(aws.mapiMachine(), { authoritativeAPI: 'MachineAPI', phase: 'Running' });
  const mapi = await rig.untilSynchronized('mapi', 'worker-1');
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({
    status: 'True',
    reason: 'ResourceSynchronized',
    message: 'Successfully synchronized MAPI Machine to CAPI',
  });
  expect(writesText(rig.writes())).toEqual([
    'patch Machine/worker-1',
    'create Machine/worker-1',
    'create AWSMachine/worker-1',
    'patch Machine/worker-1 status',
    'patch AWSMachine/worker-1 status',
    'patch Machine/worker-1 status',
  ]);
  await rig.stop();
  await rig.start();
  await rig.patch('mapi', 'worker-1', { metadata: { labels: { colour: 'red' } } });
  await rig.until('capi', 'worker-1', 'labelled', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  await rig.until('infra', 'worker-1', 'labelled', ({ metadata }) => metadata.labels?.['colour'] === 'red');
  // Only what the change asked for: all else was as it should be.
  expect(writesText(rig.writes())).toEqual(['patch Machine/worker-1', 'patch AWSMachine/worker-1']);
});

test('a new MachineSet gets its paused mirror in 5 writes', async () => {
  await rig.start();
  await rig.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI', replicas: 2 });
  await rig.untilSynchronized('mapiSet', 'workers');
  expect(writesText(rig.writes())).toEqual([
    'patch MachineSet/workers',
    'create MachineSet/workers',
    expect.stringMatching(/^create AWSMachineTemplate\/workers-[0-9a-f]{10}$/),
    'patch MachineSet/workers status',
    'patch MachineSet/workers status',
  ]);
});
