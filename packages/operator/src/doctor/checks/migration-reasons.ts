import { handoverFindings } from '@capstan/convert';
import { annotations } from '../../names.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf } from '../../status/waits-for.ts';
import { statusOf } from '../../sync/shared/object.ts';
import { oc, patchCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Finding, subjectOf } from '../finding.ts';
import type { Pair } from '../pairs.ts';
import { providerSpecOf } from '../references.ts';
import { conditionEvidence } from './evidence.ts';

/** Why a move that somebody wants does not begin. */
export interface Reason {
  readonly severity: Finding['severity'];
  readonly why: string;
  readonly evidence: readonly string[];
  readonly do: readonly string[];
}

/** The first thing that is in the way of a move, in the order in which the migration controller looks. */
export function reasonAgainst(pair: Pair, facts: DoctorFacts): Reason {
  return (
    notSynchronized(pair) ??
    autoscaled(pair, facts) ??
    unfitPhase(pair) ??
    handoverFacts(pair, facts) ??
    notAcknowledged(pair) ?? {
      severity: 'warning',
      why: 'Nothing in the objects is in the way, so the operator has not looked at it yet, or does not act.',
      evidence: [],
      do: [
        'See whether doctor says anything of the operator itself.',
        `oc get events.events.k8s.io -n ${facts.namespaces.machineApi} --field-selector regarding.name=${pair.name}`,
      ],
    }
  );
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

function unfitPhase({ mapi, kind }: Pair): Reason | undefined {
  const { phase } = statusOf(mapi);
  if (kind !== 'Machine' || (phase !== 'Provisioning' && phase !== 'Deleting')) return undefined;
  return {
    severity: 'warning',
    why: 'A machine changes hands only when its instance is there and stays.',
    evidence: [`status.phase: ${phase}`],
    do: [oc('get', subjectOf(mapi), '-w')],
  };
}

function handoverFacts({ mapi, kind }: Pair, { platform }: DoctorFacts): Reason | undefined {
  const provider = providerSpecOf(mapi);
  if (platform === undefined || provider === undefined) return undefined;
  const target = authoritiesOf(mapi).wanted === 'ClusterAPI' ? 'cluster-api' : 'machine-api';
  const found = handoverFindings(platform.handover, { kind, target, isRunning: kind === 'Machine', provider });
  const blocking = found.find(({ fact }) => fact.effect === 'blocks')?.fact;
  if (blocking !== undefined) {
    return {
      severity: 'error',
      why: `On ${platform.type} it must not be done: ${blocking.message}.`,
      evidence: [`hand-over fact ${blocking.name}`],
      do: [blocking.hint, `capstan explain ${blocking.name}`],
    };
  }
  if (platform.handover.evidence === 'proven') return undefined;
  if (mapi.metadata.annotations?.[annotations.handoverAcknowledged] === 'unproven') return undefined;
  return {
    severity: 'error',
    why: `Nobody has seen machines on ${platform.type} change hands, so it wants your word that you know.`,
    evidence: [`no annotation ${annotations.handoverAcknowledged}`],
    do: ['capstan plan', oc('annotate', subjectOf(mapi), `${annotations.handoverAcknowledged}=unproven`)],
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
