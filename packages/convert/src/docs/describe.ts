import type { Json } from '@capstan/api';
import type { FieldDoc, Outcome } from '../mapping/row.ts';
import { machineRows } from '../objects/machine.mapping.ts';
import { machineOnlyRows, machineSetRows } from '../objects/machine-set.mapping.ts';
import type { AnyPlatform } from '../platforms/registry.ts';

/** What becomes of one field, in the words of the user's objects. */
export interface DescribedField {
  /** Which table the row stands in: Machine, MachineSet or a platform's name. */
  readonly table: string;
  /** Kind and path on the Machine API side, such as `spec.providerSpec.value.ami.id`. */
  readonly mapi?: { readonly kind: string; readonly path: string };
  readonly capi?: { readonly kind: string; readonly path: string };
  readonly outcome: Outcome;
  readonly rule: string;
  readonly only?: Json;
  readonly doc?: string;
  readonly hint?: string;
  readonly equal?: string;
  /** True where the fields below have no rows of their own. */
  readonly whole: boolean;
}

/** The rows that Machines of every platform have. */
export function describeMachine(): DescribedField[] {
  return machineOnlyRows<never>().flatMap((row) => row.fields.map((field) => describe('Machine', 'Machine', field)));
}

/** The rows that only a MachineSet has. */
export function describeMachineSet(): DescribedField[] {
  const shared = new Set(machineRows<never>('template').map(({ name }) => name));
  return machineSetRows<never>()
    .filter(({ name }) => !shared.has(name))
    .flatMap((row) => row.fields.map((field) => describe('MachineSet', 'MachineSet', field)));
}

/** A platform's rows: its provider spec and its infra machine. */
export function describePlatform(platform: AnyPlatform): DescribedField[] {
  const { templateKind, besideTemplate = [] } = platform.infra;
  return [
    ...platform.tables.platformRows.flatMap((row) =>
      row.fields.map((field) => describe(platform.type, 'Machine', field, platform)),
    ),
    ...besideTemplate.map(
      ({ field, default: only, doc, hint }): DescribedField => ({
        table: platform.type,
        capi: { kind: templateKind, path: `spec.${field}` },
        outcome: 'refused',
        rule: `only \`${String(only)}\`, which absent means`,
        only,
        doc,
        hint,
        whole: true,
      }),
    ),
  ];
}

/** Fields of Cluster API objects that Machine API cannot hold, or of which it can hold only one value. */
export interface DeniedField {
  readonly kind: string;
  readonly path: string;
  readonly only?: Json;
  /** True where false says the same as nothing. */
  readonly falseIsAbsent?: boolean;
  readonly reason: string;
}

/** The fields that must not be set while a machine is to stay convertible; admission policies are made from them. */
export function deniedFields(platform: AnyPlatform): DeniedField[] {
  return [...describeMachine(), ...describeMachineSet(), ...describePlatform(platform)].flatMap(
    ({ capi, mapi, outcome, only, doc, rule, equal = '' }) => {
      if (capi === undefined || mapi !== undefined || (outcome !== 'refused' && only === undefined)) return [];
      const falseIsAbsent = equal.split(/[,;] /).includes('false = absent');
      return [
        {
          ...capi,
          ...(only !== undefined && { only }),
          ...(falseIsAbsent && { falseIsAbsent }),
          reason: doc ?? rule,
        },
      ];
    },
  );
}

function describe(
  table: string,
  kind: 'Machine' | 'MachineSet',
  field: FieldDoc,
  platform?: AnyPlatform,
): DescribedField {
  const { mapi, capi, whole, ...rest } = field;
  return {
    table,
    ...rest,
    whole: whole ?? false,
    ...(mapi !== undefined && { mapi: place(mapi, kind, 'spec.providerSpec.value') }),
    ...(capi !== undefined && { capi: place(capi, kind, 'spec', platform?.infra.machineKind) }),
  };
}

/** Where the roots of a table's paths are in objects of a kind. */
const prefixes = {
  Machine: { $meta: 'metadata', $machine: 'spec', $set: 'spec', $setMeta: 'metadata' },
  MachineSet: { $meta: 'spec.template.metadata', $machine: 'spec.template.spec', $set: 'spec', $setMeta: 'metadata' },
} as const;

function place(
  path: string,
  kind: 'Machine' | 'MachineSet',
  valuePrefix: string,
  valueKind: string = kind,
): { kind: string; path: string } {
  const [, root = '', rest = ''] = /^(\$\w+)\.?(.*)$/.exec(path) ?? [];
  const known = Object.entries(prefixes[kind]).find(([name]) => name === root)?.[1];
  return known === undefined ? { kind: valueKind, path: `${valuePrefix}.${path}` } : { kind, path: `${known}.${rest}` };
}
