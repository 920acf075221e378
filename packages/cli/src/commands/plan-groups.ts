import type { PlanEntry, SourcedIssue, Verdict } from '@capstan/convert';
import { asObject } from '@capstan/convert';

/** A MachineSet with the machines it owns, or a machine that stands alone. */
export interface Group<S> {
  readonly entry: PlanEntry<S>;
  /** The set's machines by verdict. */
  readonly members: readonly { readonly verdict: Verdict; readonly entries: readonly PlanEntry<S>[] }[];
  /** What is wrong with its machines and not with the set itself; said once for all machines that have it. */
  readonly memberIssues: readonly { readonly issue: SourcedIssue<S>; readonly times: number }[];
}

/** Puts machines under the set that owns them, in the order of the inputs. A machine whose set is not there stands alone. */
export function groupEntries<S>(entries: readonly PlanEntry<S>[]): Group<S>[] {
  const sets = new Map<string, PlanEntry<S>>();
  for (const entry of entries) {
    const { kind, namespace, name } = entry.input.identity;
    if (kind === 'MachineSet' && !sets.has(`${namespace}/${name}`)) sets.set(`${namespace}/${name}`, entry);
  }
  const owned = Map.groupBy(entries, (entry) => {
    const set = owningSet(entry);
    return set === undefined ? undefined : sets.get(set);
  });
  return entries
    .filter((entry) => !sets.has(owningSet(entry) ?? ''))
    .toSorted((a, b) => rank(a) - rank(b))
    .map((entry) => toGroup(entry, owned.get(entry) ?? []));
}

/** Sets first, as they are what is migrated; the order of the inputs within. */
function rank<S>({ input }: PlanEntry<S>): number {
  return input.identity.kind === 'MachineSet' ? 0 : 1;
}

function toGroup<S>(entry: PlanEntry<S>, members: readonly PlanEntry<S>[]): Group<S> {
  const known = new Set(entry.issues.map(({ issue }) => `${issue.code} ${issue.message}`));
  const memberIssues = new Map<string, { issue: SourcedIssue<S>; times: number }>();
  for (const issue of members.flatMap(({ issues }) => issues)) {
    const key = `${issue.issue.code} ${issue.issue.message}`;
    if (known.has(key)) continue;
    const before = memberIssues.get(`${key} ${issue.issue.path}`);
    memberIssues.set(`${key} ${issue.issue.path}`, { issue: before?.issue ?? issue, times: (before?.times ?? 0) + 1 });
  }
  const byVerdict = Map.groupBy(members, ({ verdict }) => verdict);
  return {
    entry,
    members: [...byVerdict].map(([verdict, entries]) => ({ verdict, entries })),
    memberIssues: [...memberIssues.values()],
  };
}

/** `namespace/name` of the MachineSet that owns a Machine, as its metadata says; also of one that could not be converted. */
function owningSet<S>({ input }: PlanEntry<S>): string | undefined {
  if (input.identity.kind !== 'Machine') return undefined;
  const references = asObject(input.value['metadata'])?.['ownerReferences'];
  const owner = Array.isArray(references)
    ? references.map(asObject).find((reference) => reference?.['kind'] === 'MachineSet')
    : undefined;
  return typeof owner?.['name'] === 'string' ? `${input.identity.namespace}/${owner['name']}` : undefined;
}
