import { asObject, type ClusterSources, findProvider } from '@capstan/convert';
import type { KubeObject, Store } from '@capstan/kube';
import type { Namespaces } from './names.ts';

/** The objects that tell of a cluster. */
export interface SourceStores {
  /** Machine API's Machines. */
  readonly machines: Store;
  /** Machine API's MachineSets. */
  readonly machineSets: Store;
  readonly controlPlaneMachineSets: Store;
}

/** What conversions, the Cluster and the infra cluster are made from, as the caches have it now. */
export function clusterSources(
  stores: { readonly [S in keyof SourceStores]: Pick<Store, 'list'> },
  namespaces: Namespaces,
  infrastructure: KubeObject,
  infrastructureName: string,
): ClusterSources {
  const machines = jsonOf([...stores.machines.list(), ...stores.machineSets.list()].toSorted(byName));
  return {
    infrastructure: asObject(infrastructure) ?? {},
    provider: findProvider(machines, jsonOf(stores.controlPlaneMachineSets.list())),
    machines,
    cluster: {
      infrastructureName,
      machineApiNamespace: namespaces.machineApi,
      clusterApiNamespace: namespaces.clusterApi,
      // Whether the gate of taints is on cannot be seen from here.
      supports: { taints: false },
    },
  };
}

function jsonOf(objects: readonly KubeObject[]) {
  return objects.map((object) => asObject(object) ?? {});
}

function byName(a: KubeObject, b: KubeObject): number {
  return a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;
}
