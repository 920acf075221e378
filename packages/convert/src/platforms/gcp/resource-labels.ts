import { ownershipMissing } from '../../codecs/ownership.ts';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';
import { labelEntries, ownedLabel } from './user-labels.ts';

interface Labels {
  [key: string]: string;
}

type Context = RowContext<GCPFacts>;

/**
 * Labels of the instance. Machine API adds those of the Infrastructure object and the one that says which cluster it
 * belongs to; here they are written on every machine, whatever the GCPCluster has, and on the way back taken away again.
 */
export function resourceLabels(): Codec<Labels, Labels, Context> {
  return {
    rule: "the same labels, and the cluster's own",
    samples: {
      mapi: [
        { team: 'ml', 'cost-centre': '4711' },
        { 'kubernetes-io-cluster-ocp1-x7k2p': 'owned', team: '' },
      ],
      capi: [{ team: 'ml' }, { 'kubernetes-io-cluster-ocp1-x7k2p': 'owned', a_b: '1' }],
    },

    toCapi(found = {}, scope) {
      const owned = ownedLabel(scope.context.cluster.infrastructureName);
      checkLabels(found, scope);
      const value = found[owned];
      if (value !== undefined && value !== 'owned') {
        scope.at(owned).report({
          code: 'DroppedWithoutEffect',
          severity: 'warning',
          value,
          message: 'has no effect: Machine API sets this label to owned',
          hint: 'Remove it.',
        });
      }
      return { ...scope.context.platform.resourceLabels, ...found, [owned]: 'owned' };
    },

    toMapi(found = {}, scope) {
      const { cluster, platform } = scope.context;
      const owned = ownedLabel(cluster.infrastructureName);
      checkLabels(found, scope);
      const value = found[owned];
      if (value !== undefined && value !== 'owned') {
        scope.at(owned).report({
          code: 'NotSupported',
          value,
          message: 'Machine API sets this label to owned',
          hint: 'Set it to owned, or remove it.',
        });
      }
      if (value === undefined && !platform.hasOwnedLabel) scope.report(ownershipMissing('label', owned));
      const own = Object.entries(found).filter(
        ([key, given]) => key !== owned && platform.resourceLabels[key] !== given,
      );
      return own.length === 0 ? undefined : Object.fromEntries(own);
    },

    canonMapi: labelEntries,
    canonCapi: (found, { cluster, platform }) =>
      labelEntries({ ...platform.resourceLabels, [ownedLabel(cluster.infrastructureName)]: 'owned', ...found }),
  };
}

/** CAPG writes labels in lower case, and some of its own over what is there. */
function checkLabels(labels: Labels, scope: Scope<Context>): void {
  const own = ['capg-role', `capg-cluster-${scope.context.cluster.infrastructureName}`];
  for (const [key, value] of Object.entries(labels)) {
    if (own.includes(key)) {
      scope.at(key).report({
        code: 'NotSupported',
        value,
        message: 'CAPG sets this label itself',
        hint: 'Remove it.',
      });
    } else if (!isLabelText(key) || !isLabelText(value)) {
      scope.at(key).report({
        code: 'InvalidValue',
        value,
        message: 'labels of GCP are in lower case and of 63 characters at most; CAPG would write them so',
        hint: 'Correct the label.',
      });
    }
  }
}

function isLabelText(text: string): boolean {
  return text === text.toLowerCase() && [...text].length <= 63;
}
