import type { JsonObject } from '@capstan/api';
import { isExternallyManaged } from '../../cluster/externally-managed.ts';
import { otherIdentity } from '../../cluster/identity-ref.ts';
import type { Problem } from '../../mapping/issue.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { missingInStatus, otherThanInfrastructure, platformStatusOf } from '../../objects/infrastructure.ts';
import { type PlatformFacts, problemsOf } from '../../objects/platform.ts';

/** A load balancer that control plane machines are registered with. */
export interface LoadBalancer {
  readonly name: string;
  readonly type: 'classic' | 'network';
}

/** What the AWS rows must know of the cluster. */
export interface AWSFacts {
  readonly region: string | undefined;
  readonly ipFamily: 'IPv4' | 'DualStackIPv4Primary' | 'DualStackIPv6Primary';
  /** The AWSCluster's load balancers; undefined where no AWSCluster was given. */
  readonly loadBalancers: readonly LoadBalancer[] | undefined;
  /** Load balancers of the AWSCluster that a Machine API machine cannot name, in words. */
  readonly unsayableLoadBalancers: readonly string[];
}

/** Reads the facts; what contradicts Machine API's one region and one credential is a problem. */
export function awsFacts(infrastructure: JsonObject, infraCluster?: JsonObject): PlatformFacts<AWSFacts> {
  const aws = platformStatusOf(infrastructure, 'aws');
  const region = textAt(aws, 'region');
  const spec = asObject(infraCluster?.['spec']);
  return {
    facts: {
      region,
      ipFamily: ipFamilyOf(aws['ipFamily']),
      ...(spec === undefined ? { loadBalancers: undefined, unsayableLoadBalancers: [] } : balancersOf(spec)),
    },
    problems: [
      ...(region === undefined ? [missingInStatus('aws', 'region', 'region')] : []),
      ...(spec === undefined ? [] : problemsOf('infraCluster', clusterProblems(spec, region, infraCluster))),
    ],
  };
}

function ipFamilyOf(value: unknown): AWSFacts['ipFamily'] {
  return value === 'DualStackIPv4Primary' || value === 'DualStackIPv6Primary' ? value : 'IPv4';
}

function* clusterProblems(spec: JsonObject, region: string | undefined, infraCluster?: JsonObject): Generator<Problem> {
  const found = typeof spec['region'] === 'string' ? spec['region'] : undefined;
  yield* otherThanInfrastructure({ kind: 'AWSCluster', at: ['spec', 'region'], noun: 'region' }, found, region);
  yield* otherIdentity(
    spec,
    { kind: 'AWSClusterControllerIdentity', name: 'default' },
    'Use the default controller identity, or keep these machines on Cluster API.',
  );
  if (!isExternallyManaged(infraCluster) && spec['sshKeyName'] !== '') {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['spec', 'sshKeyName'],
      value: spec['sshKeyName'],
      message:
        'on an AWSCluster that is not externally managed, machines without a key name get this key, or the one named default',
      hint: 'Set the annotation cluster.x-k8s.io/managed-by on the AWSCluster, or sshKeyName: "".',
    };
  }
}

function balancersOf(spec: JsonObject): Pick<AWSFacts, 'loadBalancers' | 'unsayableLoadBalancers'> {
  const loadBalancers: LoadBalancer[] = [];
  const unsayableLoadBalancers: string[] = [];
  for (const field of ['controlPlaneLoadBalancer', 'secondaryControlPlaneLoadBalancer']) {
    const balancer = asObject(spec[field]);
    const { name, loadBalancerType } = balancer ?? {};
    // CAPA's default is classic.
    const given = typeof loadBalancerType === 'string' && loadBalancerType !== '' ? loadBalancerType : 'classic';
    if (balancer === undefined || given === 'disabled') continue;
    const type = typesInMachineApi.get(given);
    if (type === undefined) unsayableLoadBalancers.push(`${field} is of type ${given}`);
    else if (typeof name !== 'string' || name === '') unsayableLoadBalancers.push(`${field} has no name`);
    else loadBalancers.push({ name, type });
  }
  return { loadBalancers, unsayableLoadBalancers };
}

const typesInMachineApi: ReadonlyMap<string, LoadBalancer['type']> = new Map([
  ['classic', 'classic'],
  ['elb', 'classic'],
  ['nlb', 'network'],
]);

/** What CAPA must be told about names and addresses, by the IP family of the cluster. */
export function dualStackSettings({ ipFamily }: AWSFacts): {
  privateDnsName:
    | { enableResourceNameDnsAAAARecord: boolean; enableResourceNameDnsARecord: boolean; hostnameType: 'resource-name' }
    | undefined;
  assignPrimaryIPv6: 'enabled' | 'disabled' | undefined;
} {
  if (ipFamily === 'IPv4') return { privateDnsName: undefined, assignPrimaryIPv6: undefined };
  return {
    privateDnsName: {
      enableResourceNameDnsAAAARecord: true,
      enableResourceNameDnsARecord: true,
      hostnameType: 'resource-name',
    },
    assignPrimaryIPv6: ipFamily === 'DualStackIPv6Primary' ? 'enabled' : 'disabled',
  };
}
