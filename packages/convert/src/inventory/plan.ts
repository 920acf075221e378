import type { JsonObject } from '@capstan/api';
import type { HandoverFinding } from '../handover/handover.ts';
import type { Issue } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import type { ConvertedObject } from '../objects/context.ts';
import type { Owner } from '../objects/owner.ts';
import {
  type AssumedCluster,
  type Cluster,
  type ClusterOptions,
  type ClusterProblem,
  findCluster,
  type SourcedIssue,
} from './find-cluster.ts';
import { type Identity, identityOf, keyOf } from './identity.ts';
import { paused } from './paused.ts';
import { handoverOf } from './plan-handover.ts';
import { alreadyMigrated, collides, isMigrating, isPaused, isThereTwice, setIsMissing } from './plan-issues.ts';
import { findInfra, type Input, type KnownInput, nameKey, type SortedInputs, sortInputs } from './sort-inputs.ts';

/** Which API the objects are converted to. */
export type Target = 'cluster-api' | 'machine-api';

/**
 * What can be done with an object. `warning`: it converts, and someone should read why it is marked. `ignored`: it is left
 * where it is on purpose. `migrated`: the target API already acts on it.
 */
export type Verdict = 'ready' | 'warning' | 'blocked' | 'ignored' | 'migrated';

/** One Machine or MachineSet, and what becomes of it. */
export interface PlanEntry<S> {
  readonly input: KnownInput<S>;
  readonly verdict: Verdict;
  readonly issues: readonly SourcedIssue<S>[];
  /** What it becomes, in apply order; empty unless ready or warning. */
  readonly objects: readonly ConvertedObject[];
  readonly owner: Owner | undefined;
  /** What to know before it changes hands; empty for what is not converted. */
  readonly handover: readonly HandoverFinding[];
}

/** A whole input, sorted and converted. */
export interface Plan<S> {
  readonly target: Target;
  readonly cluster: Cluster<S>;
  readonly entries: readonly PlanEntry<S>[];
  readonly summary: { readonly [V in Verdict]: number };
  /** Objects of other kinds that were left alone. */
  readonly others: number;
}

/** A plan, or why there can be none. */
export type PlanResult<S> =
  | { readonly ok: true; readonly plan: Plan<S> }
  | { readonly ok: false; readonly problems: readonly ClusterProblem<S>[] };

/** What a plan may be told. `preferred` decides where the inputs hold objects of both APIs. */
export interface PlanOptions extends ClusterOptions {
  readonly target?: Target | undefined;
  readonly preferred?: Target | undefined;
  /** In place of an Infrastructure object. */
  readonly assumed?: AssumedCluster | undefined;
}

/** Converts every Machine and MachineSet of the inputs, and says for each what can be done. */
export function makePlan<S>(inputs: readonly Input<S>[], options: PlanOptions): PlanResult<S> {
  const sorted = sortInputs(inputs);
  const target = options.target ?? targetOf(sorted, options.preferred);
  if (typeof target !== 'string') return { ok: false, problems: [target] };
  const sources = target === 'cluster-api' ? sorted.machineApi : sorted.clusterApi;
  if (sources.length === 0) return { ok: false, problems: [nothingToConvert(target)] };
  const found = findCluster(sorted, options, options.assumed);
  if (!found.ok) return found;
  const { cluster } = found;
  const repeated = new Map(sorted.duplicates.map(({ first, again }) => [first, again]));
  const sets = new Set(
    sources.filter(({ identity }) => identity.kind === 'MachineSet').map(({ identity }) => keyOf(identity)),
  );
  const entries = [
    ...sources.map((input) => withOwner(toEntry(input, target, cluster, sorted, repeated), sets)),
    ...sorted.duplicates.filter(({ again }) => isSource(again, target)).map(duplicateEntry),
  ];
  refuseCollisions(entries);
  const summary = { ready: 0, warning: 0, blocked: 0, ignored: 0, migrated: 0 };
  for (const { verdict } of entries) summary[verdict] += 1;
  return { ok: true, plan: { target, cluster, entries, summary, others: sorted.others } };
}

function targetOf<S>(sorted: SortedInputs<S>, preferred: Target | undefined): Target | ClusterProblem<S> {
  const hasMachineApi = sorted.machineApi.length > 0;
  const hasClusterApi = sorted.clusterApi.length > 0;
  if (hasMachineApi && hasClusterApi) {
    return (
      preferred ?? {
        code: 'Conflict',
        message: 'the inputs hold machines of both APIs, so the direction is not clear',
        hint: 'Say it: --to cluster-api or --to machine-api.',
      }
    );
  }
  if (hasMachineApi) return 'cluster-api';
  if (hasClusterApi) return 'machine-api';
  return nothingToConvert(undefined);
}

function nothingToConvert<S>(target: Target | undefined): ClusterProblem<S> {
  const api = target === undefined ? '' : target === 'cluster-api' ? ' of Machine API' : ' of Cluster API';
  return {
    code: 'MissingObject',
    message: `there is no Machine or MachineSet${api} among the inputs`,
    hint:
      target === 'machine-api'
        ? 'Get them: oc get machines.cluster.x-k8s.io,machinesets.cluster.x-k8s.io -n openshift-cluster-api -o yaml, with their infra machines and templates.'
        : 'Get them: oc get machines.machine.openshift.io,machinesets.machine.openshift.io -n openshift-machine-api -o yaml.',
  };
}

function isSource<S>({ identity }: KnownInput<S>, target: Target): boolean {
  const group = target === 'cluster-api' ? 'machine.openshift.io/' : 'cluster.x-k8s.io/';
  return identity.apiVersion.startsWith(group) && (identity.kind === 'Machine' || identity.kind === 'MachineSet');
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function toEntry<S>(
  input: KnownInput<S>,
  target: Target,
  cluster: Cluster<S>,
  sorted: SortedInputs<S>,
  repeated: ReadonlyMap<KnownInput<S>, KnownInput<S>>,
): Mutable<PlanEntry<S>> {
  const twin = target === 'cluster-api' ? input : sorted.twins.get(nameKey(input.identity.kind, input.identity.name));
  const authority = twin && authorityOf(twin.value);
  if (authority === 'Migrating') return settled(input, 'blocked', isMigrating, twin);
  if (authority === (target === 'cluster-api' ? 'ClusterAPI' : 'MachineAPI')) {
    return settled(input, 'migrated', alreadyMigrated(target === 'cluster-api' ? 'Cluster API' : 'Machine API'), twin);
  }
  const infra = target === 'cluster-api' ? undefined : infraOf(input.value, cluster, sorted);
  const again = infra && repeated.get(infra);
  if (again !== undefined) return { ...settled(again, 'blocked', isThereTwice(again.identity)), input };
  const conversion =
    target === 'cluster-api'
      ? cluster.converter.toClusterApi(input.value)
      : cluster.converter.toMachineApi(input.value, infra?.value);
  const issues = conversion.issues.map((issue) => ({ issue, input: issue.object === 'infra' ? infra : input }));
  const isControlPlane = issues.some(({ issue }) => issue.code === 'OwnedByControlPlaneMachineSet');
  if (isControlPlane) return { ...blank(input), verdict: 'ignored', issues: onlyOwner(issues) };
  if (!conversion.ok) return { ...blank(input), issues };
  if (target === 'machine-api' && twin === undefined && isPausedObject(input.value))
    issues.push({ issue: isPaused, input });
  const machineApi = target === 'cluster-api' ? input.value : (conversion.objects[0] ?? {});
  const handover = handoverOf(input.value, machineApi, infra?.value, target, cluster.platform);
  issues.push(...handover.issues.map((issue) => ({ issue, input })));
  if (handover.issues.length > 0) return { ...blank(input), issues, handover: handover.findings };
  const objects = target === 'cluster-api' ? conversion.objects.map(paused) : conversion.objects;
  const isMarked = issues.some(({ issue }) => issue.severity === 'warning');
  const verdict = isMarked ? 'warning' : 'ready';
  return { input, issues, objects, owner: conversion.owner, verdict, handover: handover.findings };
}

function isPausedObject(object: JsonObject): boolean {
  const annotations = asObject(asObject(object['metadata'])?.['annotations']);
  return annotations !== undefined && Object.hasOwn(annotations, 'cluster.x-k8s.io/paused');
}

/** A Machine whose set is not there converts; only, nobody looked at the two together. */
function withOwner<S>(entry: Mutable<PlanEntry<S>>, sets: ReadonlySet<string>): Mutable<PlanEntry<S>> {
  const { input, owner, issues } = entry;
  if (owner === undefined || sets.has(keyOf({ ...input.identity, kind: owner.kind, name: owner.name }))) return entry;
  return { ...entry, verdict: 'warning', issues: [...issues, { issue: setIsMissing(owner.name), input }] };
}

/** Which API acts on a machine: what the status acknowledges, else what the spec asks for, else the CRD's default. */
function authorityOf(machineApi: JsonObject): unknown {
  const acknowledged = asObject(machineApi['status'])?.['authoritativeAPI'];
  return acknowledged ?? asObject(machineApi['spec'])?.['authoritativeAPI'] ?? 'MachineAPI';
}

/** Machines of a control plane set are left alone, so nothing else about them is of interest; nor is it an error. */
function onlyOwner<S>(issues: readonly SourcedIssue<S>[]): SourcedIssue<S>[] {
  return issues
    .filter(({ issue }) => issue.code === 'OwnedByControlPlaneMachineSet')
    .map(({ issue, input }) => ({ issue: { ...issue, severity: 'info' }, input }));
}

function infraOf<S>(object: JsonObject, { platform }: Cluster<S>, sorted: SortedInputs<S>): KnownInput<S> | undefined {
  const isSet = object['kind'] === 'MachineSet';
  const spec = asObject(object['spec']);
  const machine = isSet ? asObject(asObject(spec?.['template'])?.['spec']) : spec;
  const name = asObject(machine?.['infrastructureRef'])?.['name'];
  const { machineKind, templateKind } = platform.infra;
  const { namespace } = identityOf(object);
  return typeof name === 'string' ? findInfra(sorted, isSet ? templateKind : machineKind, name, namespace) : undefined;
}

function blank<S>(input: KnownInput<S>): PlanEntry<S> {
  return { input, verdict: 'blocked', issues: [], objects: [], owner: undefined, handover: [] };
}

function settled<S>(input: KnownInput<S>, verdict: Verdict, issue: Issue, about: KnownInput<S> = input): PlanEntry<S> {
  return { ...blank(input), verdict, issues: [{ issue, input: about }] };
}

function duplicateEntry<S>({ again }: { again: KnownInput<S> }): PlanEntry<S> {
  return settled(again, 'blocked', isThereTwice(again.identity, '; the first was taken'));
}

/** Two results of one name would overwrite each other; the later one is refused. */
function refuseCollisions<S>(entries: Mutable<PlanEntry<S>>[]): void {
  const taken = new Map<string, Identity>();
  for (const entry of entries) {
    const collision = entry.objects.map(identityOf).find((identity) => taken.has(keyOf(identity)));
    if (collision === undefined) {
      for (const object of entry.objects) taken.set(keyOf(identityOf(object)), entry.input.identity);
      continue;
    }
    entry.objects = [];
    entry.verdict = 'blocked';
    entry.issues = [...entry.issues, { issue: collides(collision), input: entry.input }];
  }
}
