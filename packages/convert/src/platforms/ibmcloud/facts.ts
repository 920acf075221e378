import type { JsonObject } from '@capstan/api';
import type { Problem } from '../../mapping/issue.ts';
import { textAt } from '../../mapping/json.ts';
import { missingInStatus, otherThanInfrastructure, platformStatusOf } from '../../objects/infrastructure.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';

/** A name that the machines of a cluster share. */
export interface ClusterName {
  /** What the cluster's own objects say: a machine must say it too, and gets it where it comes from Cluster API. */
  readonly known: string | undefined;
  /** What the control plane says, with which workers are compared as long as `known` is not there. */
  readonly controlPlane: string | undefined;
}

/** What the IBM Cloud rows must know of the cluster. */
export interface IBMCloudFacts {
  /** The IBMVPCCluster is not part of the input. */
  readonly clusterIsMissing: boolean;
  readonly region: string | undefined;
  /** Of the instances, images and security groups. */
  readonly resourceGroup: ClusterName;
  /** Of the VPC and its subnets. */
  readonly networkResourceGroup: ClusterName;
  readonly vpc: ClusterName;
}

/** Reads the facts; what contradicts the Infrastructure object, or hides a name that Machine API needs, is a problem. */
export function ibmCloudFacts({
  infrastructure,
  infraCluster,
  derived,
  isComparable,
}: KnownCluster): PlatformFacts<IBMCloudFacts> {
  const own = platformStatusOf(infrastructure, 'ibmcloud');
  const region = textAt(own, 'location');
  const named = textAt(own, 'resourceGroupName');
  const controlPlane = isComparable === true ? derived : undefined;
  const resourceGroup = { known: named ?? groupNameOf(infraCluster), controlPlane: groupNameOf(controlPlane) };
  return {
    facts: {
      clusterIsMissing: infraCluster === undefined,
      region,
      resourceGroup,
      networkResourceGroup: {
        known: networkGroupOf(infraCluster, resourceGroup.known),
        controlPlane: networkGroupOf(controlPlane, named ?? resourceGroup.controlPlane),
      },
      vpc: { known: vpcOf(infraCluster), controlPlane: vpcOf(controlPlane) },
    },
    problems: [
      ...(region === undefined ? [missingInStatus('ibmcloud', 'location', 'region')] : []),
      ...(infraCluster === undefined ? [] : problemsOf('infraCluster', clusterProblems(infraCluster, region, named))),
    ],
  };
}

/** Without a group of its own the network is in that of the cluster. */
function networkGroupOf(cluster: JsonObject | undefined, ofCluster: string | undefined): string | undefined {
  return cluster && (textAt(cluster, 'spec', 'network', 'resourceGroup', 'name') ?? ofCluster);
}

/** `spec.vpc` is what clusters had before `spec.network`. */
function vpcOf(cluster: JsonObject | undefined): string | undefined {
  return textAt(cluster, 'spec', 'network', 'vpc', 'name') ?? textAt(cluster, 'spec', 'vpc');
}

/** The name of the resource group; the field may hold an id instead, which names nothing. */
function groupNameOf(cluster: JsonObject | undefined): string | undefined {
  const written = textAt(cluster, 'spec', 'resourceGroup');
  return textAt(cluster, 'status', 'resourceGroup', 'name') ?? (isGroupId(written) ? undefined : written);
}

function isGroupId(text: string | undefined): boolean {
  return text !== undefined && /^[0-9a-f]{32}$/.test(text);
}

function* clusterProblems(
  cluster: JsonObject,
  region: string | undefined,
  group: string | undefined,
): Generator<Problem> {
  const found = textAt(cluster, 'spec', 'region');
  yield* otherThanInfrastructure({ kind: 'IBMVPCCluster', at: ['spec', 'region'], noun: 'region' }, found, region);
  yield* groupProblems(cluster, group);
  if (vpcOf(cluster) === undefined) yield vpcMissing;
  if (hasUnnamedNetworkGroup(cluster)) yield networkGroupMissing;
  const subnet = textAt(cluster, 'status', 'subnet', 'id');
  if (subnet !== undefined) {
    yield {
      code: 'NotSupported',
      at: ['status', 'subnet', 'id'],
      value: subnet,
      message:
        'CAPIBM puts every machine of the cluster into this subnet, without security groups, whatever the machine says',
      hint: 'Describe the network under spec.network of the IBMVPCCluster, and remove status.subnet.',
    };
  }
  const balancer = textAt(cluster, 'status', 'vpcEndpoint', 'loadBalancerIPID');
  if (balancer !== undefined) {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['status', 'vpcEndpoint', 'loadBalancerIPID'],
      value: balancer,
      message:
        'CAPIBM registers machines with the label cluster.x-k8s.io/control-plane with this load balancer; Machine API registers none and takes none out',
      hint: 'Register and take out control plane machines yourself while they are on Machine API.',
    };
  }
}

function* groupProblems(cluster: JsonObject, group: string | undefined): Generator<Problem> {
  const written = textAt(cluster, 'spec', 'resourceGroup');
  const place = { kind: 'IBMVPCCluster', at: ['spec', 'resourceGroup'], noun: 'resource group' };
  const others = otherThanInfrastructure(place, groupNameOf(cluster), group);
  yield* others;
  if (others.length > 0) return;
  if (!isGroupId(written) && textAt(cluster, 'status', 'resourceGroup', 'id') === undefined) {
    yield {
      code: 'NotChecked',
      severity: 'warning',
      at: ['spec', 'resourceGroup'],
      ...(written !== undefined && { value: written }),
      message: 'CAPIBM takes this for the id of the resource group, so it would make no instance with a name here',
      hint: 'Write the id that `ibmcloud resource group NAME --id` prints.',
    };
  }
}

const vpcMissing: Problem = {
  code: 'Required',
  at: ['spec', 'network', 'vpc', 'name'],
  message: 'the IBMVPCCluster does not name its VPC, which Machine API has on every machine',
  hint: 'Set spec.network.vpc.name.',
};

const networkGroupMissing: Problem = {
  code: 'Required',
  at: ['spec', 'network', 'resourceGroup', 'name'],
  message: 'the IBMVPCCluster does not name the resource group of its network, by which Machine API finds the VPC',
  hint: 'Set spec.network.resourceGroup.name.',
};

function hasUnnamedNetworkGroup(cluster: JsonObject): boolean {
  const id = textAt(cluster, 'spec', 'network', 'resourceGroup', 'id');
  return id !== undefined && textAt(cluster, 'spec', 'network', 'resourceGroup', 'name') === undefined;
}
