import type { Lens } from '../../mapping/lens.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { Context } from './types.ts';

/**
 * Floating IPs. Machine API gives a machine the one that it names, which Cluster API cannot. CAPO gives control plane
 * machines one of its own, or a load balancer, unless the OpenStackCluster says that it must not.
 */
export function floatingIP(): Lens<string, never, Context> {
  return {
    toCapi(found, scope) {
      const { object, platform } = scope.context;
      if (found) {
        scope.report({
          code: 'NotSupported',
          value: found,
          message: 'Cluster API takes floating IPs from pools, and cannot give a machine this one',
          hint: 'Remove the field and associate the floating IP yourself, or keep this machine on Machine API.',
        });
      } else if (object.controlPlane && platform.endpointTakeover !== undefined) {
        scope.report({
          code: 'NotSupported',
          message: `the OpenStackCluster does not keep CAPO from this machine, which would ${platform.endpointTakeover}`,
          hint: 'Set disableAPIServerFloatingIP: true on the OpenStackCluster, without apiServerLoadBalancer.',
        });
      }
      return undefined;
    },
    toMapi: () => undefined,
  };
}

/** What documentation says of them. */
export const floatingIPFields: readonly FieldDoc[] = [
  {
    mapi: 'floatingIP',
    outcome: 'refused',
    rule: 'refused',
    doc: 'Cluster API takes floating IPs from pools, and cannot give a machine a certain one. A control plane machine is refused where CAPO would give it an address for the API server.',
    hint: 'Remove the field and associate the floating IP yourself, or keep this machine on Machine API.',
  },
];
