import type { JsonObject } from '@capstan/api';
import { expect, test } from 'vitest';
import type { Slot } from '../e2e/looking.ts';
import { verdictOf } from '../policies/verdict.ts';
import { createClusterApiSet, createTemplate } from './made-in-cluster-api.ts';
import {
  ask,
  type Conformance,
  conformanceForAll,
  createMachine,
  createSet,
  set,
  untilActs,
  untilRuns,
} from './rig.ts';
import { moveSet, scale, untilScaled } from './sets.ts';

const rigNow = conformanceForAll({ policies: true });
const name = 'worker-1';

/** What an administrator is told of a change. */
async function verdict(rig: Conformance, slot: Slot, name: string, patch: object): Promise<string> {
  const { kind, apiVersion, metadata } = await rig.get(slot, name);
  const { namespace } = metadata;
  const found = await verdictOf(rig.admin.mergePatch({ apiVersion, kind, name, namespace }, patch, { dryRun: true }));
  return 'refused' in found ? found.refused : 'allowed';
}

const valued = (value: JsonObject) => ({ spec: { providerSpec: { value } } });
const onlyAuthority =
  'You may only modify spec.authoritativeAPI. Any other change inside .spec is not allowed. This is because status.authoritativeAPI is set to Cluster API.';
const edits: readonly (readonly [string, object, string])[] = [
  ['the provider id', { spec: { providerID: 'aws:///us-east-1a/i-1' } }, onlyAuthority],
  ['taints', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }, onlyAuthority],
  ['the metadata of the Node', { spec: { metadata: { labels: { a: 'b' } } } }, onlyAuthority],
  ['the instance type', valued({ instanceType: 'm6i.4xlarge' }), onlyAuthority],
  ['the image', valued({ ami: { id: 'ami-0' } }), onlyAuthority],
  ['the zone', valued({ placement: { availabilityZone: 'us-east-1b' } }), onlyAuthority],
  ['the subnet', valued({ subnet: { id: 'subnet-0' } }), onlyAuthority],
  ['security groups', valued({ securityGroups: [{ id: 'sg-0' }] }), onlyAuthority],
  ['tags', valued({ tags: [{ name: 'a', value: 'b' }] }), onlyAuthority],
  ['the capacity reservation', valued({ capacityReservationId: 'cr-0' }), onlyAuthority],
  [
    'a label of Machine API',
    { metadata: { labels: { 'machine.openshift.io/instance-type': 'other' } } },
    'Cannot add, modify or delete any machine.openshift.io/*, kubernetes.io/* or cluster.x-k8s.io/* label. This is because status.authoritativeAPI is set to Cluster API.',
  ],
  [
    'an annotation of Machine API',
    { metadata: { annotations: { 'machine.openshift.io/instance-state': 'other' } } },
    'Cannot add, modify or delete any machine.openshift.io/* or cluster.x-k8s.io/* or clusters.x-k8s.io/* annotation. This is because status.authoritativeAPI is set to Cluster API.',
  ],
];
const free = { metadata: { labels: { 'example.com/a': 'b' }, annotations: { 'example.com/a': 'b' } } };

test('(12) of a Machine that Cluster API has, nobody changes in Machine API what its mirror says, and may label it', async () => {
  const rig = rigNow();
  await createMachine(rig, name);
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  await ask(rig, 'ClusterAPI', name);
  await untilActs(rig, 'ClusterAPI', name);
  for (const [what, patch, message] of edits)
    expect([what, await verdict(rig, 'mapi', name, patch)]).toEqual([what, message]);
  expect(await verdict(rig, 'mapi', name, free)).toBe('allowed');
});

test('(13) of a Machine that Machine API has, all of that may be changed there', async () => {
  const rig = rigNow();
  await createMachine(rig, name);
  await untilActs(rig, 'MachineAPI', name);
  await untilRuns(rig, name);
  for (const [what, patch] of edits) expect([what, await verdict(rig, 'mapi', name, patch)]).toEqual([what, 'allowed']);
  expect(await verdict(rig, 'mapi', name, free)).toBe('allowed');
});

test('(14) a version and readiness gates, which Machine API cannot hold, are refused in Cluster API', async () => {
  const rig = rigNow();
  await createMachine(rig, name, { authoritativeAPI: 'ClusterAPI' });
  await untilActs(rig, 'ClusterAPI', name);
  expect(await verdict(rig, 'capi', name, { spec: { version: 'v1.34.0' } })).toContain(
    'spec.version is a forbidden field',
  );
  const readinessGates = [{ conditionType: 'Tested' }];
  expect(await verdict(rig, 'capi', name, { spec: { readinessGates } })).toContain(
    'spec.readinessGates is a forbidden field',
  );
});

test('(19) a set of Machine API that is to act is refused beside one of Cluster API; one that is not to is made', async () => {
  const rig = rigNow();
  await createClusterApiSet(rig, 0);
  await expect(createSet(rig, 'MachineAPI', 'MachineAPI', 0)).rejects.toThrow(
    `Can't create Machine API MachineSet ${set} with spec.authoritativeAPI: MachineAPI because a Cluster API MachineSet with the same name already exists.`,
  );
  await createSet(rig, 'ClusterAPI', 'ClusterAPI', 0);
  await untilActs(rig, 'ClusterAPI', set, 'set');
});

test('(23) who does not act is not scaled nor edited, in either API; the set that acts is, under the policies as without them', async () => {
  const rig = rigNow();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 0);
  await untilActs(rig, 'MachineAPI', set, 'set');
  const locked = 'Changing .spec is not allowed. This is because status.authoritativeAPI is set to Machine API.';
  expect(await verdict(rig, 'capiSet', set, { spec: { replicas: 2 } })).toBe(locked);
  expect(await verdict(rig, 'capiSet', set, { spec: { deletion: { order: 'Oldest' } } })).toBe(locked);
  await moveSet(rig, 'ClusterAPI');
  const type = { template: { spec: valued({ instanceType: 'm6i.4xlarge' }).spec } };
  for (const spec of [{ replicas: 2 }, type]) expect(await verdict(rig, 'mapiSet', set, { spec })).toBe(onlyAuthority);
  await createTemplate(rig, 'by-hand', { instanceType: 'm6i.2xlarge' });
  await rig.patch('capiSet', set, { spec: { template: { spec: { infrastructureRef: { name: 'by-hand' } } } } });
  await rig.until('mapiSet', set, 'of the new type', ({ spec }) => JSON.stringify(spec).includes('m6i.2xlarge'));
  await scale(rig, 'ClusterAPI', 1);
  await untilScaled(rig, 1, 0);
});
