import { asObject, platformOf, type Target, textAt } from '@capstan/convert';
import { ApiError, type Clock, type KubeClient, type KubeObject, type ListQuery, type ObjectRef } from '@capstan/kube';
import { ifFound, listIfFound } from '../if-found.ts';
import { clusterApiVersion, leaseRef, machineApiVersion, type Namespaces } from '../names.ts';
import { decideStanding, infrastructureRef } from '../standing/decide-standing.ts';
import { gatherStanding } from '../standing/gather-standing.ts';
import type { GateStates } from '../standing/standing.ts';
import { askFor } from './ask-for.ts';
import type { DryRunAnswer, MoveFacts, PlannedFacts } from './facts.ts';
import { machineHalfOf } from './movers.ts';
import type { Move } from './plan-moves.ts';
import { secretsOf } from './secrets.ts';

/** What reading and moving needs. */
export interface MoveWorld {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly namespaces: Namespaces;
  /** From `--feature-gates`, as the operator has it. */
  readonly overrides: GateStates;
}

const autoscalerVersion = 'autoscaling.openshift.io/v1beta1';

/** Reads all that a plan is made of. A kind that the cluster does not have has no objects. Throws `ApiError` where the user may not. */
export async function gatherMoveFacts(
  { client, clock, namespaces, overrides }: MoveWorld,
  selector: string,
  signal: AbortSignal,
): Promise<MoveFacts> {
  const get = (ref: ObjectRef) => ifFound(client.get(ref, { signal }));
  const list = (query: ListQuery) => listIfFound(client, query, signal);
  // What only warns is not worth a failure.
  const listAllowed = (query: ListQuery) => list(query).catch(ifForbidden);
  const { machineApi, clusterApi } = namespaces;
  const inMachineApi = (kind: string) => list({ apiVersion: machineApiVersion, kind, namespace: machineApi });
  const inClusterApi = (kind: string) => list({ apiVersion: clusterApiVersion, kind, namespace: clusterApi });
  const infrastructure = await get(infrastructureRef);
  const known = asObject(infrastructure);
  const platform = known === undefined ? undefined : platformOf(known);
  const standing = gatherStanding(
    { client, namespaces, overrides, isMigrating: async () => false, provesWrites: false },
    signal,
  );
  const selected =
    selector === ''
      ? undefined
      : await list({
          apiVersion: machineApiVersion,
          kind: 'MachineSet',
          namespace: machineApi,
          labelSelector: selector,
        });
  return {
    namespaces,
    platform,
    now: clock.now(),
    clusterName: textAt(infrastructure, 'status', 'infrastructureName') ?? '',
    standing: decideStanding(await standing),
    lease: await get(leaseRef(namespaces)),
    clusterVersion: await get({ apiVersion: 'config.openshift.io/v1', kind: 'ClusterVersion', name: 'version' }),
    clusterOperators: await listAllowed({ apiVersion: 'config.openshift.io/v1', kind: 'ClusterOperator' }),
    machines: await inMachineApi('Machine'),
    machineSets: await inMachineApi('MachineSet'),
    capiMachines: await inClusterApi('Machine'),
    capiMachineSets: await inClusterApi('MachineSet'),
    infraMachines:
      platform === undefined
        ? []
        : await list({
            apiVersion: platform.infra.apiVersion,
            kind: platform.infra.machineKind,
            namespace: clusterApi,
          }),
    healthChecks: [
      ...(await listAllowed({ apiVersion: machineApiVersion, kind: 'MachineHealthCheck', namespace: machineApi })),
      ...(await listAllowed({ apiVersion: clusterApiVersion, kind: 'MachineHealthCheck', namespace: clusterApi })),
    ],
    autoscalers: await listAllowed({ apiVersion: autoscalerVersion, kind: 'MachineAutoscaler', namespace: machineApi }),
    selected: selected && new Set(selected.map(({ metadata }) => metadata.name)),
  };
}

/** Looks at what depends on what is to move: secrets, rights, and what the API server says to each change. Nothing is stored. */
export async function gatherPlannedFacts(
  { client, namespaces }: MoveWorld,
  facts: MoveFacts,
  moves: readonly Move[],
  options: { readonly target: Target; readonly run: string; readonly acknowledgesUnproven: boolean },
  signal: AbortSignal,
): Promise<PlannedFacts> {
  const secrets = new Map<string, 'there' | 'missing' | 'unknown'>();
  const { platform } = facts;
  for (const move of platform === undefined ? [] : moves) {
    const object = machineHalfOf(move, facts);
    const needed = object && platform ? secretsOf(object, { platform, namespaces, target: options.target }) : [];
    for (const { namespace, name } of needed) {
      const key = `${namespace}/${name}`;
      if (!secrets.has(key)) secrets.set(key, await secretState(client, namespace, name, signal));
    }
  }
  const deniedRights = await missingRights(client, facts, moves, signal);
  // Without the right there is one answer to all.
  const tried = deniedRights.length > 0 ? [] : moves.filter(isTriable);
  const answers = await tryMoves(client, namespaces, tried, { ...options, signal });
  return { secrets, deniedRights, answers };
}

/** What new machines get is locked until the set is Machine API's: what the server says to it now is not what it will say. */
function isTriable({ isAsked, authority, from }: Move): boolean {
  return !isAsked && (authority !== undefined || from === 'MachineAPI' || from === '');
}

/** So many at a time: a fleet has thousands, and the API server others to serve. */
const triesAtOnce = 8;

/** What the API server says to each change, in their order; those to which it says nothing are left out. */
async function tryMoves(
  client: KubeClient,
  namespaces: Namespaces,
  moves: readonly Move[],
  options: { readonly run: string; readonly acknowledgesUnproven: boolean; readonly signal: AbortSignal },
): Promise<DryRunAnswer[]> {
  const answers: DryRunAnswer[][] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < moves.length) {
      const at = next++;
      const move = moves[at];
      if (move !== undefined) answers[at] = await tryMove(client, namespaces, move, options);
    }
  };
  await Promise.all(Array.from({ length: triesAtOnce }, worker));
  return answers.flat();
}

async function tryMove(
  client: KubeClient,
  namespaces: Namespaces,
  move: Move,
  options: Parameters<typeof askFor>[3],
): Promise<DryRunAnswer[]> {
  const of = { kind: move.kind, name: move.name };
  try {
    const { warnings } = await askFor(client, namespaces, move, { ...options, dryRun: true });
    return warnings.length > 0 ? [{ of, refusal: undefined, warnings }] : [];
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return [{ of, refusal: error.message, warnings: [] }];
  }
}

/** Its metadata alone: what is in it is no business of ours. */
async function secretState(client: KubeClient, namespace: string, name: string, signal: AbortSignal) {
  const path = `/api/v1/namespaces/${namespace}/secrets/${encodeURIComponent(name)}`;
  const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
  try {
    await client.transport.request({ method: 'GET', path, accept, signal });
    return 'there';
  } catch (error) {
    if (!(error instanceof ApiError) || (error.status !== 404 && error.status !== 403)) throw error;
    return error.status === 404 ? 'missing' : 'unknown';
  }
}

/** What a run does besides reading, which the reads themselves have shown. */
async function missingRights(
  { transport }: KubeClient,
  { namespaces: { machineApi, clusterApi }, platform }: MoveFacts,
  moves: readonly Move[],
  signal: AbortSignal,
): Promise<PlannedFacts['deniedRights']> {
  if (moves.length === 0) return [];
  const both = ['machines', 'machinesets'];
  const infra = platform === undefined ? [] : [`${platform.infra.machineKind.toLowerCase()}s`];
  const right = (verb: string, group: string, namespace: string) => (resource: string) => ({
    ...{ verb, group, resource, namespace },
  });
  const asked = [
    ...[...new Set(moves.map(({ kind }) => `${kind.toLowerCase()}s`))].map(
      right('patch', 'machine.openshift.io', machineApi),
    ),
    ...both.map(right('watch', 'machine.openshift.io', machineApi)),
    ...both.map(right('watch', 'cluster.x-k8s.io', clusterApi)),
    ...infra.map(right('watch', 'infrastructure.cluster.x-k8s.io', clusterApi)),
  ];
  const answers = await Promise.all(
    asked.map(async (attributes) => {
      const { body } = await transport.request({
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: { resourceAttributes: attributes },
        },
        signal,
      });
      return { ...attributes, isAllowed: asObject(asObject(body)?.['status'])?.['allowed'] === true };
    }),
  );
  return answers
    .filter(({ isAllowed }) => !isAllowed)
    .map(({ verb, resource, group, namespace }) => ({ verb, resource: `${resource}.${group}`, namespace }));
}

function ifForbidden(error: unknown): KubeObject[] {
  if (error instanceof ApiError && error.status === 403) return [];
  throw error;
}
