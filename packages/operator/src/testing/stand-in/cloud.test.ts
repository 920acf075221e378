import { describe, expect, test } from 'vitest';
import { createStandInCloud, seedStandInCloud } from './cloud.ts';
import { awsMachine } from './objects.fixture.ts';

const asked = {
  id: 'i-1',
  providerID: 'aws:///eu-west-1a/i-1',
  machine: 'machines/solo',
  machineUid: 'uid',
  addresses: [],
  nodeName: 'node',
};

describe('the cloud of the stand-in', () => {
  test('counts each instance that is made, so that one too many is seen', () => {
    const cloud = createStandInCloud();
    cloud.create(asked);
    cloud.create({ ...asked, id: 'i-2', providerID: 'aws:///eu-west-1a/i-2' });
    expect([cloud.creates, cloud.running().length]).toEqual([2, 2]);
  });

  test('remembers what was terminated, and for whom it was made', () => {
    const cloud = createStandInCloud();
    cloud.create(asked);
    cloud.terminate('i-1');
    cloud.terminate('i-1');
    expect([cloud.terminations, cloud.running()]).toEqual([1, []]);
    expect(cloud.madeFor('uid')?.state).toBe('terminated');
    expect(cloud.byProviderId(asked.providerID)?.state).toBe('terminated');
  });

  test('takes over what saved Machines run on, with their addresses and Nodes, and counts none of it', () => {
    const cloud = createStandInCloud();
    const address = { type: 'InternalIP', address: '10.0.1.7' };
    const saved = {
      ...awsMachine('machines', { providerID: asked.providerID }),
      status: { addresses: [address], nodeRef: { kind: 'Node', name: 'ip-10-0-1-7' } },
    };
    seedStandInCloud(cloud, [saved, awsMachine('machines', {}, 'new')]);
    expect(cloud.running()).toMatchObject([{ id: 'i-1', addresses: [address], nodeName: 'ip-10-0-1-7' }]);
    expect(cloud.creates).toBe(0);
  });
});
