import { platforms } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { clusterApiVersion, defaultNamespaces } from '../../names.ts';
import { choose } from '../choose.ts';
import type { MoveFacts, PlannedFacts } from '../facts.ts';
import { moversOf } from '../movers.ts';
import { machine, machineSet } from '../objects.fixture.ts';
import { planMoves } from '../plan-moves.ts';
import { preflight } from '../preflight.ts';
import { authorityOf, type MoveRequest, opposite } from '../request.ts';
import type { Judged } from './finding.ts';

/** The time in all of these tests. */
export const now = new Date('2026-11-25T18:30:05Z');

/** Everything of a small cluster, to Cluster API. */
const everything: MoveRequest = {
  target: 'cluster-api',
  names: [],
  selector: '',
  all: true,
  includeMachines: true,
};

/** A Cluster API half that is in step. */
export function mirror(object: KubeObject): KubeObject {
  const { name } = object.metadata;
  return {
    apiVersion: clusterApiVersion,
    kind: object.kind,
    metadata: { name, namespace: defaultNamespaces.clusterApi, generation: 1, labels: object.metadata.labels ?? {} },
    spec: {},
  };
}

/** The platform of that name. */
export function platformNamed(type: string) {
  const platform = platforms.find((each) => each.type === type);
  if (platform === undefined) throw new Error(`there is no platform ${type}`);
  return platform;
}

/** What a test changes about a cluster in which nothing is in the way. */
export interface JudgedChanges {
  readonly facts?: Partial<MoveFacts & PlannedFacts>;
  readonly objects?: readonly KubeObject[];
  readonly capi?: readonly KubeObject[];
  readonly request?: Partial<MoveRequest>;
  readonly acknowledgesUnproven?: boolean;
  readonly isBack?: boolean;
}

/** A cluster with a set of two machines, all of which move, and nothing in the way; but for the changes. */
function judged(changes: JudgedChanges = {}): Judged {
  const request = { ...everything, ...changes.request };
  const objects = changes.objects ?? [set({ replicas: 2 }), machine('w-1', 'w'), machine('w-2', 'w')];
  const capi = changes.capi ?? objects.map(mirror);
  const facts: MoveFacts & PlannedFacts = {
    namespaces: defaultNamespaces,
    now,
    platform: platformNamed('AWS'),
    clusterName: 'ocp1-x7k2p',
    standing: {
      act: true,
      platform: platformNamed('AWS'),
      clusterName: 'ocp1-x7k2p',
      holdsSynchronizedApi: true,
      hasAutoscalers: false,
      isOverridden: false,
    },
    lease: lease('capstan-0_11111111-2222-4333-8444-555555555555', now),
    clusterVersion: undefined,
    clusterOperators: [],
    machines: objects.filter(({ kind }) => kind === 'Machine'),
    machineSets: objects.filter(({ kind }) => kind === 'MachineSet'),
    capiMachines: capi.filter(({ kind }) => kind === 'Machine'),
    capiMachineSets: capi.filter(({ kind }) => kind === 'MachineSet'),
    infraMachines: [],
    healthChecks: [],
    autoscalers: [],
    selected: undefined,
    secrets: new Map(),
    deniedRights: [],
    answers: [],
    ...changes.facts,
  };
  const chosen = choose(request, facts);
  const { waves } = planMoves(chosen, {
    run: 'r',
    target: request.target,
    asked: { request },
    batch: { percent: 100 },
    instanceOf: () => ({}),
  });
  const moves = waves.flat();
  return {
    facts,
    target: request.target,
    from: authorityOf(opposite(request.target)),
    chosen,
    moves,
    movers: moversOf(moves, facts),
    acknowledgesUnproven: changes.acknowledgesUnproven ?? false,
    isBack: changes.isBack ?? false,
  };
}

/** The set of that cluster, with other fields. */
export function set(spec: object, metadata: object = {}): KubeObject {
  const made = machineSet('w');
  return { ...made, metadata: { ...made.metadata, ...metadata }, spec: { ...(made['spec'] as object), ...spec } };
}

/** An object with other fields, status and spec among them. */
export function having(object: KubeObject, fields: { spec?: object; status?: object; metadata?: object }): KubeObject {
  return {
    ...object,
    metadata: { ...object.metadata, ...fields.metadata },
    spec: { ...(object['spec'] as object), ...fields.spec },
    status: { ...(object['status'] as object), ...fields.status },
  };
}

/** The Lease as somebody holds it. */
export function lease(holderIdentity: string, renewed: Date): KubeObject {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'machine-api-migration-leader', namespace: defaultNamespaces.clusterApi },
    spec: { holderIdentity, leaseDurationSeconds: 137, renewTime: renewed.toISOString() },
  };
}

/** What the preflight finds, in a few words: `error synchronized machines.../w-1: message`. */
export function found(changes: JudgedChanges): string[] {
  return foundWithCore(changes).filter((finding) => !finding.includes('no control plane machine is in Cluster API'));
}

/** As `found`, with what holds on every platform, of every machine that goes to Cluster API. */
export function foundWithCore(changes: JudgedChanges): string[] {
  return preflight(judged(changes)).map(
    ({ severity, check, objects, message }) => `${severity} ${check} ${objects.join(' ')}: ${message}`,
  );
}
