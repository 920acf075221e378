import { asObject, platformOf, textAt } from '@capstan/convert';
import { ApiError, type KubeClient, type KubeObject, type ListQuery, type ObjectRef } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { clusterApiVersion, leaseRef, machineApiVersion, type Namespaces } from '../names.ts';
import { decideStanding, infrastructureRef } from '../standing/decide-standing.ts';
import { gatherStanding } from '../standing/gather-standing.ts';
import type { Obstacle } from '../standing/standing.ts';
import type { DoctorFacts, SecretFact, Source } from './facts.ts';
import { type NeededSecret, neededSecrets } from './needed-secrets.ts';

/** What to gather from. */
export interface LiveOptions {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  /** This machine's clock. */
  readonly localNow: () => Date;
  readonly signal: AbortSignal;
}

/**
 * Reads the facts as whoever asks: a right that is missing costs the checks that need it, and nothing else. Throws what the
 * client throws where the server can't be asked at all.
 */
export async function gatherLive({ client, namespaces, localNow, signal }: LiveOptions): Promise<DoctorFacts> {
  const unseen = new Map<Source, string>();
  const seen = async <T>(source: Source, none: T, reading: Promise<T | undefined>): Promise<T> => {
    try {
      return (await reading) ?? none;
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      unseen.set(source, error.message);
      return none;
    }
  };
  const list = (source: Source, query: ListQuery) =>
    seen(source, [], ifFound(client.list(query, { signal }).then(({ items }) => items)));
  const get = (source: Source, ref: ObjectRef) =>
    seen<KubeObject | undefined>(source, undefined, ifFound(client.get(ref, { signal })));
  const { machineApi, clusterApi } = namespaces;

  const { now, localNow: local } = await readClock(client, localNow, signal, unseen);
  const infrastructure = await get('infra', infrastructureRef);
  const platform = infrastructure === undefined ? undefined : platformOf(asObject(infrastructure) ?? {});
  if (platform === undefined && !unseen.has('infra')) unseen.set('infra', 'the platform is not known');
  const mapi = (kind: string) => list('machine-api', { apiVersion: machineApiVersion, kind, namespace: machineApi });
  const capi = (kind: string) => list('cluster-api', { apiVersion: clusterApiVersion, kind, namespace: clusterApi });
  const infra = async (of: 'machineKind' | 'templateKind' | 'clusterKind') =>
    platform === undefined
      ? []
      : list('infra', { apiVersion: platform.infra.apiVersion, kind: platform.infra[of], namespace: clusterApi });
  const admission = (kind: string) => list('policies', { apiVersion: 'admissionregistration.k8s.io/v1', kind });
  const deployments = (namespace: string) =>
    list('controllers', { apiVersion: 'apps/v1', kind: 'Deployment', namespace });
  const [machines, machineSets] = await Promise.all([mapi('Machine'), mapi('MachineSet')]);
  const name = textAt(asObject(infrastructure), 'status', 'infrastructureName') ?? '';
  const needed = neededSecrets([...machineSets, ...machines], platform, namespaces, name);
  const reads = {
    controlPlaneMachineSets: list('machine-api', {
      apiVersion: 'machine.openshift.io/v1',
      kind: 'ControlPlaneMachineSet',
      namespace: machineApi,
    }),
    capiMachines: capi('Machine'),
    capiMachineSets: capi('MachineSet'),
    clusters: capi('Cluster'),
    infraMachines: infra('machineKind'),
    templates: infra('templateKind'),
    infraClusters: infra('clusterKind'),
    autoscalers: list('autoscalers', {
      apiVersion: 'autoscaling.openshift.io/v1beta1',
      kind: 'MachineAutoscaler',
      namespace: machineApi,
    }),
    policies: admission('ValidatingAdmissionPolicy'),
    bindings: admission('ValidatingAdmissionPolicyBinding'),
    deployments: Promise.all([deployments(machineApi), deployments(clusterApi)]).then((both) => both.flat()),
    lease: get('lease', leaseRef(namespaces)),
    obstacle: seen<Obstacle | undefined>(
      'standing',
      undefined,
      standingObstacle({ client, namespaces, machines, signal }),
    ),
    secrets: Promise.all(needed.map((secret) => lookForSecret(client, secret, unseen, signal))),
  };
  // One that fails ends them all at once.
  await Promise.all(Object.values(reads));
  return {
    origin: 'cluster',
    namespaces,
    now,
    localNow: local,
    platform,
    infrastructure,
    machines,
    machineSets,
    controlPlaneMachineSets: await reads.controlPlaneMachineSets,
    capiMachines: await reads.capiMachines,
    capiMachineSets: await reads.capiMachineSets,
    clusters: await reads.clusters,
    infraMachines: await reads.infraMachines,
    templates: await reads.templates,
    infraClusters: await reads.infraClusters,
    autoscalers: await reads.autoscalers,
    policies: await reads.policies,
    bindings: await reads.bindings,
    deployments: await reads.deployments,
    lease: await reads.lease,
    obstacle: await reads.obstacle,
    secrets: await reads.secrets,
    unseen,
  };
}

/** What keeps the operator from acting, by reads alone. */
async function standingObstacle(options: {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  readonly machines: readonly KubeObject[];
  readonly signal: AbortSignal;
}): Promise<Obstacle | undefined> {
  const { client, namespaces, machines, signal } = options;
  const facts = await gatherStanding(
    {
      client,
      namespaces,
      overrides: new Map(),
      isMigrating: async () => machines.some(({ status }) => asObject(status)?.['authoritativeAPI'] === 'Migrating'),
      provesWrites: false,
    },
    signal,
  );
  const standing = decideStanding(facts);
  return standing.act ? standing.note : standing;
}

/** Looks only whether it is there: what is in it is dropped at once. */
async function lookForSecret(
  client: KubeClient,
  secret: NeededSecret,
  unseen: Map<Source, string>,
  signal: AbortSignal,
): Promise<SecretFact> {
  const { namespace, name } = secret;
  try {
    const found = await ifFound(client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, { signal }));
    return { ...secret, state: found === undefined ? 'missing' : 'there' };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 403) throw error;
    unseen.set('secrets', error.message);
    return { ...secret, state: 'unknown' };
  }
}

/** What time it is there, and here at that moment: half of the way there and back is taken off. */
async function readClock(
  client: KubeClient,
  localNow: () => Date,
  signal: AbortSignal,
  unseen: Map<Source, string>,
): Promise<{ readonly now: Date; readonly localNow: Date }> {
  const before = localNow().getTime();
  const { date } = await client.transport.request({ method: 'GET', path: '/version', signal });
  const local = new Date((before + localNow().getTime()) / 2);
  const now = date === undefined ? Number.NaN : Date.parse(date);
  if (!Number.isNaN(now)) return { now: new Date(now), localNow: local };
  unseen.set('clock', 'the server does not say what time it has');
  return { now: local, localNow: local };
}
