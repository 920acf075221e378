import type { KubeObject, Random } from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';
import { clusterOf, providerText } from './machine-fields.ts';
import { hex, randomText, randomUuid } from './random-text.ts';

/** What the stand-in must know of a platform. To have another id, or another state, spread one and change it. */
export interface StandInPlatform {
  /** The id of a new instance. */
  newId(machine: KubeObject, random: Random): string;
  /** `spec.providerID` of a Machine with this instance. */
  providerID(id: string, machine: KubeObject): string;
  /** The name of its Node, by its address. */
  nodeName(address: string, machine: KubeObject): string;
  /** What Machine API labels the Machine with, as far as the platform tells. */
  place(machine: KubeObject): { readonly type?: string; readonly region?: string; readonly zone?: string };
  /** How the platform calls the state of an instance that runs. */
  readonly running: string;
  /** `status.providerStatus`, but for its conditions; undefined where the platform has none. */
  providerStatus(id: string, providerID: string): { readonly [field: string]: string } | undefined;
  /** The condition in it that says that the instance was made. */
  readonly creation?: 'MachineCreation' | 'MachineCreated';
}

/** The types of `Infrastructure.status.platformStatus.type` that there is a stand-in for. */
export type StandInPlatformType =
  | 'AWS'
  | 'Azure'
  | 'BareMetal'
  | 'GCP'
  | 'IBMCloud'
  | 'Nutanix'
  | 'OpenStack'
  | 'PowerVS'
  | 'VSphere';

const machineName = (_: string, { metadata }: KubeObject): string => metadata.name;
const uuid = (_: KubeObject, random: Random): string => randomUuid(random);
const exampleUuid = '6f1d3b52-9c0e-4a7d-8b21-3e5f7a9c1d20';

/** Provider ids, states and statuses as Machine API's own controllers write them. */
export const standInPlatforms: Readonly<Record<StandInPlatformType, StandInPlatform>> = {
  AWS: {
    newId: (_, random) => `i-${randomText(random, 17, hex)}`,
    providerID: (id, machine) => `aws:///${providerText(machine, 'placement', 'availabilityZone') ?? ''}/${id}`,
    nodeName: (address, machine) =>
      `ip-${address.replaceAll('.', '-')}.${providerText(machine, 'placement', 'region') ?? 'ec2'}.compute.internal`,
    place: (machine) => ({
      ...text('type', providerText(machine, 'instanceType')),
      ...text('region', providerText(machine, 'placement', 'region')),
      ...text('zone', providerText(machine, 'placement', 'availabilityZone')),
    }),
    running: 'running',
    providerStatus: (id) => ({
      apiVersion: machineApiVersion,
      kind: 'AWSMachineProviderStatus',
      instanceId: id,
      instanceState: 'running',
    }),
    creation: 'MachineCreation',
  },
  Azure: {
    newId: ({ metadata }) => metadata.name,
    providerID: (id, machine) => {
      const group = providerText(machine, 'resourceGroup') ?? `${clusterOf(machine)}-rg`;
      const scope = `/subscriptions/${exampleUuid}/resourceGroups/${group.toLowerCase()}`;
      return `azure://${scope}/providers/Microsoft.Compute/virtualMachines/${id}`;
    },
    nodeName: machineName,
    place: (machine) => ({
      ...text('type', providerText(machine, 'vmSize')),
      ...text('region', providerText(machine, 'location')),
      ...text('zone', providerText(machine, 'zone')),
    }),
    running: 'Running',
    providerStatus: (_, providerID) => ({
      apiVersion: machineApiVersion,
      kind: 'AzureMachineProviderStatus',
      vmId: providerID.replace('azure://', ''),
      vmState: 'Running',
    }),
    creation: 'MachineCreated',
  },
  BareMetal: {
    newId: uuid,
    providerID: (id, { metadata }) => `baremetalhost:///${metadata.namespace ?? ''}/${metadata.name}/${id}`,
    nodeName: machineName,
    place: () => ({}),
    running: 'provisioned',
    providerStatus: () => undefined,
  },
  GCP: {
    newId: ({ metadata }) => metadata.name,
    providerID: (id, machine) =>
      `gce://${providerText(machine, 'projectID') ?? 'project'}/${providerText(machine, 'zone') ?? ''}/${id}`,
    nodeName: machineName,
    place: (machine) => ({
      ...text('type', providerText(machine, 'machineType')),
      ...text('region', providerText(machine, 'region')),
      ...text('zone', providerText(machine, 'zone')),
    }),
    running: 'RUNNING',
    providerStatus: (id) => ({
      apiVersion: machineApiVersion,
      kind: 'GCPMachineProviderStatus',
      instanceId: id,
      instanceState: 'RUNNING',
    }),
    creation: 'MachineCreated',
  },
  IBMCloud: {
    newId: (_, random) => `0717_${randomUuid(random)}`,
    providerID: (id, machine) => `ibm://0123456789abcdef///${clusterOf(machine)}/${id}`,
    nodeName: machineName,
    place: (machine) => ({
      ...text('type', providerText(machine, 'profile')),
      ...text('region', providerText(machine, 'region')),
      ...text('zone', providerText(machine, 'zone')),
    }),
    running: 'running',
    providerStatus: (id) => ({
      apiVersion: 'ibmcloudproviderconfig.openshift.io/v1beta1',
      kind: 'IBMCloudMachineProviderStatus',
      instanceId: id,
      instanceState: 'running',
    }),
  },
  Nutanix: {
    newId: uuid,
    providerID: (id) => `nutanix://${id}`,
    nodeName: machineName,
    place: () => ({ type: 'AHV' }),
    running: 'ON',
    providerStatus: (id) => ({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'NutanixMachineProviderStatus',
      vmUUID: id,
    }),
    creation: 'MachineCreation',
  },
  OpenStack: {
    newId: uuid,
    providerID: (id) => `openstack:///${id}`,
    nodeName: machineName,
    place: (machine) => ({
      ...text('type', providerText(machine, 'flavor')),
      ...text('zone', providerText(machine, 'availabilityZone')),
    }),
    running: 'ACTIVE',
    providerStatus: () => undefined,
  },
  PowerVS: {
    newId: uuid,
    providerID: (id, machine) =>
      `ibmpowervs://dal/dal10/${providerText(machine, 'serviceInstance', 'id') ?? exampleUuid}/${id}`,
    nodeName: machineName,
    place: (machine) => ({ ...text('type', providerText(machine, 'systemType')), region: 'dal', zone: 'dal10' }),
    running: 'ACTIVE',
    providerStatus: (id) => ({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'PowerVSMachineProviderStatus',
      instanceId: id,
      instanceState: 'ACTIVE',
    }),
    creation: 'MachineCreation',
  },
  VSphere: {
    newId: uuid,
    providerID: (id) => `vsphere://${id}`,
    nodeName: machineName,
    place: () => ({}),
    running: 'poweredOn',
    providerStatus: (id) => ({
      apiVersion: machineApiVersion,
      kind: 'VSphereMachineProviderStatus',
      instanceId: id,
      instanceState: 'poweredOn',
    }),
    creation: 'MachineCreation',
  },
};

/** One entry, or none where there is no value. */
function text<K extends string>(key: K, value: string | undefined): { readonly [Key in K]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [Key in K]: string });
}
