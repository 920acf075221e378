import { gcpClusterSpec, gcpClusterStatus, type JsonObject } from '@capstan/api';
import type { ClusterProblemAt, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { providerOf } from '../../cluster/provider-source.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { missingInStatus, platformStatusOf } from '../../objects/infrastructure.ts';
import { instanceGroupTag } from './instance-group.ts';
import { ownedLabel, resourceLabelsOf, resourceTagsOf } from './user-labels.ts';

/** GCPCluster, from the Infrastructure object and the network of a machine. */
export const gcpCluster: InfraClusterRules = {
  shapes: { spec: gcpClusterSpec, status: gcpClusterStatus },
  fields: [
    {
      path: 'spec.project',
      from: "Infrastructure `status.platformStatus.gcp.projectID`, else the machine's `projectID`",
    },
    { path: 'spec.region', from: "Infrastructure `status.platformStatus.gcp.region`, else the machine's `region`" },
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.network.name', from: "the machine's `networkInterfaces[0].network`" },
    {
      path: 'spec.network.hostProject',
      from: "the machine's `networkInterfaces[0].projectID`, where it is not the cluster's",
    },
    {
      path: 'spec.additionalLabels',
      from: 'Infrastructure `status.platformStatus.gcp.resourceLabels`, and the label that says whose it is',
    },
    { path: 'spec.resourceManagerTags', from: 'Infrastructure `status.platformStatus.gcp.resourceTags`' },
    { path: 'spec.failureDomains', from: 'the zones of all machines' },
    {
      path: 'spec.loadBalancer.apiServerInstanceGroupTagOverride',
      from: 'master: the instance groups that Machine API keeps control plane machines in',
    },
    { path: 'status.failureDomains', from: 'the same zones' },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  derive({ infrastructure, provider, machines, cluster }) {
    const gcp = platformStatusOf(infrastructure, 'gcp');
    const project = textAt(gcp, 'projectID') ?? textAt(provider?.value, 'projectID');
    const region = textAt(gcp, 'region') ?? textAt(provider?.value, 'region');
    const nic = interfaceOf(provider?.value);
    const [network, hostProject] = [textAt(nic, 'network'), textAt(nic, 'projectID')];
    const tags = resourceTagsOf(gcp).map(({ parentID = '', key = '', value = '' }) => ({ parentID, key, value }));
    const zones = zonesOf(machines);
    return {
      spec: {
        ...(project !== undefined && { project }),
        ...(region !== undefined && { region }),
        network: {
          ...(network !== undefined && { name: network }),
          ...(hostProject !== undefined && hostProject !== project && { hostProject }),
        },
        additionalLabels: { ...resourceLabelsOf(gcp), [ownedLabel(cluster.infrastructureName)]: 'owned' },
        ...(tags.length > 0 && { resourceManagerTags: tags }),
        ...(zones.length > 0 && { failureDomains: zones }),
        loadBalancer: { apiServerInstanceGroupTagOverride: instanceGroupTag },
      },
      ...(zones.length > 0 && {
        status: { failureDomains: Object.fromEntries(zones.map((zone) => [zone, { controlPlane: true }])) },
      }),
      problems: [
        ...(project === undefined ? [missingInStatus('gcp', 'projectID', 'project')] : []),
        ...(region === undefined ? [missingInStatus('gcp', 'region', 'region')] : []),
        ...(network === undefined ? [noNetwork(provider !== undefined)] : []),
        ...otherCloud(gcp),
      ],
    };
  },
};

function interfaceOf(provider: JsonObject | undefined): JsonObject | undefined {
  return asObject(listAt(provider, 'networkInterfaces')[0]);
}

/** The zones of all machines, sorted. */
function zonesOf(machines: readonly JsonObject[]): string[] {
  return [...new Set(machines.map((machine) => textAt(providerOf(machine), 'zone')))]
    .filter((zone) => zone !== undefined)
    .sort();
}

/** CAPG would put machines into the network of the name "default". */
function noNetwork(isThere: boolean): ClusterProblemAt {
  return {
    object: 'provider',
    problem: {
      code: 'Required',
      at: ['networkInterfaces', 0, 'network'],
      message: isThere
        ? 'no network is named, and the GCPCluster needs one'
        : "no machine is part of the input, so the cluster's network is not known",
      hint: isThere ? 'Name the network.' : 'Add the ControlPlaneMachineSet, a MachineSet or a Machine to the input.',
    },
  };
}

/** Clouds with a domain or endpoints of their own. */
function otherCloud(gcp: JsonObject): ClusterProblemAt[] {
  return ['universeDomain', 'serviceEndpoints'].flatMap((field) => {
    const value = gcp[field];
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
      return [];
    return [
      {
        object: 'infrastructure' as const,
        problem: {
          code: 'NotChecked' as const,
          severity: 'warning' as const,
          at: ['status', 'platformStatus', 'gcp', field],
          value,
          message: 'this cloud has endpoints of its own, which are not derived',
          hint: 'Set serviceEndpoints on the GCPCluster by hand.',
        },
      },
    ];
  });
}
