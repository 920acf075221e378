import { actsBy, isMachineApis } from './authority.ts';
import { textAt } from './cel.ts';
import { clusterApi, infrastructure, machineApi } from './objects.ts';
import type { Policy, Rule } from './policy.ts';

const warn = {
  operations: ['DELETE'],
  action: 'Warn',
  onFailure: 'Ignore',
  exempt: 'controllers',
} as const;

const says = (text: string): Rule => ({ expression: 'false', message: text });
/** What a deletion leads to, where that is not plain. Nothing is refused here but the deletion of the cluster's own infrastructure. */
export const deletion: readonly Policy[] = [
  {
    ...warn,
    name: 'deletion-of-machine-api-machine-set',
    doc: 'Says that to delete a MachineSet of Machine API that does not act deletes no machine.',
    in: ['machineApi'],
    subjects: [machineApi.machineSets],
    conditions: [actsBy('ClusterAPI')],
    rules: [
      says(
        'Cluster API manages this machine set. Its MachineSet there and the machines of it stay; to be rid of them delete the MachineSet machinesets.cluster.x-k8s.io of the same name.',
      ),
    ],
  },
  {
    ...warn,
    name: 'deletion-of-cluster-api-machine-set',
    doc: 'Says that to delete a MachineSet of Cluster API that does not act deletes no machine.',
    in: ['clusterApi'],
    subjects: [clusterApi.machineSets],
    conditions: [isMachineApis],
    rules: [
      says(
        'Machine API manages this machine set. Its MachineSet there and the machines of it stay, and this one is made again; to be rid of them delete the MachineSet machinesets.machine.openshift.io of the same name.',
      ),
    ],
  },
  {
    ...warn,
    name: 'deletion-of-machine-api-machine',
    doc: 'Says that to delete a Machine of Machine API that does not act deletes the machine itself.',
    in: ['machineApi'],
    subjects: [machineApi.machines],
    conditions: [actsBy('ClusterAPI')],
    rules: [
      says('Cluster API manages this machine. To delete it here deletes it there too, and with it the instance.'),
    ],
  },
  {
    ...warn,
    name: 'deletion-of-cluster-api-machine',
    doc: 'Says that to delete a Machine of Cluster API that does not act deletes the machine itself.',
    in: ['clusterApi'],
    subjects: [clusterApi.machines],
    conditions: [isMachineApis],
    rules: [
      says('Machine API manages this machine. To delete it here deletes it there too, and with it the instance.'),
    ],
  },
  {
    ...warn,
    name: 'deletion-while-migrating',
    doc: 'Says that what migrates is deleted by the API that ends up managing it.',
    in: ['machineApi'],
    subjects: [machineApi.machines, machineApi.machineSets],
    conditions: [actsBy('Migrating')],
    rules: [
      says(
        'This is being migrated, and is deleted when the migration is complete or cancelled. To cancel it set spec.authoritativeAPI back.',
      ),
    ],
  },
  {
    name: 'infrastructure-cluster',
    doc: 'Every machine of the cluster refers to the infra cluster of its name, so that one cannot be deleted.',
    in: ['clusterApi'],
    subjects: [infrastructure.clusters],
    operations: ['DELETE'],
    exempt: 'nobody',
    action: 'Deny',
    onFailure: 'Ignore',
    params: { apiVersion: 'config.openshift.io/v1', kind: 'Infrastructure', from: { name: 'cluster' } },
    conditions: [],
    rules: [
      {
        expression: `params == null || ${textAt('params.status.infrastructureName')} != oldObject.metadata.name`,
        message:
          'InfraCluster resources with metadata.name corresponding to the cluster infrastructureName cannot be deleted.',
      },
    ],
  },
];
