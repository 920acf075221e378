import { type JsonObject, machineApiMachineSetStatus } from '@capstan/api';
import { asObject, isObject } from '../mapping/json.ts';
import { withNodeRoles } from '../objects/selector.ts';
import type { StatusSource } from './source.ts';

/**
 * A label selector as text, as the scale subresource wants it: what apimachinery's LabelSelectorAsSelector(s).String()
 * gives. undefined for a selector that selects everything or cannot be written, since neither schema takes ''.
 */
export function selectorText(selector: unknown): string | undefined {
  const { matchLabels: labels, matchExpressions: expressions } = asObject(selector) ?? {};
  const requirements: { readonly key: string; readonly text: string }[] = [];
  for (const [key, value] of Object.entries(asObject(labels) ?? {})) {
    if (typeof value !== 'string') return undefined;
    requirements.push({ key, text: `${key}=${value}` });
  }
  for (const expression of Array.isArray(expressions) ? expressions : []) {
    const requirement = requirementText(expression);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
  }
  const sorted = requirements.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return sorted.map(({ text }) => text).join(',') || undefined;
}

function requirementText(expression: unknown): { readonly key: string; readonly text: string } | undefined {
  if (!isObject(expression)) return undefined;
  const { key, operator, values } = expression;
  if (typeof key !== 'string') return undefined;
  const list = Array.isArray(values) ? values.filter((value) => typeof value === 'string').sort() : [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      return list.length === 0
        ? undefined
        : { key, text: `${key} ${operator === 'In' ? 'in' : 'notin'} (${list.join(',')})` };
    case 'Exists':
      return { key, text: key };
    case 'DoesNotExist':
      return { key, text: `!${key}` };
    default:
      return undefined;
  }
}

/**
 * The selector of a set's status. It must select the machines of the side that it stands on, so it is written from the
 * target's own spec.selector; a target that is yet to be made has the source's, with its roles as Cluster API has them.
 */
export function readSelector(
  source: StatusSource,
  target: unknown,
  direction: 'toCapi' | 'toMapi',
): string | undefined {
  const own = asObject(asObject(asObject(target)?.['spec'])?.['selector']);
  const found = asObject(source.spec['selector']) ?? {};
  const selector =
    own ??
    (direction === 'toCapi'
      ? { ...found, matchLabels: withNodeRoles(strings(asObject(found['matchLabels']) ?? {})) }
      : found);
  const text = selectorText(selector);
  const { max } = machineApiMachineSetStatus.fields.labelSelector;
  if (text === undefined || text.length <= max) return text;
  const hint = 'Select by fewer labels; without this, the scale subresource of the mirror has no selector.';
  const problem = {
    code: 'InvalidValue',
    severity: 'warning',
    message: `is longer than ${max} characters as text and is left out`,
    hint,
  } as const;
  source.issues.add(problem, 'self', ['spec', 'selector']);
  return undefined;
}

/** The labels that are text; others are reported with the spec. */
function strings(labels: JsonObject): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
