import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations } from '../../names.ts';
import { conditionOf } from '../../status/condition.ts';
import { authoritiesOf, waitsFor } from '../../status/waits-for.ts';
import { isDeleting, isPaused, markerOf } from '../../sync/shared/object.ts';
import { oc, podsCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';
import { type Pair, pairsOf } from '../pairs.ts';
import { authorityEvidence, pauseEvidence } from './evidence.ts';

/** A side that has been let go takes its machine up within seconds, where its controllers run. */
const graceMs = 120_000;

/** Two controllers on one machine: either may end the instance of the other. */
export const bothAct: Check = {
  name: 'both-act',
  finds: 'a machine on which both APIs act: each may change or end what the other has made',
  needs: ['machine-api', 'cluster-api', 'infra'],
  find: (facts) => pairsOf(facts).flatMap((pair) => both(pair, facts) ?? []),
};

function both(pair: Pair, facts: DoctorFacts): Found | undefined {
  const { mapi, capi, infra } = pair;
  if (isMachineApiIdle(mapi) || isClusterPaused(facts)) return undefined;
  const active = [capi, infra].filter((object) => object !== undefined && !isPaused(object));
  if (active.length === 0 || !isMirror(pair)) return undefined;
  return {
    severity: 'error',
    object: subjectOf(mapi),
    what: `both APIs act on it: ${active.map((object) => object?.kind).join(' and ')} of Cluster API ${active.length === 1 ? 'is' : 'are'} not paused`,
    evidence: [authorityEvidence(mapi), ...pauseEvidence(pair)],
    ...(authoritiesOf(mapi).acting === 'MachineAPI'
      ? {
          why: 'Machine API acts, and the annotation that keeps Cluster API away is gone: it was taken off by hand, or a write was lost.',
          do: active.flatMap((object) =>
            object === undefined ? [] : [oc('annotate', subjectOf(object), `${annotations.paused}= --overwrite`)],
          ),
        }
      : {
          why: "Machine API's controller goes on although it is not to act: it is one that does not know authority, or it hangs.",
          do: [
            podsCommand(facts.namespaces.machineApi),
            oc('get', subjectOf(mapi), '-w'),
            'Until it pauses, change and delete nothing: it may end the instance.',
          ],
        }),
  };
}

/** True where Machine API's controller keeps away: by what it says, else by what it is told. */
function isMachineApiIdle(mapi: KubeObject): boolean {
  const { status } = conditionOf(mapi, 'Paused');
  return status === '' ? authoritiesOf(mapi).acting !== 'MachineAPI' : status === 'True';
}

/** A Machine of Cluster API alone that has the same name is no half of a pair until sync has made it one. */
function isMirror({ mapi, capi, infra }: Pair): boolean {
  const isMarked = [capi, infra].some((object) => object !== undefined && markerOf(object) !== undefined);
  return isMarked || conditionOf(mapi, 'Synchronized').status === 'True';
}

function isClusterPaused({ clusters }: DoctorFacts): boolean {
  return clusters.some((cluster) => asObject(cluster['spec'])?.['paused'] === true);
}

/** The side that is to act does not: the machine is looked after by nobody. */
export const nobodyActs: Check = {
  name: 'nobody-acts',
  finds: 'a machine on which nobody acts, because the side that should is still paused',
  needs: ['machine-api', 'cluster-api', 'infra'],
  find: (facts) =>
    pairsOf(facts).flatMap((pair): Found[] => {
      const { mapi } = pair;
      const { wanted, acting } = authoritiesOf(mapi);
      if (acting === 'Migrating' || acting === '' || wanted !== acting || isDeleting(mapi)) return [];
      const { status, since } = conditionOf(mapi, 'Synchronized');
      if (status !== 'True' || facts.now.getTime() - Date.parse(since) < graceMs) return [];
      const waiting = waitsFor(pair);
      if (waiting === undefined) return [];
      const { machineApi, clusterApi } = facts.namespaces;
      return [
        {
          severity: 'error',
          object: subjectOf(mapi),
          what: `${acting} is to act on it and does not`,
          evidence: [authorityEvidence(mapi), ...pauseEvidence(pair)],
          why: `It waits for ${waiting.text}.`,
          do: [podsCommand(waiting.on === 'MachineAPI' ? machineApi : clusterApi)],
        },
      ];
    }),
};
