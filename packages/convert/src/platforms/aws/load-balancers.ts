import {
  balancersLeftOut,
  inOrder,
  type LoadBalancerReference,
  loadBalancersField,
  workersHaveNone,
} from '../../codecs/load-balancers.ts';
import type { Problem } from '../../mapping/issue.ts';
import { deepEqual } from '../../mapping/json.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AWSFacts } from './facts.ts';

/**
 * In Cluster API the AWSCluster lists the load balancers of its control plane machines. So a control plane machine's must
 * be those, and no other machine may have any.
 */
export function loadBalancers(): Lens<LoadBalancerReference[], never, RowContext<AWSFacts>> {
  return {
    toCapi(found, scope) {
      const { object, platform } = scope.context;
      if (!object.controlPlane) {
        if (found === undefined) return undefined;
        scope.report({ ...workersHaveNone('AWSCluster'), value: found });
      } else if (platform.loadBalancers === undefined) {
        if (found !== undefined) scope.report({ ...notChecked, value: found });
      } else if (!deepEqual(inOrder(found ?? []), inOrder(platform.loadBalancers))) {
        scope.report({
          code: 'DifferentFromCluster',
          value: found,
          message: `must be the AWSCluster's load balancers, which are ${JSON.stringify(inOrder(platform.loadBalancers))}`,
          hint: 'Make both the same.',
        });
      }
      return undefined;
    },
    toMapi(_, scope) {
      const { object, platform } = scope.context;
      if (!object.controlPlane) return undefined;
      if (platform.loadBalancers === undefined) scope.report(balancersLeftOut('AWSCluster'));
      for (const balancer of platform.unsayableLoadBalancers) {
        scope.report({
          code: 'NotSupported',
          message: `the AWSCluster's ${balancer}; Machine API names its load balancers, of type classic or network`,
          hint: 'Keep the control plane machines on Cluster API.',
        });
      }
      const known = platform.loadBalancers ?? [];
      return known.length === 0 ? undefined : known.map(({ name, type }) => ({ name, type }));
    },
  };
}

/** What documentation says of them. */
export const loadBalancerFields: readonly FieldDoc[] = [loadBalancersField('AWSCluster', 'Belong to the AWSCluster.')];

const notChecked: Problem = {
  code: 'NotChecked',
  severity: 'warning',
  message: 'must be the load balancers of the AWSCluster, which is not part of the input',
  hint: 'Add the AWSCluster to the input.',
};
