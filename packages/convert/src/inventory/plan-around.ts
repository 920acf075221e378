import type { JsonObject } from '@capstan/api';
import type { ClusterAround } from '../cluster/around.ts';
import { providerOf, templateOf } from '../cluster/provider-source.ts';
import { formatPath } from '../mapping/issue.ts';
import type { ConvertedObject } from '../objects/context.ts';
import type { SourcedIssue } from './find-cluster.ts';
import { identityOf, keyOf } from './identity.ts';
import type { KnownInput, SortedInputs } from './sort-inputs.ts';

/** The objects around machines that the inputs do not hold yet, and what is in the way of making them. */
export interface PlannedAround<S> {
  /** In apply order; empty where `issues` has an error, and without what is among the inputs. */
  readonly objects: readonly ConvertedObject[];
  readonly issues: readonly SourcedIssue<S>[];
  /** What the infra cluster's status must say once it exists; its provider's controller keeps away from it. */
  readonly infraStatus: JsonObject;
}

/** Sets what was derived against the inputs: what is there stays as it is, and issues get the object they are about. */
export function planAround<S>(
  { objects, issues, infraStatus }: ClusterAround,
  infrastructure: KnownInput<S> | undefined,
  provider: unknown,
  inputs: SortedInputs<S>,
): PlannedAround<S> {
  const sources = [...inputs.controlPlaneSets, ...inputs.machineApi];
  const providerInput = sources.find(({ value }) => (providerOf(templateOf(value)) ?? providerOf(value)) === provider);
  const isSet = providerInput?.identity.kind === 'MachineSet';
  const isControlPlaneSet = providerInput?.identity.kind === 'ControlPlaneMachineSet';
  const base = [
    ...(isSet ? ['spec', 'template'] : []),
    ...(isControlPlaneSet ? ['spec', 'template', 'machines_v1beta1_machine_openshift_io'] : []),
    ...['spec', 'providerSpec', 'value'],
  ];
  return {
    infraStatus,
    objects: objects.filter((object) => !inputs.keys.has(keyOf(identityOf(object)))),
    issues: issues.map(({ of, ...issue }) => {
      if (of === 'infrastructure') return { issue, input: infrastructure };
      const segments = [...base, ...issue.segments];
      return { issue: { ...issue, segments, path: formatPath(segments) }, input: providerInput };
    }),
  };
}
