import { ibmVPCClusterSpec, ibmVPCClusterStatus, type JsonObject } from '@capstan/api';
import type { ClusterProblemAt, InfraClusterRules } from '../../cluster/infra-cluster.ts';
import { listAt, textAt } from '../../mapping/json.ts';
import { missingInStatus, platformStatusOf } from '../../objects/infrastructure.ts';

const groupId = 'ibmcloud resource group NAME --id';

/** IBMVPCCluster, from the Infrastructure object and the network of a machine. */
export const ibmCloudCluster: InfraClusterRules = {
  shapes: { spec: ibmVPCClusterSpec, status: ibmVPCClusterStatus },
  fields: [
    { path: 'spec.region', from: 'Infrastructure `status.platformStatus.ibmcloud.location`' },
    {
      path: 'spec.resourceGroup',
      from: "Infrastructure `status.platformStatus.ibmcloud.resourceGroupName`, else the machine's `resourceGroup`: a name, to be replaced by the id",
    },
    { path: 'spec.controlPlaneEndpoint', from: 'Infrastructure `status.apiServerInternalURI`' },
    { path: 'spec.network.vpc.name', from: "the machine's `vpc`" },
    {
      path: 'spec.network.resourceGroup',
      from: "the machine's `networkResourceGroup`, where it is another than `resourceGroup`; its id is left empty",
    },
    { path: 'status.ready', from: 'true: nobody else says so' },
  ],

  derive({ infrastructure, provider }) {
    const own = platformStatusOf(infrastructure, 'ibmcloud');
    const region = textAt(own, 'location');
    const resourceGroup = textAt(own, 'resourceGroupName') ?? textAt(provider?.value, 'resourceGroup');
    const network = textAt(provider?.value, 'networkResourceGroup');
    const vpc = textAt(provider?.value, 'vpc');
    const hasOwnGroup = network !== undefined && network !== resourceGroup;
    return {
      spec: {
        ...(region !== undefined && { region }),
        ...(resourceGroup !== undefined && { resourceGroup }),
        ...(vpc !== undefined && {
          network: {
            vpc: { name: vpc },
            // The schema wants an id, and only the cloud knows it.
            ...(hasOwnGroup && { resourceGroup: { id: '', name: network } }),
          },
        }),
      },
      problems: [
        ...(region === undefined ? [missingInStatus('ibmcloud', 'location', 'region')] : []),
        ...(resourceGroup === undefined
          ? [missingInStatus('ibmcloud', 'resourceGroupName', 'resource group')]
          : [idWanted(resourceGroup)]),
        ...(vpc === undefined ? [vpcUnknown] : []),
        ...(hasOwnGroup ? [networkIdWanted(network)] : []),
        ...endpointsOf(own),
      ],
    };
  },
};

/** No error: instances that run are found without it, and only the cloud knows the id. */
function idWanted(value: string): ClusterProblemAt {
  return {
    object: 'infrastructure',
    problem: {
      code: 'NotChecked',
      severity: 'warning',
      at: ['status', 'platformStatus', 'ibmcloud', 'resourceGroupName'],
      value,
      message: 'CAPIBM wants the id of the resource group in the IBMVPCCluster, and makes no instance with its name',
      hint: `Replace spec.resourceGroup of the IBMVPCCluster by what \`${groupId.replace('NAME', value)}\` prints.`,
    },
  };
}

function networkIdWanted(value: string): ClusterProblemAt {
  return {
    object: 'provider',
    problem: {
      code: 'NotChecked',
      severity: 'warning',
      at: ['networkResourceGroup'],
      value,
      message: 'the IBMVPCCluster has a place for the id of this resource group, which is left empty',
      hint: `Set spec.network.resourceGroup.id of the IBMVPCCluster to what \`${groupId.replace('NAME', value)}\` prints.`,
    },
  };
}

const vpcUnknown: ClusterProblemAt = {
  object: 'provider',
  problem: {
    code: 'NotChecked',
    severity: 'warning',
    at: ['vpc'],
    message: 'no machine of the input names a VPC, so the IBMVPCCluster names none',
    hint: 'Add a Machine or MachineSet of the cluster to the input.',
  },
};

/** Machine API reads them from the Infrastructure object; CAPIBM from its command line. */
function endpointsOf(own: JsonObject): ClusterProblemAt[] {
  const list = listAt(own, 'serviceEndpoints');
  if (list.length === 0) return [];
  const names = list.flatMap((endpoint) => textAt(endpoint, 'name') ?? []);
  return [
    {
      object: 'infrastructure',
      problem: {
        code: 'NotChecked',
        severity: 'warning',
        at: ['status', 'platformStatus', 'ibmcloud', 'serviceEndpoints'],
        value: names,
        message: "CAPIBM does not read the cluster's service endpoints; it is told them on its command line",
        hint: "Run CAPIBM's manager with --service-endpoint=REGION:SERVICE=URL for each of them.",
      },
    },
  ];
}
