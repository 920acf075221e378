import type { Scope } from '../../mapping/issue.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

type Context = RowContext<GCPFacts>;

/** The middle of an instance group's name in Machine API: `<infrastructure name>-master-<zone>`. */
export const instanceGroupTag = 'master';

/**
 * How load balancers find a machine. Machine API puts control plane machines into instance groups of a fixed name, and
 * any machine into the target pools that it names. CAPG has instance groups only, whose name the GCPCluster has a part in.
 */
export function targetPools(): Lens<string[], never, Context> {
  return {
    toCapi(found, scope) {
      if (found !== undefined) {
        scope.report({
          code: 'NotSupported',
          value: found,
          message: 'Cluster API has no target pools',
          hint: scope.context.object.controlPlane
            ? 'Remove targetPools; the API server is found through instance groups.'
            : 'Remove targetPools and let the ingress of the cluster reach these machines, or keep them on Machine API.',
        });
      }
      checkGroup(scope);
      return undefined;
    },
    toMapi(_, scope) {
      checkGroup(scope);
      return undefined;
    },
  };
}

function checkGroup(scope: Scope<Context>): void {
  const { object, platform, cluster } = scope.context;
  const tag = platform.instanceGroupTag;
  if (!object.controlPlane || tag === undefined || tag === instanceGroupTag) return;
  scope.report({
    code: 'DifferentFromCluster',
    message: `the GCPCluster puts control plane machines into the instance groups ${cluster.infrastructureName}-${tag}-ZONE, Machine API into ${cluster.infrastructureName}-${instanceGroupTag}-ZONE`,
    hint: `Set loadBalancer.apiServerInstanceGroupTagOverride: ${instanceGroupTag} on the GCPCluster.`,
  });
}

/** What documentation says of them. */
export const targetPoolFields: readonly FieldDoc[] = [
  {
    mapi: 'targetPools',
    outcome: 'refused',
    rule: 'refused',
    doc: 'Cluster API has no target pools. The instance groups of control plane machines must have the same name in both APIs.',
    hint: 'Remove targetPools.',
    whole: true,
  },
];
