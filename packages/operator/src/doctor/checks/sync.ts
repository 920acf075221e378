import type { Issue } from '@capstan/convert';
import { sinceText } from '../../status/age.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { templateNameOf } from '../../sync/shared/references.ts';
import { conditionReasons } from '../../words/condition-reasons.ts';
import { oc, word } from '../command.ts';
import { environmentOf } from '../environment-of.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { type Pair, pairsOf } from '../pairs.ts';
import { conditionEvidence } from './evidence.ts';

/** How long an object may go without a word of sync. */
const graceMs = 300_000;

/** Synchronized is False: which field, and what to write instead. */
export const failedSync: Check = {
  name: 'failed-sync',
  finds: 'an object that sync cannot keep in step: which field, why, and what to write instead',
  needs: ['machine-api'],
  find: (facts) => {
    const env = environmentOf(facts);
    return pairsOf(facts).flatMap((pair): Found[] => {
      const { status, reason, since } = conditionOf(pair.mapi, 'Synchronized');
      if (status !== 'False') return [];
      const issues = env === undefined ? [] : issuesOf(pair, facts, env.conversions);
      const age = sinceText(since, facts.now);
      const known = conditionReasons.find(({ name }) => name === reason);
      const subject = subjectOf(pair.mapi);
      const isMended = reason.startsWith('FailedToConvert') && env !== undefined && issues?.length === 0;
      const fields = (issues ?? []).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
      return [
        {
          severity: 'error',
          object: subject,
          what: `it is not in step: ${reason}`,
          evidence: [conditionEvidence(pair.mapi, 'Synchronized'), ...(age === undefined ? [] : [age]), ...fields],
          why: isMended
            ? 'It could be converted now, so the operator has not looked since, or does not act.'
            : (known?.means ?? 'The message of the condition says it.'),
          do: isMended ? [oc('get', subject, '-w')] : [...whatToDo(issues ?? []), `capstan explain ${word(reason)}`],
        },
      ];
    });
  },
};

function whatToDo(issues: readonly Issue[]): string[] {
  const orders = issues.map(({ path, hint }) => (path === '' ? hint : `${path}: ${hint}`));
  const fields = new Set(issues.map(({ path }) => path).filter((path) => path !== ''));
  return [...orders, ...[...fields].map((path) => `capstan explain ${word(path)}`)];
}

/** What the conversion of the half that acts finds wrong; undefined where that half is not there. */
function issuesOf(
  { kind, mapi, capi, infra }: Pair,
  { templates }: DoctorFacts,
  conversions: NonNullable<ReturnType<typeof environmentOf>>['conversions'],
): readonly Issue[] | undefined {
  const isMachineApi = authoritiesOf(mapi).acting !== 'ClusterAPI';
  const from = kind === 'Machine' ? infra : templates.find(({ metadata }) => metadata.name === templateNameOf(capi));
  if (!isMachineApi && (capi === undefined || from === undefined)) return undefined;
  const conversion =
    isMachineApi || capi === undefined || from === undefined
      ? conversions.toClusterApi(mapi)
      : conversions.toMachineApi(capi, from);
  return conversion.issues.filter(({ severity }) => severity === 'error');
}

/** Nobody has said anything for longer than it takes. */
export const neverSynchronized: Check = {
  name: 'never-synchronized',
  finds: 'an object of which sync has said nothing for minutes, so that nobody knows whether its mirror is right',
  needs: ['machine-api'],
  find: (facts) =>
    pairsOf(facts).flatMap(({ mapi }): Found[] => {
      const { status, since } = conditionOf(mapi, 'Synchronized');
      if (status === 'True' || status === 'False' || isDeleting(mapi)) return [];
      if (authoritiesOf(mapi).acting === 'Migrating') return [];
      const time = since === '' ? (mapi.metadata.creationTimestamp ?? '') : since;
      if (facts.now.getTime() - Date.parse(time) < graceMs) return [];
      const age = sinceText(time, facts.now);
      return [
        {
          severity: 'warning',
          object: subjectOf(mapi),
          what: 'sync has not looked at it',
          evidence: [conditionEvidence(mapi, 'Synchronized'), ...(age === undefined ? [] : [age])],
          why: 'The operator does not act, or waits for something that the object needs, such as the mirror of its set.',
          do: ['See whether doctor says anything of the operator, the gates or the Lease; mend that first.'],
        },
      ];
    }),
};
