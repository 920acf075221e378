import { asObject, platformOf } from '@capstan/convert';
import { ApiError, createInformer, type Informer, type KubeClient, systemClock } from '@capstan/kube';
import { clusterApiVersion, leaseName, machineApiVersion, type Namespaces } from '../names.ts';
import { servedKinds } from '../standing/served-kinds.ts';
import { type ListedCluster, listCluster } from './cluster-status.ts';

/**
 * Tells of the cluster now and after each change, until `signal` is aborted; rejects with its reason then, and with what the server
 * says where the user may not look. Kinds that are not there at the start stay unknown.
 */
export async function watchCluster(
  client: KubeClient,
  namespaces: Namespaces,
  onChange: (listed: ListedCluster) => void,
  signal: AbortSignal,
): Promise<never> {
  const first = await listCluster(client, namespaces, signal);
  const infra = platformOf(asObject(first.infrastructure) ?? {})?.infra;
  const { machineApi, clusterApi } = namespaces;
  const refused = Promise.withResolvers<never>();
  const ending = new AbortController();
  const all = AbortSignal.any([signal, ending.signal]);
  const informers: Informer<string>[] = [];
  const watch = async (apiVersion: string, kind: string, namespace: string, fieldSelector?: string) => {
    const plural = (await servedKinds(client, apiVersion, signal)).get(kind);
    if (plural === undefined) return undefined;
    const path = `/apis/${apiVersion}/namespaces/${namespace}/${plural}`;
    const informer = createInformer({
      transport: client.transport,
      target: { path, apiVersion, kind, ...(fieldSelector !== undefined && { fieldSelector }) },
      indices: {},
      clock: systemClock,
      onTrouble(error) {
        if (error instanceof ApiError && (error.status === 401 || error.status === 403)) refused.reject(error);
      },
    });
    informers.push(informer);
    return informer;
  };
  const [machines, machineSets, capiMachines, capiMachineSets, infraMachines, leases] = await Promise.all([
    watch(machineApiVersion, 'Machine', machineApi),
    watch(machineApiVersion, 'MachineSet', machineApi),
    watch(clusterApiVersion, 'Machine', clusterApi),
    watch(clusterApiVersion, 'MachineSet', clusterApi),
    infra && watch(infra.apiVersion, infra.machineKind, clusterApi),
    watch('coordination.k8s.io/v1', 'Lease', clusterApi, `metadata.name=${leaseName}`),
  ]);
  const listed = (): ListedCluster => ({
    namespaces,
    infrastructure: first.infrastructure,
    lease: leases?.store.list()[0],
    machines: machines?.store.list() ?? [],
    machineSets: machineSets?.store.list() ?? [],
    capiMachines: capiMachines?.store.list() ?? [],
    capiMachineSets: capiMachineSets?.store.list() ?? [],
    infraMachines: infraMachines?.store.list() ?? [],
  });
  const running = Promise.all(informers.map((informer) => informer.run(all)));
  try {
    await Promise.race([Promise.all(informers.map((informer) => informer.synced(signal))), refused.promise]);
    onChange(listed());
    for (const informer of informers) informer.follow(() => onChange(listed()));
    await Promise.race([running, refused.promise]);
    throw signal.reason;
  } finally {
    ending.abort(new Error('nobody watches any more'));
    await running;
  }
}
