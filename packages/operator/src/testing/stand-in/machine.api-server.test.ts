import { refOf } from '@capstan/kube';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connect } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { finalizers } from '../../names.ts';
import { createStandInCloud, seedStandInCloud } from './cloud.ts';
import { createHarness, phaseOf } from './harness.fixture.ts';
import { statusOf } from './machine-fields.ts';
import { awsMachine } from './objects.fixture.ts';
import { standInPlatforms } from './platform.ts';
import { standInName } from './step.ts';

const client = connect();
const { start, stop, whenever, untilRunning, untilGone } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

describe('a Machine of Machine API', () => {
  test('gets a finalizer, one instance and a Node, and says so as on AWS', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace);
    const { object } = await client.create(awsMachine(namespace));
    const machine = await untilRunning(object);
    const [instance] = cloud.running();
    expect(instance).toMatchObject({ machine: `${namespace}/solo`, machineUid: object.metadata.uid });
    expect(machine.metadata.finalizers).toEqual([finalizers.machineApiMachine]);
    expect(machine.metadata.annotations).toMatchObject({ 'machine.openshift.io/instance-state': 'running' });
    expect(machine.metadata.labels).toMatchObject({
      'machine.openshift.io/instance-type': 'm6i.xlarge',
      'machine.openshift.io/region': 'eu-west-1',
      'machine.openshift.io/zone': 'eu-west-1a',
    });
    expect(machine['spec']).toMatchObject({ providerID: `aws:///eu-west-1a/${instance?.id}` });
    expect(instance?.id).toMatch(/^i-[0-9a-f]{17}$/);
    expect(statusOf(machine)).toMatchObject({
      phase: 'Running',
      addresses: [{ type: 'InternalIP' }, { type: 'InternalDNS' }, { type: 'Hostname' }],
      nodeRef: { kind: 'Node', name: instance?.nodeName },
      providerStatus: {
        instanceId: instance?.id,
        instanceState: 'running',
        conditions: [{ type: 'MachineCreation', status: 'True', reason: 'MachineCreationSucceeded' }],
      },
    });
    expect(cloud.creates).toBe(1);
    const managers = (machine.metadata['managedFields'] as { manager: string }[]).map(({ manager }) => manager);
    expect(managers).toContain(standInName);
  });

  test('goes through Provisioning and Provisioned', async () => {
    const namespace = await createNamespace(client, 'standin');
    const phases: unknown[] = [];
    const mergePatch: typeof client.mergePatch = async (...args) => {
      const written = await client.mergePatch(...args);
      phases.push(phaseOf(written.object));
      return written;
    };
    await start(namespace, { client: { ...client, mergePatch } });
    const { object } = await client.create(awsMachine(namespace));
    await untilRunning(object);
    expect([...new Set(phases)]).toEqual([undefined, 'Provisioning', 'Provisioned', 'Running']);
  });

  test('that is deleted takes its instance along, and waits for hooks', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace);
    const hooks = { preTerminate: [{ name: 'backup', owner: 'someone' }] };
    const { object } = await client.create(awsMachine(namespace, { lifecycleHooks: hooks }));
    await untilRunning(object);
    await client.delete(refOf(object));
    await whenever('the phase Deleting', object, (now) => phaseOf(now) === 'Deleting');
    expect(cloud.running()).toHaveLength(1);
    await client.mergePatch(refOf(object), { spec: { lifecycleHooks: null } });
    await untilGone(object);
    expect(cloud.running()).toEqual([]);
    expect([cloud.creates, cloud.terminations]).toEqual([1, 1]);
  });

  test('with the id of an instance that exists gets no other, and that one goes with it', async () => {
    const namespace = await createNamespace(client, 'standin');
    const cloud = createStandInCloud();
    const draft = awsMachine(namespace, { providerID: 'aws:///eu-west-1a/i-0fde4472368c8dc4f' });
    seedStandInCloud(cloud, [draft]);
    await start(namespace, { cloud });
    const { object } = await client.create(draft);
    const machine = await untilRunning(object);
    expect(statusOf(machine)['providerStatus']).toMatchObject({ instanceId: 'i-0fde4472368c8dc4f' });
    expect(cloud.creates).toBe(0);
    await client.delete(refOf(object));
    await untilGone(object);
    expect(cloud.instances.get('i-0fde4472368c8dc4f')?.state).toBe('terminated');
  });

  test('with the id of an instance that does not exist has failed, as no other may be made', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace);
    const { object } = await client.create(
      awsMachine(namespace, { providerID: 'aws:///eu-west-1a/i-0fde4472368c8dc4f' }),
    );
    const machine = await whenever('the failure', object, (now) => phaseOf(now) === 'Failed');
    expect(statusOf(machine)['errorMessage']).toBe("Can't find created instance.");
    expect(cloud.creates).toBe(0);
  });

  test('of another platform has its provider id', async () => {
    const namespace = await createNamespace(client, 'standin');
    const { cloud } = await start(namespace, { platform: standInPlatforms.VSphere });
    const { object } = await client.create(awsMachine(namespace));
    const machine = await untilRunning(object);
    expect(machine['spec']).toMatchObject({ providerID: `vsphere://${cloud.running()[0]?.id}` });
  });
});
