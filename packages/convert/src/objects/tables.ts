import { objectMeta } from '@capstan/api';
import type { Table } from '../mapping/table.ts';
import type { RowContext } from './context.ts';
import { machineOnlyRows, machineSetRows } from './machine-set.mapping.ts';
import { capiMachine, capiSet, capiTemplateMeta, mapiMachine, mapiSet, mapiTemplateMeta } from './parts.ts';
import { type Platform, typeRows } from './platform.ts';

/** The table of a platform's Machines: the rows of every Machine and the platform's own. */
export function machineTable<F>(platform: Platform<F>): Table<RowContext<F>> {
  return {
    rows: [...machineOnlyRows<F>(), ...typeRows(platform), ...platform.rows],
    shapes: {
      mapi: { $meta: objectMeta, $machine: mapiMachine, value: platform.provider.shape },
      capi: { $meta: objectMeta, $machine: capiMachine, value: platform.infra.shape },
    },
  };
}

/** The table of a platform's MachineSets. */
export function machineSetTable<F>(platform: Platform<F>): Table<RowContext<F>> {
  return {
    rows: [...machineSetRows<F>(), ...typeRows(platform), ...platform.rows],
    shapes: {
      mapi: {
        $setMeta: objectMeta,
        $set: mapiSet,
        $meta: mapiTemplateMeta,
        $machine: mapiMachine,
        value: platform.provider.shape,
      },
      capi: {
        $setMeta: objectMeta,
        $set: capiSet,
        $meta: capiTemplateMeta,
        $machine: capiMachine,
        value: platform.infra.shape,
      },
    },
  };
}
