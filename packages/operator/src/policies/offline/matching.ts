import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '@capstan/convert';
import { selects } from '../../selects.ts';
import type { AdmissionRequest } from './request.ts';

/**
 * Whether `matchConstraints` of a policy, or `matchResources` of a binding, are about a request. Absent they are about all. A version
 * other than the rule's counts as the same object, as by `matchPolicy: Equivalent`; it is not converted here.
 */
export function isAbout(match: JsonObject | undefined, request: AdmissionRequest): boolean {
  if (match === undefined) return true;
  const namespaces = { 'kubernetes.io/metadata.name': request.namespace };
  // What has no namespace is not asked for one.
  if (request.namespace !== '' && !selects(asObject(match['namespaceSelector']), namespaces)) return false;
  const selector = asObject(match['objectSelector']);
  const both = [request.object, request.oldObject].filter((each) => each !== undefined);
  if (!both.some((each) => selects(selector, labelsOf(each)))) return false;
  const isExact = match['matchPolicy'] === 'Exact';
  if (listAt(match, 'excludeResourceRules').some((rule) => isOfRule(rule, request, isExact))) return false;
  const rules = match['resourceRules'];
  // A binding without rules is about all that its policy is about.
  return rules === undefined || (Array.isArray(rules) && rules.some((rule) => isOfRule(rule, request, isExact)));
}

/** An object's labels. */
export function labelsOf(object: unknown): Readonly<Record<string, string>> {
  const labels = asObject(asObject(asObject(object)?.['metadata'])?.['labels']) ?? {};
  return Object.fromEntries(
    Object.entries(labels).filter((each): each is [string, string] => typeof each[1] === 'string'),
  );
}

function isOfRule(rule: unknown, request: AdmissionRequest, isExact: boolean): boolean {
  const has = (field: string, value: string) => {
    const list = listAt(rule, field);
    return list.includes('*') || list.includes(value);
  };
  const { group, version, resource, subresource, name } = request;
  const scope = textAt(rule, 'scope') ?? '*';
  const names = listAt(rule, 'resourceNames');
  const resources = listAt(rule, 'resources');
  const isResource =
    subresource === ''
      ? resources.includes('*') || resources.includes('*/*') || resources.includes(resource)
      : [`${resource}/${subresource}`, `${resource}/*`, `*/${subresource}`, '*/*'].some((each) =>
          resources.includes(each),
        );
  return (
    has('apiGroups', group) &&
    (!isExact || has('apiVersions', version)) &&
    has('operations', request.operation) &&
    isResource &&
    (names.length === 0 || names.includes(name)) &&
    (scope === '*' || (scope === 'Namespaced') === (request.namespace !== ''))
  );
}
