import { compact, deepEqual } from '../../mapping/json.ts';
import { made } from './made.ts';
import { fromReference, type MapiFilter, type Reference, toReference } from './references.ts';
import type { MapiSecurityGroup, OpenStackScope } from './types.ts';

/** Machine API's security groups; `name` counts before the name in the filter. */
export function groupsToCapi(groups: readonly MapiSecurityGroup[] | undefined, scope: OpenStackScope): Reference[] {
  return (groups ?? []).flatMap(({ uuid, name, filter = {} }, index) => {
    const at = scope.at(index);
    if (name && filter.name && filter.name !== name && !uuid && !filter.id) {
      at.at('filter', 'name').report(unused(filter.name, `name counts, which is ${JSON.stringify(name)}`));
    }
    if (name && (uuid || filter.id)) at.at('name').report(unused(name, 'the security group is named by its id'));
    const named: MapiFilter = uuid || filter.id || !name ? filter : { ...filter, name };
    const reference = toReference('security group', { uuid, filter: named }, at);
    if (reference === undefined) {
      at.report({
        code: 'Required',
        message: 'no security group is named',
        hint: 'Name the security group by uuid, name or filter.',
      });
    }
    return reference ?? [];
  });
}

/** Cluster API's security groups, which were checked, as Machine API lists them. */
export function groupsToMapi(groups: readonly Reference[]): MapiSecurityGroup[] {
  return groups.map((group) => {
    const { uuid, filter } = fromReference(group);
    const { name, ...others } = filter ?? {};
    return made<MapiSecurityGroup>({ uuid, name, filter: compact(others) });
  });
}

/** True for the same groups in the same order. */
export function areSameGroups(a: readonly Reference[], b: readonly Reference[]): boolean {
  return deepEqual(a, b);
}

/** The groups by their ids; undefined where one is named by a filter. */
export function groupIds(groups: readonly Reference[]): string[] | undefined {
  const ids = groups.flatMap(({ id }) => (id ? [id] : []));
  return ids.length === groups.length ? ids : undefined;
}

function unused(value: string, why: string) {
  return {
    code: 'DroppedWithoutEffect',
    severity: 'warning',
    value,
    message: `has no effect: ${why}`,
    hint: 'Remove it.',
  } as const;
}
