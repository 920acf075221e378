import {
  clusterApiMachineSetSpec,
  clusterApiMachineSpec,
  type Infer,
  machineApiMachineSetSpec,
  machineApiMachineSpec,
  type ObjectShape,
  type objectMeta,
  type Shape,
} from '@capstan/api';
import type { Loose } from '../mapping/path.ts';

/** A shape without some of its fields: those that an object is taken apart at. */
function without<S extends ObjectShape, K extends keyof S['fields'] & string>(
  shape: S,
  ...names: readonly K[]
): { readonly type: 'object'; readonly fields: Omit<S['fields'], K>; readonly required?: readonly string[] } {
  const left = Object.entries(shape.fields).filter(([name]) => !names.some((gone) => gone === name));
  const required = shape.required?.filter((name) => !names.some((gone) => gone === name));
  // Object.fromEntries forgets the names that the type keeps.
  const fields = Object.fromEntries(left) as Omit<S['fields'], K>;
  return { type: 'object', fields, ...(required !== undefined && { required }) };
}

/** Machine API's MachineSpec below the provider spec, which is the platform's. */
export const mapiMachine = without(machineApiMachineSpec, 'providerSpec');
/** Cluster API's MachineSpec without the reference to the infra machine, which follows from its name. */
export const capiMachine = without(clusterApiMachineSpec, 'infrastructureRef');
/**
 * A set's shape in which replicas are a count. The schema does not say so; the API server still refuses a negative number,
 * because of the scale subresource.
 */
function counting<S extends { readonly fields: { readonly replicas: Shape } }>(shape: S): S {
  return { ...shape, fields: { ...shape.fields, replicas: { ...shape.fields.replicas, min: 0 } } };
}

/** Machine API's MachineSetSpec without the template. */
export const mapiSet = counting(without(machineApiMachineSetSpec, 'template'));
/** Cluster API's MachineSetSpec without the template. */
export const capiSet = counting(without(clusterApiMachineSetSpec, 'template'));

/** metadata of a template: Machine API allows a few fields more than Cluster API. */
export const mapiTemplateMeta = machineApiMachineSetSpec.fields.template.fields.metadata;
export const capiTemplateMeta = clusterApiMachineSetSpec.fields.template.fields.metadata;

/** The parts of a Machine API Machine, or of a MachineSet's template, that no platform owns. */
export interface MapiMachineParts {
  $meta?: Loose<Infer<typeof objectMeta>>;
  $machine?: Loose<Infer<typeof mapiMachine>>;
}

/** The same of Cluster API. */
export interface CapiMachineParts {
  $meta?: Loose<Infer<typeof objectMeta>>;
  $machine?: Loose<Infer<typeof capiMachine>>;
}

/** The parts of a Machine API MachineSet that no platform owns. */
export interface MapiSetParts extends MapiMachineParts {
  $setMeta?: Loose<Infer<typeof objectMeta>>;
  $set?: Loose<Infer<typeof mapiSet>>;
}

/** The same of Cluster API. */
export interface CapiSetParts extends CapiMachineParts {
  $setMeta?: Loose<Infer<typeof objectMeta>>;
  $set?: Loose<Infer<typeof capiSet>>;
}
