import { randomBytes } from 'node:crypto';
import { createClient, refOf } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { isPolicyLive, type Policy, policies, policyManifests, policyName, sentinelFor } from '@capstan/operator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { objectOf } from './objects.ts';
import { type PolicyRig, startPolicyRig } from './rig.ts';
import { untilPolicyLive } from './until-policy-live.ts';

let rig: PolicyRig;
beforeAll(async () => {
  rig = await startPolicyRig();
});
afterAll(() => rig?.stop());

describe('the sentinel', () => {
  test('is answered by the policy that it asks, wherever that judges, and by no other', async () => {
    for (const policy of policies) {
      const name = policyName(policy, rig.suffix);
      for (const place of ['machineApi', 'clusterApi'] as const) {
        const isLive = await isPolicyLive(rig.admin, name, rig.namespaces[place]);
        expect([name, place, isLive]).toEqual([name, place, policy.in.includes(place)]);
      }
    }
    expect(await isPolicyLive(rig.admin, 'capstan-nothing', rig.namespaces.machineApi)).toBe(false);
  });

  test('stops nobody from a ConfigMap of that name or label which asks nothing', async () => {
    const { labels: _asks, ...metadata } = sentinelFor('x', rig.namespaces.machineApi).metadata;
    const config = { apiVersion: 'v1', kind: 'ConfigMap' };
    expect((await rig.admin.create({ ...config, metadata }, { dryRun: true })).warnings).toEqual([]);
    const { labels } = sentinelFor(policyName({ name: 'reserved' }, rig.suffix), '').metadata;
    const other = { ...metadata, name: 'other', ...(labels !== undefined && { labels }) };
    expect((await rig.admin.create({ ...config, metadata: other }, { dryRun: true })).warnings).toEqual([]);
  });
});

test('where the kind of a parameter is not there, nothing is stopped by that, and what needs none still judges', async () => {
  const admin = createClient(controlPlane());
  const [machineApi, clusterApi] = await Promise.all([createNamespace(admin, 'mapi'), createNamespace(admin, 'capi')]);
  const suffix = `-${randomBytes(4).toString('hex')}`;
  // As if the CRDs of the other side had not been installed.
  const blind = policies.map((policy) =>
    policy.params === undefined
      ? policy
      : { ...policy, params: { ...policy.params, apiVersion: 'missing.example.org/v1', kind: 'Missing' } },
  );
  const manifests = policyManifests({ namespaces: { machineApi, clusterApi }, suffix, policies: blind });
  for (const manifest of manifests) await admin.create(manifest);
  for (const policy of blind.filter(({ params }) => params === undefined)) {
    for (const place of policy.in)
      await untilPolicyLive(admin, policyName(policy, suffix), place === 'machineApi' ? machineApi : clusterApi);
  }
  const of = (namespace: string) => ({ name: 'm', namespace });
  const machine = await admin.create(objectOf('mapi', of(machineApi)));
  const set = await admin.create(objectOf('mapiSet', of(machineApi)));
  await admin.create(objectOf('capi', of(clusterApi)));
  await admin.create(objectOf('capiSet', of(clusterApi)));
  const refs = [machine, set].map(({ object: { apiVersion, kind } }) => ({ apiVersion, kind, ...of(machineApi) }));
  for (const ref of refs) await admin.mergePatch(ref, { metadata: { labels: { a: 'b' } } });
  const [, setRef] = refs;
  if (setRef === undefined) throw new Error('there is a set');
  await admin.mergePatch(setRef, { spec: { replicas: 2 } }, { subresource: 'scale' });
  const marked = admin.mergePatch(setRef, { metadata: { labels: { 'capstan.openshift.io/mirror': '' } } });
  await expect(marked).rejects.toThrow(/Capstan keeps them/);
  for (const { apiVersion, kind, metadata } of manifests.toReversed())
    await admin.delete({ apiVersion, kind, namespace: undefined, name: metadata.name });
  await admin.close();
});

test('the infra cluster that all machines refer to cannot be deleted, and others can', async () => {
  const { admin } = rig;
  const { clusterApi: namespace } = rig.namespaces;
  const suffix = `${rig.suffix}-other`;
  const name = `cluster${suffix}`;
  const infrastructure = { apiVersion: 'config.openshift.io/v1', kind: 'Infrastructure', metadata: { name } };
  // Not the one named cluster: this API server is every test's.
  const own = policies
    .filter((policy) => policy.name === 'infrastructure-cluster')
    .map((policy): Policy => ({ ...policy, ...(policy.params && { params: { ...policy.params, from: { name } } }) }));
  for (const manifest of policyManifests({ namespaces: rig.namespaces, suffix, policies: own }))
    await admin.create(manifest);
  await untilPolicyLive(admin, policyName({ name: 'infrastructure-cluster' }, suffix), namespace);
  await admin.create({ ...infrastructure, spec: { platformSpec: { type: 'AWS' } } });
  const status = {
    infrastructureName: 'mine',
    controlPlaneTopology: 'HighlyAvailable',
    infrastructureTopology: 'HighlyAvailable',
  };
  await admin.mergePatch(refOf(infrastructure), { status }, { subresource: 'status' });
  const clusters = ['mine', 'another'].map((of) => ({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSCluster',
    metadata: { name: of, namespace },
  }));
  const [mine, another] = clusters;
  if (mine === undefined || another === undefined) throw new Error('there are two');
  for (const cluster of clusters) await admin.create(cluster);
  const message =
    'InfraCluster resources with metadata.name corresponding to the cluster infrastructureName cannot be deleted.';
  const refused = await until('the infra cluster to be protected', () =>
    admin.delete(refOf(mine), { dryRun: true }).then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );
  expect(refused).toContain(`denied request: ${message}`);
  await admin.delete(refOf(another));
});
