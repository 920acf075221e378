import { randomBytes } from 'node:crypto';
import { createClient, type KubeClient, type KubeObject, type ObjectRef } from '@capstan/kube';
import { policies as all, type Namespaces, type Policy, policyManifests, policyName } from '@capstan/operator';
import { controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { objectOf, type Slot, types } from './objects.ts';
import type { Actor, Made, Row, There } from './table.ts';
import { untilPolicyLive } from './until-policy-live.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** Two namespaces of the shared control plane with policies for them. */
export type PolicyRig = Awaited<ReturnType<typeof startPolicyRig>>;

/** What is other than usual: policies that `isMeant` picks; and what is done before there are any. */
export interface RigOptions {
  readonly isMeant?: (policy: Policy) => boolean;
  readonly before?: (admin: KubeClient, namespaces: Namespaces) => Promise<void>;
}

/** Installs policies for namespaces of its own, and waits until they are at work. */
export async function startPolicyRig({ isMeant = () => true, before }: RigOptions = {}) {
  const plane = controlPlane();
  const admin = createClient(plane);
  const [machineApi, clusterApi] = await Promise.all([createNamespace(admin, 'mapi'), createNamespace(admin, 'capi')]);
  const namespaces = { machineApi, clusterApi };
  await before?.(admin, namespaces);
  const suffix = `-${randomBytes(4).toString('hex')}`;
  const group = `testers${suffix}`;
  const rbac = 'rbac.authorization.k8s.io';
  await admin.create({
    apiVersion: `${rbac}/v1`,
    kind: 'ClusterRoleBinding',
    metadata: { name: group },
    roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: rbac, kind: 'Group', name: group }],
  });
  const policies = all.filter(isMeant);
  const manifests = policyManifests({ namespaces, suffix, policies });
  for (const manifest of manifests) await admin.create(manifest);
  const names = policies.flatMap((policy) =>
    policy.in.map((place) => [policyName(policy, suffix), namespaces[place]] as const),
  );
  await Promise.all(names.map(([name, namespace]) => untilPolicyLive(admin, name, namespace)));

  const as = (user: string) => createClient({ ...plane, actAs: { user, groups: [group, 'system:authenticated'] } });
  const account = (namespace: string, name: string) => as(`system:serviceaccount:${namespace}:${name}`);
  const actors: { readonly [A in Actor]: KubeClient } = {
    user: as('jane'),
    account: account(machineApi, 'gitops'),
    admin,
    'machine-api-controllers': account(machineApi, 'machine-api-controllers'),
    'capi-controllers': account(clusterApi, 'capi-controllers'),
    capstan: account(clusterApi, 'capstan'),
    'capi-manager': account(clusterApi, 'capi-manager'),
  };
  const ref = (slot: Slot, name: string): ObjectRef => {
    const [apiVersion, kind, place] = types[slot];
    return { apiVersion, kind, namespace: namespaces[place], name };
  };
  const object = (slot: Slot, name: string, { labels, annotations, finalizers, spec }: Made = {}): KubeObject => {
    const { namespace } = ref(slot, name);
    const metadata = {
      name,
      ...(namespace !== undefined && { namespace }),
      ...(labels !== undefined && { labels }),
      ...(annotations !== undefined && { annotations }),
      ...(finalizers !== undefined && { finalizers: [...finalizers] }),
    };
    return objectOf(slot, metadata, spec);
  };
  const dryRun = { dryRun: true } as const;
  /** Makes an object as the operator, its status as an administrator. */
  const make = async ({ slot, name, ...made }: There): Promise<void> => {
    await actors.capstan.create(object(slot, name, made));
    const { status, deleting } = made;
    if (status !== undefined) await admin.mergePatch(ref(slot, name), { status }, { subresource: 'status' });
    if (deleting) await admin.delete(ref(slot, name));
  };
  return {
    admin,
    namespaces,
    suffix,
    manifests,
    /** Makes what a table wants to be there; what is Machine API's first, which may not be made beside a twin. */
    async makeAll(there: readonly There[]): Promise<void> {
      const isMachineApis = ({ slot }: There) => slot.startsWith('mapi');
      await Promise.all(there.filter(isMachineApis).map(make));
      await Promise.all(there.filter((each) => !isMachineApis(each)).map(make));
    },
    /** What becomes of an attempt. Nothing is changed. */
    attempt(actor: Actor, { slot, name, act }: Pick<Row, 'slot' | 'name' | 'act'>): Promise<Verdict> {
      const client = actors[actor];
      const target = ref(slot, name);
      if ('create' in act) return verdictOf(client.create(object(slot, name, act.create), dryRun));
      if ('patch' in act) return verdictOf(client.mergePatch(target, act.patch, dryRun));
      if ('delete' in act) return verdictOf(client.transport.request(deletionOf(target)));
      const patch = { spec: { replicas: act.scale } };
      return verdictOf(client.mergePatch(target, patch, { ...dryRun, subresource: 'scale' }));
    },
    /** What becomes of a creation, which is not stored. */
    createObject: (actor: Actor, given: KubeObject): Promise<Verdict> => verdictOf(actors[actor].create(given, dryRun)),
    /** Takes the policies away, lest they stay in the server's way. */
    async stop(): Promise<void> {
      for (const { apiVersion, kind, metadata } of manifests.toReversed())
        await admin.delete({ apiVersion, kind, namespace: undefined, name: metadata.name });
    },
  };
}

/** As a dry run, with its warnings. */
function deletionOf({ apiVersion, kind, namespace, name }: ObjectRef) {
  const path = `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  return { method: 'DELETE', path, query: { dryRun: 'All' } } as const;
}
