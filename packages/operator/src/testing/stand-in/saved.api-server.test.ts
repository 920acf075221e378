import { type KubeObject, refOf } from '@capstan/kube';
import { afterAll, afterEach, expect, test } from 'vitest';
import { connect } from '../../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../../test/control-plane/namespace.ts';
import { exampleCluster, movedTo } from '../../../../../test/conversion/examples.ts';
import { createStandInCloud, seedStandInCloud } from './cloud.ts';
import { createHarness } from './harness.fixture.ts';
import { controllingSetOf } from './machine-set.ts';
import { awsMachine, machinesOf } from './objects.fixture.ts';

const client = connect();
const { start, stop, untilRunning } = createHarness(client);

afterEach(stop);
afterAll(() => client.close());

/** Makes the Machines and MachineSets of the example cluster, with their status and with the owners that they have here. */
async function load(namespace: string): Promise<void> {
  const uids = new Map<string, string>();
  const all = await exampleCluster();
  for (const kind of ['MachineSet', 'Machine']) {
    for (const saved of all.filter((object) => object['kind'] === kind)) {
      const { metadata, ...object } = movedTo(namespace, saved);
      const { uid, resourceVersion, generation, creationTimestamp, ...kept } = metadata;
      const owner = controllingSetOf({ ...object, metadata });
      const owned = owner && {
        ownerReferences: [
          {
            apiVersion: object.apiVersion,
            kind: 'MachineSet',
            name: owner.name,
            uid: uids.get(owner.name),
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      };
      const made = await client.create({ ...object, metadata: { ...kept, ...owned } }, { fieldValidation: 'Ignore' });
      if (kind === 'MachineSet') uids.set(metadata.name, made.object.metadata.uid ?? '');
      await client.mergePatch(refOf(made.object), { status: saved['status'] }, { subresource: 'status' });
    }
  }
}

test('the Machines of a saved cluster run on as they are: none is written, made or failed', async () => {
  const namespace = await createNamespace(client, 'standin');
  await load(namespace);
  const before = await machinesOf(client, namespace);
  const cloud = createStandInCloud();
  seedStandInCloud(cloud, before);
  await start(namespace, { cloud });
  const { object: later } = await client.create(awsMachine(namespace, {}, 'zz-later'));
  await untilRunning(later);
  const after = (await machinesOf(client, namespace)).filter(({ metadata }) => metadata.name !== 'zz-later');
  const versions = (list: KubeObject[]) => list.map(({ metadata }) => [metadata.name, metadata.resourceVersion]);
  expect(versions(after)).toEqual(versions(before));
  expect(cloud.creates).toBe(1);
});
