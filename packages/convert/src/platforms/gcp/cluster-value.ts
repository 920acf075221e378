import type { GCPMachineProviderSpec } from '@capstan/api';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

type Context = RowContext<GCPFacts>;

const r = rowsFor<Loose<GCPMachineProviderSpec>, object, Context>();

/**
 * A row for a value of the cluster: must be what the Infrastructure object or another says. Where only the machine says it,
 * there is nothing to compare it with.
 */
export function clusterRow(path: 'projectID' | 'region', against: string, hint: string): Row<Context> {
  const row = r.compare(path, ({ platform }) => platform[path], { against, hint });
  return {
    ...row,
    lens: {
      ...row.lens,
      toCapi(found, scope) {
        if (found === undefined || scope.context.platform.expected[path] !== undefined)
          return row.lens.toCapi(found, scope);
        scope.report({
          code: 'NotChecked',
          severity: 'warning',
          value: found,
          message: `must equal ${against}, which neither the Infrastructure object nor a GCPCluster in the input says`,
          hint: 'Add the GCPCluster to the input, or check the value.',
        });
        return undefined;
      },
    },
  };
}
