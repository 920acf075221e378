import { metal3ClusterSpec, metal3ClusterStatus } from '@capstan/api';
import type { InfraClusterRules } from '../../cluster/infra-cluster.ts';

/** Metal3Cluster: the endpoint, and that there is no cloud provider, which CAPM3 would else wait for. */
export const bareMetalCluster: InfraClusterRules = {
  shapes: { spec: metal3ClusterSpec, status: metal3ClusterStatus },
  fields: [
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    {
      path: 'spec.cloudProviderEnabled',
      from: "false: bare metal has no cloud provider, and the webhook's default is true",
    },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],
  derive: () => ({ spec: { cloudProviderEnabled: false } }),
};
