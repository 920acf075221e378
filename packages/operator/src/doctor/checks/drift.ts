import type { KubeObject } from '@capstan/kube';
import { annotations } from '../../names.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { word } from '../command.ts';
import { differences } from '../differences.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { pairChanges } from '../in-step.ts';

/** A few say what it is about; capstan diff has them all. */
const shown = 5;

/** What is said to be in step and is not. */
export const mirrorDrift: Check = {
  name: 'mirror-drift',
  finds: 'a mirror that differs from what its source converts to, although it is said to be in step',
  needs: ['machine-api', 'cluster-api', 'infra'],
  find: (facts) =>
    (pairChanges(facts) ?? []).flatMap(({ pair, changes }): Found[] => {
      const { mapi, kind, name } = pair;
      const { acting } = authoritiesOf(mapi);
      if (conditionOf(mapi, 'Synchronized').status !== 'True' || acting === 'Migrating') return [];
      const paths = changes.flatMap(({ before, after }) => {
        const of = before ?? after;
        if (of === undefined || !isMirror(of, acting)) return [];
        if (before === undefined) return [`${of.kind} ${of.metadata.name} is missing`];
        if (after === undefined) return [`${of.kind} ${of.metadata.name} should not be there`];
        const paths = differences(before, after).map(({ path }) => path);
        return paths.filter(isCopied).map((path) => `${of.kind} ${of.metadata.name} ${path}`);
      });
      if (paths.length === 0) return [];
      const more = paths.length - shown;
      return [
        {
          severity: 'warning',
          object: subjectOf(mapi),
          what: 'its mirror is not what it converts to',
          evidence: [...paths.slice(0, shown), ...(more > 0 ? [`and ${more} more`] : [])],
          why: `Somebody changed the half that does not act, or the operator has not looked since ${acting} changed it.`,
          do: [
            `capstan diff ${word(`${kind}/${name}`)}`,
            'Wait a moment: the operator puts it right. Where it stays, the operator does not act.',
          ],
        },
      ];
    }),
};

/** Of the side that does not act. */
function isMirror({ apiVersion }: KubeObject, acting: string): boolean {
  return apiVersion.startsWith('machine.openshift.io/') === (acting === 'ClusterAPI');
}

/** What the operator notes on either half is of its own. */
function isCopied(path: string): boolean {
  return !path.includes(annotations.autoscaledBy);
}
