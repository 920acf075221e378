import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import { createClient, createMetrics, type Endpoint, type KubeObject, silentLogger, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { defaultNamespaces, defaultWorkers, type OperatorState, runOperator } from '@capstan/operator';
import { gatesOn, type StandIn, standInName, startMachineApiStandIn } from '@capstan/operator/testing';
import {
  startWholeControlPlane,
  type WholeControlPlane,
  type WholeControlPlaneOptions,
} from '../control-plane/whole.ts';
import { type RecordedWrite, recordingClient } from '../sync/recording-client.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('no fixture of AWS');

/** The fixture that the objects of the cluster are made of. */
export const aws = found;

const kinds = {
  mapi: ['machine.openshift.io/v1beta1', 'Machine', defaultNamespaces.machineApi],
  mapiSet: ['machine.openshift.io/v1beta1', 'MachineSet', defaultNamespaces.machineApi],
  capi: ['cluster.x-k8s.io/v1beta2', 'Machine', defaultNamespaces.clusterApi],
  capiSet: ['cluster.x-k8s.io/v1beta2', 'MachineSet', defaultNamespaces.clusterApi],
  infra: ['infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachine', defaultNamespaces.clusterApi],
  template: ['infrastructure.cluster.x-k8s.io/v1beta2', 'AWSMachineTemplate', defaultNamespaces.clusterApi],
} as const;

/** The kinds by the names that tests have for them. */
export type Kind = keyof typeof kinds;

/** A whole cluster: real API server and managers, the stand-in for Machine API, and the operator. */
export type E2eCluster = Awaited<ReturnType<typeof startCluster>>;

/** Starts one on AWS. */
export async function startCluster(options: WholeControlPlaneOptions) {
  const plane: WholeControlPlane = await startWholeControlPlane(options);
  const admin = createClient(plane);
  for (const object of gatesOn()) {
    const { status, ...rest } = object;
    const { object: made } = await admin.create(rest, { fieldValidation: 'Ignore' });
    await setStatus(made, asObject(status) ?? {});
  }
  const { status, ...infrastructure } = asKube(aws.infrastructure());
  await setStatus((await admin.create(infrastructure)).object, asObject(status) ?? {});
  await admin.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'capstan-cluster-api-client', namespace: defaultNamespaces.clusterApi },
  });
  const standInClient = createClient(plane, { userAgent: standInName });
  const standIn: StandIn = await startMachineApiStandIn({
    client: standInClient,
    namespace: defaultNamespaces.machineApi,
    clock: systemClock,
    random: Math.random,
  });

  async function setStatus(object: KubeObject, to: JsonObject): Promise<KubeObject> {
    const { apiVersion, kind, metadata } = object;
    const ref = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
    return (await admin.mergePatch(ref, { status: to }, { subresource: 'status', fieldValidation: 'Ignore' })).object;
  }

  const ref = (kind: Kind, name: string) => {
    const [apiVersion, of, namespace] = kinds[kind];
    return { apiVersion, kind: of, namespace, name };
  };
  let operator: RunningOperator | undefined;

  return {
    plane,
    admin,
    standIn,
    setStatus,
    ref,
    /** Starts the operator; its writes from then on are in `writes()`. */
    startOperator(): void {
      operator = startOperatorAt(plane, 'capstan-e2e_1');
    },
    async stopOperator(): Promise<void> {
      await operator?.stop();
      operator = undefined;
    },
    writes: (): readonly RecordedWrite[] => operator?.writes ?? [],
    state: (): OperatorState | undefined => operator?.state,
    get: (kind: Kind, name: string) => admin.get(ref(kind, name)),
    async list(kind: Kind): Promise<KubeObject[]> {
      const [apiVersion, of, namespace] = kinds[kind];
      return (await admin.list({ apiVersion, kind: of, namespace })).items;
    },
    create: async (object: JsonObject) => (await admin.create(asKube(object))).object,
    patch: async (kind: Kind, name: string, patch: object) => (await admin.mergePatch(ref(kind, name), patch)).object,
    until: (kind: Kind, name: string, what: string, is: (object: KubeObject) => boolean): Promise<KubeObject> =>
      until(
        `${kind} ${name} to be ${what}`,
        async () => {
          const object = await admin.get(ref(kind, name)).catch(() => undefined);
          return object !== undefined && is(object) ? object : undefined;
        },
        { timeoutMs: 60_000 },
      ),
    async stop(): Promise<void> {
      await operator?.stop();
      await standIn.stop();
      await Promise.all([admin.close(), standInClient.close()]);
      await plane.stop();
    },
  };
}

/** An operator that runs. */
export interface RunningOperator {
  readonly writes: readonly RecordedWrite[];
  readonly state: OperatorState;
  stop(): Promise<void>;
}

/** Starts the whole operator on a cluster, with a Lease of seconds. */
export function startOperatorAt(endpoint: Endpoint, identity: string): RunningOperator {
  const client = recordingClient(createClient(endpoint));
  const stopping = new AbortController();
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const running = runOperator(
    {
      client,
      clock: systemClock,
      random: Math.random,
      log: silentLogger,
      metrics: createMetrics(),
      instance: identity,
      identity,
      certificateAuthority: endpoint.ca,
      settings: {
        namespaces: defaultNamespaces,
        controllers: new Set(['prerequisites', 'sync']),
        featureGates: new Map(),
        lease: { durationMs: 2000, renewDeadlineMs: 1500, retryMs: 300 },
        workers: defaultWorkers,
        standingMs: 500,
      },
      state,
    },
    stopping.signal,
  );
  return {
    writes: client.writes,
    state,
    async stop() {
      stopping.abort(new Error('stopped'));
      await running;
      await client.close();
    },
  };
}

/** The status of a condition; '' where it is not there. */
export function statusOf(object: KubeObject, type: string): string {
  const conditions = asObject(object['status'])?.['conditions'];
  const list = Array.isArray(conditions) ? conditions.map(asObject) : [];
  return String(list.find((each) => each?.['type'] === type)?.['status'] ?? '');
}

function asKube(object: JsonObject): KubeObject {
  return JSON.parse(JSON.stringify(object));
}
