import { platforms } from '@capstan/convert';
import { type KubeClient, until } from '@capstan/kube/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { connect, controlPlane } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { annotations, clusterApiVersion, type Namespaces } from '../names.ts';
import { createServiceAccount } from '../testing/service-account.ts';
import { type Proven, proveWrites } from './prove-writes.ts';
import { servedKinds } from './served-kinds.ts';

const admin = connect();
const aws = platforms.find(({ type }) => type === 'AWS') ?? expect.fail('no AWS');
const rbac = 'rbac.authorization.k8s.io';
const admission = 'admissionregistration.k8s.io/v1';

let namespaces: Namespaces;
let account: string;
let operator: KubeClient;

beforeEach(async () => {
  namespaces = {
    machineApi: await createNamespace(admin, 'proof-mapi'),
    clusterApi: await createNamespace(admin, 'proof-capi'),
  };
  operator = await createServiceAccount(controlPlane(), admin, { name: 'capstan', namespace: namespaces.clusterApi });
  account = `system:serviceaccount:${namespaces.clusterApi}:capstan`;
});

const prove = (client: KubeClient, proven?: Proven) =>
  proveWrites({ client, namespaces, platform: aws, ...(proven && { proven }) });

/** Gives the operator verbs on all kinds of both namespaces, and waits until the server knows. */
async function grant(...verbs: string[]): Promise<void> {
  const apiGroups = ['machine.openshift.io', 'cluster.x-k8s.io', 'infrastructure.cluster.x-k8s.io'];
  const name = `capstan-${verbs.join('-')}`;
  for (const namespace of Object.values(namespaces)) {
    const rules = [{ apiGroups, resources: ['*'], verbs }];
    await admin.create({ apiVersion: `${rbac}/v1`, kind: 'Role', metadata: { name, namespace }, rules });
    await admin.create({
      apiVersion: `${rbac}/v1`,
      kind: 'RoleBinding',
      metadata: { name, namespace },
      roleRef: { apiGroup: rbac, kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name: 'capstan', namespace: namespaces.clusterApi }],
    });
  }
}

/** Denies in this test's Cluster API namespace, to all but those that are exempted. */
async function deny(
  operation: 'CREATE' | 'UPDATE',
  resource: string,
  expression: string,
  exempt: readonly string[] = [],
): Promise<string> {
  const name = `${namespaces.clusterApi}-${operation.toLowerCase()}-${resource}`;
  const resourceRules = [
    { apiGroups: ['cluster.x-k8s.io'], apiVersions: ['*'], operations: [operation], resources: [resource] },
  ];
  const users = JSON.stringify(['nobody', ...exempt]);
  await admin.create({
    apiVersion: admission,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules },
      matchConditions: [{ name: 'others', expression: `!(request.userInfo.username in ${users})` }],
      validations: [{ expression, message: 'it is locked' }],
    },
  });
  const namespaceSelector = { matchLabels: { 'kubernetes.io/metadata.name': namespaces.clusterApi } };
  await admin.create({
    apiVersion: admission,
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, validationActions: ['Deny'], matchResources: { namespaceSelector } },
  });
  return name;
}

/** As the in-tree policy for mirrors says it. */
const mirrorsAreLocked = `!('${annotations.paused}' in object.metadata.annotations)
  || object.metadata.annotations.all(key, !key.contains('cluster.x-k8s.io')
    || (key in oldObject.metadata.annotations && oldObject.metadata.annotations[key] == object.metadata.annotations[key]))`;

const machine = (name: string, isMirror: boolean) => ({
  apiVersion: clusterApiVersion,
  kind: 'Machine',
  metadata: { name, namespace: namespaces.clusterApi, annotations: isMirror ? { [annotations.paused]: '' } : {} },
  spec: {
    clusterName: 'harbour',
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name },
  },
});

const untilRefused = (verb: string, client = operator) =>
  until(`a refused ${verb}`, async () => {
    const refusal = await prove(client);
    return refusal?.verb === verb ? refusal : undefined;
  });

const untilLetThrough = (proven: Proven) =>
  until('no refusal', async () => ((await prove(operator, proven)) === undefined ? true : undefined));

describe('proving that the operator can write', () => {
  test('says in the words of the server which right is missing, one after the other', async () => {
    expect(await prove(operator)).toMatchObject({ kind: 'Machine', verb: 'list', isByPolicy: false });
    await grant('list');
    expect(await untilRefused('create')).toEqual({
      kind: 'Machine',
      verb: 'create',
      message: expect.stringContaining(`User "${account}" cannot create resource "machines" in API group "machine`),
      isByPolicy: false,
    });
  });

  test('in empty namespaces leaves nothing behind and knows that updates are not proven yet', async () => {
    await grant('list', 'create');
    const proven: Proven = new Map();
    await untilLetThrough(proven);
    expect([...proven.values()]).toEqual(Array(6).fill('create'));
    for (const kind of ['Machine', 'MachineSet']) {
      const query = { apiVersion: clusterApiVersion, kind, namespace: namespaces.clusterApi };
      expect((await admin.list(query)).items).toEqual([]);
    }
  });

  test.each([
    ['Machine', 'machines'],
    ['MachineSet', 'machinesets'],
  ])('meets a policy on the creation of a %s, so what it tries to make is whole', async (kind, plural) => {
    await deny('CREATE', plural, 'false');
    expect(await untilRefused('create', admin)).toMatchObject({
      kind,
      isByPolicy: true,
      message: expect.stringContaining('it is locked'),
    });
  });

  test('finds that mirrors are locked to others than two ServiceAccounts before a pair is half done, and changes none', async () => {
    await grant('list', 'create', 'patch');
    // Of its own, and first in every list: nobody locks it, so it would prove nothing.
    await admin.create(machine('a-standalone', false));
    const { object: mirror } = await admin.create(machine('b-mirror', true));
    const name = await deny('UPDATE', 'machines', mirrorsAreLocked, [
      'system:serviceaccount:x:machine-api-controllers',
    ]);
    const refusal = await untilRefused('patch');
    expect(refusal).toMatchObject({ kind: 'Machine', verb: 'patch', isByPolicy: true });
    expect(refusal.message).toContain(`ValidatingAdmissionPolicy '${name}'`);
    const { apiVersion, kind, metadata } = mirror;
    expect(await admin.get({ apiVersion, kind, namespace: namespaces.clusterApi, name: metadata.name })).toEqual(
      mirror,
    );
  });

  test('is let through as an exempted ServiceAccount, and what is proven costs no request any more', async () => {
    await grant('list', 'create', 'patch');
    await admin.create(machine('b-mirror', true));
    await deny('UPDATE', 'machines', mirrorsAreLocked, [account]);
    await untilRefused('patch', admin);
    const proven: Proven = new Map();
    await untilLetThrough(proven);
    expect(proven.get(`${clusterApiVersion}/Machine`)).toBe('locked');
    const writes: string[] = [];
    const counted: KubeClient = {
      ...operator,
      create: (object, options) => {
        writes.push(`create ${object.kind}`);
        return operator.create(object, options);
      },
      mergePatch: (ref, patch, options) => {
        writes.push(`patch ${ref.kind}`);
        return operator.mergePatch(ref, patch, options);
      },
    };
    expect(await prove(counted, proven)).toBeUndefined();
    expect(writes).toEqual([]);
  });

  test('tries again when there is the first mirror, which policies lock where they locked nothing before', async () => {
    await grant('list', 'create', 'patch');
    await admin.create(machine('a-standalone', false));
    await deny('UPDATE', 'machines', mirrorsAreLocked);
    const proven: Proven = new Map();
    await untilLetThrough(proven);
    expect(proven.get(`${clusterApiVersion}/Machine`)).toBe('patch');
    await admin.create(machine('b-mirror', true));
    // The policy is in force in the background: a proof without memory tells when.
    await untilRefused('patch');
    expect(await prove(operator, proven)).toMatchObject({ kind: 'Machine', verb: 'patch', isByPolicy: true });
  });

  test.each(platforms.map((platform) => [platform.type, platform] as const))(
    'takes nothing that %s says about the object tried for a refusal of the writer',
    async (_, platform) => {
      // Some CRDs are in no registry, and there without them.
      if (!(await servedKinds(admin, platform.infra.apiVersion)).has(platform.infra.machineKind)) return;
      expect(await proveWrites({ client: admin, namespaces, platform })).toBeUndefined();
    },
  );
});
