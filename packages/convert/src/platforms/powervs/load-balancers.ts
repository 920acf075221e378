import type { JsonObject } from '@capstan/api';
import {
  balancersLeftOut,
  inOrder,
  type LoadBalancerReference,
  loadBalancersField,
  workersHaveNone,
} from '../../codecs/load-balancers.ts';
import { asObject, deepEqual, listAt, textAt } from '../../mapping/json.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { PowerVSFacts } from './facts.ts';

/**
 * The load balancers that CAPIBM registers control plane machines with: those of an IBMPowerVSCluster that says in which
 * region its VPC is, with the names that CAPIBM gives to nameless ones; otherwise none.
 */
export function balancersOf(infraCluster: JsonObject): readonly string[] {
  const spec = asObject(infraCluster['spec']);
  if (textAt(spec, 'vpc', 'region') === undefined) return [];
  const prefix = `${textAt(infraCluster, 'metadata', 'name') ?? ''}-loadbalancer`;
  const list = listAt(spec, 'loadBalancers');
  if (list.length === 0) return [prefix];
  return list.map((balancer, index) => textAt(balancer, 'name') ?? `${prefix}-${index}`).sort();
}

/**
 * Machine API registers a machine with the load balancers that it names. CAPIBM registers control plane machines with
 * those of the IBMPowerVSCluster. So a control plane machine's must be those, and no other machine may have any.
 */
export function loadBalancers(): Lens<LoadBalancerReference[], never, RowContext<PowerVSFacts>> {
  return {
    toCapi(found, scope) {
      const { object, platform } = scope.context;
      if (!object.controlPlane) {
        if (found !== undefined) scope.report({ ...workersHaveNone('IBMPowerVSCluster'), value: found });
        return undefined;
      }
      const expected = (platform.loadBalancers ?? []).map(toReference);
      if (deepEqual(inOrder(found ?? []), expected)) return undefined;
      scope.report({
        code: 'DifferentFromCluster',
        ...(found !== undefined && { value: found }),
        message:
          expected.length === 0
            ? `CAPIBM registers control plane machines only with the load balancers of an IBMPowerVSCluster that has vpc.region, and ${platform.clusterIsMissing ? 'none is part of the input' : 'this cluster has no such'}`
            : `must be the load balancers of the IBMPowerVSCluster, which are ${JSON.stringify(expected)}`,
        hint:
          expected.length === 0
            ? 'Add the IBMPowerVSCluster to the input if it has them, or keep control plane machines on Machine API.'
            : 'Make both the same.',
      });
      return undefined;
    },
    toMapi(_, scope) {
      const { object, platform } = scope.context;
      if (!object.controlPlane) return undefined;
      if (platform.loadBalancers === undefined) scope.report(balancersLeftOut('IBMPowerVSCluster'));
      const known = platform.loadBalancers ?? [];
      return known.length === 0 ? undefined : known.map(toReference);
    },
  };
}

/** What documentation says of them. */
export const loadBalancerFields: readonly FieldDoc[] = [
  loadBalancersField(
    'IBMPowerVSCluster',
    'CAPIBM registers control plane machines only, and only where the IBMPowerVSCluster has vpc.region.',
  ),
];

function toReference(name: string) {
  return { name, type: 'Application' };
}
