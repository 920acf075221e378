import type { JsonObject } from '@capstan/api';
import { makePlan, type Plan, type PlanEntry, type Target } from '@capstan/convert';
import type { KubeClient } from '@capstan/kube/testing';
import { createNamespace } from '../control-plane/namespace.ts';

/** Where the objects of both APIs live. */
export interface Namespaces {
  readonly machineApiNamespace: string;
  readonly clusterApiNamespace: string;
}

/** The namespaces that a cluster has. */
export const clusterNamespaces: Namespaces = {
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
};

/** Two namespaces of one's own, since tests run side by side. */
export async function createNamespaces(client: KubeClient): Promise<Namespaces> {
  const [machineApiNamespace, clusterApiNamespace] = await Promise.all([
    createNamespace(client, 'mapi'),
    createNamespace(client, 'capi'),
  ]);
  return { machineApiNamespace, clusterApiNamespace };
}

/** How to plan; without taints as Cluster API 1.11 is, with them as 1.12. */
export interface PlanSettings extends Namespaces {
  readonly target: Target;
  readonly taints?: boolean;
}

/** What Capstan makes of some objects; an error where it can plan nothing at all. */
export function planOf(objects: readonly JsonObject[], { taints = false, ...options }: PlanSettings): Plan<undefined> {
  const inputs = objects.map((value) => ({ source: undefined, value }));
  const result = makePlan(inputs, { ...options, supports: { taints } });
  if (result.ok) return result.plan;
  throw new Error(result.problems.map(({ message }) => message).join('; '));
}

/** The entry of an object of a plan, by `Kind/name`. */
export function entryOf(plan: Plan<undefined>, name: string): PlanEntry<undefined> {
  const found = plan.entries.find((entry) => nameOf(entry) === name);
  if (found === undefined) throw new Error(`the plan has no ${name}`);
  return found;
}

/** Which objects got which verdict, as `Kind/name`. */
export function namesBy(plan: Plan<undefined>, ...verdicts: PlanEntry<undefined>['verdict'][]): string[] {
  return plan.entries
    .filter(({ verdict }) => verdicts.includes(verdict))
    .map(nameOf)
    .sort();
}

function nameOf({ input: { identity } }: PlanEntry<undefined>): string {
  return `${identity.kind}/${identity.name}`;
}

/** What was reported of an object, as `severity code path`. */
export function reported(entry: PlanEntry<undefined>): string[] {
  return entry.issues.map(({ issue: { severity, code, path } }) => `${severity} ${code} ${path}`);
}
