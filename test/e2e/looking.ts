import type { JsonObject } from '@capstan/api';
import type { KubeClient, KubeObject, ObjectRef } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { defaultNamespaces } from '@capstan/operator/testing';

/** The kinds of a pair, by the names that tests have for them. */
export type Slot = 'mapi' | 'capi' | 'infra' | 'mapiSet' | 'capiSet' | 'template';

const { machineApi, clusterApi } = defaultNamespaces;
const types: { readonly [S in Slot]: readonly [apiVersion: string, kind: string, namespace: string] } = {
  mapi: ['machine.openshift.io/v1beta1', 'Machine', machineApi],
  mapiSet: ['machine.openshift.io/v1beta1', 'MachineSet', machineApi],
  capi: ['cluster.x-k8s.io/v1beta2', 'Machine', clusterApi],
  capiSet: ['cluster.x-k8s.io/v1beta2', 'MachineSet', clusterApi],
  infra: ['infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachine', clusterApi],
  template: ['infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachineTemplate', clusterApi],
};

/** An object of a slot by name. */
function refTo(slot: Slot, name: string): ObjectRef & { readonly namespace: string } {
  const [apiVersion, kind, namespace] = types[slot];
  return { apiVersion, kind, namespace, name };
}

/** What tests see and do in a cluster. Waits are long enough for a busy machine, and say what they saw last. */
export function lookingAt(admin: KubeClient, timeoutMs = 25_000) {
  const patience = { timeoutMs };
  const find = (slot: Slot, name: string) => admin.get(refTo(slot, name)).catch(() => undefined);
  const rig = {
    ref: refTo,
    get: (slot: Slot, name: string): Promise<KubeObject> => admin.get(refTo(slot, name)),
    async list(slot: Slot): Promise<KubeObject[]> {
      const [apiVersion, kind, namespace] = types[slot];
      const { items } = await admin.list({ apiVersion, kind, namespace });
      return items.toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
    },
    names: async (slot: Slot): Promise<string[]> => (await rig.list(slot)).map(({ metadata }) => metadata.name),
    patch: async (slot: Slot, name: string, patch: object): Promise<KubeObject> =>
      (await admin.mergePatch(refTo(slot, name), patch)).object,
    setStatus: async (slot: Slot, name: string, status: JsonObject): Promise<KubeObject> =>
      (await admin.mergePatch(refTo(slot, name), { status }, { subresource: 'status' })).object,
    delete: (slot: Slot, name: string, propagationPolicy: 'Background' | 'Foreground' | 'Orphan' = 'Background') =>
      admin.delete(refTo(slot, name), { propagationPolicy }),
    /** Waits for an object that is as `is` wants it. */
    until(slot: Slot, name: string, what: string, is: (object: KubeObject) => boolean): Promise<KubeObject> {
      let last: KubeObject | undefined;
      return until(
        `${slot} ${name} to be ${what}`,
        async () => {
          last = await find(slot, name);
          return last !== undefined && is(last) ? last : undefined;
        },
        patience,
      ).catch((error: unknown) => {
        throw new Error(`${slot} ${name} is not ${what}: ${JSON.stringify(last)}`, { cause: error });
      });
    },
    async untilGone(slot: Slot, name: string): Promise<void> {
      await until(
        `${slot} ${name} to be gone`,
        async () => (await find(slot, name)) === undefined || undefined,
        patience,
      );
    },
    /** Waits for so many objects of a kind, all of them as `is` wants them. */
    untilCount: (slot: Slot, count: number, is: (object: KubeObject) => boolean = () => true): Promise<KubeObject[]> =>
      until(
        `${count} of ${slot}`,
        async () => {
          const all = await rig.list(slot);
          return all.length === count && all.every(is) ? all : undefined;
        },
        patience,
      ),
    /** Gives every Machine that runs a Node, as its kubelet would. */
    async joinNodes(machines: readonly KubeObject[]): Promise<void> {
      for (const machine of machines) {
        const { spec, status } = JSON.parse(JSON.stringify(machine));
        const { object } = await admin.create({
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: status.nodeRef.name },
          spec: { providerID: spec.providerID },
        });
        const now = new Date().toISOString();
        const conditions = ['Ready', 'MemoryPressure', 'DiskPressure', 'PIDPressure'].map((type) => ({
          type,
          status: type === 'Ready' ? 'True' : 'False',
          lastHeartbeatTime: now,
          lastTransitionTime: now,
        }));
        const ref = { apiVersion: 'v1', kind: 'Node', name: object.metadata.name };
        await admin.mergePatch(ref, { status: { conditions } }, { subresource: 'status' });
      }
    },
  };
  return rig;
}
