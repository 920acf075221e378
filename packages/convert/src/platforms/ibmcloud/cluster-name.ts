import type { Lens } from '../../mapping/lens.ts';
import { differs } from '../../mapping/simple-lenses.ts';
import type { RowContext } from '../../objects/context.ts';
import type { ClusterName, IBMCloudFacts } from './facts.ts';

/** What is said where the name is wrong or missing. */
export interface ClusterNameTexts {
  readonly against: string;
  readonly hint: string;
  /** What the name is of; absent for a name that a machine may leave out. */
  readonly noun?: string;
}

/**
 * A name that Machine API has on every machine and Cluster API on the IBMVPCCluster. It must be the cluster's. As long as
 * there is no IBMVPCCluster to give it back it is carried: one that would be made of this very machine proves nothing.
 */
export function clusterName(
  pick: (facts: IBMCloudFacts) => ClusterName,
  { against, hint, noun }: ClusterNameTexts,
): Lens<string, never, RowContext<IBMCloudFacts>> {
  return {
    toCapi(found, scope) {
      const { expected } = pick(scope.context.platform);
      if (found === undefined) {
        if (noun === undefined) return undefined;
        scope.report({ code: 'Required', message: `no ${noun} is named`, hint: `Name the ${noun} of the machine.` });
      } else if (expected === undefined) {
        const message = `must equal ${against}, which is not known`;
        scope.report({ code: 'NotChecked', severity: 'warning', value: found, message, hint });
      } else if (found !== expected) differs(expected, found, scope, { against, hint });
      return undefined;
    },
    toMapi(_, scope) {
      const { known } = pick(scope.context.platform);
      if (known === undefined && noun !== undefined) {
        scope.report({
          code: 'MissingObject',
          message: `Machine API names the ${noun} on every machine, and here only the IBMVPCCluster tells it`,
          hint: 'Add the IBMVPCCluster to the input.',
        });
      }
      return known;
    },
  };
}
