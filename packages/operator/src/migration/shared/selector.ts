import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** True where a label selector, as in the spec of a set, selects an object. Kubernetes' rules: an unknown operator selects nothing. */
export function selects(selector: unknown, { metadata: { labels = {} } }: KubeObject): boolean {
  const { matchLabels, matchExpressions } = asObject(selector) ?? {};
  const expressions: readonly unknown[] = Array.isArray(matchExpressions) ? matchExpressions : [];
  return (
    Object.entries(asObject(matchLabels) ?? {}).every(([key, value]) => labels[key] === value) &&
    expressions.every((expression) => meets(asObject(expression) ?? {}, labels))
  );
}

function meets(
  { key, operator, values }: { readonly [field: string]: unknown },
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = labels[String(key)];
  const listed = Array.isArray(values) && values.includes(value);
  switch (operator) {
    case 'In':
      return value !== undefined && listed;
    case 'NotIn':
      return value === undefined || !listed;
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}
