import type { KubeObject } from '@capstan/kube';
import type { Failure } from '../../engine/decision.ts';
import type { Authority } from '../../names.ts';
import { conditionOf, statusOf } from './object.ts';

/** What Synchronized says, and of which generation. */
export type Verdict =
  | { readonly kind: 'synchronized'; readonly message: string; readonly generation: number; readonly api: Authority }
  | { readonly kind: 'failed'; readonly failure: Pick<Failure, 'reason' | 'message'> };

/** Longer messages help nobody, and the API server has a limit for objects. */
const longest = 4096;

/**
 * The status of a Machine API object with what sync says of it: its Synchronized condition, and where all is well the
 * generation and the API that it was synchronized from. Other conditions stay, in their order. `holdsApi` is false for schemas
 * without `synchronizedAPI`. The time of the transition moves only with the status of the condition.
 */
export function withVerdict(
  status: { readonly [field: string]: unknown },
  verdict: Verdict,
  { now, holdsApi }: { readonly now: string; readonly holdsApi: boolean },
): { readonly [field: string]: unknown } {
  const list = Array.isArray(status['conditions']) ? status['conditions'] : [];
  const at = list.findIndex((each) => isRecord(each) && each['type'] === 'Synchronized');
  const before = at < 0 ? undefined : list[at];
  const said = conditionFor(verdict);
  const since = before?.['status'] === said.status ? before['lastTransitionTime'] : undefined;
  const next = { ...said, lastTransitionTime: since ?? now };
  const conditions = at < 0 ? [...list, next] : list.with(at, next);
  if (verdict.kind === 'failed') return { ...status, conditions };
  return {
    ...status,
    conditions,
    synchronizedGeneration: verdict.generation,
    ...(holdsApi && { synchronizedAPI: verdict.api }),
  };
}

function conditionFor(verdict: Verdict) {
  const type = 'Synchronized';
  if (verdict.kind === 'synchronized') {
    return { type, status: 'True', reason: 'ResourceSynchronized', message: verdict.message };
  }
  const { reason, message } = verdict.failure;
  const cut = message.length > longest ? `${message.slice(0, longest - 3)}...` : message;
  return { type, status: 'False', severity: 'Error', reason, message: cut };
}

/** True where the object was synchronized with its other half before, whatever has happened since. */
export function wasSynchronized(object: KubeObject): boolean {
  const { synchronizedGeneration, synchronizedAPI } = statusOf(object);
  return (
    (typeof synchronizedGeneration === 'number' && synchronizedGeneration > 0) ||
    synchronizedAPI !== undefined ||
    conditionOf(object, 'Synchronized')?.['status'] === 'True'
  );
}

/** What Synchronized says is wrong; undefined where it says nothing is. */
export function failureOf(object: KubeObject): Pick<Failure, 'reason' | 'message'> | undefined {
  const said = conditionOf(object, 'Synchronized');
  if (said?.['status'] !== 'False') return undefined;
  return { reason: String(said['reason']), message: String(said['message']) };
}

function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
