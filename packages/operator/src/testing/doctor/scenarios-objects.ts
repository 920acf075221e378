import {
  both,
  capi,
  infra,
  lease,
  machine,
  type Scenario,
  scaler,
  withCondition,
  withMetadata,
  withSpec,
  withStatus,
} from './changes.ts';
import { changedIn, healthy } from './world.ts';

/** What objects are like. */
export const objectScenarios: readonly Scenario[] = [
  [
    'nobody-acts',
    'Cluster API has not taken it up',
    () => changedIn(healthy('ClusterAPI'), capi, 'Machine', withCondition('Paused', 'True', 'Paused')),
    ['Cluster API to take it up'],
  ],
  [
    'failed-sync',
    'a field that Cluster API cannot hold',
    () =>
      machine(
        both(
          withSpec({ taints: [{ key: 'a', value: 'b', effect: 'NoSchedule' }] }),
          withCondition('Synchronized', 'False', 'FailedToConvertMAPIMachineToCAPI', 'spec.taints: no'),
        ),
      ),
    ['spec.taints', 'capstan explain spec.taints'],
  ],
  [
    'failed-sync',
    'it could be converted by now',
    () => machine(withCondition('Synchronized', 'False', 'FailedToConvertMAPIMachineToCAPI', 'spec.taints: no')),
    ['It could be converted now'],
  ],
  [
    'never-synchronized',
    'sync has said nothing for two hours',
    () => machine(withStatus({ conditions: [] })),
    ['sync has not looked at it', '(2h)'],
  ],
  [
    'mirror-drift',
    'somebody changed the mirror',
    () => changedIn(healthy(), infra, 'AWSMachine', withSpec({ instanceType: 'm6i.large' })),
    ['AWSMachine worker-1 spec.instanceType', 'capstan diff Machine/worker-1'],
  ],
  [
    'mirror-drift',
    'the mirror is gone',
    () => ({ ...healthy(), infraMachines: [] }),
    ['AWSMachine worker-1 is missing'],
  ],
  [
    'autoscaler-target',
    'it scales the half that does not act',
    () => ({ ...healthy('ClusterAPI'), autoscalers: [scaler('machine.openshift.io/v1beta1', 'workers')] }),
    ['the half of the MachineSet workers that does not act', '"apiVersion":"cluster.x-k8s.io/v1beta2"'],
  ],
  [
    'autoscaler-target',
    'its set is gone',
    () => ({ ...healthy(), autoscalers: [scaler('machine.openshift.io/v1beta1', 'old')] }),
    ['the MachineSet old, which is not there'],
  ],
  [
    'stuck-deletion',
    'only the finalizer of the pair is left',
    () =>
      machine(
        withMetadata({
          deletionTimestamp: '2026-11-25T11:00:00Z',
          finalizers: ['sync.machine.openshift.io/finalizer'],
        }),
      ),
    ['it has been going for 60m', 'whoever holds the Lease of sync and migration'],
  ],
  [
    'stuck-deletion',
    'a hook holds it',
    () =>
      machine(
        both(
          withMetadata({ deletionTimestamp: '2026-11-25T11:00:00Z', finalizers: ['machine.machine.openshift.io'] }),
          withSpec({ lifecycleHooks: { preDrain: [{ name: 'Storage', owner: 'rook' }] } }),
        ),
      ),
    ['preDrain Storage of rook', "Machine API's controller"],
  ],
  [
    'missing-secret',
    'the user data is gone',
    () => {
      const facts = healthy();
      return {
        ...facts,
        secrets: facts.secrets.map((each) =>
          each.name === 'worker-user-data' ? { ...each, state: 'missing' as const } : each,
        ),
      };
    },
    ['the user data', 'MachineSet/workers and 1 more'],
  ],
  [
    'missing-template',
    'the template of a set of Cluster API is gone',
    () => ({ ...healthy('ClusterAPI'), templates: [] }),
    ['AWSMachineTemplate', 'Restore it'],
  ],
  [
    'template-without-owner',
    'its set let go of it',
    () => {
      const facts = healthy();
      const old = facts.templates.map((each) =>
        withMetadata({
          ownerReferences: [],
          labels: { ...each.metadata.labels, 'machine.openshift.io/cluster-api-machineset': 'gone' },
          name: 'gone-1',
          uid: 'gone',
        })(each),
      );
      return { ...facts, templates: [...facts.templates, ...old] };
    },
    ['no MachineSet owns it', 'oc delete awsmachinetemplates.infrastructure.cluster.x-k8s.io gone-1'],
  ],
  ['no-policies', 'the policy has no binding', () => ({ ...healthy(), bindings: [] }), ['no admission policy guards']],
  [
    'clock-skew',
    "this machine's clock is ahead",
    () => ({ ...healthy(), localNow: new Date('2026-11-25T12:01:00Z') }),
    ["60s ahead of the API server's"],
  ],
  [
    'clock-skew',
    "the operator's clock is ahead",
    () => lease({ renewTime: '2026-11-25T12:01:00Z' }),
    ["the operator's clock"],
  ],
];
