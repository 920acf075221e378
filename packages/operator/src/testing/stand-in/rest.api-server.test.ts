import { createClient, type KubeClient, type KubeObject, keyOf, refOf } from '@capstan/kube';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { connect, controlPlane } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { machineApiVersion } from '../../names.ts';
import { serviceAccountEndpoint } from '../service-account.ts';
import { createStandInCloud } from './cloud.ts';
import { createHarness, pausedOf } from './harness.fixture.ts';
import { statusOf } from './machine-fields.ts';
import { awsMachine, awsMachineSet, machinesOf } from './objects.fixture.ts';
import { standInName } from './step.ts';

const client = connect();
const { start, stop, whenever, untilRunning } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

/** A set with its Machines, and a paused one: all there is to do has been done. */
async function settled(namespace: string): Promise<void> {
  const { object: set } = await client.create(awsMachineSet(namespace));
  const { object: paused } = await client.create(awsMachine(namespace, { authoritativeAPI: 'ClusterAPI' }, 'paused'));
  await whenever('the set', set, (now) => statusOf(now)['readyReplicas'] === 2);
  await whenever('the pause', paused, (now) => pausedOf(now) !== undefined);
}

async function versions(namespace: string): Promise<Map<string, unknown>> {
  const { items: sets } = await client.list({ apiVersion: machineApiVersion, kind: 'MachineSet', namespace });
  const all = [...sets, ...(await machinesOf(client, namespace))];
  return new Map(all.map((object: KubeObject) => [`${object.kind} ${keyOf(object)}`, object.metadata.resourceVersion]));
}

/** Has one more Machine taken from nothing to Running: whatever else was due has been done by then. */
async function anotherTurn(namespace: string, name: string): Promise<void> {
  await untilRunning((await client.create(awsMachine(namespace, {}, name))).object);
}

/** A client that notes the names of what it writes to. */
function noting(written: Set<string>): KubeClient {
  return {
    ...client,
    create: (object, options) => {
      written.add(object.metadata.name);
      return client.create(object, options);
    },
    mergePatch: (ref, patch, options) => {
      written.add(ref.name);
      return client.mergePatch(ref, patch, options);
    },
    delete: (ref, options) => {
      written.add(ref.name);
      return client.delete(ref, options);
    },
  };
}

describe('where nothing is to be done', () => {
  test('nothing is written', async () => {
    const namespace = await createNamespace(client, 'standin');
    await start(namespace);
    await settled(namespace);
    const before = await versions(namespace);
    await anotherTurn(namespace, 'turn');
    const after = await versions(namespace);
    for (const [name, version] of before) expect([name, after.get(name)]).toEqual([name, version]);
  });

  test('nothing is written by a restart, not even in vain', async () => {
    const namespace = await createNamespace(client, 'standin');
    const cloud = createStandInCloud();
    const first = await start(namespace, { cloud });
    await settled(namespace);
    await first.stop();
    const before = await versions(namespace);
    const written = new Set<string>();
    await start(namespace, { cloud, client: noting(written) });
    await anotherTurn(namespace, 'turn');
    expect([...written]).toEqual(['turn']);
    const after = await versions(namespace);
    for (const [name, version] of before) expect([name, after.get(name)]).toEqual([name, version]);
    expect(cloud.creates).toBe(3);
  });
});

test('the stand-in runs as a ServiceAccount with rights to Machines and MachineSets alone', async () => {
  const namespace = await createNamespace(client, 'standin');
  const metadata = { name: standInName, namespace };
  const rbac = 'rbac.authorization.k8s.io';
  // Who blocks the deletion of an owner must be able to update its finalizers.
  const resources = ['machines', 'machines/status', 'machinesets', 'machinesets/status', 'machinesets/finalizers'];
  const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'];
  const rules = [{ apiGroups: ['machine.openshift.io'], resources, verbs }];
  const subjects = [{ kind: 'ServiceAccount', name: standInName, namespace }];
  const roleRef = { apiGroup: rbac, kind: 'Role', name: standInName };
  await client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
  await client.create({ apiVersion: `${rbac}/v1`, kind: 'Role', metadata, rules });
  await client.create({ apiVersion: `${rbac}/v1`, kind: 'RoleBinding', metadata, subjects, roleRef });
  const endpoint = await serviceAccountEndpoint(controlPlane(), namespace, standInName);
  const own = createClient(endpoint, { userAgent: standInName });
  try {
    const standIn = await start(namespace, { client: own });
    await settled(namespace);
    const [machine] = await machinesOf(client, namespace);
    if (machine === undefined) throw new Error('no Machine');
    await client.delete(refOf(machine));
    await standIn.stop();
  } finally {
    await own.close();
  }
});
