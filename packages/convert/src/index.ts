/** Conversion between Machine API and Cluster API objects: pure, without I/O, runs in a browser. */

export type { ClusterAround } from './cluster/around.ts';
export type { ClusterProblemAt, ClusterSources, ProviderSource } from './cluster/infra-cluster.ts';
export { findProvider, providerOf } from './cluster/provider-source.ts';
export {
  type Handover,
  type HandoverFact,
  type HandoverFinding,
  type HandoverSubject,
  handoverFindings,
} from './handover/handover.ts';
export { isRunning } from './handover/is-running.ts';
export type { AssumedCluster, Cluster, ClusterProblem, SourcedIssue } from './inventory/find-cluster.ts';
export { type Identity, identityOf } from './inventory/identity.ts';
export { paused } from './inventory/paused.ts';
export {
  makePlan,
  type Plan,
  type PlanEntry,
  type PlanOptions,
  type PlanResult,
  type Target,
  type Verdict,
} from './inventory/plan.ts';
export type { PlannedAround } from './inventory/plan-around.ts';
export { handoverOf } from './inventory/plan-handover.ts';
export type { Input, KnownInput } from './inventory/sort-inputs.ts';
export { userDataSecretOf } from './inventory/user-data-secret.ts';
export { formatPath, type Issue, type IssueCode, issueCodes, type Segment, type Severity } from './mapping/issue.ts';
export { asObject, canonicalJson, deepEqual, isObject, listAt, textAt } from './mapping/json.ts';
export type { FieldDoc, Outcome } from './mapping/row.ts';
export type { ClusterFacts, ConvertedObject } from './objects/context.ts';
export { isControlPlane } from './objects/control-plane.ts';
export type { Conversion, Converter } from './objects/convert.ts';
export { currentTemplate } from './objects/current-template.ts';
export { labelValue, templateName } from './objects/names.ts';
export type { Owner } from './objects/owner.ts';
export type { PlatformStatus } from './objects/platform.ts';
export { type AnyPlatform, type Opened, platformOf, platforms, platformType } from './platforms/registry.ts';
export { machineSetStatusFields, machineStatusFields } from './status/fields.ts';
export { infraStatusToClusterApi, providerStatusToMachineApi } from './status/infra.ts';
export { machineSetStatusToClusterApi } from './status/machine-set-to-cluster-api.ts';
export { machineSetStatusToMachineApi } from './status/machine-set-to-machine-api.ts';
export { machineStatusToClusterApi } from './status/machine-to-cluster-api.ts';
export { machineStatusToMachineApi } from './status/machine-to-machine-api.ts';
export type { StatusField, StatusOptions, StatusResult } from './status/result.ts';
