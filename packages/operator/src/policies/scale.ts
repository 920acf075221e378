import { annotations, clusterApiVersion, machineApiVersion, mirrorLabel } from '../names.ts';
import { has, keyAt, textAt } from './cel.ts';
import { specIsLocked } from './cluster-api-locks.ts';
import { onlyAuthority, onlyAuthorityWhileMigrating } from './machine-api-locks.ts';
import { clusterApi, machineApi } from './objects.ts';
import type { Policy, Rule } from './policy.ts';

const update = {
  operations: ['UPDATE'],
  action: 'Deny',
  // Sync takes back what gets through, so that no trouble with parameters has to stop all scaling.
  onFailure: 'Ignore',
  exempt: 'controllers',
} as const;

const isNamedSo = { name: 'is-the-set', expression: 'params != null && params.metadata.name == request.name' };
const acts = textAt('params.status.authoritativeAPI');
const replicas = (object: string) => `(${has(`${object}.spec.replicas`)} ? ${object}.spec.replicas : 0)`;
const isAsBefore = `${replicas('object')} == ${replicas('oldObject')}`;

const unless = (mayNot: string, message: string): Rule => ({ expression: `!(${mayNot}) || ${isAsBefore}`, message });

/**
 * The `scale` subresource, which autoscalers write. What they send has nothing of the set but its name, so the set is looked up: these
 * are the only updates with parameters.
 */
export const scaleLocks: readonly Policy[] = [
  {
    ...update,
    name: 'machine-api-scale',
    doc: 'Keeps autoscalers and `oc scale` from scaling a MachineSet that Machine API does not manage, or not for certain.',
    in: ['machineApi'],
    subjects: [machineApi.scale],
    params: { apiVersion: machineApiVersion, kind: 'MachineSet', from: { namespace: 'machineApi' } },
    conditions: [isNamedSo],
    rules: [
      unless(`${acts} == 'ClusterAPI'`, onlyAuthority),
      unless(`${acts} == 'Migrating'`, onlyAuthorityWhileMigrating),
    ],
  },
  {
    ...update,
    name: 'cluster-api-scale',
    doc: 'Keeps autoscalers and `oc scale` from scaling a MachineSet that Machine API manages.',
    in: ['clusterApi'],
    subjects: [clusterApi.scale],
    params: {
      apiVersion: clusterApiVersion,
      kind: 'MachineSet',
      from: { namespace: 'clusterApi', withLabel: mirrorLabel },
    },
    conditions: [isNamedSo],
    rules: [unless(`${keyAt('params.metadata.annotations', annotations.authority)} == 'MachineAPI'`, specIsLocked)],
  },
];
