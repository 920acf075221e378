import type { JsonObject } from '@capstan/api';

const secrets = {
  credentialsSecret: { name: 'aws-cloud-credentials' },
  userDataSecret: { name: 'worker-user-data' },
};
const named = (...names: string[]) => names.map((name) => ({ filters: [{ name: 'tag:Name', values: [name] }] }));

/** As an API server gives a MachineSet back, with what the webhook adds to a provider spec. */
function machineSet(
  name: string,
  role: string,
  type: string,
  value: JsonObject,
  rest: { readonly machine?: JsonObject; readonly set?: JsonObject; readonly annotations?: JsonObject },
): JsonObject {
  const labels = { 'machine.openshift.io/cluster-api-cluster': 'ocp1-x7k2p' };
  const selector = { ...labels, 'machine.openshift.io/cluster-api-machineset': name };
  const roles = {
    'machine.openshift.io/cluster-api-machine-role': role,
    'machine.openshift.io/cluster-api-machine-type': type,
  };
  const metadata = { name, namespace: 'openshift-machine-api', labels, uid: 'u', resourceVersion: '7', generation: 2 };
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'MachineSet',
    metadata: { ...metadata, ...(rest.annotations !== undefined && { annotations: rest.annotations }) },
    spec: {
      replicas: 2,
      ...rest.set,
      selector: { matchLabels: selector },
      template: {
        metadata: { labels: { ...selector, ...roles } },
        spec: {
          lifecycleHooks: {},
          metadata: {},
          ...rest.machine,
          providerSpec: {
            value: {
              apiVersion: 'machine.openshift.io/v1beta1',
              kind: 'AWSMachineProviderConfig',
              ami: { id: 'ami-0f1e2d3c4b5a69788' },
              capacityReservationId: '',
              deviceIndex: 0,
              iamInstanceProfile: { id: 'reef-q4v8n-worker-profile' },
              metadata: { creationTimestamp: null },
              metadataServiceOptions: {},
              ...secrets,
              ...value,
            },
          },
        },
      },
    },
    status: { replicas: 2, readyReplicas: 2, observedGeneration: 2 },
  };
}

const owned = { name: 'kubernetes.io/cluster/reef-q4v8n', value: 'owned' };

/** MachineSets as administrators have them: a plain one, one for infrastructure, one for training. */
export const exampleSets: { readonly [name in 'worker' | 'infra' | 'gpu']: JsonObject } = {
  worker: machineSet(
    'reef-q4v8n-worker-us-east-1a',
    'worker',
    'worker',
    {
      instanceType: 'm6i.xlarge',
      placement: { availabilityZone: 'us-east-1a', region: 'us-east-1' },
      blockDevices: [{ ebs: { encrypted: true, iops: 0, kmsKey: { arn: '' }, volumeSize: 120, volumeType: 'gp3' } }],
      securityGroups: named('reef-q4v8n-node', 'reef-q4v8n-lb'),
      subnet: named('reef-q4v8n-subnet-private-us-east-1a')[0] ?? {},
      tags: [owned, { name: 'cost-center', value: '4711' }],
    },
    {
      set: { replicas: 3, deletePolicy: 'Oldest' },
      annotations: {
        'machine.openshift.io/GPU': '0',
        'machine.openshift.io/memoryMb': '16384',
        'machine.openshift.io/vCPU': '4',
        'machine.openshift.io/cluster-api-autoscaler-node-group-max-size': '6',
        'machine.openshift.io/cluster-api-autoscaler-node-group-min-size': '2',
        'capacity.cluster-autoscaler.kubernetes.io/labels': 'kubernetes.io/arch=amd64',
      },
    },
  ),
  infra: machineSet(
    'reef-q4v8n-infra-us-east-1b',
    'infra',
    'infra',
    {
      instanceType: 'r6i.2xlarge',
      placement: { availabilityZone: 'us-east-1b', region: 'us-east-1', tenancy: 'dedicated' },
      blockDevices: [
        {
          ebs: {
            encrypted: true,
            iops: 3000,
            kmsKey: { arn: 'arn:aws:kms:us-east-1:123456789012:key/7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31' },
            throughputMib: 250,
            volumeSize: 200,
            volumeType: 'gp3',
          },
        },
        {
          deviceName: '/dev/xvdb',
          ebs: { encrypted: true, iops: 12000, kmsKey: {}, volumeSize: 500, volumeType: 'io2' },
        },
      ],
      keyName: 'ops-bastion',
      metadataServiceOptions: { authentication: 'Required' },
      publicIp: false,
      securityGroups: [{ id: 'sg-0a1b2c3d4e5f60718' }, { id: 'sg-0f9e8d7c6b5a40312' }],
      subnet: { id: 'subnet-0fedcba9876543210' },
      tags: [owned],
    },
    {
      machine: {
        lifecycleHooks: { preDrain: [{ name: 'storage-rebalance', owner: 'storage-operator.example.com' }] },
        metadata: { labels: { 'node-role.kubernetes.io/infra': '' }, annotations: { 'example.com/rack': 'b-07' } },
        taints: [{ effect: 'NoSchedule', key: 'node-role.kubernetes.io/infra', value: 'reserved' }],
      },
    },
  ),
  gpu: machineSet(
    'reef-q4v8n-gpu-us-east-1c',
    'worker',
    'gpu',
    {
      apiVersion: 'awsproviderconfig.openshift.io/v1beta1',
      instanceType: 'p5.48xlarge',
      placement: { availabilityZone: 'us-east-1c', region: 'us-east-1', tenancy: 'default' },
      blockDevices: [{ ebs: { encrypted: true, kmsKey: {}, volumeSize: 1000, volumeType: 'gp3' } }],
      capacityReservationId: 'cr-0a1b2c3d4e5f60718',
      cpuOptions: { confidentialCompute: 'Disabled' },
      marketType: 'CapacityBlock',
      metadataServiceOptions: { authentication: 'Optional' },
      networkInterfaceType: 'EFA',
      placementGroupName: 'reef-train-pg',
      placementGroupPartition: 2,
      publicIp: true,
      securityGroups: named('reef-q4v8n-node'),
      subnet: named('reef-q4v8n-subnet-private-us-east-1c')[0] ?? {},
      tags: [owned, { name: 'team', value: 'ml-platform' }],
    },
    {
      set: { replicas: 0, minReadySeconds: 60 },
      machine: { metadata: { labels: { 'example.com/pool': 'training' } } },
    },
  ),
};
