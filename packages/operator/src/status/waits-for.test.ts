import type { KubeObject } from '@capstan/kube';
import { expect, it } from 'vitest';
import { type Halves, waitsFor } from './waits-for.ts';

const paused = (status: string, message = '') => ({ conditions: [{ type: 'Paused', status, message }] });
const synchronized = { type: 'Synchronized', status: 'True' };

function mapi(wanted: string, acting: string, status: object = {}, metadata: object = {}): KubeObject {
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'Machine',
    metadata: { name: 'a', ...metadata },
    spec: { authoritativeAPI: wanted },
    status: { authoritativeAPI: acting, phase: 'Running', conditions: [synchronized], ...status },
  };
}

function half(kind: string, isAsked: boolean, status: object = {}, marker = 'MachineAPI'): KubeObject {
  const annotations = {
    'capstan.openshift.io/authority': marker,
    ...(isAsked && { 'cluster.x-k8s.io/paused': '' }),
  };
  return { apiVersion: 'cluster.x-k8s.io/v1beta2', kind, metadata: { name: 'a', annotations }, status };
}

const mirror = (isAsked: boolean, machine: object = {}, infra: object = machine, marker?: string) => ({
  capi: half('Machine', isAsked, machine, marker),
  infra: half('AWSMachine', isAsked, infra, marker),
});
const fromCapi = { synchronizedAPI: 'ClusterAPI' };
const fromMapi = { synchronizedAPI: 'MachineAPI' };
const none = { capi: undefined, infra: undefined };

const cases: readonly (readonly [what: string, halves: Halves, expected: string | undefined])[] = [
  ['all is well', { mapi: mapi('MachineAPI', 'MachineAPI'), ...mirror(true, paused('True')) }, undefined],
  ['nobody has said who acts', { mapi: mapi('MachineAPI', ''), ...none }, 'Machine API to say who acts'],
  [
    'a wish that can be met',
    { mapi: mapi('ClusterAPI', 'MachineAPI'), ...mirror(true, paused('True')) },
    'the operator to begin the move',
  ],
  [
    'a wish while sync fails',
    { mapi: mapi('ClusterAPI', 'MachineAPI', { conditions: [{ type: 'Synchronized', status: 'False' }] }), ...none },
    'its source to be mended',
  ],
  [
    'a wish while an autoscaler has the set',
    {
      mapi: mapi('ClusterAPI', 'MachineAPI', {}, { annotations: { 'capstan.openshift.io/autoscaled-by': 'grow' } }),
      ...none,
    },
    'MachineAutoscaler grow to let go',
  ],
  [
    'a wish before there is an instance',
    { mapi: mapi('ClusterAPI', 'MachineAPI', { phase: 'Provisioning' }), ...none },
    'its instance to be there',
  ],
  [
    'Migrating, Machine API has not paused for that',
    {
      mapi: mapi('ClusterAPI', 'Migrating', { ...fromMapi, ...paused('True', "set to 'ClusterAPI'") }),
      ...mirror(true, paused('True')),
    },
    'Machine API to pause',
  ],
  [
    'Migrating, Machine API has paused',
    {
      mapi: mapi('ClusterAPI', 'Migrating', { ...fromMapi, ...paused('True', "set to 'Migrating'") }),
      ...mirror(true, paused('True')),
    },
    'the operator to synchronize once more and switch',
  ],
  [
    'Migrating, Cluster API has been let go',
    { mapi: mapi('ClusterAPI', 'Migrating', fromMapi), ...mirror(false, {}, {}, 'ClusterAPI') },
    'the operator to let Cluster API act: the move is sealed',
  ],
  [
    'Migrating, taken back',
    { mapi: mapi('MachineAPI', 'Migrating', fromMapi), ...mirror(true) },
    'the operator to take the move back',
  ],
  [
    'Migrating back, not yet asked to pause',
    {
      mapi: mapi('MachineAPI', 'Migrating', fromCapi),
      ...mirror(false, paused('False'), paused('False'), 'ClusterAPI'),
    },
    'the operator to pause the Machine',
  ],
  [
    'Migrating back, Cluster API has not paused',
    { mapi: mapi('MachineAPI', 'Migrating', fromCapi), ...mirror(true, paused('False')) },
    'Cluster API to pause',
  ],
  [
    'Migrating back, the provider has not paused',
    { mapi: mapi('MachineAPI', 'Migrating', fromCapi), ...mirror(true, paused('True'), paused('False')) },
    'the provider to pause the AWSMachine',
  ],
  [
    'Migrating back, all have paused',
    { mapi: mapi('MachineAPI', 'Migrating', fromCapi), ...mirror(true, paused('True')) },
    'the operator to synchronize once more and switch',
  ],
  [
    'just after the switch',
    {
      mapi: mapi('ClusterAPI', 'ClusterAPI', { conditions: [{ type: 'Synchronized', status: 'Unknown' }] }),
      ...mirror(false, paused('False')),
    },
    'the operator to synchronize',
  ],
  [
    'the provider has not taken it up',
    { mapi: mapi('ClusterAPI', 'ClusterAPI'), ...mirror(false, paused('False'), paused('True')) },
    'the provider to take up the AWSMachine',
  ],
  [
    'Machine API has not taken it up',
    {
      mapi: mapi('MachineAPI', 'MachineAPI', { conditions: [synchronized, { type: 'Paused', status: 'True' }] }),
      ...none,
    },
    'Machine API to take it up',
  ],
  [
    'going',
    { mapi: mapi('MachineAPI', 'MachineAPI', {}, { deletionTimestamp: 'x', finalizers: ['f'] }), ...none },
    'its finalizers: f',
  ],
];

it.each(cases)('%s', (_what, halves, expected) => {
  expect(waitsFor(halves)?.text).toBe(expected);
});
