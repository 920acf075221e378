import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { platformStatusOf, userTagsIn } from '../../objects/infrastructure.ts';
import type { KnownCluster, PlatformFacts } from '../../objects/platform.ts';
import { azureProblems } from './facts-problems.ts';

/** The load balancers that CAPZ registers machines with; undefined: none. */
export interface LoadBalancers {
  readonly node: string | undefined;
  readonly controlPlanePublic: string | undefined;
  readonly controlPlaneInternal: string | undefined;
}

/** What the Azure rows must know of the cluster. */
export interface AzureFacts {
  /** Machine API leaves it out of resource ids, Cluster API wants it in them. */
  readonly subscriptionID: string | undefined;
  readonly location: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly vnet: string | undefined;
  readonly networkResourceGroup: string | undefined;
  /** Undefined where there is no AzureCluster and no machine to derive one from. */
  readonly loadBalancers: LoadBalancers | undefined;
  /** Subnets that the AzureCluster lists with a NAT gateway: CAPZ joins machines there to no load balancer. */
  readonly natSubnets: readonly string[];
  /** Tags of the Infrastructure object, which Machine API puts on every machine. */
  readonly resourceTags: { readonly [name: string]: string };
}

/** Reads the facts: the AzureCluster as it is, else as it would be made; the Infrastructure object for the rest. */
export function azureFacts({ infrastructure, infraCluster, derived }: KnownCluster): PlatformFacts<AzureFacts> {
  const azure = platformStatusOf(infrastructure, 'azure');
  const given = asObject(infraCluster?.['spec']);
  const made = asObject(derived?.['spec']);
  const spec = given ?? made;
  const text = (...path: string[]) => textAt(given, ...path) ?? textAt(made, ...path);
  const resourceGroup = textAt(azure, 'resourceGroupName') ?? text('resourceGroup');
  return {
    facts: {
      subscriptionID: text('subscriptionID'),
      location: text('location'),
      resourceGroup,
      vnet: text('networkSpec', 'vnet', 'name'),
      // CAPZ's webhook takes the cluster's group where the network has none.
      networkResourceGroup:
        spec === undefined ? undefined : (text('networkSpec', 'vnet', 'resourceGroup') ?? resourceGroup),
      loadBalancers: spec === undefined ? undefined : balancersOf(spec, textAt(infraCluster, 'metadata', 'name')),
      natSubnets: natSubnetsOf(spec),
      resourceTags: userTagsIn(azure['resourceTags']),
    },
    problems: azureProblems({ infrastructure, infraCluster, derived }),
  };
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

function natSubnetsOf(spec: JsonObject | undefined): string[] {
  return listAt(spec, 'networkSpec', 'subnets').flatMap((subnet) => {
    const name = textAt(subnet, 'name');
    return name !== undefined && textAt(subnet, 'natGateway', 'name') !== undefined ? [name] : [];
  });
}
