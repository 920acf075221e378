import { asObject, listAt, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { finalizers } from '../../names.ts';
import { ageSince } from '../../status/age.ts';
import { finalizersOf, isDeleting, isPaused } from '../../sync/shared/object.ts';
import { oc, podsCommand } from '../command.ts';
import type { DoctorFacts } from '../facts.ts';
import { type Check, type Found, subjectOf } from '../finding.ts';

/** Draining a node and ending its instance take minutes. */
const graceMs = 15 * 60_000;

/** A deletion that does not end: which finalizer holds it, and who is to take that off. */
export const stuckDeletion: Check = {
  name: 'stuck-deletion',
  finds: 'an object that has been going for more than 15 minutes: which finalizer holds it, and who should take it off',
  needs: ['machine-api'],
  find: (facts) => {
    const all = [
      ...facts.machineSets,
      ...facts.machines,
      ...facts.capiMachineSets,
      ...facts.capiMachines,
      ...facts.infraMachines,
      ...facts.templates,
    ];
    return all.flatMap((object): Found[] => {
      const since = object.metadata.deletionTimestamp;
      if (since === undefined || !isDeleting(object)) return [];
      if (facts.now.getTime() - Date.parse(since) < graceMs) return [];
      const held = finalizersOf(object);
      const hooks = hooksOf(object);
      const holders = held.map((finalizer) => holderOf(finalizer, facts));
      return [
        {
          severity: 'error',
          object: subjectOf(object),
          what: `it has been going for ${ageSince(since, facts.now)}`,
          evidence: [
            `metadata.deletionTimestamp: ${since}`,
            ...held.map((finalizer, index) => `finalizer ${finalizer}: taken off by ${holders[index]?.who ?? ''}`),
            ...hooks.map((hook) => `hook ${hook}`),
            ...(isPaused(object) ? ['it is paused, so controllers of Cluster API take nothing off'] : []),
          ],
          why: why(held, hooks, isPaused(object)),
          do: [
            ...(hooks.length === 0 ? [] : ['Ask the owner of each hook to take it off: it has something to do first.']),
            ...new Set(holders.flatMap((holder) => holder.do)),
            `${oc('describe', subjectOf(object))}  # its events`,
            'Never take a finalizer off by hand before the instance is gone: nobody would end it.',
          ],
        },
      ];
    });
  },
};

function why(held: readonly string[], hooks: readonly string[], isHeldBack: boolean): string {
  if (hooks.length > 0) return 'Hooks hold it: who set them has to take them off.';
  if (held.length === 1 && held[0] === finalizers.sync) {
    return 'Only the finalizer of the pair is left, which the operator takes off when the other half is gone too.';
  }
  return isHeldBack
    ? 'It is paused, so the controller that is to take its finalizer off keeps away; the operator does it for a mirror once the other half is gone.'
    : 'The controller that is to take its finalizer off does not, or cannot: it does not run, the node does not drain, or the cloud refuses.';
}

function holderOf(finalizer: string, { namespaces }: DoctorFacts): { readonly who: string; readonly do: string[] } {
  const { machineApi, clusterApi } = namespaces;
  const lease = `oc get leases.coordination.k8s.io machine-api-migration-leader -n ${clusterApi}`;
  switch (finalizer) {
    case finalizers.sync:
      return { who: 'whoever holds the Lease of sync and migration', do: [lease] };
    case finalizers.machineApiMachine:
      return { who: "Machine API's controller, while Machine API acts", do: [podsCommand(machineApi)] };
    case finalizers.clusterApiMachine:
    case finalizers.clusterApiMachineSet:
      return { who: "Cluster API's core manager", do: [podsCommand(clusterApi)] };
    case 'foregroundDeletion':
      return { who: 'the garbage collector, after what the object owns', do: [] };
    case 'orphan':
      return { who: 'the garbage collector', do: [] };
    default:
      return finalizer.endsWith(finalizers.infraSuffix)
        ? { who: "the provider's controller, once the instance is gone", do: [podsCommand(clusterApi)] }
        : { who: 'whoever has set it: it is none of Machine API, Cluster API or Capstan', do: [] };
  }
}

/** What others have asked to be waited for. */
function hooksOf({ metadata, ...object }: KubeObject): string[] {
  const hooks = asObject(asObject(object['spec'])?.['lifecycleHooks']);
  const ofMachineApi = ['preDrain', 'preTerminate'].flatMap((stage) =>
    listAt(hooks, stage)
      .map(asObject)
      .map((hook) => `${stage} ${textAt(hook, 'name') ?? ''} of ${textAt(hook, 'owner') ?? ''}`),
  );
  const ofClusterApi = Object.entries(metadata.annotations ?? {})
    .filter(([key]) => /^pre-(?:drain|terminate)\.delete\.hook\.machine\.cluster\.x-k8s\.io/.test(key))
    .map(([key, owner]) => `${key}${owner === '' ? '' : ` of ${owner}`}`);
  return [...ofMachineApi, ...ofClusterApi];
}
