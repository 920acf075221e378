import { azureClusterSpec, azureClusterStatus, type JsonObject } from '@capstan/api';
import type { ClusterProblemAt, ClusterSources, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { providerOf } from '../../cluster/provider-source.ts';
import { asObject, compact, textAt } from '../../mapping/json.ts';
import { isControlPlane } from '../../objects/control-plane.ts';
import { platformStatusOf, userTagsIn } from '../../objects/infrastructure.ts';
import { parseArmId } from './arm-id.ts';
import { regionOf } from './region.ts';

/** AzureCluster, from the Infrastructure object and the provider specs of machines. */
export const azureCluster: InfraClusterRules = {
  shapes: { spec: azureClusterSpec, status: azureClusterStatus },
  fields: [
    {
      path: 'spec.location',
      from: "the region where one was given, else a control plane machine's `location`, else a worker's",
    },
    { path: 'spec.resourceGroup', from: 'Infrastructure `status.platformStatus.azure.resourceGroupName`' },
    { path: 'spec.subscriptionID', from: "a Machine's `spec.providerID`, else its `status.providerStatus.vmId`" },
    { path: 'spec.azureEnvironment', from: 'Infrastructure `status.platformStatus.azure.cloudName`' },
    { path: 'spec.additionalTags', from: 'Infrastructure `status.platformStatus.azure.resourceTags`' },
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.identityRef', from: "AzureClusterIdentity of the cluster's name" },
    {
      path: 'spec.networkSpec.vnet',
      from: "`vnet` and `networkResourceGroup`, which is the cluster's group where it is empty",
    },
    { path: 'spec.networkSpec.nodeOutboundLB', from: "a worker's `publicLoadBalancer`; none where workers have none" },
    {
      path: 'spec.networkSpec.apiServerLB',
      from: "the control plane's `internalLoadBalancer`, else its `publicLoadBalancer`",
    },
    {
      path: 'spec.networkSpec.controlPlaneOutboundLB',
      from: "the control plane's `publicLoadBalancer` beside an internal one",
    },
    {
      path: 'spec.networkSpec.subnets',
      from: 'not written: machines name theirs, and to a subnet that is listed without its id CAPZ adds a NAT gateway',
    },
    { path: 'status.failureDomains', from: '1, 2 and 3 where any machine names a zone' },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  derive(sources) {
    const { infrastructure, provider, cluster } = sources;
    const azure = platformStatusOf(infrastructure, 'azure');
    const spec = provider?.value;
    const resourceGroup = textAt(azure, 'resourceGroupName') ?? textAt(spec, 'resourceGroup');
    const network = networkOf(sources, resourceGroup);
    const tags = userTagsIn(azure['resourceTags']);
    const { infrastructureName: name, clusterApiNamespace: namespace } = cluster;
    const location = regionOf(azure) ?? textAt(spec, 'location');
    const hasZones = providers(sources).some((found) => textAt(found, 'zone') !== undefined);
    return {
      spec: defined({
        location,
        resourceGroup,
        subscriptionID: subscriptionOf(sources),
        azureEnvironment: textAt(azure, 'cloudName') ?? 'AzurePublicCloud',
        additionalTags: Object.keys(tags).length > 0 ? tags : undefined,
        identityRef: { kind: 'AzureClusterIdentity', name, namespace },
        networkSpec: network,
      }),
      ...(hasZones && { status: { failureDomains: { '1': anyMachine, '2': anyMachine, '3': anyMachine } } }),
      problems: problemsOf(sources, resourceGroup, location),
    };
  },
};

const anyMachine = { controlPlane: true };

function networkOf(sources: ClusterSources, resourceGroup: string | undefined): JsonObject | undefined {
  const { provider } = sources;
  const spec = provider?.value;
  const vnet = textAt(spec, 'vnet');
  const outer = textAt(spec, 'publicLoadBalancer');
  const inner = textAt(spec, 'internalLoadBalancer');
  const workers = workersOf(sources);
  const [worker] = workers.flatMap((found) => textAt(found, 'publicLoadBalancer') ?? []);
  // In OpenShift workers and control plane machines share the public load balancer.
  const node = workers.length > 0 ? worker : outer;
  const isControlPlane = provider?.isControlPlane === true;
  const apiServer = inner === undefined ? outer : inner;
  return compact<JsonObject>(
    defined({
      vnet:
        vnet === undefined
          ? undefined
          : defined({ name: vnet, resourceGroup: textAt(spec, 'networkResourceGroup') ?? resourceGroup }),
      nodeOutboundLB: balancer(node),
      ...(isControlPlane && {
        apiServerLB: balancer(apiServer, inner === undefined ? 'Public' : 'Internal'),
        controlPlaneOutboundLB: inner === undefined ? undefined : balancer(outer),
      }),
    }),
  );
}

/** Machine API joins machines to every pool of a load balancer, CAPZ to one: OpenShift's is named like the balancer. */
function balancer(name: string | undefined, type?: 'Public' | 'Internal'): JsonObject | undefined {
  if (name === undefined) return undefined;
  return { name, backendPool: { name }, ...(type !== undefined && { type }) };
}

function problemsOf(
  sources: ClusterSources,
  resourceGroup: string | undefined,
  location: string | undefined,
): ClusterProblemAt[] {
  const { provider } = sources;
  const problem = (field: string | undefined, given: Omit<ClusterProblemAt['problem'], 'at'>): ClusterProblemAt => ({
    object: 'provider',
    problem: { at: field === undefined ? [] : [field], ...given },
  });
  const missing = (field: string, what: string) =>
    problem(field, {
      code: 'Required',
      message: `${what} is not named, so the AzureCluster cannot be made`,
      hint: `Set ${field}.`,
    });
  if (provider === undefined) {
    const message = 'no machine is part of the input, so its location and network are not known';
    const hint = 'Add the ControlPlaneMachineSet, or a Machine or MachineSet of the cluster, to the input.';
    return [problem(undefined, { code: 'MissingObject', message, hint })];
  }
  const found: ClusterProblemAt[] = [];
  if (location === undefined) found.push(missing('location', 'the location'));
  if (textAt(provider.value, 'vnet') === undefined) found.push(missing('vnet', 'the virtual network'));
  if (resourceGroup === undefined) found.push(missing('resourceGroup', 'the resource group'));
  if (!provider.isControlPlane) {
    const message =
      'no control plane machine is part of the input, so the AzureCluster does not name the load balancers of the API server; CAPZ would make up names for them';
    const hint = 'Add the ControlPlaneMachineSet or a control plane Machine to the input.';
    found.push(problem(undefined, { code: 'NotChecked', severity: 'warning', message, hint }));
  }
  if (subscriptionOf(sources) === undefined) {
    const message =
      'no Machine with a provider id is part of the input, so the subscription is not known; CAPZ takes that of its own credentials';
    const hint =
      'Add any Machine of the cluster with its spec.providerID to the input, or set subscriptionID of the AzureCluster.';
    found.push(problem(undefined, { code: 'NotChecked', severity: 'warning', message, hint }));
  }
  const pooled = (['publicLoadBalancer', 'internalLoadBalancer'] as const).filter((field) =>
    textAt(provider.value, field),
  );
  for (const field of pooled) {
    const message =
      'Machine API joins machines to every pool of this load balancer, CAPZ to one; it is taken to have the same name';
    const hint =
      'Compare with az network lb address-pool list, and correct backendPool.name of the AzureCluster if it differs.';
    found.push(
      problem(field, { code: 'NotChecked', severity: 'warning', value: provider.value[field], message, hint }),
    );
  }
  return found;
}

function workersOf({ machines }: ClusterSources): JsonObject[] {
  return machines
    .filter((machine) => !isControlPlane(machine))
    .map(providerOf)
    .filter((found) => found !== undefined);
}

function providers({ machines, provider }: ClusterSources): JsonObject[] {
  return [...machines.map(providerOf), provider?.value].filter((found) => found !== undefined);
}

/** The subscription that machines are in: that of the first Machine, by name, with the id of its virtual machine. */
function subscriptionOf({ machines }: ClusterSources): string | undefined {
  const ids = machines.flatMap(
    (machine) => textAt(machine, 'spec', 'providerID') ?? textAt(machine, 'status', 'providerStatus', 'vmId') ?? [],
  );
  return ids.map((id) => parseArmId(id)?.subscription).find((id) => id !== undefined);
}

function defined(object: { readonly [field: string]: unknown }): JsonObject {
  return asObject(compact(object)) ?? {};
}
