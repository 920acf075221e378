import type { KubeObject } from '@capstan/kube';
import { defaultNamespaces, describeCluster } from '@capstan/operator';
import { expect, it } from 'vitest';
import { statusTree } from './status-tree.ts';

const now = new Date('2026-11-25T12:00:00Z');

function mapi(kind: string, name: string, more: { spec?: object; status?: object; metadata?: object }): KubeObject {
  const { spec = {}, status = {}, metadata = {} } = more;
  return { apiVersion: 'machine.openshift.io/v1beta1', kind, metadata: { name, ...metadata }, spec, status };
}

const condition = (type: string, status: string, reason: string, message: string, lastTransitionTime: string) => ({
  type,
  status,
  reason,
  message,
  lastTransitionTime,
});

const owned = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: 'machine.openshift.io/v1beta1', kind, name, uid: 'u' }],
});

const set = mapi('MachineSet', 'workers', {
  spec: { authoritativeAPI: 'ClusterAPI', replicas: 2 },
  status: {
    authoritativeAPI: 'MachineAPI',
    readyReplicas: 1,
    conditions: [
      condition('Synchronized', 'True', 'ResourceSynchronized', 'ok', '2026-11-25T11:57:00Z'),
      condition('Paused', 'False', 'AuthoritativeAPIMachineAPI', '', '2026-11-25T11:58:00Z'),
    ],
  },
});
const failing = mapi('Machine', 'workers-a', {
  spec: { authoritativeAPI: 'MachineAPI' },
  status: {
    authoritativeAPI: 'MachineAPI',
    phase: 'Running',
    conditions: [
      condition(
        'Synchronized',
        'False',
        'FailedToConvertMAPIMachineToCAPI',
        'spec.taints: no \u001b[31mtaints',
        '2026-11-25T11:59:30Z',
      ),
    ],
  },
  metadata: owned('MachineSet', 'workers'),
});
const master = mapi('Machine', 'master-0', {
  status: { authoritativeAPI: 'MachineAPI', phase: 'Running' },
  metadata: owned('ControlPlaneMachineSet', 'cluster'),
});
const fresh = mapi('Machine', 'new', {});

const listed = {
  namespaces: defaultNamespaces,
  infrastructure: undefined,
  lease: undefined,
  machines: [fresh, failing, master],
  machineSets: [set],
  capiMachines: [],
  infraMachines: [],
  capiMachineSets: [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'MachineSet',
      metadata: { name: 'workers', annotations: { 'cluster.x-k8s.io/paused': '' } },
    },
  ],
};

it('the tree says who acts, who is to act, what is not in step and why, and what is left alone', () => {
  const tree = statusTree(describeCluster(listed), now, (_stream, _colour, text) => text);
  expect(tree).toBe(`unknown cluster
Machine API in openshift-machine-api, Cluster API in openshift-cluster-api
no operator holds the Lease: nothing is kept in step

NAME                  STATE       AUTHORITY                  SYNCHRONIZED                             MAPI   CAPI       AGE   WAITS FOR
MachineSet/workers    1/2 ready   MachineAPI -> ClusterAPI   True                                     acts   to pause   2m    the operator to begin the move
└─Machine/workers-a   Running     MachineAPI                 False FailedToConvertMAPIMachineToCAPI   ?      -          30s   its source to be mended
Machine/master-0      Running     MachineAPI                 left alone                               -      -
Machine/new                                                  not yet                                  ?      -                Machine API to say who acts

not in step: Machine/workers-a: FailedToConvertMAPIMachineToCAPI
  spec.taints: no \\u001b[31mtaints
1 object in step, 1 not, 1 waiting, 1 left alone
`);
});

it('a cluster without machines is said to have none', () => {
  const none = { ...listed, machines: [], machineSets: [] };
  expect(statusTree(describeCluster(none), now, (_stream, _colour, text) => text)).toContain(
    'there are no MachineSets and no Machines',
  );
});
