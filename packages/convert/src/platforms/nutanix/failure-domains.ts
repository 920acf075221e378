import type { JsonObject } from '@capstan/api';
import { makeScope, type Problem } from '../../mapping/issue.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { type ResourceId, readId, type SelectedId } from './resource-id.ts';

/** Where the machines of a failure domain run. */
export interface FailureDomain {
  readonly name: string;
  readonly cluster: SelectedId;
  readonly subnets: readonly SelectedId[];
}

/** The Nutanix part of the Infrastructure's spec; it is written by the installer. */
export function platformSpecOf(infrastructure: JsonObject): JsonObject {
  return asObject(asObject(asObject(infrastructure['spec'])?.['platformSpec'])?.['nutanix']) ?? {};
}

/** The failure domains that can be used, and what is wrong with the others. */
export function failureDomainsOf(infrastructure: JsonObject): {
  readonly failureDomains: readonly FailureDomain[];
  readonly problems: readonly Problem[];
} {
  const list: unknown = platformSpecOf(infrastructure)['failureDomains'];
  const problems: Problem[] = [];
  const failureDomains = (Array.isArray(list) ? list : []).flatMap((item: unknown, index) => {
    const scope = makeScope({}, (problem, at) => problems.push({ ...problem, at }), [
      ...['spec', 'platformSpec', 'nutanix', 'failureDomains'],
      index,
    ]);
    const name = textAt(item, 'name');
    if (name === undefined) return [];
    const domain = asObject(item);
    const cluster = readId(machineId(domain?.['cluster']), 'Prism Element cluster', scope.at('cluster'), 'warn');
    const given: unknown = domain?.['subnets'];
    const subnets = (Array.isArray(given) ? given : []).map((subnet: unknown, place) =>
      readId(machineId(subnet), 'subnet', scope.at('subnets', place), 'warn'),
    );
    const known = subnets.filter((subnet) => subnet !== undefined);
    if (cluster === undefined || known.length < subnets.length) return [];
    return [{ name, cluster, subnets: known }];
  });
  return { failureDomains, problems };
}

/** The Infrastructure object writes the types of references as UUID and Name, machines write uuid and name. */
function machineId(value: unknown): ResourceId {
  const type = textAt(value, 'type');
  return { type: types.get(type ?? '') ?? type, uuid: textAt(value, 'uuid'), name: textAt(value, 'name') };
}

const types: ReadonlyMap<string, string> = new Map([
  ['UUID', 'uuid'],
  ['Name', 'name'],
]);
