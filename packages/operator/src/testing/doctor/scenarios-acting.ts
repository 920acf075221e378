import type { KubeObject } from '@capstan/kube';
import { annotations } from '../../names.ts';
import {
  both,
  capi,
  infra,
  lease,
  machine,
  migrating,
  type Scenario,
  set,
  unpaused,
  withCondition,
  withMetadata,
  withSpec,
  withStatus,
} from './changes.ts';
import { changedIn, healthy } from './world.ts';

const pausedByMachineApi = withCondition(
  'Paused',
  'True',
  'AuthoritativeAPINotMachineAPI',
  "The AuthoritativeAPI status is set to 'Migrating'",
);

/** Who acts, and whether it goes on. */
export const actingScenarios: readonly Scenario[] = [
  [
    'both-act',
    'the pause of an infra machine is taken off by hand',
    () => changedIn(healthy(), infra, 'AWSMachine', unpaused),
    [
      'AWSMachine of Cluster API is not paused',
      'oc annotate awsmachines.infrastructure.cluster.x-k8s.io worker-1 -n openshift-cluster-api cluster.x-k8s.io/paused= --overwrite',
    ],
  ],
  [
    'both-act',
    'Machine API goes on although Cluster API acts',
    () => machine(withCondition('Paused', 'False', 'AuthoritativeAPIMachineAPI'), healthy('ClusterAPI')),
    ['both APIs act on it'],
  ],
  [
    'operator-idle',
    'the gate is off',
    () => ({
      ...lease({ renewTime: '2026-11-25T11:50:00Z' }),
      obstacle: { reason: 'FeatureGateOff', message: 'it is off', hint: 'turn it on' },
    }),
    ['FeatureGateOff', 'it is off', 'turn it on'],
  ],
  [
    'operator-idle',
    'the gate is off, and the operator acts by its flag',
    () => ({ ...healthy(), obstacle: { reason: 'FeatureGateOff', message: 'it is off', hint: 'turn it on' } }),
    ['acts although the cluster says', '"severity":"info"'],
  ],
  ['operator-absent', 'there is no Lease', () => ({ ...healthy(), lease: undefined }), ['no operator has ever acted']],
  ['operator-absent', 'the Lease is free', () => lease({ holderIdentity: '' }), ['the Lease is free']],
  [
    'operator-absent',
    'its holder is silent',
    () => lease({ renewTime: '2026-11-25T11:50:00Z' }),
    ['has not renewed the Lease', '10m ago'],
  ],
  [
    'operator-absent',
    "OpenShift's own controllers hold it",
    () => lease({ holderIdentity: 'capi-controllers-6d5f7c9b8-x2k4p_0f7f1c1e-52a4-4f0e-9a61-2f5a4c1f7d33' }),
    ["OpenShift's own controllers", 'docs/guides/takeover.md'],
  ],
  [
    'controller-down',
    "none of Cluster API's pods is available",
    () => {
      const facts = healthy();
      return { ...facts, deployments: facts.deployments.map(withStatus({ availableReplicas: 0 })) };
    },
    ['none of its pods', 'oc get pods -n openshift-cluster-api'],
  ],
  [
    'stuck-migrating',
    'Machine API does not pause',
    () => migrating(healthy(), 'ClusterAPI'),
    [
      'Machine API to acknowledge that it has stopped',
      'To take it back: oc patch machines.machine.openshift.io worker-1 -n openshift-machine-api',
    ],
  ],
  [
    'stuck-migrating',
    'the provider does not pause',
    () => {
      const asked = (object: KubeObject) =>
        withMetadata({
          annotations: {
            ...object.metadata.annotations,
            [annotations.paused]: '',
            [annotations.authority]: 'MachineAPI',
          },
        })(object);
      const facts = changedIn(
        migrating(healthy('ClusterAPI'), 'MachineAPI'),
        capi,
        'Machine',
        both(asked, withCondition('Paused', 'True', 'Paused')),
      );
      return changedIn(facts, infra, 'AWSMachine', asked);
    },
    ['the controller of AWSMachine to acknowledge that it has stopped'],
  ],
  [
    'stuck-migrating',
    'Cluster API has been let go, and the operator is gone',
    () =>
      changedIn(machine(pausedByMachineApi, migrating(healthy(), 'ClusterAPI')), infra, 'AWSMachine', (object) =>
        unpaused(
          withMetadata({ annotations: { ...object.metadata.annotations, [annotations.authority]: 'ClusterAPI' } })(
            object,
          ),
        ),
      ),
    ['It cannot be taken back any more'],
  ],
  [
    'stalled-migration',
    'sync has failed',
    () =>
      machine(
        both(
          withSpec({ authoritativeAPI: 'ClusterAPI' }),
          withCondition('Synchronized', 'False', 'FailedToUpdateCAPIMachine', 'quota'),
        ),
      ),
    ['a migration begins only where both halves say the same', 'quota'],
  ],
  [
    'stalled-migration',
    'an autoscaler scales the set',
    () =>
      set(
        both(
          withSpec({ authoritativeAPI: 'ClusterAPI' }),
          withMetadata({ annotations: { [annotations.autoscaledBy]: 'grow' } }),
        ),
      ),
    ['A MachineAutoscaler scales this set', 'oc delete machineautoscalers.autoscaling.openshift.io grow'],
  ],
  [
    'stalled-migration',
    'the machine is being provisioned',
    () => machine(both(withSpec({ authoritativeAPI: 'ClusterAPI' }), withStatus({ phase: 'Provisioning' }))),
    ['in phase Provisioning'],
  ],
  [
    'stalled-migration',
    "Cluster API's side has never said that it has paused",
    () =>
      machine(
        withSpec({ authoritativeAPI: 'ClusterAPI' }),
        changedIn(healthy(), capi, 'Machine', withStatus({ conditions: [] })),
      ),
    [
      'machines.cluster.x-k8s.io/worker-1 has no condition Paused; wanted is True',
      'oc get pods -n openshift-cluster-api',
    ],
  ],
  [
    'stalled-migration',
    'nothing is in the way',
    () => machine(withSpec({ authoritativeAPI: 'ClusterAPI' })),
    ['Nothing in the objects is in the way'],
  ],
];
