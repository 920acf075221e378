import { randomUUID } from 'node:crypto';
import type { JsonObject } from '@capstan/api';
import { fixtures } from '@capstan/convert/testing';
import {
  createClient,
  createMetrics,
  type KubeClient,
  type KubeObject,
  type Logger,
  type ObjectRef,
  silentLogger,
  systemClock,
} from '@capstan/kube';
import { sleep, until } from '@capstan/kube/testing';
import { defaultWorkers, type OperatorState, runOperator } from '@capstan/operator';
import {
  createStandInCloud,
  defaultNamespaces,
  gatesOn,
  loadSaved,
  startMachineApiStandIn,
} from '@capstan/operator/testing';
import {
  startWholeControlPlane,
  type WholeControlPlane,
  type WholeControlPlaneOptions,
} from '../control-plane/whole.ts';
import { recordingClient, writesText } from '../sync/recording-client.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');

/** The cluster of these tests. */
export const aws = found;

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
export function refTo(slot: Slot, name: string): ObjectRef & { readonly namespace: string } {
  const [apiVersion, kind, namespace] = types[slot];
  return { apiVersion, kind, namespace, name };
}

/** A whole cluster of a test file's own: real servers and managers, the stand-in for Machine API, and the operator. */
export type Whole = Awaited<ReturnType<typeof startWhole>>;

/** Starts one that is bare: gates on, no machines; the operator is started by `startOperator`. */
export async function startWhole(
  options: Pick<WholeControlPlaneOptions, 'clusterApiManager' | 'controllerManager'> = {},
) {
  const plane = await startWholeControlPlane({ platform: 'AWS', ...options });
  const admin = createClient(plane);
  const stops: (() => Promise<unknown>)[] = [() => plane.stop(), () => admin.close()];
  const stop = async (): Promise<void> => {
    for (const each of stops.toReversed()) await each();
  };
  try {
    await fillCluster(admin, plane);
    const cloud = createStandInCloud();
    const standIn = await startMachineApiStandIn({
      client: admin,
      namespace: machineApi,
      cloud,
      clock: systemClock,
      random: Math.random,
    });
    stops.push(() => standIn.stop());
    return {
      ...lookingAt(admin),
      plane,
      admin,
      cloud,
      stop,
      async startOperator(given: { readonly log?: Logger; readonly standingMs?: number } = {}) {
        const operator = startOperator(plane, given);
        stops.push(operator.stop);
        return operator;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function fillCluster(admin: KubeClient, { url }: WholeControlPlane): Promise<void> {
  // Cluster API looks at Nodes where the Infrastructure object says that the API server is.
  const infrastructure = aws.infrastructure({ status: { apiServerInternalURI: url } });
  const data = { userData: Buffer.from('{"ignition":{"version":"3.4.0"}}').toString('base64') };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'worker-user-data', namespace: machineApi },
    data,
  };
  await loadSaved(admin, [...gatesOn(), JSON.parse(JSON.stringify(infrastructure)), secret]);
  const account = { kind: 'ServiceAccount', name: 'capstan-cluster-api-client', namespace: clusterApi };
  const { kind, ...metadata } = account;
  await admin.create({ apiVersion: 'v1', kind, metadata });
  await admin.create({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: account.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [account],
  });
}

/** The operator as `capstan operator` runs it, in this process; what it writes is in `writes`. */
function startOperator(
  plane: WholeControlPlane,
  { log = silentLogger, standingMs = 30_000 }: { readonly log?: Logger; readonly standingMs?: number },
) {
  const client = recordingClient(createClient(plane));
  const stopping = new AbortController();
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const ended = runOperator(
    {
      client,
      clock: systemClock,
      random: Math.random,
      log,
      metrics: createMetrics(),
      instance: 'test',
      certificateAuthority: plane.ca,
      settings: {
        namespaces: defaultNamespaces,
        controllers: new Set(['prerequisites', 'sync']),
        featureGates: new Map(),
        lease: { durationMs: 6000, renewDeadlineMs: 4000, retryMs: 500 },
        workers: defaultWorkers,
        standingMs,
      },
      identity: `test_${randomUUID()}`,
      state,
    },
    stopping.signal,
  );
  return {
    state,
    writes: () => writesText(client.writes),
    async stop() {
      stopping.abort(new Error('the test is over'));
      await ended;
      await client.close();
    },
    /** Waits until it has written nothing for so long; resolves with what it wrote since then in `ms`. */
    async writesIn(ms: number, quietMs = 1500): Promise<string[]> {
      let seen = -1;
      let since = performance.now();
      await until(
        'the operator to be at rest',
        () => {
          if (client.writes.length !== seen) {
            seen = client.writes.length;
            since = performance.now();
          }
          return performance.now() - since >= quietMs || undefined;
        },
        { timeoutMs: 30_000 },
      ).catch((error: unknown) => {
        throw new Error(`it goes on: ${writesText(client.writes).slice(-12).join(', ')}`, { cause: error });
      });
      const before = client.writes.length;
      // That nothing happens leaves no trace to wait for.
      await sleep(ms);
      return writesText(client.writes.slice(before));
    },
  };
}

function lookingAt(admin: KubeClient) {
  const patience = { timeoutMs: 25_000 };
  const find = (slot: Slot, name: string) => admin.get(refTo(slot, name)).catch(() => undefined);
  const rig = {
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
