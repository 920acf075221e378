import type { Lens } from '../../mapping/lens.ts';
import { differs } from '../../mapping/simple-lenses.ts';
import type { RowContext } from '../../objects/context.ts';
import type { ClusterName, IBMCloudFacts } from './facts.ts';

/** What is said where the name is wrong or missing. */
export interface ClusterNameTexts {
  readonly against: string;
  readonly hint: string;
  /** What the name is of. */
  readonly noun: string;
  /** A machine may leave it out. */
  readonly isOptional?: boolean;
}

/**
 * A name that Machine API has on every machine and Cluster API on the IBMVPCCluster. It must be the cluster's. As long as
 * there is no IBMVPCCluster to give it back it is carried: one that would be made of this very machine proves nothing. But
 * it has to be where another machine of the control plane is.
 */
export function clusterName(
  pick: (facts: IBMCloudFacts) => ClusterName,
  { against, hint, noun, isOptional = false }: ClusterNameTexts,
): Lens<string, never, RowContext<IBMCloudFacts>> {
  const ofControlPlane = {
    against: `the ${noun} of the control plane`,
    hint: 'Correct it, add the IBMVPCCluster to the input, or keep these machines on Machine API.',
  };
  return {
    toCapi(found, scope) {
      const { platform } = scope.context;
      const { known, controlPlane } = pick(platform);
      const wanted = known ?? controlPlane;
      if (found === undefined) {
        if (isOptional) return undefined;
        scope.report({ code: 'Required', message: `no ${noun} is named`, hint: `Name the ${noun} of the machine.` });
      } else if (wanted !== undefined && found !== wanted) {
        differs(wanted, found, scope, known === undefined ? ofControlPlane : { against, hint });
      } else if (wanted === undefined) {
        const texts = platform.clusterIsMissing
          ? clusterMissing(noun)
          : { message: `must equal ${against}, which is not known`, hint };
        scope.report({ code: 'NotChecked', severity: 'warning', value: found, ...texts });
      }
      return undefined;
    },
    toMapi(_, scope) {
      const { known } = pick(scope.context.platform);
      if (known === undefined && !isOptional) {
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

function clusterMissing(noun: string) {
  return {
    message: `must be the ${noun} of the IBMVPCCluster, which is not part of the input`,
    hint: `Add the IBMVPCCluster to the input, or check that its ${noun} is this one.`,
  };
}
