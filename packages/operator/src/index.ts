/** The controllers of Capstan. */

export { configuration, type Difference, differences } from './doctor/differences.ts';
export { type Diagnosis, diagnose } from './doctor/doctor.ts';
export type { DoctorFacts } from './doctor/facts.ts';
export type { Finding } from './doctor/finding.ts';
export { factsFromObjects } from './doctor/from-objects.ts';
export { gatherLive } from './doctor/gather-live.ts';
export { type Change, type PairChanges, pairChanges } from './doctor/in-step.ts';
export { type Batch, parseBatch } from './moves/batch.ts';
export type { Finding as MoveFinding } from './moves/checks/finding.ts';
export type { MoveWorld } from './moves/gather-facts.ts';
export { type LookOptions, lookMoves, type MovePlan, type NoPlan, type Wanted } from './moves/look-moves.ts';
export { fullName, type MoveName, parseObjectName } from './moves/object-name.ts';
export type { Move } from './moves/plan-moves.ts';
export { checks as moveChecks } from './moves/preflight.ts';
export { fitsAnnotation, isRunId, type MoveRequest } from './moves/request.ts';
export { type MoveEnding, type MoveResult, type RunOptions, runMoves } from './moves/run-moves.ts';
export type { MoveFailure, MoveState } from './moves/state.ts';
export { defaultNamespaces, type Namespaces } from './names.ts';
export { type MetricName, metricTable } from './observe/metric-table.ts';
export { createObserve, type Direction, type MigrationResult, type Observe } from './observe/observe.ts';
export { policies } from './policies/all.ts';
export { bundlesOf, type PolicyBundle, paramKindOf } from './policies/live/bundle.ts';
export { packPolicies } from './policies/live/pack-policies.ts';
export { policyNames } from './policies/live/policy-names.ts';
export { type ProbeOptions, probePolicy } from './policies/live/probe-policy.ts';
export { type PoliciesRead, problemText, readPolicies } from './policies/live/read-policies.ts';
export { type RunPoliciesOptions, runPolicies } from './policies/live/run-policies.ts';
export { type PolicyStatus, readPolicyStatus } from './policies/live/status-config-map.ts';
export { type UntilLiveOptions, untilLive } from './policies/live/until-live.ts';
export { type ManifestOptions, policyManifests, policyName } from './policies/manifests.ts';
export type { Policy } from './policies/policy.ts';
export { isPolicyLive, sentinelFor, sentinelLabel } from './policies/sentinel.ts';
export { pluralOf, resourceOf } from './resource-name.ts';
export { type OperatorOptions, type OperatorState, runOperator } from './run/operator.ts';
export { readyProbes } from './run/probes.ts';
export {
  type Capability,
  capabilities,
  defaultLease,
  defaultWorkers,
  type LeaseTimes,
  type OperatorSettings,
} from './run/settings.ts';
export { parseFeatureGatesFlag } from './standing/feature-gates-flag.ts';
export { ageSince } from './status/age.ts';
export {
  type ClusterStatus,
  describeCluster,
  type ListedCluster,
  listCluster,
  type SetStatus,
} from './status/cluster-status.ts';
export { listPlanned } from './status/list-planned.ts';
export type { PairStatus } from './status/machine-status.ts';
export { watchCluster } from './status/watch-cluster.ts';
export type { StepEnd } from './uninstall/execute.ts';
export type { Step, UninstallPlan } from './uninstall/plan.ts';
export type { Refusal } from './uninstall/refusals.ts';
export { lookUninstall, runUninstall } from './uninstall/run-uninstall.ts';
