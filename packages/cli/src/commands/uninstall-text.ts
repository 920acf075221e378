import type { Refusal, Step, UninstallPlan } from '@capstan/operator';
import { hintLine, type Io } from '../io.ts';
import { formatTable } from '../output/table.ts';

/** So many names of a kind are named; who wants all has `-o json` of oc. */
const mostNames = 4;

/** What is to be done, by kind. */
export function planText(plan: UninstallPlan): string {
  if (plan.steps.length === 0) return 'There is nothing of Capstan in this cluster to remove.\n';
  const rows = groups(plan.steps).map(({ action, kind, namespace, names }) => [
    action === 'delete' ? 'delete' : 'let go',
    String(names.length),
    kind,
    namespace,
    listed(names),
  ]);
  return formatTable(['do', 'count', 'kind', 'namespace', 'names'], rows);
}

/** What stays, or is in the way, why, and what to do. Equal reasons are told once. */
export function refusalsText(refusals: readonly Refusal[], paint: Io['paint']): string {
  const byReason = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const key = `${refusal.kind} ${refusal.why}`;
    byReason.set(key, [...(byReason.get(key) ?? []), refusal]);
  }
  return [...byReason.values()]
    .map((alike) => {
      const [{ kind, why, hint }] = alike as [Refusal, ...Refusal[]];
      return `${kind} ${listed(alike.map(({ name }) => name))}: ${why}\n${hintLine(hint, paint)}`;
    })
    .join('');
}

/** An object as oc names it. */
export function nameOf({ object: { apiVersion, kind, metadata } }: Step): string {
  const group = apiVersion.includes('/') ? `.${apiVersion.split('/')[0]}` : '';
  return `${kind}${group}/${metadata.name}`;
}

interface Group {
  readonly action: Step['action'];
  readonly kind: string;
  readonly namespace: string;
  readonly names: string[];
}

function groups(steps: readonly Step[]): Group[] {
  const found = new Map<string, Group>();
  for (const { action, object } of steps) {
    const { apiVersion, kind, metadata } = object;
    const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
    // Both APIs have these two.
    const name = kind === 'Machine' || kind === 'MachineSet' ? `${kind}.${group}` : kind;
    const key = `${action} ${name}`;
    const known = found.get(key) ?? { action, kind: name, namespace: metadata.namespace ?? '', names: [] };
    known.names.push(metadata.name);
    found.set(key, known);
  }
  return [...found.values()];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length <= mostNames ? shown : `${shown} and ${names.length - mostNames} more`;
}
