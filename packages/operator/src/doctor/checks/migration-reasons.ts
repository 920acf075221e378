import { handoverObstacle } from '../../migration/shared/handover.ts';
import { annotations } from '../../names.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { oc, patchCommand, word } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Finding, subjectOf } from '../finding.ts';
import { migrationOutlook } from '../migration-outlook.ts';
import type { Pair } from '../pairs.ts';
import { conditionEvidence } from './evidence.ts';

/** Why a move that somebody wants does not begin. */
export interface Reason {
  readonly severity: Finding['severity'];
  readonly why: string;
  readonly evidence: readonly string[];
  readonly do: readonly string[];
}

/** The first thing that is in the way of a move, and where none of those is, what the migration controller itself would say. */
export function reasonAgainst(pair: Pair, facts: DoctorFacts): Reason {
  return (
    notSynchronized(pair) ??
    autoscaled(pair, facts) ??
    handoverFacts(pair, facts) ??
    notAcknowledged(pair) ??
    inItsOwnWords(pair, facts)
  );
}

function inItsOwnWords(pair: Pair, facts: DoctorFacts): Reason {
  const outlook = migrationOutlook(pair, facts);
  const events = `oc get events.events.k8s.io -n ${facts.namespaces.machineApi} --field-selector regarding.name=${word(pair.name)}`;
  if (outlook.kind === 'waits') {
    const why = `The migration controller waits for ${outlook.for.replace(/\.$/, '')}.`;
    return { severity: 'warning', why, evidence: [], do: [oc('get', subjectOf(pair.mapi), '-w'), events] };
  }
  return {
    severity: 'warning',
    why: 'Nothing in the objects is in the way, so the operator has not looked at it yet, or does not act.',
    evidence: [],
    do: ['See whether doctor says anything of the operator itself.', events],
  };
}

function notSynchronized({ mapi }: Pair): Reason | undefined {
  const { status, reason } = conditionOf(mapi, 'Synchronized');
  if (status === 'True') return undefined;
  const evidence = [conditionEvidence(mapi, 'Synchronized')];
  if (status === 'False') {
    const why = 'A migration begins only where both halves say the same, and sync has failed.';
    return { severity: 'error', why, evidence, do: [`capstan explain ${reason}`, 'Mend what the message names.'] };
  }
  const why = 'A migration begins only where both halves say the same, and sync has not said so yet.';
  return { severity: 'warning', why, evidence, do: ['Wait; where it stays so, the operator does not act.'] };
}

function autoscaled({ mapi, kind }: Pair, { autoscalers, namespaces }: DoctorFacts): Reason | undefined {
  if (kind !== 'MachineSet') return undefined;
  const name = mapi.metadata.annotations?.[annotations.autoscaledBy];
  if (name === undefined) return undefined;
  const scaler = {
    apiVersion: 'autoscaling.openshift.io/v1beta1',
    kind: 'MachineAutoscaler',
    namespace: namespaces.machineApi,
    name,
  };
  const isThere = autoscalers.some(({ metadata }) => metadata.name === name);
  return {
    severity: 'error',
    why: 'A MachineAutoscaler scales this set in Machine API, and would go on scaling the half that no longer acts.',
    evidence: [`annotation ${annotations.autoscaledBy}: ${name}${isThere ? '' : ', which is not there any more'}`],
    do: [
      `${oc('get', scaler, '-o yaml')} > autoscaler.yaml`,
      oc('delete', scaler),
      'Make it again for the set of the other API when the move is done.',
    ],
  };
}

function handoverFacts(pair: Pair, { platform }: DoctorFacts): Reason | undefined {
  const { mapi, capi, infra } = pair;
  const { wanted, acting } = authoritiesOf(mapi);
  const object = acting === 'ClusterAPI' ? capi : mapi;
  if (platform === undefined || object === undefined) return undefined;
  const to = wanted === 'ClusterAPI' ? 'ClusterAPI' : 'MachineAPI';
  const obstacle = handoverObstacle(platform, { object, mapi, infra, to });
  if (obstacle === undefined) return undefined;
  return {
    severity: 'error',
    why: `On ${platform.type} it does not change hands as it is: ${obstacle.message.replace(/\.$/, '')}.`,
    evidence: [`the hand-over facts of ${platform.type}`],
    do: ['capstan plan'],
  };
}

/** Each side shows that its controllers live: the one that acts by Paused=False, the other by Paused=True. */
function notAcknowledged({ mapi, capi, infra }: Pair): Reason | undefined {
  const isMachineApi = authoritiesOf(mapi).acting === 'MachineAPI';
  const expected = [
    [mapi, isMachineApi ? 'False' : 'True'],
    ...[capi, infra].flatMap((object) =>
      object === undefined ? [] : [[object, isMachineApi ? 'True' : 'False'] as const],
    ),
  ] as const;
  const missing = expected.filter(([object, status]) => conditionOf(object, 'Paused').status !== status);
  if (missing.length === 0) return undefined;
  return {
    severity: 'error',
    why: 'Before anything is handed over, the controllers of each side have to show that they live and have seen the object, by their condition Paused.',
    evidence: missing.map(([object, status]) => `${conditionEvidence(object, 'Paused')}; wanted is ${status}`),
    do: [...new Set(missing.map(([object]) => `oc get pods -n ${object.metadata.namespace ?? ''}`))],
  };
}

/** How to give up a move that has not begun, or that can still be taken back. */
export function takeBack({ mapi }: Pair, to: string): string {
  return `To take it back: ${patchCommand(subjectOf(mapi), { spec: { authoritativeAPI: to } })}`;
}
