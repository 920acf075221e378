import type { JsonObject } from '@capstan/api';
import { platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import type { DoctorFacts } from '../../doctor/facts.ts';
import { pairChanges } from '../../doctor/in-step.ts';
import { neededSecrets } from '../../doctor/needed-secrets.ts';
import { type Authority, annotations, clusterApiVersion, defaultNamespaces, leaseName } from '../../names.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');
const aws = found;

/** When doctor looks. */
const now = '2026-11-25T12:00:00Z';
const longAgo = '2026-11-25T10:00:00Z';

/** A condition that has been so for two hours. */
export function condition(type: string, status: string, reason: string, message = ''): JsonObject {
  return { type, status, reason, message, lastTransitionTime: longAgo };
}

/** An object as the API server would have it. */
export function objectOf(object: JsonObject, metadata: JsonObject = {}, status?: JsonObject): KubeObject {
  const copy: KubeObject = JSON.parse(JSON.stringify(object));
  const { name } = copy.metadata;
  const base = { uid: `${copy.kind}-${name}`, generation: 1, resourceVersion: '1', creationTimestamp: longAgo };
  return { ...copy, metadata: { ...base, ...copy.metadata, ...metadata }, ...(status !== undefined && { status }) };
}

const pausedOf = {
  MachineAPI: [
    condition('Paused', 'False', 'AuthoritativeAPIMachineAPI', "The AuthoritativeAPI status is set to 'MachineAPI'"),
    condition('Paused', 'True', 'Paused'),
  ],
  ClusterAPI: [
    condition('Paused', 'True', 'AuthoritativeAPINotMachineAPI', "The AuthoritativeAPI status is set to 'ClusterAPI'"),
    condition('Paused', 'False', 'NotPaused'),
  ],
} as const;

function mapiStatus(authority: Authority, more: JsonObject): JsonObject {
  const conditions = [condition('Synchronized', 'True', 'ResourceSynchronized', 'ok'), pausedOf[authority][0]];
  return { authoritativeAPI: authority, synchronizedAPI: authority, synchronizedGeneration: 1, ...more, conditions };
}

/** A set and a machine of its, both of an API, with mirrors that are just right, and all that they need: doctor finds nothing. */
export function healthy(authority: Authority = 'MachineAPI'): DoctorFacts {
  const set = objectOf(
    aws.mapiSet(aws.provider(), {
      set: { authoritativeAPI: authority, replicas: 1 },
      machine: { authoritativeAPI: authority },
    }),
    {},
    mapiStatus(authority, { replicas: 1 }),
  );
  const owner = { apiVersion: set.apiVersion, kind: 'MachineSet', name: 'workers', uid: 'MachineSet-workers' };
  const machine = objectOf(
    aws.mapiMachine(aws.provider(), { authoritativeAPI: authority }),
    { ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] },
    mapiStatus(authority, { phase: 'Running' }),
  );
  const infrastructure = objectOf(aws.infrastructure());
  const platform = platformOf(aws.infrastructure());
  const bare = { infrastructure, platform, machines: [machine], machineSets: [set] };
  const start = facts({ ...bare, ...needed(bare) });
  // Both sides come about as they do in a cluster: Machine API first, then Cluster API takes over.
  const asMachineApi = settled(withAuthority(start, 'MachineAPI'));
  return acknowledged(authority === 'MachineAPI' ? asMachineApi : settled(handedOver(asMachineApi)), authority);
}

function needed({ machines, machineSets, platform }: Pick<DoctorFacts, 'machines' | 'machineSets' | 'platform'>) {
  const secrets = neededSecrets([...machineSets, ...machines], platform, defaultNamespaces, 'ocp1-x7k2p');
  return { secrets: secrets.map((secret) => ({ ...secret, state: 'there' as const })) };
}

function facts(given: Partial<DoctorFacts>): DoctorFacts {
  const namespace = defaultNamespaces.clusterApi;
  const spec = {
    holderIdentity: 'capstan-7d9c_0f7f1c1e-52a4-4f0e-9a61-2f5a4c1f7d33',
    renewTime: now,
    leaseDurationSeconds: 137,
  };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'capstan', namespace },
    spec: { replicas: 1 },
  };
  const policy = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'machine-api-machine-vap' },
  };
  const binding = {
    ...policy,
    kind: 'ValidatingAdmissionPolicyBinding',
    spec: { policyName: 'machine-api-machine-vap' },
  };
  const infraCluster = {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSCluster',
    metadata: { name: 'ocp1-x7k2p', namespace },
    spec: { region: 'us-east-1' },
  };
  return {
    origin: 'cluster',
    namespaces: defaultNamespaces,
    now: new Date(now),
    localNow: new Date(now),
    platform: undefined,
    infrastructure: undefined,
    obstacle: undefined,
    lease: objectOf({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: leaseName, namespace },
      spec,
    }),
    machines: [],
    machineSets: [],
    controlPlaneMachineSets: [],
    capiMachines: [],
    capiMachineSets: [],
    infraMachines: [],
    templates: [],
    clusters: [
      objectOf({ apiVersion: clusterApiVersion, kind: 'Cluster', metadata: { name: 'ocp1-x7k2p', namespace } }),
    ],
    infraClusters: [objectOf(infraCluster)],
    autoscalers: [],
    secrets: [],
    policies: [objectOf(policy)],
    bindings: [objectOf(binding)],
    deployments: [objectOf(deployment, {}, { availableReplicas: 1 })],
    unseen: new Map(),
    ...given,
  };
}

/** The lists of objects that a pair is made of. */
const lists = ['machines', 'machineSets', 'capiMachines', 'capiMachineSets', 'infraMachines', 'templates'] as const;

/** The facts with every object of the pairs as its source makes it. */
function settled(from: DoctorFacts): DoctorFacts {
  let result = from;
  for (let round = 0; round < 5; round += 1) {
    const changes = (pairChanges(result) ?? []).flatMap((pair) => pair.changes);
    if (changes.length === 0) return result;
    for (const { before, after } of changes) result = replaced(result, before, after);
  }
  return result;
}

function replaced(of: DoctorFacts, before: KubeObject | undefined, after: KubeObject | undefined): DoctorFacts {
  const object = after ?? before;
  if (object === undefined) return of;
  const group = object.apiVersion.split('/')[0];
  const isSet = object.kind === 'MachineSet';
  const list =
    group === 'machine.openshift.io'
      ? isSet
        ? 'machineSets'
        : 'machines'
      : group === 'cluster.x-k8s.io'
        ? isSet
          ? 'capiMachineSets'
          : 'capiMachines'
        : object.kind.endsWith('Template')
          ? 'templates'
          : 'infraMachines';
  const others = of[list].filter(({ metadata }) => metadata.name !== object.metadata.name);
  return { ...of, [list]: after === undefined ? others : [...others, after] };
}

/** Changes the half of one API only. */
export function changedIn(
  of: DoctorFacts,
  group: string,
  kind: string,
  change: (object: KubeObject) => KubeObject,
): DoctorFacts {
  const all = lists.map((list) => [
    list,
    of[list].map((each) => (each.kind === kind && each.apiVersion.startsWith(`${group}/`) ? change(each) : each)),
  ]);
  return { ...of, ...Object.fromEntries(all) };
}

function withAuthority(of: DoctorFacts, authority: Authority): DoctorFacts {
  const set = (object: KubeObject): KubeObject => ({
    ...object,
    status: { ...(object['status'] as object), authoritativeAPI: authority },
  });
  return { ...of, machines: of.machines.map(set), machineSets: of.machineSets.map(set) };
}

function handedOver(of: DoctorFacts): DoctorFacts {
  const release = (object: KubeObject): KubeObject => {
    const { [annotations.paused]: _, ...kept } = object.metadata.annotations ?? {};
    return {
      ...object,
      metadata: { ...object.metadata, annotations: { ...kept, [annotations.authority]: 'ClusterAPI' } },
    };
  };
  return {
    ...withAuthority(of, 'ClusterAPI'),
    capiMachines: of.capiMachines.map(release),
    capiMachineSets: of.capiMachineSets.map(release),
    infraMachines: of.infraMachines.map(release),
  };
}

function acknowledged(of: DoctorFacts, authority: Authority): DoctorFacts {
  const say = (object: KubeObject): KubeObject => ({
    ...object,
    status: { ...(object['status'] as object | undefined), conditions: [pausedOf[authority][1]] },
  });
  return {
    ...of,
    capiMachines: of.capiMachines.map(say),
    capiMachineSets: of.capiMachineSets.map(say),
    infraMachines: of.infraMachines.map(say),
  };
}
