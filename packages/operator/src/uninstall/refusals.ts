import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { leaseName } from '../names.ts';
import { resourceOf } from '../resource-name.ts';
import { isPaused, markerOf } from '../sync/shared/object.ts';
import type { UninstallFacts } from './facts.ts';
import { isMarked } from './roles.ts';

/** An object that is in the way. */
export interface Refusal {
  /** As a user would name it to oc: `machines.machine.openshift.io` for the kinds that both APIs have. */
  readonly kind: string;
  readonly name: string;
  readonly why: string;
  readonly hint: string;
}

/** Who holds the Lease, for whom a mirror that goes is a machine to end; undefined where nobody does. */
export function holderRefusal({ lease, namespaces }: UninstallFacts, now: Date, self: string): Refusal | undefined {
  const holder = textAt(lease, 'spec', 'holderIdentity') ?? '';
  if (lease === undefined || holder === '' || holder === self || isOver(lease, now)) return undefined;
  const pod = /^(.+)_[0-9a-f-]{36}$/.exec(holder)?.[1] ?? holder;
  return {
    kind: 'Lease',
    name: leaseName,
    why: `${pod} holds it, so an operator acts`,
    hint: `Scale its Deployment to 0 (oc scale deployment -n ${namespaces.clusterApi} NAME --replicas=0), and run this again when it has ended`,
  };
}

/** By the Lease's own times: a minute's difference between clocks is answered by waiting for the Lease itself. */
export function isOver(lease: KubeObject, now: Date): boolean {
  const spec = lease['spec'];
  const seconds =
    typeof spec === 'object' && spec !== null && 'leaseDurationSeconds' in spec ? spec.leaseDurationSeconds : 0;
  const renewed = Date.parse(textAt(lease, 'spec', 'renewTime') ?? '');
  return Number.isNaN(renewed) || renewed + Number(seconds) * 1000 < now.getTime();
}

/** Machines and sets that Cluster API acts on, or is about to: taken apart, they would have nobody. */
export function movingRefusals(facts: UninstallFacts): Refusal[] {
  const refusals: Refusal[] = [];
  const moved = new Set<string>();
  for (const object of [...facts.machineSets, ...facts.machines]) {
    const is = textAt(object, 'status', 'authoritativeAPI') ?? '';
    const wanted = textAt(object, 'spec', 'authoritativeAPI') ?? '';
    if (is !== 'Migrating' && is !== 'ClusterAPI' && wanted !== 'ClusterAPI') continue;
    const { name } = object.metadata;
    moved.add(`${object.kind}/${name}`);
    const kind = resourceOf(object);
    refusals.push({
      kind,
      name,
      why:
        is === 'Migrating'
          ? 'it is changing hands'
          : is === 'ClusterAPI'
            ? 'Cluster API acts on it'
            : 'it is to move to Cluster API',
      hint: `Bring it back to Machine API, with the operator running (oc patch ${kind} -n ${facts.namespaces.machineApi} ${name} --type=merge -p '{"spec":{"authoritativeAPI":"MachineAPI"}}'), then run this again`,
    });
  }
  for (const object of [...facts.capiMachineSets, ...facts.capiMachines, ...facts.infraMachines]) {
    const { kind, metadata } = object;
    const pair = kind === 'MachineSet' ? 'MachineSet' : 'Machine';
    if (!isMarked(object) || moved.has(`${pair}/${metadata.name}`)) continue;
    if (markerOf(object) === 'MachineAPI' && isPaused(object)) continue;
    refusals.push({
      kind: resourceOf(object),
      name: metadata.name,
      why: isPaused(object) ? 'it says that Cluster API acts on it' : 'it is not paused, so Cluster API acts on it',
      hint: 'Run the operator until it has put this right.',
    });
  }
  return refusals;
}
