import type { AzureMachineProviderSpec } from '@capstan/api';
import type { Problem } from '../../mapping/issue.ts';
import type { Lens } from '../../mapping/lens.ts';
import type { Loose } from '../../mapping/path.ts';
import type { Row } from '../../mapping/row.ts';
import { rowsFor } from '../../mapping/rows.ts';
import { differs } from '../../mapping/simple-lenses.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AzureFacts, ExpectedValues } from './facts.ts';

type Context = RowContext<AzureFacts>;
type Field = keyof ExpectedValues;

/** What a row with a value of the cluster says of it. */
interface ClusterValue {
  /** What it must equal, for documentation. */
  readonly documented: string;
  /** The same by who it is that says the value here. */
  readonly against: (facts: AzureFacts) => string;
  readonly hint: string;
  readonly isSame: (a: string, b: string) => boolean;
}

const r = rowsFor<Loose<AzureMachineProviderSpec>, object, Context>();

/** A row for a value of the cluster. */
export function clusterRow(path: Field, value: ClusterValue): Row<Context> {
  const { documented, hint } = value;
  // What Machine API takes where a machine does not say it; the network's group is the cluster's then.
  const absent = path === 'networkResourceGroup' ? 'resourceGroup' : path;
  const row = r.compare(path, ({ platform }) => platform.expected[path], {
    against: documented,
    hint,
    ...(path === 'vnet'
      ? { mapi: {}, samples: { mapi: ['ocp1-x7k2p-vnet'], required: true } }
      : { mapi: { absentIs: ({ platform }) => platform.expected[absent] } }),
  });
  return { ...row, lens: clusterValue(path, value) };
}

/**
 * A value that Machine API writes on every machine and Cluster API on the AzureCluster: must be what that says. It is carried
 * as well, for whoever converts back without the AzureCluster at hand.
 */
function clusterValue(path: Field, options: ClusterValue): Lens<string, never, Context> {
  const { documented, hint, isSame } = options;
  return {
    toCapi(found, scope) {
      const { platform } = scope.context;
      const wanted = platform.expected[path];
      if (found === undefined) {
        if (path === 'vnet') scope.report({ code: 'Required', message: `is needed: it must be ${documented}`, hint });
      } else if (wanted === undefined) scope.report(notChecked(documented, found));
      else if (!isSame(found, wanted)) differs(wanted, found, scope, { against: options.against(platform), hint });
      return undefined;
    },
    toMapi(_, scope) {
      const wanted = scope.context.platform.expected[path];
      // The other two are the cluster's where Machine API finds nothing.
      if (wanted === undefined && (path === 'vnet' || path === 'networkResourceGroup')) {
        scope.report({
          code: 'MissingObject',
          message: `this is ${documented}, which is not part of the input`,
          hint: 'Add the AzureCluster of the cluster to the input.',
        });
      }
      return wanted;
    },
    canonMapi: (found, { platform }) => {
      const wanted = platform.expected[path];
      return found !== undefined && wanted !== undefined && isSame(found, wanted) ? wanted : found;
    },
    residues: {
      toCapi: {
        keep: (source) => source,
        restore(kept, _, { context, report }) {
          // Of where this machine is, what was carried says more than a control plane machine.
          const wanted = context.platform.certain[path];
          if (typeof kept === 'string' && kept !== '' && (wanted === undefined || isSame(kept, wanted))) return kept;
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

/** No other object says the value: an AzureCluster that is made of the machine itself would agree with anything. */
function notChecked(documented: string, value: string): Problem {
  return {
    code: 'NotChecked',
    severity: 'warning',
    value,
    message: `must be ${documented}, which is not part of the input`,
    hint: 'Add the AzureCluster to the input, or check the value.',
  };
}
