import { asObject } from '@capstan/convert';
import { until } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { aws, held as finalizers, isPaused, pairInMachineApi, rigForEach, untilLooked } from './machine-rig.ts';
import type { Rig } from './rig.ts';

const rig = rigForEach();
const providerID = 'aws:///us-east-1a/i-0123';

test('an instance that appears changes the infra machine in place: its uid stays (PR 612: recreated infra machines)', async () => {
  await rig().start();
  await pairInMachineApi(rig(), {}, { phase: 'Provisioning' });
  const { uid } = (await rig().get('infra', 'worker-1')).metadata;
  const mapi = await rig().patch('mapi', 'worker-1', { spec: { providerID } });
  await rig().setStatus(mapi, {
    phase: 'Provisioned',
    providerStatus: { instanceId: 'i-0123', instanceState: 'running' },
  });
  const infra = await rig().until(
    'infra',
    'worker-1',
    'provisioned',
    ({ spec, status }) => asObject(spec)?.['providerID'] === providerID && asObject(status)?.['ready'] === true,
  );
  expect(infra.metadata.uid).toBe(uid);
  expect(asObject((await rig().get('capi', 'worker-1'))['spec'])).toMatchObject({ providerID });
});

/** Lets nobody change the spec of the rig's infra machines, as a provider's webhook does. */
async function forbidChanges({ admin, namespaces, ref }: Rig): Promise<void> {
  const name = `immutable-${namespaces.clusterApi}`;
  const apiVersion = 'admissionregistration.k8s.io/v1';
  await admin.create({
    apiVersion,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        resourceRules: [
          {
            apiGroups: ['infrastructure.cluster.x-k8s.io'],
            apiVersions: ['*'],
            operations: ['UPDATE'],
            resources: ['awsmachines'],
          },
        ],
      },
      validations: [{ expression: 'object.spec == oldObject.spec', message: 'spec is immutable' }],
    },
  });
  await admin.create({
    apiVersion,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: {
      policyName: name,
      validationActions: ['Deny'],
      matchResources: { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespaces.clusterApi } } },
    },
  });
  await until('the policy to bite', () =>
    admin.mergePatch(ref('infra', 'worker-1'), { spec: { instanceType: 'm6i.large' } }, { dryRun: true }).then(
      () => undefined,
      (error: unknown) => (String(error).includes('spec is immutable') ? true : undefined),
    ),
  );
}

test('an infra machine whose spec nobody may change is made anew, and its provider never sees it deleted', async () => {
  const held: unknown[] = [];
  await rig().start({
    through: (client) => ({
      ...client,
      async delete(ref, options) {
        if (ref.kind === 'AWSMachine') held.push((await client.get(ref)).metadata.finalizers);
        return client.delete(ref, options);
      },
    }),
  });
  await pairInMachineApi(rig());
  await forbidChanges(rig());
  const before = await rig().patch('infra', 'worker-1', {
    metadata: { finalizers: [finalizers.sync, finalizers.provider] },
  });
  await rig().patch('mapi', 'worker-1', {
    spec: { providerSpec: { value: aws.provider({ instanceType: 'm6i.2xlarge' }) } },
  });
  const after = await rig().until('infra', 'worker-1', 'new', ({ metadata }) => metadata.uid !== before.metadata.uid);
  expect(asObject(after['spec'])?.['instanceType']).toBe('m6i.2xlarge');
  expect(isPaused(after)).toBe(true);
  await untilLooked(rig());
  // Nothing held it, so it went at once: it never had a deletionTimestamp for its provider to act on.
  expect(held).toEqual([undefined]);
  expect((await rig().get('infra', 'worker-1')).metadata.uid).toBe(after.metadata.uid);
});

test("what Cluster API's MachineSet controller writes stays while its set acts, and is taken back when the set is paused", async () => {
  await rig().start();
  const set = await rig().create(aws.mapiSet(), { authoritativeAPI: 'ClusterAPI' });
  await rig().until('capiSet', 'workers', 'un-paused', (object) => !isPaused(object));
  const { apiVersion, kind, metadata } = set;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
  await pairInMachineApi(rig(), { ownerReferences: [owner], labels: { size: 'small' } });
  const capi = await rig().get('capi', 'worker-1');
  await rig().admin.apply(
    {
      apiVersion: capi.apiVersion,
      kind: capi.kind,
      metadata: { name: 'worker-1', namespace: rig().namespaces.clusterApi, labels: { size: 'set' } },
      spec: { deletion: { nodeDrainTimeoutSeconds: 30 } },
    },
    { fieldManager: 'capi-machineset', force: true },
  );
  await untilLooked(rig());
  const kept = await rig().get('capi', 'worker-1');
  expect(kept.metadata.labels).toMatchObject({ size: 'set' });
  expect(kept['spec']).toMatchObject({ deletion: { nodeDrainTimeoutSeconds: 30 } });
  await rig().patch('capiSet', 'workers', { metadata: { annotations: { 'cluster.x-k8s.io/paused': '' } } });
  const taken = await rig().until(
    'capi',
    'worker-1',
    'as Machine API has it',
    (object) => object.metadata.labels?.['size'] === 'small',
  );
  expect(asObject(asObject(taken['spec'])?.['deletion'])).not.toHaveProperty('nodeDrainTimeoutSeconds');
});
