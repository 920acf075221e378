import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { platformStatusOf, userTagsIn } from '../../objects/infrastructure.ts';
import type { KnownCluster, PlatformFacts } from '../../objects/platform.ts';
import { azureProblems } from './facts-problems.ts';
import { regionOf } from './region.ts';
import { clusterTag } from './tags.ts';

/** The load balancers that CAPZ registers machines with; undefined: none. */
export interface LoadBalancers {
  readonly node: string | undefined;
  readonly controlPlanePublic: string | undefined;
  readonly controlPlaneInternal: string | undefined;
}

/** Values that all machines of a cluster share. */
export interface ExpectedValues {
  readonly location: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly vnet: string | undefined;
  readonly networkResourceGroup: string | undefined;
}

/** What the Azure rows must know of the cluster. */
export interface AzureFacts {
  /** Machine API leaves it out of resource ids, Cluster API wants it in them. */
  readonly subscriptionID: string | undefined;
  /** The resource group that ids mean: also a machine's own, where nothing else says it. */
  readonly resourceGroup: string | undefined;
  /** What machines are compared with; undefined where it is known of no other object than the machines themselves. */
  readonly expected: ExpectedValues;
  /** Those of them that no machine says: what was carried must agree with these. */
  readonly certain: ExpectedValues;
  /** The region as it was given in place of an Infrastructure object. */
  readonly region: string | undefined;
  /** Who says what is expected, beside the Infrastructure object. */
  readonly saidBy: 'AzureCluster' | 'control plane';
  /** Undefined where they are not known of another object. */
  readonly loadBalancers: LoadBalancers | undefined;
  /** Subnets that the AzureCluster lists with a NAT gateway: CAPZ joins machines there to no load balancer. */
  readonly natSubnets: readonly string[];
  /** The network security groups of the subnets that the AzureCluster lists. */
  readonly securityGroups: readonly { readonly subnet: string; readonly name: string }[];
  /** The AzureCluster in the input has the tag by which Machine API marks what belongs to the cluster. */
  readonly hasClusterTag: boolean;
  /** Tags of the Infrastructure object, which Machine API puts on every machine. */
  readonly resourceTags: { readonly [name: string]: string };
}

/** Reads the facts: the AzureCluster as it is, else as it would be made; the Infrastructure object for the rest. */
export function azureFacts(known: KnownCluster): PlatformFacts<AzureFacts> {
  const { infrastructure, infraCluster, derived, isComparable = false } = known;
  const azure = platformStatusOf(infrastructure, 'azure');
  const given = asObject(infraCluster?.['spec']);
  const made = asObject(derived?.['spec']);
  const judge = given ?? (isComparable ? made : undefined);
  const region = regionOf(azure);
  const name = textAt(infrastructure, 'status', 'infrastructureName') ?? '';
  const valuesBy = (spec: JsonObject | undefined): ExpectedValues => {
    const resourceGroup = textAt(azure, 'resourceGroupName') ?? textAt(spec, 'resourceGroup');
    const network = networkGroupOf(azure, given, spec) ?? (spec && resourceGroup);
    const vnet = textAt(spec, 'networkSpec', 'vnet', 'name');
    return { location: region ?? textAt(spec, 'location'), resourceGroup, vnet, networkResourceGroup: network };
  };
  const expected = valuesBy(judge);
  return {
    facts: {
      subscriptionID: textAt(given, 'subscriptionID') ?? textAt(made, 'subscriptionID'),
      resourceGroup: expected.resourceGroup ?? textAt(made, 'resourceGroup'),
      expected,
      certain: valuesBy(given),
      region,
      saidBy: given === undefined ? 'control plane' : 'AzureCluster',
      loadBalancers: judge && balancersOf(judge, textAt(infraCluster, 'metadata', 'name')),
      natSubnets: natSubnetsOf(given),
      securityGroups: securityGroupsOf(given),
      hasClusterTag: textAt(given, 'additionalTags', clusterTag(name)) === 'owned',
      resourceTags: userTagsIn(azure['resourceTags']),
    },
    problems: azureProblems(known),
  };
}

/** CAPZ's webhook takes the cluster's group where the AzureCluster has none for the network. */
function networkGroupOf(
  azure: JsonObject,
  given: JsonObject | undefined,
  spec: JsonObject | undefined,
): string | undefined {
  const said = textAt(spec, 'networkSpec', 'vnet', 'resourceGroup');
  return given === undefined ? (textAt(azure, 'networkResourceGroupName') ?? said) : said;
}

function balancersOf(spec: JsonObject, clusterName: string | undefined): LoadBalancers {
  const network = asObject(spec['networkSpec']);
  const named = (field: string) => textAt(network, field, 'name');
  const hasNode = asObject(network?.['nodeOutboundLB']) !== undefined;
  // CAPZ's webhook names it like the cluster.
  const node = hasNode ? (named('nodeOutboundLB') ?? clusterName) : undefined;
  const isInternal = textAt(network, 'apiServerLB', 'type') === 'Internal';
  const apiServer = named('apiServerLB');
  return isInternal
    ? { node, controlPlanePublic: named('controlPlaneOutboundLB'), controlPlaneInternal: apiServer }
    : { node, controlPlanePublic: apiServer, controlPlaneInternal: undefined };
}

function securityGroupsOf(spec: JsonObject | undefined): AzureFacts['securityGroups'] {
  return listAt(spec, 'networkSpec', 'subnets').flatMap((item) => {
    const [subnet, name] = [textAt(item, 'name'), textAt(item, 'securityGroup', 'name')];
    return subnet === undefined || name === undefined ? [] : [{ subnet, name }];
  });
}

function natSubnetsOf(spec: JsonObject | undefined): string[] {
  return listAt(spec, 'networkSpec', 'subnets').flatMap((subnet) => {
    const name = textAt(subnet, 'name');
    return name !== undefined && textAt(subnet, 'natGateway', 'name') !== undefined ? [name] : [];
  });
}
