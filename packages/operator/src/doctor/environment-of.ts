import { asObject, textAt } from '@capstan/convert';
import { type KubeObject, timestamp } from '@capstan/kube';
import { clusterSources } from '../cluster-sources.ts';
import { annotations, clusterApiVersion } from '../names.ts';
import { reasons } from '../sync/machine/state.ts';
import { type Environment, issuesText, rememberConversions } from '../sync/shared/environment.ts';
import { ownersOf } from '../sync/shared/object.ts';
import type { DoctorFacts } from './facts.ts';
import { madeUp } from './made-up.ts';

/** What sync's decisions must know of the cluster; undefined where the facts don't say what cluster it is. */
export function environmentOf(facts: DoctorFacts): Environment | undefined {
  const { platform, infrastructure, namespaces, now } = facts;
  const name = textAt(asObject(infrastructure), 'status', 'infrastructureName') ?? '';
  if (platform === undefined || infrastructure === undefined || name === '') return undefined;
  const infraCluster = facts.infraClusters.find(({ metadata }) => metadata.name === name);
  const stores = {
    machines: listing(facts.machines),
    machineSets: listing(facts.machineSets),
    controlPlaneMachineSets: listing(facts.controlPlaneMachineSets),
  };
  const sources = clusterSources(stores, namespaces, infrastructure, name);
  const opened = platform.open(sources, asObject(infraCluster));
  const errors = issuesText(opened.issues, 'error');
  const cluster = facts.clusters.find(({ metadata }) => metadata.name === name);
  const usesAnnotation = [...facts.machines, ...facts.machineSets].some(
    ({ metadata }) => metadata.annotations?.[annotations.synchronizedApi] !== undefined,
  );
  return {
    platform,
    conversions: rememberConversions(opened.converter),
    infrastructureName: name,
    namespaces,
    holdsSynchronizedApi: !usesAnnotation,
    // Files need not hold it, and all that is wanted of it is that it owns what no set owns.
    cluster: cluster ?? stand(name, facts),
    ...(errors !== '' && {
      obstacle: { kind: 'failed', failure: { reason: reasons.getInfra, message: errors, transient: false } },
    }),
    // All that is left to say is shown, whoever says it.
    handsOver: false,
    now: timestamp(now),
  };
}

/** With the uid that mirrors know it by. */
function stand(name: string, { capiMachines, capiMachineSets, namespaces }: DoctorFacts): KubeObject {
  const owners = [...capiMachineSets, ...capiMachines].flatMap(ownersOf);
  const uid = owners.find((owner) => owner.kind === 'Cluster' && owner.name === name)?.uid ?? madeUp(0);
  return { apiVersion: clusterApiVersion, kind: 'Cluster', metadata: { name, namespace: namespaces.clusterApi, uid } };
}

function listing(objects: readonly KubeObject[]) {
  return { list: () => [...objects] };
}
