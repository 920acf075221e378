import { asObject, listAt } from '@capstan/convert';

type Labels = Readonly<Record<string, string>>;

/** Whether a selector as objects have it selects labels. An empty one selects all, and so does none of its parts that nobody knows. */
export function selects(selector: unknown, labels: Labels = {}): boolean {
  const given = asObject(selector) ?? {};
  const equal = Object.entries(asObject(given['matchLabels']) ?? {}).every(([key, value]) => labels[key] === value);
  return equal && listAt(given, 'matchExpressions').every((each) => holds(each, labels));
}

function holds(expression: unknown, labels: Labels): boolean {
  const { key, operator } = asObject(expression) ?? {};
  if (typeof key !== 'string') return true;
  const value = labels[key];
  const values = listAt(asObject(expression), 'values');
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return true;
  }
}
