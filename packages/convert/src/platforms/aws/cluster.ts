import { awsClusterSpec, awsClusterStatus, type JsonObject } from '@capstan/api';
import type { ClusterProblemAt, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { listAt, textAt } from '../../mapping/json.ts';
import { missingInStatus, platformStatusOf } from '../../objects/infrastructure.ts';

/** AWSCluster, from the Infrastructure object and the load balancers of a control plane machine. */
export const awsCluster: InfraClusterRules = {
  shapes: { spec: awsClusterSpec, status: awsClusterStatus },
  fields: [
    { path: 'spec.region', from: 'Infrastructure `status.platformStatus.aws.region`' },
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.identityRef', from: 'AWSClusterControllerIdentity default: the credentials of the CAPA manager' },
    {
      path: 'spec.controlPlaneLoadBalancer',
      from: "the control plane's `loadBalancers`: the one whose name ends in -int, else the first",
    },
    { path: 'spec.secondaryControlPlaneLoadBalancer', from: "the other of the control plane's `loadBalancers`" },
    { path: 'spec.network.vpc.ipv6', from: 'there on a dual-stack cluster' },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  otherKinds: ['AWSClusterControllerIdentity'],

  derive({ infrastructure, provider }) {
    const aws = platformStatusOf(infrastructure, 'aws');
    const region = textAt(aws, 'region');
    const isDualStack = textAt(aws, 'ipFamily')?.startsWith('DualStack') === true;
    const { balancers, problems } = balancersOf(provider?.isControlPlane === true ? provider.value : undefined);
    const [primary, secondary] = balancers;
    return {
      spec: {
        ...(region !== undefined && { region }),
        identityRef: { kind: 'AWSClusterControllerIdentity', name: 'default' },
        ...(primary !== undefined && { controlPlaneLoadBalancer: primary }),
        ...(secondary !== undefined && { secondaryControlPlaneLoadBalancer: secondary }),
        ...(isDualStack && { network: { vpc: { ipv6: {} } } }),
      },
      // As CAPA makes it itself, so applying it changes nothing.
      others: [
        {
          apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
          kind: 'AWSClusterControllerIdentity',
          metadata: { name: 'default' },
          spec: { allowedNamespaces: {} },
        },
      ],
      problems: [...(region === undefined ? [missingInStatus('aws', 'region', 'region')] : []), ...problems],
    };
  },
};

function balancersOf(provider: JsonObject | undefined): {
  balancers: JsonObject[];
  problems: ClusterProblemAt[];
} {
  const problem = (given: Omit<ClusterProblemAt['problem'], 'at'>): ClusterProblemAt => ({
    object: 'provider',
    problem: { at: ['loadBalancers'], ...given },
  });
  if (provider === undefined) {
    const missing = problem({
      code: 'NotChecked',
      severity: 'warning',
      message: 'no control plane machine is part of the input, so the AWSCluster names no load balancers',
      hint: 'Add the ControlPlaneMachineSet or a control plane Machine to the input.',
    });
    return { balancers: [], problems: [missing] };
  }
  const found = listAt(provider, 'loadBalancers').flatMap((balancer) => {
    const name = textAt(balancer, 'name');
    const type = textAt(balancer, 'type') === 'network' ? 'nlb' : 'classic';
    return name === undefined ? [] : [{ name, type, isInternal: name.endsWith('-int') }];
  });
  const balancers = found
    .toSorted((a, b) => Number(b.isInternal) - Number(a.isInternal))
    .map(({ name, type, isInternal }) => ({
      name,
      loadBalancerType: type,
      scheme: isInternal ? 'internal' : 'internet-facing',
    }));
  const tooMany = problem({
    code: 'NotSupported',
    value: balancers.map(({ name }) => name),
    message: 'an AWSCluster names two load balancers at most',
    hint: 'Register the control plane machines with two load balancers.',
  });
  return { balancers, problems: balancers.length > 2 ? [tooMany] : [] };
}
