import { asObject, platformOf, platformType, textAt } from '@capstan/convert';
import type { KubeClient, KubeObject } from '@capstan/kube';
import { byName } from '../doctor/pairs.ts';
import { ifFound } from '../if-found.ts';
import { clusterApiVersion, leaseRef, machineApiVersion, type Namespaces } from '../names.ts';
import { infrastructureRef } from '../standing/decide-standing.ts';
import { orUndefined } from '../standing/served-kinds.ts';
import { infraNameOf } from '../sync/shared/references.ts';
import { ownerSetOf, type PairStatus, pairStatus } from './machine-status.ts';

/** A MachineSet with its machines. */
export interface SetStatus extends PairStatus {
  readonly machines: readonly PairStatus[];
}

/** A live cluster as `capstan status` shows it; version 1 of a document that scripts may read. */
export interface ClusterStatus {
  readonly version: 1;
  readonly cluster: { readonly name: string; readonly platform: string };
  readonly namespaces: Namespaces;
  /** Who has the Lease of sync and migration; '' for nobody. */
  readonly leaseHolder: string;
  readonly machineSets: readonly SetStatus[];
  /** Machines that no MachineSet owns. */
  readonly machines: readonly PairStatus[];
  readonly summary: {
    readonly synchronized: number;
    readonly notSynchronized: number;
    /** Neither yet. */
    readonly waiting: number;
    readonly leftAlone: number;
  };
}

/** Objects of a cluster, as they were listed. */
export interface ListedCluster {
  readonly namespaces: Namespaces;
  readonly infrastructure: KubeObject | undefined;
  readonly lease: KubeObject | undefined;
  readonly machines: readonly KubeObject[];
  readonly machineSets: readonly KubeObject[];
  readonly capiMachines: readonly KubeObject[];
  readonly capiMachineSets: readonly KubeObject[];
  readonly infraMachines: readonly KubeObject[];
}

/** Lists what `describeCluster` needs. Throws `ApiError` where the user may not, or where the cluster has no Machine API. */
export async function listCluster(
  client: KubeClient,
  namespaces: Namespaces,
  signal: AbortSignal,
): Promise<ListedCluster> {
  const list = async (apiVersion: string, kind: string, namespace: string) =>
    (await client.list({ apiVersion, kind, namespace }, { signal })).items;
  const { machineApi, clusterApi } = namespaces;
  const [infrastructure, lease, machines, machineSets, capiMachines, capiMachineSets] = await Promise.all([
    ifFound(client.get(infrastructureRef, { signal })),
    ifFound(client.get(leaseRef(namespaces), { signal })),
    list(machineApiVersion, 'Machine', machineApi),
    list(machineApiVersion, 'MachineSet', machineApi),
    // A cluster without Cluster API has no mirrors.
    ifFound(list(clusterApiVersion, 'Machine', clusterApi)),
    ifFound(list(clusterApiVersion, 'MachineSet', clusterApi)),
  ]);
  const infra = platformOf(asObject(infrastructure) ?? {})?.infra;
  return {
    namespaces,
    infrastructure,
    lease,
    infraMachines: (infra && (await orUndefined(list(infra.apiVersion, infra.machineKind, clusterApi)))) ?? [],
    machines,
    machineSets,
    capiMachines: capiMachines ?? [],
    capiMachineSets: capiMachineSets ?? [],
  };
}

/** What is to be shown of a cluster. */
export function describeCluster(listed: ListedCluster): ClusterStatus {
  const { namespaces, infrastructure, lease } = listed;
  const capiMachines = byName(listed.capiMachines);
  const capiSets = byName(listed.capiMachineSets);
  const infra = byName(listed.infraMachines);
  const sets = new Map<string, PairStatus[]>();
  const alone: PairStatus[] = [];
  for (const machine of sorted(listed.machines)) {
    const { name } = machine.metadata;
    const capi = capiMachines.get(name);
    const status = pairStatus({ mapi: machine, capi, infra: infra.get(infraNameOf(capi) ?? name) });
    const set = ownerSetOf(machine);
    const members = set === undefined ? alone : (sets.get(set) ?? []);
    members.push(status);
    if (set !== undefined) sets.set(set, members);
  }
  const machineSets = sorted(listed.machineSets).map((set) => ({
    ...pairStatus({ mapi: set, capi: capiSets.get(set.metadata.name), infra: undefined }),
    machines: sets.get(set.metadata.name) ?? [],
  }));
  const known = new Set(machineSets.map(({ name }) => name));
  const machines = [...alone, ...[...sets].flatMap(([set, members]) => (known.has(set) ? [] : members))];
  const platform = infrastructure === undefined ? undefined : platformType(asObject(infrastructure) ?? {});
  return {
    version: 1,
    cluster: { name: textAt(infrastructure, 'status', 'infrastructureName') ?? '', platform: platform ?? '' },
    namespaces,
    leaseHolder: textAt(lease, 'spec', 'holderIdentity') ?? '',
    machineSets,
    machines,
    summary: summaryOf([...machineSets, ...machineSets.flatMap((set) => set.machines), ...machines]),
  };
}

function summaryOf(all: readonly PairStatus[]): ClusterStatus['summary'] {
  const summary = { synchronized: 0, notSynchronized: 0, waiting: 0, leftAlone: 0 };
  for (const { synchronized, leftAlone } of all) {
    if (leftAlone !== undefined) summary.leftAlone += 1;
    else if (synchronized.status === 'True') summary.synchronized += 1;
    else if (synchronized.status === 'False') summary.notSynchronized += 1;
    else summary.waiting += 1;
  }
  return summary;
}

function sorted(objects: readonly KubeObject[]): KubeObject[] {
  return objects.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}
