import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { type Aws, startAws } from './aws.ts';
import { callers } from './callers.ts';

let aws: Aws;
beforeAll(async () => {
  aws = await startAws('ocp1-x7k2p');
}, buildTimeoutMs);
afterAll(async () => {
  await aws?.stop();
});

test('an instance that runs is found by its id until the end, and what was done to it is known with who did it', async () => {
  const ec2 = aws.clientOf(callers.machineApi);
  const { subnet, securityGroup } = aws.network;
  const made = await ec2.run({
    image: 'ami-0c8d5f2b9a6e4d371',
    type: 'm6i.xlarge',
    zone: 'us-east-1a',
    subnet,
    securityGroups: [securityGroup],
    tags: { Name: 'worker-1' },
  });
  expect(await ec2.instance(made.id)).toMatchObject({
    state: 'running',
    zone: 'us-east-1a',
    address: expect.stringMatching(/^10\.0\./),
    name: 'worker-1',
    securityGroups: [securityGroup],
  });
  expect(aws.done('RunInstances')).toEqual([`machine-api ${made.id}`]);
  expect(aws.done('TerminateInstances')).toEqual([]);
  await ec2.terminate(made.id);
  expect(await aws.ec2.instances()).toMatchObject([{ id: made.id, state: 'terminated' }]);
  expect(aws.done('TerminateInstances')).toEqual([`machine-api ${made.id}`]);
  expect(await ec2.instance('i-00000000000000000')).toBeUndefined();
});

test('what EC2 refuses is told with its words', async () => {
  await expect(aws.ec2.terminate('i-00000000000000000')).rejects.toThrow('InvalidInstanceID.NotFound');
});
