import type { Problem } from '../mapping/issue.ts';
import type { FieldDoc } from '../mapping/row.ts';

/** A load balancer as Machine API names it, on every machine that is registered with it. */
export interface LoadBalancerReference {
  name?: string | undefined;
  type?: string | undefined;
}

/** Their order means nothing. */
export function inOrder(list: readonly LoadBalancerReference[]): LoadBalancerReference[] {
  return list
    .map(({ name, type }) => ({ name, type }))
    .sort((a, b) => (`${a.name} ${a.type}` < `${b.name} ${b.type}` ? -1 : 1));
}

/** Those of a machine that is none of the control plane, which no infra cluster can register. */
export function workersHaveNone(clusterKind: string): Problem {
  return {
    code: 'NotSupported',
    message: `Cluster API registers only control plane machines with load balancers, those of the ${clusterKind}`,
    hint: 'Remove loadBalancers and let the ingress of the cluster reach these machines, or keep them on Machine API.',
  };
}

/** A control plane machine on its way back without the infra cluster, which alone knows them. */
export function balancersLeftOut(clusterKind: string): Problem {
  return {
    code: 'NotChecked',
    severity: 'warning',
    message: `the load balancers of a control plane machine are those of the ${clusterKind}, which is not part of the input; they are left out`,
    hint: `Add the ${clusterKind} to the input.`,
  };
}

/** What documentation says of them. */
export function loadBalancersField(clusterKind: string, doc: string): FieldDoc {
  return {
    mapi: 'loadBalancers',
    outcome: 'compared',
    rule: `must equal the ${clusterKind}'s on control plane machines; refused on others`,
    doc,
    hint: 'Make both the same; on other machines remove them.',
    whole: true,
  };
}
