import type { Issue } from '../mapping/issue.ts';
import { asObject, canonicalJson, isObject } from '../mapping/json.ts';
import type { Parts } from '../mapping/parts.ts';
import { type Direction, run, type Table } from '../mapping/table.ts';
import { mirrorPlace } from '../mapping/target-check.ts';
import { assembleClusterApi, assembleMachineApi } from './assemble.ts';
import { readCarried } from './carried.ts';
import type { ClusterFacts, ConvertedObject, ObjectFacts, RowContext } from './context.ts';
import { isClusterApiControlPlane, isControlPlane, labelsOf } from './control-plane.ts';
import { derivedLabelsOf, hasDerivedLabel } from './derived-labels.ts';
import { type Owner, type OwnerResult, ownerInClusterApi, ownerInMachineApi } from './owner.ts';
import type { Finding, Platform } from './platform.ts';
import {
  checkInfrastructureRef,
  checkTies,
  type ReadObject,
  readInfra,
  readObject,
  references,
} from './read-object.ts';
import { makeSameSpec, type SameSpec } from './same-spec.ts';
import { selectorKeys } from './selector-keys.ts';
import { machineSetTable, machineTable } from './tables.ts';
import {
  collectIssues,
  type Issues,
  type ObjectKind,
  sortIssues,
  takeClusterApiApart,
  takeMachineApiApart,
} from './take-apart.ts';

/** What converting one object gives. With `ok: false` there is no object, and at least one issue is an error. */
export type Conversion =
  | {
      readonly ok: true;
      /** In the order in which to apply them: what is referred to comes before what refers to it. */
      readonly objects: readonly ConvertedObject[];
      /** Whoever writes the objects adds the reference and, in Cluster API, the label `cluster.x-k8s.io/set-name`. */
      readonly owner: Owner | undefined;
      /** The finalizer that the controllers of the target put on a Machine; none on a MachineSet. */
      readonly finalizers: readonly string[];
      readonly issues: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Conversions within one cluster. */
export interface Converter {
  /** From a Machine API Machine or MachineSet. Never throws, whatever the JSON. */
  toClusterApi(object: unknown): Conversion;
  /** From a Cluster API Machine or MachineSet and its infra machine or infra machine template. Never throws. */
  toMachineApi(object: unknown, infraObject: unknown): Conversion;
  /** Whether a mirror says already what it should. */
  readonly same: SameSpec;
}

/** The largest carried annotation, in bytes: half of what Kubernetes allows all annotations together. */
const maxCarried = 128 * 1024;

const none: ReadonlySet<string> = new Set();

/** Makes the conversions of one platform and cluster. */
export function makeConverter<F>(platform: Platform<F>, facts: F, cluster: ClusterFacts): Converter {
  const tables: { readonly [K in ObjectKind]: Table<RowContext<F>> } = {
    Machine: machineTable(platform),
    MachineSet: machineSetTable(platform),
  };

  const toClusterApi = (source: unknown): Conversion => {
    const issues = collectIssues();
    const object = readObject(source, 'machine.openshift.io', ['v1beta1'], issues);
    if (object === undefined) return failed(issues);
    const { kind, value, name } = object;
    const parts = takeMachineApiApart(value, kind, issues);
    const owner = readOwner(ownerInMachineApi, object, issues);
    if (isForeignProvider(platform, parts, kind, issues)) return failed(issues);
    const context = contextOf({
      kind,
      machineName: kind === 'Machine' ? name : undefined,
      controlPlane: isControlPlane(value),
      selectorKeys: selectorKeys(parts),
      setName: owner?.name,
      derivedLabels: derivedKeys(kind, parts),
    });
    const result = runTable(tables[kind], 'toCapi', parts, context, object, issues);
    for (const problem of brokenRules(platform, 'toCapi', parts)) {
      issues.addPart({ problem, root: problem.root ?? 'value', segments: problem.at ?? [] }, 'mapi', kind);
    }
    if (issues.hasErrors()) return failed(issues);
    const objects = assembleClusterApi(platform, cluster, {
      kind,
      name,
      parts: result.parts,
      carried: result.carried,
      owner,
    });
    return {
      ok: true,
      objects,
      owner,
      finalizers: kind === 'Machine' ? ['machine.cluster.x-k8s.io'] : [],
      issues: sortIssues(issues.list),
    };
  };

  const toMachineApi = (source: unknown, infraSource: unknown): Conversion => {
    const issues = collectIssues();
    const object = readObject(source, 'cluster.x-k8s.io', ['v1beta2'], issues);
    if (object === undefined) return failed(issues);
    const { kind, value, name } = object;
    const infraKind = kind === 'Machine' ? platform.infra.machineKind : platform.infra.templateKind;
    const infraObject = readInfra(infraSource, infraKind, platform.infra.apiVersion, issues);
    const { infrastructureRef, ...parts } = takeClusterApiApart(
      value,
      infraObject ?? {},
      kind,
      issues,
      platform.infra.besideTemplate,
    );
    if (kind === 'Machine') checkTies(platform.infra.tiedBy ?? [], value, infraObject, issues);
    const expected = { kind: infraKind, name: kind === 'Machine' ? name : undefined, isThere: isObject(infraSource) };
    checkInfrastructureRef(infrastructureRef, expected, kind, issues);
    const owner = readOwner(ownerInClusterApi, object, issues);
    if (infraObject === undefined) return failed(issues);
    const labels = labelsOf(value, kind);
    const told = {
      kind,
      machineName: kind === 'Machine' ? name : undefined,
      controlPlane: isClusterApiControlPlane(labels),
      selectorKeys: selectorKeys(parts),
      setName: owner?.name,
    };
    const convert = (derivedLabels: ReadonlySet<string>, found: Issues) =>
      runTable(tables[kind], 'toMapi', parts, contextOf({ ...told, derivedLabels }), object, found);
    // Which labels are made anew, only the result tells; hardly any machine has one of them here.
    const isAsked = kind === 'Machine' && hasDerivedLabel(labels);
    const result = convert(isAsked ? derivedKeys(kind, convert(none, collectIssues()).parts) : none, issues);
    for (const problem of brokenRules(platform, 'toMapi', result.parts)) {
      const { root = 'value', at = [], capiAt } = problem;
      const place =
        capiAt === undefined
          ? mirrorPlace(tables[kind], 'mapi', { root, segments: at })
          : ({ root: 'value', segments: capiAt } as const);
      issues.addPart({ problem: { ...problem, at: [] }, ...place }, 'capi', kind);
    }
    if (issues.hasErrors()) return failed(issues);
    const objects = assembleMachineApi(platform, facts, cluster, {
      kind,
      name,
      parts: result.parts,
      carried: result.carried,
      owner,
      infraStatus: asObject(infraObject['status']),
    });
    return {
      ok: true,
      objects,
      owner,
      finalizers: kind === 'Machine' ? ['machine.machine.openshift.io'] : [],
      issues: sortIssues(issues.list),
    };
  };

  const derivedKeys = (kind: ObjectKind, parts: Parts): ReadonlySet<string> =>
    new Set(kind === 'Machine' ? Object.keys(derivedLabelsOf(platform, parts, facts)) : []);

  const contextOf = (object: ObjectFacts): RowContext<F> => ({ cluster, platform: facts, object });

  return { toClusterApi, toMachineApi, same: makeSameSpec(platform, tables, facts, cluster) };
}

/** The rules over several fields that a provider spec breaks. */
function brokenRules<F>(platform: Platform<F>, direction: Direction, parts: Parts): readonly Finding[] {
  const provider = asObject(parts.value) ?? {};
  return platform.checks
    .filter((check) => check.direction === undefined || check.direction === direction)
    .flatMap((check) => check.find(provider, parts));
}

function isForeignProvider<F>(platform: Platform<F>, parts: Parts, kind: ObjectKind, issues: Issues): boolean {
  const provider = asObject(parts.value);
  const found = provider?.['kind'];
  if (found === undefined || found === null || found === platform.provider.kind)
    return provider === undefined && issues.hasErrors();
  const problem = {
    code: 'WrongKind',
    value: found,
    message: `must be ${platform.provider.kind}: the cluster runs on ${platform.type}`,
    hint: 'Give the provider spec of that platform, or the Infrastructure object of the cluster that this belongs to.',
  } as const;
  issues.addPart({ problem, root: 'value', segments: ['kind'] }, 'mapi', kind);
  return true;
}

function readOwner(
  read: (kind: ObjectKind, references: readonly unknown[]) => OwnerResult,
  { kind, value }: ReadObject,
  issues: Issues,
): Owner | undefined {
  const result = read(kind, references(value));
  if (result.problem === undefined) return result.owner;
  issues.add(result.problem, 'self', ['metadata', 'ownerReferences']);
  return undefined;
}

function runTable<F>(
  table: Table<RowContext<F>>,
  direction: Direction,
  parts: Parts,
  context: RowContext<F>,
  object: ReadObject,
  issues: Issues,
): { parts: Parts; carried: string | undefined } {
  const kept = readCarried(object.value, new Set(table.rows.map(({ name }) => name)), issues);
  const result = run(table, direction, parts, context, kept);
  for (const issue of result.issues) issues.addPart(issue, direction === 'toCapi' ? 'mapi' : 'capi', object.kind);
  const carried = Object.keys(result.carried).length === 0 ? undefined : canonicalJson(result.carried);
  const size = carried === undefined ? 0 : new TextEncoder().encode(carried).length;
  if (size > maxCarried) {
    const problem = {
      code: 'CarriedTooLarge',
      value: size,
      message: `the other side cannot hold ${size} bytes of it, and an annotation should hold no more than ${maxCarried}`,
      hint: 'Shorten what warnings name as carried: lists and labels above all.',
    } as const;
    issues.add(problem, 'self', ['spec']);
  }
  return { parts: result.parts, carried };
}

function failed(issues: Issues): Conversion {
  return { ok: false, issues: sortIssues(issues.list) };
}
