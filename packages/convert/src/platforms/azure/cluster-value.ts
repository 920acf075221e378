import type { AzureMachineProviderSpec } from '@capstan/api';
import type { Lens } from '../../mapping/lens.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import { differs } from '../../mapping/simple-lenses.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AzureFacts } from './facts.ts';

type Context = RowContext<AzureFacts>;

/** What a row with a value of the cluster says of it. */
interface ClusterValue {
  readonly against: string;
  readonly hint: string;
  readonly expected: (facts: AzureFacts) => string | undefined;
  readonly isSame: (a: string, b: string) => boolean;
  /** Machine API must have it, so without an AzureCluster there is no way back. */
  readonly isRequired?: boolean;
}

const r = rowsFor<Loose<AzureMachineProviderSpec>, object, Context>();

/** A row for a value of the cluster. `absentIs` is what Machine API takes where a machine does not say it. */
export function clusterRow(
  path: 'location' | 'resourceGroup' | 'vnet' | 'networkResourceGroup',
  value: ClusterValue,
  absentIs = value.expected,
): Row<Context> {
  const { against, hint, isRequired } = value;
  const row = r.compare(path, ({ platform }) => value.expected(platform), {
    against,
    hint,
    ...(isRequired
      ? { mapi: {}, samples: { mapi: ['ocp1-x7k2p-vnet'], required: true } }
      : { mapi: { absentIs: ({ platform }) => absentIs(platform) } }),
  });
  return { ...row, lens: clusterValue(value) };
}

/**
 * A value that Machine API writes on every machine and Cluster API on the AzureCluster: must be what that says. It is carried
 * as well, for whoever converts back without the AzureCluster at hand.
 */
function clusterValue(options: ClusterValue): Lens<string, never, Context> {
  const { expected, isSame } = options;
  return {
    toCapi(found, scope) {
      const wanted = expected(scope.context.platform);
      if (found === undefined) {
        if (options.isRequired)
          scope.report({ code: 'Required', message: `is needed: it must be ${options.against}`, hint: options.hint });
      } else if (wanted === undefined || !isSame(found, wanted)) differs(wanted, found, scope, options);
      return undefined;
    },
    toMapi(_, scope) {
      const wanted = expected(scope.context.platform);
      if (wanted === undefined && options.isRequired) {
        scope.report({
          code: 'MissingObject',
          message: `this is ${options.against}, which is not part of the input`,
          hint: 'Add the AzureCluster of the cluster to the input.',
        });
      }
      return wanted;
    },
    canonMapi: (found, { platform }) => {
      const wanted = expected(platform);
      return found !== undefined && wanted !== undefined && isSame(found, wanted) ? wanted : found;
    },
    residues: {
      toCapi: {
        keep: (source) => source,
        restore(kept, _, { context, report }) {
          const wanted = expected(context.platform);
          if (typeof kept === 'string' && (wanted === undefined || isSame(kept, wanted))) return kept;
          // The AzureCluster says something else by now, or the annotation is broken.
          if (wanted === undefined)
            report({ code: 'CarriedInvalid', message: 'not a name', hint: 'Restore the annotation.' });
          return wanted;
        },
      },
      toMapi: { keep: () => undefined, restore: () => undefined },
    },
  };
}
