import type { Json, JsonObject } from '@capstan/api';
import { expect } from 'vitest';
import type { Issue, IssueCode } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import {
  at,
  awsConverter,
  type Changes,
  type ClusterChanges,
  capiMachine,
  capiSet,
  converted,
  errorsOf,
  infraSpec,
  mapiMachine,
  mapiSet,
  provider,
} from './aws.ts';

/** The infra machine spec that a MachineSet with this provider spec gets. */
export function toInfra(changes: Changes, cluster?: ClusterChanges): JsonObject {
  const [template] = converted(awsConverter(cluster).toClusterApi(mapiSet(provider(changes))));
  return asObject(at(template, 'spec.template.spec')) ?? {};
}

/** The provider spec that a Cluster API MachineSet with this infra machine spec gets. */
export function toProvider(changes: Changes, cluster?: ClusterChanges): JsonObject {
  const [set] = converted(awsConverter(cluster).toMachineApi(...capiSet(infraSpec(changes))));
  return asObject(at(set, 'spec.template.spec.providerSpec.value')) ?? {};
}

/** A provider spec after the way to Cluster API and back; `edits` are made to the infra machine spec there. */
export function thereAndBack(changes: Changes, cluster?: ClusterChanges, edits: JsonObject = {}): JsonObject {
  const converter = awsConverter(cluster);
  const [template, set] = converted(converter.toClusterApi(mapiSet(provider(changes))));
  const spec = { ...asObject(at(template, 'spec.template.spec')), ...edits };
  const [back] = converted(converter.toMachineApi(set, { ...template, spec: { template: { spec } } }));
  return asObject(at(back, 'spec.template.spec.providerSpec.value')) ?? {};
}

/** An infra machine spec after the way to Machine API and back. */
export function backAndThere(changes: Changes, cluster?: ClusterChanges): JsonObject {
  const converter = awsConverter(cluster);
  const [set] = converted(converter.toMachineApi(...capiSet(infraSpec(changes))));
  const [template] = converted(converter.toClusterApi(set));
  return asObject(at(template, 'spec.template.spec')) ?? {};
}

/** Codes and paths of what is not an error, of a MachineSet that converts. */
export function remarks(
  changes: Changes,
  cluster?: ClusterChanges,
): { code: string; path: string; severity: string }[] {
  const conversion = awsConverter(cluster).toClusterApi(mapiSet(provider(changes)));
  converted(conversion);
  return conversion.issues.map(({ code, path, severity }) => ({
    code,
    severity,
    path: path.replace('spec.template.spec.providerSpec.value.', ''),
  }));
}

/** What an error must say. `path` is relative to the provider spec or the infra machine spec. */
export interface Refusal {
  readonly code: IssueCode;
  readonly path: string;
  /** The value as the user wrote it; left out where there is none. */
  readonly value?: Json;
  /** A part of what the hint orders. */
  readonly remedy: string;
  /** A part of the message. */
  readonly says?: string;
}

/** Expects that this is the one error about a Machine and about a MachineSet, each at its own path. */
export function expectRefused(changes: Changes, refusal: Refusal, cluster?: ClusterChanges): void {
  const converter = awsConverter(cluster);
  const value = provider(changes);
  const set = errorsOf(converter.toClusterApi(mapiSet(value)));
  expectOnly(set, 'self', `spec.template.spec.providerSpec.value.${refusal.path}`, refusal);
  const machine = errorsOf(converter.toClusterApi(mapiMachine(value)));
  expectOnly(machine, 'self', `spec.providerSpec.value.${refusal.path}`, refusal);
}

/** As `expectRefused`, for an AWSMachine and an AWSMachineTemplate. */
export function expectInfraRefused(changes: Changes, refusal: Refusal, cluster?: ClusterChanges): void {
  const converter = awsConverter(cluster);
  const spec = infraSpec(changes);
  const set = errorsOf(converter.toMachineApi(...capiSet(spec)));
  expectOnly(set, 'infra', `spec.template.spec.${refusal.path}`, refusal);
  const machine = errorsOf(converter.toMachineApi(...capiMachine(spec)));
  expectOnly(machine, 'infra', `spec.${refusal.path}`, refusal);
}

function expectOnly(errors: readonly Issue[], object: Issue['object'], path: string, refusal: Refusal): void {
  const [error] = errors;
  expect(errors.map((each) => `${each.code} ${each.path}`)).toEqual([`${refusal.code} ${path}`]);
  expect(error?.object).toBe(object);
  expect(error?.hint).toContain(refusal.remedy);
  if (refusal.value !== undefined) expect(error?.value).toEqual(refusal.value);
  if (refusal.says !== undefined) expect(error?.message).toContain(refusal.says);
}
