import type { Recorder } from '@capstan/kube';
import type { PolicyDemand } from '../policies/live/policies-when.ts';
import type { RunPoliciesOptions } from '../policies/live/run-policies.ts';
import type { ProcessParts } from './process-parts.ts';
import type { OperatorSettings } from './settings.ts';

/** What keeping the policies needs of an operator, which does so in a session and, where they are to go, while it idles. */
export function policyOptions(
  { settings, ...parts }: ProcessParts & { readonly settings: OperatorSettings },
  demand: Exclude<PolicyDemand, { kind: 'keep' }>,
  recorder: Recorder,
): RunPoliciesOptions {
  const { namespaces, policySettleMs: settleMs } = settings;
  return { ...parts, demand, namespaces, recorder, settleMs };
}
