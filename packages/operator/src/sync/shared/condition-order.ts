import { asObject } from '@capstan/convert';

type Fields = { readonly [field: string]: unknown };

/**
 * A status whose lists of conditions are in the order in which they are there already, new ones last. The order says nothing, and
 * each controller has one of its own: without this they would undo each other's for ever.
 */
export function keepConditionOrder(existing: Fields, status: Fields): Fields {
  return Object.fromEntries(
    Object.entries(status).map(([field, value]) => {
      const there = existing[field];
      if (field === 'conditions' && Array.isArray(value) && Array.isArray(there))
        return [field, inOrderOf(there, value)];
      const [inner, outer] = [asObject(there), asObject(value)];
      return [field, inner === undefined || outer === undefined ? value : keepConditionOrder(inner, outer)];
    }),
  );
}

function inOrderOf(existing: readonly unknown[], conditions: readonly unknown[]): readonly unknown[] {
  const places = new Map(existing.map((condition, index) => [asObject(condition)?.['type'], index]));
  const placeOf = (condition: unknown) => places.get(asObject(condition)?.['type']) ?? existing.length;
  return conditions.toSorted((a, b) => placeOf(a) - placeOf(b));
}
