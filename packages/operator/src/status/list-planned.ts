import { asObject, platformOf } from '@capstan/convert';
import type { KubeClient, KubeObject, ListQuery } from '@capstan/kube';
import { ifFound, listIfFound } from '../if-found.ts';
import { clusterApiVersion, machineApiVersion, type Namespaces } from '../names.ts';
import { infrastructureRef } from '../standing/decide-standing.ts';

/**
 * Reads what a plan is made of: the machines of both APIs, what they refer to, and the cluster. A kind that the cluster does not
 * have has no objects. Throws `ApiError` where the user may not.
 */
export async function listPlanned(
  client: KubeClient,
  { machineApi, clusterApi }: Namespaces,
  signal: AbortSignal,
): Promise<KubeObject[]> {
  const list = (query: ListQuery) => listIfFound(client, query, signal);
  const infrastructure = await ifFound(client.get(infrastructureRef, { signal }));
  const platform = infrastructure === undefined ? undefined : platformOf(asObject(infrastructure) ?? {});
  const infra = platform?.infra;
  const infraKinds = infra === undefined ? [] : [infra.clusterKind, infra.templateKind, infra.machineKind];
  const lists = await Promise.all([
    list({ apiVersion: machineApiVersion, kind: 'MachineSet', namespace: machineApi }),
    list({ apiVersion: machineApiVersion, kind: 'Machine', namespace: machineApi }),
    list({ apiVersion: 'machine.openshift.io/v1', kind: 'ControlPlaneMachineSet', namespace: machineApi }),
    list({ apiVersion: clusterApiVersion, kind: 'MachineSet', namespace: clusterApi }),
    list({ apiVersion: clusterApiVersion, kind: 'Machine', namespace: clusterApi }),
    ...infraKinds.map((kind) => list({ apiVersion: infra?.apiVersion ?? '', kind, namespace: clusterApi })),
  ]);
  return [...(infrastructure === undefined ? [] : [infrastructure]), ...lists.flat()];
}
