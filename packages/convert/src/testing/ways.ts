import type { Json, JsonObject } from '@capstan/api';
import { expect } from 'vitest';
import type { Issue, IssueCode } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import type { Converter } from '../objects/convert.ts';
import { at, type Changes, type ClusterChanges, converted, errorsOf, type Fixture } from './fixture.ts';

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

const providerPath = 'spec.template.spec.providerSpec.value';

/** The ways of a value between the two APIs, for tests of single fields of a platform. */
export function waysOf<C = ClusterChanges>({
  converter,
  provider,
  infraSpec,
  mapiMachine,
  mapiSet,
  capiMachine,
  capiSet,
}: Omit<Fixture, 'converter'> & { readonly converter: (changes?: C) => Converter }) {
  return {
    /** The infra machine spec that a MachineSet with this provider spec gets. */
    toInfra(changes: Changes, cluster?: C): JsonObject {
      const [template] = converted(converter(cluster).toClusterApi(mapiSet(provider(changes))));
      return asObject(at(template, 'spec.template.spec')) ?? {};
    },

    /** The provider spec that a Cluster API MachineSet with this infra machine spec gets. */
    toProvider(changes: Changes, cluster?: C): JsonObject {
      const [set] = converted(converter(cluster).toMachineApi(...capiSet(infraSpec(changes))));
      return asObject(at(set, providerPath)) ?? {};
    },

    /** A provider spec after the way to Cluster API and back; `edits` are made to the infra machine spec there. */
    thereAndBack(changes: Changes, cluster?: C, edits: JsonObject = {}): JsonObject {
      const { toClusterApi, toMachineApi } = converter(cluster);
      const [template, set] = converted(toClusterApi(mapiSet(provider(changes))));
      const spec = { ...asObject(at(template, 'spec.template.spec')), ...edits };
      const [back] = converted(toMachineApi(set, { ...template, spec: { template: { spec } } }));
      return asObject(at(back, providerPath)) ?? {};
    },

    /** An infra machine spec after the way to Machine API and back. */
    backAndThere(changes: Changes, cluster?: C): JsonObject {
      const { toClusterApi, toMachineApi } = converter(cluster);
      const [set] = converted(toMachineApi(...capiSet(infraSpec(changes))));
      const [template] = converted(toClusterApi(set));
      return asObject(at(template, 'spec.template.spec')) ?? {};
    },

    /** Codes and paths of what is not an error, of a MachineSet that converts. */
    remarks(changes: Changes, cluster?: C): { code: string; path: string; severity: string }[] {
      const conversion = converter(cluster).toClusterApi(mapiSet(provider(changes)));
      converted(conversion);
      return conversion.issues.map(({ code, path, severity }) => ({
        code,
        severity,
        path: path.replace(`${providerPath}.`, ''),
      }));
    },

    /** Expects that this is the one error about a Machine and about a MachineSet, each at its own path. */
    expectRefused(changes: Changes, refusal: Refusal, cluster?: C): void {
      const { toClusterApi } = converter(cluster);
      const value = provider(changes);
      expectOnly(errorsOf(toClusterApi(mapiSet(value))), 'self', `${providerPath}.${refusal.path}`, refusal);
      const machine = errorsOf(toClusterApi(mapiMachine(value)));
      expectOnly(machine, 'self', `spec.providerSpec.value.${refusal.path}`, refusal);
    },

    /** As `expectRefused`, for an infra machine and an infra machine template. */
    expectInfraRefused(changes: Changes, refusal: Refusal, cluster?: C): void {
      const { toMachineApi } = converter(cluster);
      const spec = infraSpec(changes);
      const set = errorsOf(toMachineApi(...capiSet(spec)));
      expectOnly(set, 'infra', `spec.template.spec.${refusal.path}`, refusal);
      const machine = errorsOf(toMachineApi(...capiMachine(spec)));
      expectOnly(machine, 'infra', `spec.${refusal.path}`, refusal);
    },
  };
}

function expectOnly(errors: readonly Issue[], object: Issue['object'], path: string, refusal: Refusal): void {
  const [error] = errors;
  expect(errors.map((each) => `${each.code} ${each.path}`)).toEqual([`${refusal.code} ${path}`]);
  expect(error?.object).toBe(object);
  expect(error?.hint).toContain(refusal.remedy);
  if (refusal.value !== undefined) expect(error?.value).toEqual(refusal.value);
  if (refusal.says !== undefined) expect(error?.message).toContain(refusal.says);
}
