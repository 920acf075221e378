import { type JsonObject, vSphereClusterSpec, vSphereClusterStatus } from '@capstan/api';
import type { ClusterProblemAt, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { textAt } from '../../mapping/json.ts';
import type { ConvertedObject } from '../../objects/context.ts';
import { takeWith } from '../../objects/infrastructure.ts';
import { type FailureDomain, failureDomainsOf } from './failure-domains.ts';
import { type VCenter, vcenterAt, vcentersOf } from './vcenter.ts';

/** VSphereCluster, from the vCenters of the Infrastructure object, and zones for its failure domains that have host groups. */
export const vsphereCluster: InfraClusterRules = {
  shapes: { spec: vSphereClusterSpec, status: vSphereClusterStatus },
  fields: [
    {
      path: 'spec.server',
      from: 'Infrastructure `spec.platformSpec.vsphere.vcenters`: the first, with its port if that is not 443; else `workspace.server` of a machine',
    },
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    {
      path: 'spec.identityRef',
      from: 'the Secret that is named as the infrastructure, which has to be made with the username and password of that vCenter',
    },
    {
      path: 'spec.disableClusterModule',
      from: 'true: with modules CAPV acts only on machines of a MachineDeployment, which OpenShift has not, where its gate NodeAntiAffinity is on',
    },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  otherKinds: ['VSphereFailureDomain', 'VSphereDeploymentZone'],

  derive({ infrastructure, provider, cluster }) {
    const [first, ...others] = vcentersOf(infrastructure);
    const used = textAt(provider?.value, 'workspace', 'server');
    const vcenter = first ?? (used === undefined ? undefined : vcenterAt(used));
    const isForeign = used !== undefined && ![vcenter, ...others].some((known) => known?.host === used);
    return {
      spec: {
        ...(vcenter !== undefined && { server: vcenter.address }),
        identityRef: { kind: 'Secret', name: cluster.infrastructureName },
        disableClusterModule: true,
      },
      others: failureDomainsOf(infrastructure)
        .filter(({ server }) => server === vcenter?.host)
        .flatMap((domain) => zoneObjects(domain, vcenter)),
      problems: [
        ...(vcenter === undefined ? [noVcenter] : []),
        ...(isForeign ? [foreignVcenter(used, [first, ...others])] : []),
        ...others.map((other, index) => secondVcenter(other, index + 1, vcenter)),
      ],
    };
  },
};

const noVcenter: ClusterProblemAt = {
  object: 'infrastructure',
  problem: {
    code: 'Required',
    at: ['spec', 'platformSpec', 'vsphere', 'vcenters'],
    message: 'neither the Infrastructure object nor a machine names the vCenter',
    hint: takeWith('spec'),
  },
};

function foreignVcenter(value: string, known: readonly (VCenter | undefined)[]): ClusterProblemAt {
  return {
    object: 'provider',
    problem: {
      code: 'DifferentFromCluster',
      at: ['workspace', 'server'],
      value,
      message: `must be a vCenter of the Infrastructure, which are ${known.flatMap((vcenter) => vcenter?.host ?? []).join(', ')}`,
      hint: 'Give the machines and the Infrastructure of one cluster.',
    },
  };
}

/** The VSphereCluster of the first vCenter is right; only the machines of the others have none, and are refused. */
function secondVcenter({ host }: VCenter, index: number, used: VCenter | undefined): ClusterProblemAt {
  return {
    object: 'infrastructure',
    problem: {
      code: 'NotSupported',
      severity: 'warning',
      at: ['spec', 'platformSpec', 'vsphere', 'vcenters', index, 'server'],
      value: host,
      message: `a VSphereCluster has the credentials of one vCenter, which is ${used?.host}; machines of this one cannot move to Cluster API`,
      hint: `Keep the machines of ${host} on Machine API.`,
    },
  };
}

/**
 * CAPV adds a VM to a group by these two. The zone constrains nothing else, and the domain names no network and no datastore: a
 * zone's take the place of the machine's own.
 */
function zoneObjects(domain: FailureDomain, vcenter: VCenter | undefined): ConvertedObject[] {
  const { name, region, regionType, zone, datacenter, computeCluster, groups } = domain;
  if (groups === undefined || vcenter === undefined) return [];
  const object = (kind: string, spec: JsonObject): ConvertedObject => ({
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
    kind,
    metadata: { name },
    spec,
  });
  return [
    object('VSphereFailureDomain', {
      region: { name: region, type: regionType, tagCategory: 'openshift-region' },
      zone: { name: zone, type: 'HostGroup', tagCategory: 'openshift-zone' },
      topology: { datacenter, computeCluster, hosts: { vmGroupName: groups.vm, hostGroupName: groups.host } },
    }),
    object('VSphereDeploymentZone', { server: vcenter.address, failureDomain: name, placementConstraint: {} }),
  ];
}
