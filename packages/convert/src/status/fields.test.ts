import {
  clusterApiMachineSetStatus,
  clusterApiMachineStatus,
  machineApiMachineSetStatus,
  machineApiMachineStatus,
  type Shape,
} from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { platforms } from '../platforms/registry.ts';
import { machineSetStatusFields, machineStatusFields } from './fields.ts';
import type { StatusField } from './result.ts';

/** Every property by path; lists, maps and free-form values end one. */
function propertiesOf(shape: Shape, path = ''): string[] {
  if (shape.type !== 'object') return [path];
  return Object.entries(shape.fields).flatMap(([name, inner]) =>
    propertiesOf(inner, path === '' ? name : `${path}.${name}`),
  );
}

function pathsOf(fields: readonly StatusField[], side: 'mapi' | 'capi'): string[] {
  return fields.map((field) => field[side]).filter((path) => path !== undefined);
}

const isBelow = (property: string, path: string) => property === path || property.startsWith(`${path}.`);

/** The properties that no field names, neither itself nor by one above it. */
function unnamed(shape: Shape, paths: readonly string[]): string[] {
  return propertiesOf(shape).filter((property) => !paths.some((path) => isBelow(property, path)));
}

describe.each([
  ['a Machine API Machine', machineStatusFields, 'mapi', machineApiMachineStatus],
  ['a Cluster API Machine', machineStatusFields, 'capi', clusterApiMachineStatus],
  ['a Machine API MachineSet', machineSetStatusFields, 'mapi', machineApiMachineSetStatus],
  ['a Cluster API MachineSet', machineSetStatusFields, 'capi', clusterApiMachineSetStatus],
  ...platforms.flatMap(({ type, status: { fields, shapes }, infra }) => [
    [`a machine of ${type}'s provider`, fields, 'mapi', shapes.mapi] as const,
    [infra.machineKind, fields, 'capi', shapes.capi] as const,
  ]),
] as const)('the status of %s', (_, fields, side, shape) => {
  it('has a field in the table for every property, so that an upstream one is not forgotten', () => {
    expect(unnamed(shape, pathsOf(fields, side))).toEqual([]);
  });

  it('has no field in the table that the API does not have, and none twice', () => {
    const paths = pathsOf(fields, side);
    const properties = propertiesOf(shape);
    expect(paths.filter((path) => !properties.some((property) => isBelow(property, path)))).toEqual([]);
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
  });
});

it('names a property that is missing from the table', () => {
  const shape = {
    type: 'object',
    fields: { a: { type: 'object', fields: { b: { type: 'string' }, c: { type: 'string' } } } },
  } as const;
  expect(unnamed(shape, ['a.b'])).toEqual(['a.c']);
});
