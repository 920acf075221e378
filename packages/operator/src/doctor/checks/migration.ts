import { sinceText } from '../../status/age.ts';
import { authoritiesOf, comesFrom, isSealed, type Waiting, waitsFor } from '../../status/waits-for.ts';
import { writtenAt } from '../../status/written-at.ts';
import { isDeleting } from '../../sync/shared/object.ts';
import { podsCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { migrationOutlook, type Outlook } from '../migration-outlook.ts';
import { type Pair, pairsOf } from '../pairs.ts';
import { notRunning } from './controllers.ts';
import { authorityEvidence, conditionEvidence, pauseEvidence } from './evidence.ts';
import { reasonAgainst, takeBack } from './migration-reasons.ts';

/** What is asked of a controller is there within seconds, where it runs. */
const graceMs = 120_000;

/** The operator sees a change of spec at once. */
const beginsMs = 30_000;

/** spec says another API than status, and nothing happens. */
export const stalledMigration: Check = {
  name: 'stalled-migration',
  finds: 'a change of `spec.authoritativeAPI` that has not begun, and the first thing in its way',
  needs: ['machine-api'],
  find: (facts) => pairsOf(facts).flatMap((pair) => stalled(pair, facts) ?? []),
};

function stalled(pair: Pair, facts: DoctorFacts): Found | undefined {
  const { wanted, acting } = authoritiesOf(pair.mapi);
  const isSettled = acting === 'MachineAPI' || acting === 'ClusterAPI';
  if (!isSettled || wanted === '' || wanted === acting || isDeleting(pair.mapi)) return undefined;
  const time = writtenAt(pair.mapi, 'spec', 'authoritativeAPI');
  // A move that is on its way is no finding.
  if (facts.now.getTime() - Date.parse(time) < beginsMs) return undefined;
  const reason = reasonAgainst(pair, facts);
  const since = sinceText(time, facts.now);
  return {
    severity: reason.severity,
    object: subjectOf(pair.mapi),
    what: `the move to ${wanted} has not begun: ${acting} acts`,
    evidence: [
      authorityEvidence(pair.mapi),
      ...(since === undefined ? [] : [`asked for ${since}`]),
      ...reason.evidence,
    ],
    why: reason.why,
    do: [...reason.do, takeBack(pair, acting)],
  };
}

/** A hand-over that has begun and does not end: nobody acts on the machine meanwhile. */
export const stuckMigrating: Check = {
  name: 'stuck-migrating',
  finds: 'an object that stays Migrating, and who is waited for: while it does, nobody acts on the machine',
  needs: ['machine-api'],
  find: (facts) => pairsOf(facts).flatMap((pair) => stuck(pair, facts) ?? []),
};

function stuck(pair: Pair, facts: DoctorFacts): Found | undefined {
  const { mapi } = pair;
  if (authoritiesOf(mapi).acting !== 'Migrating') return undefined;
  const time = writtenAt(mapi, 'status', 'authoritativeAPI');
  if (facts.now.getTime() - Date.parse(time) < graceMs) return undefined;
  const waiting = waitsFor(pair);
  const from = comesFrom(pair);
  const outlook = migrationOutlook(pair, facts);
  const since = sinceText(time, facts.now);
  return {
    severity: 'error',
    object: subjectOf(mapi),
    what: 'it is Migrating and does not go on',
    evidence: [
      authorityEvidence(mapi),
      `it comes from ${from ?? 'nobody knows where'}${since === undefined ? '' : `, Migrating ${since}`}`,
      conditionEvidence(mapi, 'Synchronized'),
      ...pauseEvidence(pair),
    ],
    why: whyStuck(outlook, waiting),
    do: [
      ...help(waiting, facts),
      isSealed(pair) || from === undefined
        ? 'It cannot be taken back any more: Cluster API has been let go. Start the operator, and it goes on.'
        : takeBack(pair, from),
    ],
  };
}

/** In the words of the migration controller, where it would wait; else it does not act. */
function whyStuck(outlook: Outlook, waiting: Waiting | undefined): string {
  if (outlook.kind === 'goes-on') return 'The operator could go on with it now, so it does not act, or is about to.';
  if (outlook.kind === 'waits') return `It waits for ${outlook.for.replace(/\.$/, '')}.`;
  return waiting === undefined ? 'It is not known what it waits for.' : `It waits for ${waiting.text}.`;
}

/** What to do about whoever is waited for. */
function help(waiting: Waiting | undefined, facts: DoctorFacts): string[] {
  const { machineApi, clusterApi } = facts.namespaces;
  switch (waiting?.on) {
    case 'MachineAPI':
      return seeToPods(facts, machineApi);
    case 'ClusterAPI':
    case 'provider':
      return seeToPods(facts, clusterApi);
    case 'operator':
      return [`oc get leases.coordination.k8s.io machine-api-migration-leader -n ${clusterApi} -o yaml`];
    default:
      return [];
  }
}

function seeToPods(facts: DoctorFacts, namespace: string): string[] {
  const down = notRunning(facts, namespace).map(({ metadata }) => metadata.name);
  return [podsCommand(namespace), ...(down.length === 0 ? [] : [`Not running there: ${down.join(', ')}.`])];
}
