import type { Json } from '@capstan/api';

/** One step of a path: a field name, a map key or a list index. */
export type Segment = string | number;

/** `error`: nothing is converted. `warning`: converted, and the user must know. `info`: good to know. */
export type Severity = 'error' | 'warning' | 'info';

/**
 * What kind of thing an issue is about; stable, for scripts. `capstan explain CODE` prints the text.
 */
export const issueCodes = {
  UnknownField: 'The API has no field of this name. A controller would ignore it; Capstan refuses to lose it.',
  InvalidType: 'The value is not of the type that the API has for this field.',
  InvalidValue: 'The value has the right type and is not one that the API accepts here.',
  Required: 'The other API insists on a value that is not there.',
  NotSupported: 'The other API has no way to say this and the machine would be different without it.',
  DifferentFromCluster:
    'The value belongs to the whole cluster on the other side, and the cluster says something else.',
  Conflict: 'Two values that the other side holds in one place contradict each other.',
  TargetTooOld: 'Only a newer Cluster API than the one converted for can hold this.',
  DroppedWithoutEffect:
    'The value has no effect on the machine. It is kept in the carried annotation for the way back.',
  NotChecked: 'The value must agree with a cluster object that was not part of the input.',
  NodeLabelNotPropagated:
    'Machine API puts this on the Node. Cluster API does so only where its manager is told to, so Nodes of new machines may lack it.',
  RoleLabelOnNode: 'Cluster API puts this role label on the Node as well; Machine API does not.',
  ReservedForClusterApi: 'Cluster API gives this label or annotation a meaning that it does not have in Machine API.',
  AlreadyMigrated: 'The target API acts on the object already.',
  MigrationUnderWay: 'The authority over the object is being handed over, so neither side is to be changed now.',
  HandoverBlocked: 'On this platform a machine like this one cannot change hands and stay what it is.',
  OwnedByControlPlaneMachineSet: 'A ControlPlaneMachineSet owns this Machine; those are not moved by this tool.',
  UnsupportedOwner: 'The object is owned by something that has no counterpart on the other side.',
  WrongKind: 'The object or provider spec is of a kind that does not belong here.',
  UnsupportedPlatform: 'Capstan has no conversion for the platform of this cluster.',
  MissingObject: 'An object that the conversion needs is not part of the input.',
  CarriedInvalid: 'The annotation capstan.openshift.io/carried is not what Capstan wrote.',
  CarriedTooLarge: 'What the other side cannot hold is larger than an annotation should be (128 KiB).',
  NameTooLong: 'The name does not fit where the other API needs it.',
  NameCollision: 'Two objects would get the same name.',
  Duplicate: 'The same object, or the same key in a list, is there twice.',
} as const;

/** A stable issue code. */
export type IssueCode = keyof typeof issueCodes;

/** What a row or codec reports; where it happened is known from where the row stands. */
export interface Problem {
  readonly code: IssueCode;
  /** Default: error. */
  readonly severity?: Severity;
  readonly message: string;
  /** What to do about it, as an order: "Use ...". */
  readonly hint: string;
  readonly value?: unknown;
  /** Path below the place the reporter looks at. */
  readonly at?: readonly Segment[];
}

/** A problem with its place. */
export interface Issue {
  readonly severity: Severity;
  readonly code: IssueCode;
  /** `infra`: the path is one of the infra machine or infra machine template, not of the Machine or MachineSet. */
  readonly object: 'self' | 'infra';
  readonly segments: readonly Segment[];
  readonly path: string;
  readonly value?: Json;
  readonly message: string;
  readonly hint: string;
}

/** Writes a path as kubectl does: `spec.blockDevices[0].ebs`, and `metadata.labels["a.b/c"]` for keys that need it. */
export function formatPath(segments: readonly Segment[]): string {
  let path = '';
  for (const segment of segments) {
    if (typeof segment === 'number') path += `[${segment}]`;
    else if (/^[\w-]+$/.test(segment)) path += path === '' ? segment : `.${segment}`;
    else path += `[${JSON.stringify(segment)}]`;
  }
  return path;
}

/** What a row sees besides its value: the cluster's facts, and where to report. */
export interface Scope<C> {
  readonly context: C;
  report(problem: Problem): void;
  /** The same scope, `segments` deeper. */
  at(...segments: Segment[]): Scope<C>;
}

/** A scope that hands its problems, with their path below it, to `sink`. */
export function makeScope<C>(
  context: C,
  sink: (problem: Problem, at: readonly Segment[]) => void,
  base: readonly Segment[] = [],
): Scope<C> {
  return {
    context,
    report: (problem) => sink(problem, problem.at === undefined ? base : [...base, ...problem.at]),
    at: (...segments) => makeScope(context, sink, [...base, ...segments]),
  };
}

/** A scope that only remembers whether an error was reported since it was last reset. */
export interface SilentScope<C> extends Scope<C> {
  failed(): boolean;
  reset(): void;
}

/** Makes one. It is the same at every depth, so it costs nothing to go deeper. */
export function silentScope<C>(context: C): SilentScope<C> {
  let failed = false;
  const scope: SilentScope<C> = {
    context,
    report: (problem) => {
      failed ||= (problem.severity ?? 'error') === 'error';
    },
    at: () => scope,
    failed: () => failed,
    reset: () => {
      failed = false;
    },
  };
  return scope;
}
