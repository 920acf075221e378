import type { Problem } from '../../mapping/issue.ts';
import { deepEqual } from '../../mapping/json.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AWSFacts } from './facts.ts';

interface LoadBalancerReference {
  name?: string | undefined;
  type?: string | undefined;
}

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
        scope.report({
          code: 'NotSupported',
          value: found,
          message: 'Cluster API registers only control plane machines with load balancers, those of the AWSCluster',
          hint: 'Remove loadBalancers and let the ingress of the cluster reach these machines, or keep them on Machine API.',
        });
      } else if (platform.loadBalancers === undefined) {
        if (found !== undefined) scope.report({ ...notChecked, value: found });
      } else if (!deepEqual(sorted(found ?? []), sorted([...platform.loadBalancers]))) {
        scope.report({
          code: 'DifferentFromCluster',
          value: found,
          message: `must be the AWSCluster's load balancers, which are ${JSON.stringify(sorted([...platform.loadBalancers]))}`,
          hint: 'Make both the same.',
        });
      }
      return undefined;
    },
    toMapi(_, scope) {
      const { object, platform } = scope.context;
      if (!object.controlPlane) return undefined;
      if (platform.loadBalancers === undefined) scope.report(leftOut);
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
export const loadBalancerFields: readonly FieldDoc[] = [
  {
    mapi: 'loadBalancers',
    outcome: 'compared',
    rule: "must equal the AWSCluster's on control plane machines; refused on others",
    doc: 'Belong to the AWSCluster.',
    hint: 'Make both the same; on other machines remove them.',
    whole: true,
  },
];

const notChecked: Problem = {
  code: 'NotChecked',
  severity: 'warning',
  message: 'must be the load balancers of the AWSCluster, which is not part of the input',
  hint: 'Add the AWSCluster to the input.',
};

const leftOut: Problem = {
  code: 'NotChecked',
  severity: 'warning',
  message:
    'the load balancers of a control plane machine are those of the AWSCluster, which is not part of the input; they are left out',
  hint: 'Add the AWSCluster to the input.',
};

function sorted(list: readonly LoadBalancerReference[]): LoadBalancerReference[] {
  return [...list]
    .map(({ name, type }) => ({ name, type }))
    .sort((a, b) => (`${a.name} ${a.type}` < `${b.name} ${b.type}` ? -1 : 1));
}
