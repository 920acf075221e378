import type { JsonObject, Shape } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import { accepted, isTime } from './source.ts';

/** A condition as a conversion makes it; when it came to be so is known from the target. */
export interface DerivedCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  /** Only conditions of Machine API and of Cluster API's v1beta1 have one. */
  readonly severity?: 'Error' | 'Warning' | 'Info';
  readonly reason?: string;
  readonly message?: string;
}

/**
 * The conditions of the target: the derived ones, and those of other types that it has already, which belong to other
 * controllers (Paused to the manager, Synchronized to sync, UpToDate to the MachineSet's). lastTransitionTime stays while
 * the status does, whatever happens to reason and message: the rule of metav1 conditions. Sorted by type, so that the same
 * state is the same list. Conditions that `shape` does not accept are not kept; no API server has stored such.
 */
export function mergeConditions(
  derived: readonly DerivedCondition[],
  previous: unknown,
  shape: Extract<Shape, { type: 'array' }>,
  now: string,
): JsonObject[] {
  const existing = new Map<string, JsonObject>();
  for (const item of Array.isArray(previous) ? previous : []) {
    const condition = readCondition(shape.items, item);
    const type = condition?.['type'];
    if (condition !== undefined && typeof type === 'string' && !existing.has(type)) existing.set(type, condition);
  }
  const merged = derived.map((condition): JsonObject => {
    const before = existing.get(condition.type);
    const since = before?.['status'] === condition.status ? before['lastTransitionTime'] : undefined;
    return { ...condition, lastTransitionTime: since ?? now };
  });
  const own = new Set(derived.map(({ type }) => type));
  const room = (shape.max ?? Number.POSITIVE_INFINITY) - merged.length;
  const others = byType([...existing].filter(([type]) => !own.has(type)).map(([, condition]) => condition));
  return byType([...merged, ...others.slice(0, room)]);
}

/** A v1beta2 condition of Cluster API: always with a reason and a message, which may be empty. */
export function condition(
  type: string,
  isTrue: boolean,
  reasons: readonly [whenTrue: string, whenFalse: string],
  message = '',
): DerivedCondition {
  return { type, status: isTrue ? 'True' : 'False', reason: isTrue ? reasons[0] : reasons[1], message };
}

/** A v1beta1 condition of Cluster API: only one that is not True says why, and how bad it is. */
export function deprecatedCondition(
  type: string,
  isTrue: boolean,
  whenFalse: { readonly severity: 'Error' | 'Warning' | 'Info'; readonly reason?: string; readonly message: string },
): DerivedCondition {
  return isTrue ? { type, status: 'True' } : { type, status: 'False', ...whenFalse };
}

function readCondition(shape: Shape, item: unknown): JsonObject | undefined {
  const found = asObject(accepted(shape, item));
  return isTime(found?.['lastTransitionTime']) ? found : undefined;
}

function byType(conditions: readonly JsonObject[]): JsonObject[] {
  const typeOf = (condition: JsonObject) => String(condition['type']);
  return conditions.toSorted((a, b) => (typeOf(a) < typeOf(b) ? -1 : 1));
}
