import type { Codec } from '../../mapping/make-row.ts';
import { listOf, nested } from '../../mapping/nested.ts';
import { rowsFor } from '../../mapping/rows.ts';

interface MapiPool {
  group?: string | undefined;
  resource?: string | undefined;
  name?: string | undefined;
}

interface CapiPool {
  apiGroup?: string | undefined;
  kind?: string | undefined;
  name?: string | undefined;
}

/** Plurals that the API of Machine API asks for, of the pools that IPAM providers have. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['ippools', 'IPPool'],
  ['inclusterippools', 'InClusterIPPool'],
  ['globalinclusterippools', 'GlobalInClusterIPPool'],
  ['infobloxippools', 'InfobloxIPPool'],
]);

/**
 * Pools that addresses are taken from. Machine API's controller writes `resource` into the claim as the kind of the pool, and so
 * the kind itself is what works there (`IPPool`, as OpenShift's documentation has it); its API asks for the plural. Both are read.
 */
export function addressPools<C>(): Codec<MapiPool[], CapiPool[], C> {
  const r = rowsFor<MapiPool, CapiPool, C>();
  return listOf(
    nested<MapiPool, CapiPool, C>('group, resource and name are apiGroup, kind and name', [
      r.via('group', 'apiGroup', poolGroup()),
      r.via('resource', 'kind', poolKind()),
      r.via('name', 'name', poolName()),
    ]),
  );
}

function poolGroup<C>(): Codec<string, string, C> {
  return {
    rule: 'the same value; no group is `ipam.cluster.x-k8s.io`',
    toCapi: (found) => found || 'ipam.cluster.x-k8s.io',
    toMapi(found, scope) {
      if (!found) {
        scope.report({
          code: 'Required',
          message: 'the API group of the pool must be named; without it no IPAM provider knows the pool',
          hint: 'Set apiGroup, for instance to ipam.cluster.x-k8s.io.',
        });
      }
      return found;
    },
  };
}

function poolKind<C>(): Codec<string, string, C> {
  const isKind = (text: string) => /^[A-Z][A-Za-z0-9]*$/.test(text);
  return {
    rule: 'the kind; a known plural, such as `ippools`, is its kind',
    toCapi(found, scope) {
      const kind = found === undefined || isKind(found) ? found : kinds.get(found);
      if (kind === undefined) {
        scope.report({
          code: found === undefined ? 'Required' : 'NotSupported',
          ...(found !== undefined && { value: found }),
          message: 'Cluster API names a pool by its kind, and the kind of this resource is not known',
          hint: 'Write the kind of the pool, for instance IPPool.',
        });
      }
      return kind;
    },
    toMapi(found, scope) {
      if (found === undefined || !isKind(found)) {
        scope.report({
          code: found === undefined ? 'Required' : 'InvalidValue',
          ...(found !== undefined && { value: found }),
          message: 'is no kind: these are written as in IPPool',
          hint: 'Write the kind of the pool, for instance IPPool.',
        });
      }
      return found;
    },
  };
}

function poolName<C>(): Codec<string, string, C> {
  const named: Codec<string, string, C>['toCapi'] = (found, scope) => {
    if (found === undefined)
      scope.report({ code: 'Required', message: 'a pool needs a name', hint: 'Name the pool, or remove it.' });
    return found;
  };
  return { rule: 'the same value', toCapi: named, toMapi: named };
}
