import type { JsonObject } from '@capstan/api';
import { makeScope, type Problem } from '../../mapping/issue.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { platformSpecOf } from '../../objects/infrastructure.ts';
import { type ResourceId, readId, type SelectedId } from './resource-id.ts';

/** Where the machines of a failure domain run. */
export interface FailureDomain {
  readonly name: string;
  readonly cluster: SelectedId;
  readonly subnets: readonly SelectedId[];
}

/** The failure domains that can be used, and what is wrong with the others. */
export function failureDomainsOf(infrastructure: JsonObject): {
  readonly failureDomains: readonly FailureDomain[];
  readonly problems: readonly Problem[];
} {
  const list = listAt(platformSpecOf(infrastructure, 'nutanix'), 'failureDomains');
  const problems: Problem[] = [];
  const failureDomains = list.flatMap((item, index) => {
    const scope = makeScope({}, (problem, at) => problems.push({ ...problem, at }), [
      ...['spec', 'platformSpec', 'nutanix', 'failureDomains'],
      index,
    ]);
    const name = textAt(item, 'name');
    if (name === undefined) return [];
    const domain = asObject(item);
    const cluster = readId(machineId(domain?.['cluster']), 'Prism Element cluster', scope.at('cluster'), 'warn');
    const subnets = listAt(domain, 'subnets').map((subnet, place) =>
      readId(machineId(subnet), 'subnet', scope.at('subnets', place), 'warn'),
    );
    const known = subnets.filter((subnet) => subnet !== undefined);
    if (subnets.length === 0) {
      scope.at('subnets').report({
        code: 'Required',
        severity: 'warning',
        message: `the failure domain ${name} has no subnets, so it is left out: its machines would have no network`,
        hint: 'Add the subnets of the failure domain to the Infrastructure object.',
      });
    }
    if (cluster === undefined || subnets.length === 0 || known.length < subnets.length) return [];
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
