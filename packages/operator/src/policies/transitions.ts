import { annotations, finalizers } from '../names.ts';
import { asksForOther, takesNothingBack } from './authority.ts';
import { has, hasKey, literal, textAt } from './cel.ts';
import { machineApi } from './objects.ts';
import type { Policy } from './policy.ts';

const phase = textAt('object.status.phase');
const isDeleting = has('oldObject.metadata.deletionTimestamp');

const update = {
  in: ['machineApi'],
  operations: ['UPDATE'],
  action: 'Deny',
  onFailure: 'Fail',
} as const;

const deleting = (noun: string) => ({
  expression: `!(${isDeleting})`,
  message: `Cannot update .spec.authoritativeAPI when ${noun} has a non-zero deletion timestamp`,
});

/** When another API may be asked for. To take a request back is always allowed. */
export const transitions: readonly Policy[] = [
  {
    ...update,
    name: 'transition-machine',
    doc: 'A Machine whose instance is being made or deleted changes no hands.',
    subjects: [machineApi.machines],
    exempt: 'nobody',
    conditions: [asksForOther, takesNothingBack],
    rules: [
      {
        expression: `${phase} != 'Provisioning'`,
        message: 'Cannot update .spec.authoritativeAPI when machine is in Provisioning phase',
      },
      deleting('machine'),
    ],
  },
  {
    ...update,
    name: 'transition-machine-set',
    doc: 'A MachineSet that is being deleted changes no hands.',
    subjects: [machineApi.machineSets],
    exempt: 'nobody',
    conditions: [asksForOther, takesNothingBack],
    rules: [deleting('machine set')],
  },
  {
    ...update,
    name: 'transition-infrastructure',
    doc: 'A Machine changes hands when its infrastructure is there, and stays. The phase says so, which sync keeps the same on both sides.',
    subjects: [machineApi.machines],
    exempt: 'controllers',
    conditions: [
      asksForOther,
      takesNothingBack,
      {
        name: 'has-a-twin',
        expression: `has(oldObject.metadata.finalizers) && ${literal(finalizers.sync)} in oldObject.metadata.finalizers`,
      },
      // Of these the policy for everybody speaks.
      { name: 'is-not-provisioning-or-deleting', expression: `!(${isDeleting}) && ${phase} != 'Provisioning'` },
    ],
    rules: [
      {
        expression: `${phase} in ['Provisioned', 'Running', 'Deleting']`,
        message:
          "spec.authoritativeAPI may only be updated when the Cluster API Machine's status.initialization.infrastructureProvisioned is true.",
      },
      {
        expression: `${phase} != 'Deleting'`,
        message:
          'spec.authoritativeAPI cannot be modified while the corresponding CAPI Machine is being deleted (metadata.deletionTimestamp is set).',
      },
    ],
  },
  {
    ...update,
    name: 'transition-autoscaler',
    doc: 'A MachineSet that a MachineAutoscaler scales changes no hands: the autoscaler would go on scaling the side that no longer acts.',
    subjects: [machineApi.machineSets],
    exempt: 'controllers',
    conditions: [
      asksForOther,
      takesNothingBack,
      { name: 'is-autoscaled', expression: hasKey('oldObject.metadata.annotations', annotations.autoscaledBy) },
    ],
    rules: [
      {
        expression: 'false',
        message:
          'Cannot update .spec.authoritativeAPI while a MachineAutoscaler scales this machine set. Delete the MachineAutoscaler first, and let the machine set be scaled anew when it has changed hands.',
        messageExpression: `'Cannot update .spec.authoritativeAPI while the MachineAutoscaler ' + oldObject.metadata.annotations[${literal(annotations.autoscaledBy)}] + ' scales this machine set. Delete the MachineAutoscaler first, and let the machine set be scaled anew when it has changed hands.'`,
      },
    ],
  },
  {
    ...update,
    name: 'transition-not-synchronized',
    doc: 'Warns who asks for another API while the two sides are not in step: nothing will move until they are.',
    subjects: [machineApi.machines, machineApi.machineSets],
    exempt: 'nobody',
    action: 'Warn',
    onFailure: 'Ignore',
    conditions: [asksForOther],
    rules: [
      {
        expression: `${has('object.status.conditions')} && object.status.conditions.exists(c, c.type == 'Synchronized' && c.status == 'True')`,
        message:
          'Updating .spec.authoritativeAPI when the Synchronized condition is not true means changes may not take effect',
      },
    ],
  },
];
