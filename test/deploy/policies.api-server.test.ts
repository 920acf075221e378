import { join } from 'node:path';
import { createClient, type KubeClient, type KubeObject } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { defaultNamespaces, policyManifests } from '@capstan/operator';
import { serviceAccountEndpoint } from '@capstan/operator/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { readKustomization } from './kustomize.ts';
import { applyRbac, operatorAccount } from './service-account.ts';

const admin = connect();
let namespace = '';
let operator: KubeClient;

beforeAll(async () => {
  const [machineApi, clusterApi] = await Promise.all([createNamespace(admin, 'mapi'), createNamespace(admin, 'capi')]);
  namespace = clusterApi;
  await applyRbac(admin, { machineApi, clusterApi });
  operator = createClient(await serviceAccountEndpoint(controlPlane(), clusterApi, operatorAccount));
  for (const object of await readKustomization(join(root, 'deploy/base'))) {
    if (object.kind.startsWith('ValidatingAdmissionPolicy')) await admin.create(inNamespace(object));
  }
});

afterAll(() => operator?.close());

/** A policy for the namespace of the test, and no other. */
function inNamespace(policy: KubeObject): KubeObject {
  const text = JSON.stringify(policy).replaceAll(defaultNamespaces.clusterApi, namespace);
  return JSON.parse(text.replaceAll('"capstan-secrets"', `"capstan-secrets-${namespace}"`));
}

const type = 'kubernetes.io/service-account-token';
const dryRun = { dryRun: true } as const;
const secret = (kind: string) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: kind,
  metadata: { name: 'token', namespace, annotations: { 'kubernetes.io/service-account.name': 'default' } },
});

/** Why the operator may not do it; the server follows policies in the background. */
const refusal = (attempt: () => Promise<unknown>) =>
  until('a refusal by the policy', () =>
    attempt().then(
      () => undefined,
      (error: Error) => error.message,
    ),
  );

describe('the operator, which may make secrets and read them', () => {
  test('cannot get the token of another account by a secret of the old type, which an administrator can', async () => {
    const message = await refusal(() => operator.create(secret(type), dryRun));
    expect(message).toContain(`Capstan makes and changes no secrets of type ${type}.`);
    await admin.create(secret(type), dryRun);
  });

  test('cannot turn one that is there to another account either', async () => {
    await admin.create(secret(type));
    const ref = { apiVersion: 'v1', kind: 'Secret', namespace, name: 'token' };
    const patch = { metadata: { annotations: { 'kubernetes.io/service-account.name': 'other' } } };
    expect(await refusal(() => operator.mergePatch(ref, patch, dryRun))).toContain(`no secrets of type ${type}`);
  });

  test('makes those that Cluster API reads', async () => {
    const wanted = secret('cluster.x-k8s.io/secret');
    await operator.create({ ...wanted, metadata: { ...wanted.metadata, name: 'ocp1-x7k2p-kubeconfig' } }, dryRun);
  });
});

test.each(['base', 'overlays/in-tree'])(
  'the API server takes all of deploy/%s, down to the last field',
  async (folder) => {
    const objects = await readKustomization(join(root, 'deploy', folder));
    // Of CRDs of OpenShift's monitoring, which are not here.
    const known = objects.filter(({ apiVersion }) => !apiVersion.startsWith('monitoring.coreos.com/'));
    expect(known).toHaveLength(objects.length - 2);
    for (const object of known) {
      expect((await admin.apply(object, { fieldManager: 'test-deploy', force: true, dryRun: true })).warnings).toEqual(
        [],
      );
    }
  },
);

test('the API server takes all of deploy/policies, which is what the operator has in its tables', async () => {
  const objects = await readKustomization(join(root, 'deploy/policies'));
  expect(objects.map(({ metadata }) => metadata.name).toSorted()).toEqual(
    policyManifests()
      .map(({ metadata }) => metadata.name)
      .toSorted(),
  );
  for (const object of objects) {
    const { warnings } = await admin.apply(object, { fieldManager: 'test-deploy', force: true, dryRun: true });
    expect([object.metadata.name, warnings]).toEqual([object.metadata.name, []]);
  }
});

test('what blocks the deletion of its owner needs a right to that owner, as on OpenShift: the tests here tell of it', async () => {
  const [owner] = [await admin.create(machineSet('owner', []))];
  const { apiVersion, kind, metadata } = owner.object;
  const reference = { apiVersion, kind, name: metadata.name, uid: metadata.uid, blockOwnerDeletion: true };
  await operator.create(machineSet('owned', [reference]), dryRun);
  const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'creator', namespace } };
  await admin.create(account);
  const rules = [{ apiGroups: ['cluster.x-k8s.io'], resources: ['machinesets'], verbs: ['create', 'delete'] }];
  const rbac = 'rbac.authorization.k8s.io';
  const of = { apiVersion: `${rbac}/v1`, metadata: account.metadata };
  await admin.create({ ...of, kind: 'Role', rules });
  const subjects = [{ kind: 'ServiceAccount', name: 'creator', namespace }];
  await admin.create({
    ...of,
    kind: 'RoleBinding',
    roleRef: { apiGroup: rbac, kind: 'Role', name: 'creator' },
    subjects,
  });
  const creator = createClient(await serviceAccountEndpoint(controlPlane(), namespace, 'creator'));
  try {
    const create = () => creator.create(machineSet('owned', []), dryRun);
    await until('the right to create', create, { notYet: (error) => /is forbidden/.test(String(error)) });
    const blocking = creator.create(machineSet('owned', [reference]), dryRun);
    await expect(blocking).rejects.toThrow(/cannot set blockOwnerDeletion/);
  } finally {
    await creator.close();
  }
});

function machineSet(name: string, ownerReferences: readonly object[]) {
  const labels = { set: name };
  const infrastructureRef = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachineTemplate', name };
  const spec = { clusterName: 'c', bootstrap: { dataSecretName: 'none' }, infrastructureRef };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: { name, namespace, ownerReferences, annotations: { 'cluster.x-k8s.io/paused': '' } },
    spec: {
      clusterName: 'c',
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec },
    },
  };
}
