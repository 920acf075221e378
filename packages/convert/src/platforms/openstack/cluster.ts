import { openStackClusterSpec, openStackClusterStatus } from '@capstan/api';
import type { InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { textAt } from '../../mapping/json.ts';

/**
 * OpenStackCluster, from the credentials of a control plane machine. It names no network: CAPO would put ports onto it that
 * name only a subnet, and would delete the floating IPs of control plane machines with them. It has no tags, which CAPO would
 * put onto every machine.
 */
export const openStackCluster: InfraClusterRules = {
  shapes: { spec: openStackClusterSpec, status: openStackClusterStatus },
  fields: [
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.disableAPIServerFloatingIP', from: 'true: else CAPO gives control plane machines a floating IP' },
    { path: 'spec.disableExternalNetwork', from: 'true: CAPO needs no network outside for what is there already' },
    {
      path: 'spec.identityRef',
      from: "the control plane's `cloudsSecret.name` and `cloudName`, else openstack-cloud-credentials and openstack",
    },
    { path: 'status.initialization.provisioned', from: 'true: nobody else says so' },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  derive: ({ provider }) => ({
    spec: {
      disableAPIServerFloatingIP: true,
      disableExternalNetwork: true,
      identityRef: {
        type: 'Secret',
        name: textAt(provider?.value, 'cloudsSecret', 'name') ?? 'openstack-cloud-credentials',
        cloudName: textAt(provider?.value, 'cloudName') ?? 'openstack',
      },
    },
    status: { initialization: { provisioned: true } },
  }),
};
