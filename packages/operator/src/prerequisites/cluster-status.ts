import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** A condition of Cluster API: `severity` is in the old form alone. */
type Condition = Readonly<Record<string, unknown>>;

/**
 * What the status of a Cluster that we made lacks, as a merge patch; undefined where it lacks nothing. No control plane provider
 * says so on OpenShift, and without it no Machine gets a Node. What the core manager wrote stays: it never takes these back.
 */
export function clusterStatusPatch(cluster: KubeObject, isInfraReady: boolean, now: string): object | undefined {
  const status = asObject(cluster['status']);
  const initialization = asObject(status?.['initialization']);
  const conditions = listAt(status, 'conditions');
  const wanted = {
    ...(initialization?.['controlPlaneInitialized'] !== true && { controlPlaneInitialized: true }),
    ...(isInfraReady && initialization?.['infrastructureProvisioned'] !== true && { infrastructureProvisioned: true }),
  };
  const current = isTrue(conditions, initializedType)
    ? undefined
    : withCondition(conditions, { type: initializedType, status: 'True', reason, message, lastTransitionTime: now });
  const isDue = Object.keys(wanted).length > 0 || current !== undefined;
  const deprecated = deprecatedConditions(status, isInfraReady, now);
  // A schema that has the old conditions no more drops them, and asking again each time would never end.
  if (!isDue && (deprecated === undefined || asObject(status?.['deprecated']) === undefined)) return undefined;
  return {
    ...(Object.keys(wanted).length > 0 && { initialization: wanted }),
    ...(current !== undefined && { conditions: current }),
    ...(deprecated !== undefined && { deprecated: { v1beta1: { conditions: deprecated } } }),
  };
}

const initializedType = 'ControlPlaneInitialized';
const infraReadyType = 'InfrastructureReady';
const reason = 'Initialized';
const message = 'The control plane of OpenShift runs, and Cluster API does not manage it';

/** The conditions of the old form; undefined where nothing is to be changed. */
function deprecatedConditions(status: unknown, isInfraReady: boolean, now: string): readonly Condition[] | undefined {
  const found = listAt(status, 'deprecated', 'v1beta1', 'conditions');
  const transition = { status: 'True', lastTransitionTime: now };
  const initialized = isTrue(found, initializedType)
    ? found
    : withCondition(found, { type: initializedType, ...transition });
  // The core manager copies this one from the infra cluster whenever it looks, so it has the last word.
  const isKnown = found.some((condition) => textAt(condition, 'type') === infraReadyType);
  const all =
    isInfraReady && !isKnown ? withCondition(initialized, { type: infraReadyType, ...transition }) : initialized;
  return all === found ? undefined : all.map((condition) => asObject(condition) ?? {});
}

function isTrue(conditions: readonly unknown[], type: string): boolean {
  return conditions.some((condition) => textAt(condition, 'type') === type && textAt(condition, 'status') === 'True');
}

function withCondition(conditions: readonly unknown[], condition: Condition): readonly unknown[] {
  const others = conditions.filter((known) => textAt(known, 'type') !== condition['type']);
  return [...others, condition];
}
