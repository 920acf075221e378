import { compact } from '../../mapping/json.ts';

/** What to say of a field that Machine API ignores. */
export function ignoredField(value: string | boolean) {
  return {
    code: 'DroppedWithoutEffect',
    severity: 'warning',
    value,
    message: 'has no effect: Machine API ignores it',
    hint: 'Remove it.',
  } as const;
}

/** The list, or undefined for an empty one: what is left out says the same. */
export function nonEmpty<T>(list: readonly T[]): T[] | undefined {
  return list.length === 0 ? undefined : [...list];
}

/** The object without what it does not say. */
export function made<T extends object>(object: T): T {
  return compact(object) ?? ({} as T);
}
