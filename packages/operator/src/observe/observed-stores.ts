import type { Caches } from '../caches.ts';
import type { Namespaces } from '../names.ts';
import type { ObservedStores } from './observe.ts';

/** What of a session's caches is told of. */
export function observedStores(caches: Caches, { clusterApi }: Namespaces): ObservedStores {
  const halves = {
    Machine: [caches.capiMachines, caches.infraMachines],
    MachineSet: [caches.capiMachineSets],
  };
  return {
    machines: caches.machines.informer.store,
    machineSets: caches.machineSets.informer.store,
    halvesOf: ({ kind, metadata }) =>
      halves[kind === 'MachineSet' ? kind : 'Machine'].flatMap(
        ({ informer }) => informer.store.get(`${clusterApi}/${metadata.name}`) ?? [],
      ),
  };
}
