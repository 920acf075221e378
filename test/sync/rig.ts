import type { JsonObject } from '@capstan/api';
import { asObject, type ConvertedObject, platformOf } from '@capstan/convert';
import type { Fixture } from '@capstan/convert/testing';
import {
  createClient,
  type Endpoint,
  type KubeClient,
  type KubeObject,
  silentLogger,
  systemClock,
} from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import type { Namespaces } from '@capstan/operator';
import { serviceAccountEndpoint, startSync } from '@capstan/operator/testing';
import { controlPlane } from '../control-plane/connect.ts';
import { createNamespace } from '../control-plane/namespace.ts';
import { applyRbac, operatorAccount } from '../deploy/service-account.ts';
import { type RecordedWrite, recordingClient } from './recording-client.ts';

/** The four kinds that sync looks at, and templates, by the names that tests have for them. */
export type Slot = 'mapi' | 'capi' | 'infra' | 'mapiSet' | 'capiSet' | 'template' | 'cluster' | 'infraCluster';

/** Sync in namespaces of its own on the shared control plane, where no other controller runs. */
export type Rig = Awaited<ReturnType<typeof startRig>>;

/** What is other than in the fixture's cluster. */
export interface RigOptions {
  readonly holdsSynchronizedApi?: boolean;
  /** Another cluster of the platform: its Infrastructure object, and the Cluster and infra cluster for that. */
  readonly infrastructure?: JsonObject;
  readonly around?: readonly ConvertedObject[];
}

/** How sync gets to the server. */
export interface StartOptions {
  readonly through?: (client: KubeClient) => KubeClient;
  /** Another way to the same server. */
  readonly at?: Endpoint;
  /** How long a request may take. */
  readonly timeoutMs?: number;
  /** With the migration controllers. */
  readonly migrates?: boolean;
}

/** Starts one for a platform's cluster, with its Cluster and infra cluster. */
export async function startRig(fixture: Fixture, options: RigOptions = {}) {
  const admin = createClient(controlPlane());
  const [machineApi, clusterApi] = await Promise.all([createNamespace(admin, 'mapi'), createNamespace(admin, 'capi')]);
  const namespaces: Namespaces = { machineApi, clusterApi };
  // Sync has the rights that deploy/ gives it, and no others: the authorizer is on.
  await applyRbac(admin, namespaces);
  const endpoint = await serviceAccountEndpoint(controlPlane(), clusterApi, operatorAccount);
  const infrastructure = asKube(options.infrastructure ?? fixture.infrastructure());
  const platform = platformOf(fixture.infrastructure());
  if (platform === undefined) throw new Error('the fixture has no platform');
  const { infra } = platform;
  const types: { readonly [S in Slot]: readonly [apiVersion: string, kind: string, namespace: string] } = {
    mapi: ['machine.openshift.io/v1beta1', 'Machine', machineApi],
    mapiSet: ['machine.openshift.io/v1beta1', 'MachineSet', machineApi],
    capi: ['cluster.x-k8s.io/v1beta2', 'Machine', clusterApi],
    capiSet: ['cluster.x-k8s.io/v1beta2', 'MachineSet', clusterApi],
    cluster: ['cluster.x-k8s.io/v1beta2', 'Cluster', clusterApi],
    infra: [infra.apiVersion, infra.machineKind, clusterApi],
    template: [infra.apiVersion, infra.templateKind, clusterApi],
    infraCluster: [infra.apiVersion, infra.clusterKind, clusterApi],
  };
  const ref = (slot: Slot, name: string) => {
    const [apiVersion, kind, namespace] = types[slot];
    return { apiVersion, kind, namespace, name };
  };
  // On Azure the cluster's subscription is known from a machine that runs.
  const subscription = '/subscriptions/11111111-2222-4333-8444-555555555555';
  const providerID = `azure://${subscription}/resourceGroups/ocp1-x7k2p-rg/providers/Microsoft.Compute/virtualMachines/m-0`;
  const machines = fixture.type === 'Azure' ? [fixture.mapiMachine(fixture.provider(), { providerID })] : [];
  for (const object of options.around ?? fixture.around(fixture.provider(), { machines }).objects) {
    const namespaced = object.metadata.namespace === undefined ? {} : { namespace: clusterApi };
    const made = { ...object, metadata: { ...object.metadata, ...namespaced } };
    await admin.apply(made, { fieldManager: 'test', force: true });
  }
  let running:
    | { stop(): Promise<void>; writes: readonly RecordedWrite[]; landed: readonly RecordedWrite[] }
    | undefined;

  const rig = {
    admin,
    /** The way to the server as the operator's ServiceAccount. */
    endpoint,
    namespaces,
    platform,
    ref,
    /** Starts sync, again where it was stopped; what it writes from then on is in `writes()`. `through` comes between it and the server. */
    async start({ through = (client) => client, at = endpoint, migrates = false, timeoutMs }: StartOptions = {}) {
      const client = recordingClient(through(createClient(at, timeoutMs === undefined ? {} : { timeoutMs })));
      const stopping = new AbortController();
      const sync = await startSync({
        client,
        clock: systemClock,
        log: silentLogger,
        namespaces,
        platform,
        infrastructure: () => infrastructure,
        holdsSynchronizedApi: options.holdsSynchronizedApi ?? true,
        instance: 'test',
        migrates,
        signal: stopping.signal,
      });
      running = {
        writes: client.writes,
        landed: client.landed,
        async stop() {
          stopping.abort(new Error('the test is over'));
          await sync.ended;
          await client.close();
        },
      };
    },
    async stop() {
      await running?.stop();
      running = undefined;
    },
    writes: () => running?.writes ?? [],
    /** Those of `writes` that the server took. */
    landed: () => running?.landed ?? [],
    async get(slot: Slot, name: string): Promise<KubeObject> {
      return admin.get(ref(slot, name));
    },
    async list(slot: Slot): Promise<KubeObject[]> {
      const [apiVersion, kind, namespace] = types[slot];
      return (await admin.list({ apiVersion, kind, namespace })).items;
    },
    /** Creates an object of a fixture in the rig's namespace, with a status where one is given. */
    async create(object: JsonObject, status?: JsonObject): Promise<KubeObject> {
      const given = asKube(object);
      const namespace = given.apiVersion.startsWith('machine.openshift.io/') ? machineApi : clusterApi;
      const made = { ...given, metadata: { ...given.metadata, namespace } };
      const { object: created } = await admin.create(made);
      return status === undefined ? created : rig.setStatus(created, status);
    },
    async setStatus(object: KubeObject, status: JsonObject): Promise<KubeObject> {
      const { apiVersion, kind, metadata } = object;
      const target = { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
      return (await admin.mergePatch(target, { status }, { subresource: 'status' })).object;
    },
    patch: async (slot: Slot, name: string, patch: object) => (await admin.mergePatch(ref(slot, name), patch)).object,
    /** Waits for an object that is as `is` wants it. */
    until: (slot: Slot, name: string, what: string, is: (object: KubeObject) => boolean): Promise<KubeObject> =>
      until(
        `${slot} ${name} to be ${what}`,
        async () => {
          const object = await admin.get(ref(slot, name)).catch(() => undefined);
          return object !== undefined && is(object) ? object : undefined;
        },
        { timeoutMs: 20_000 },
      ),
    /** Waits for an object that a list has. */
    untilListed: (
      query: { readonly apiVersion: string; readonly kind: string; readonly namespace: string },
      what: string,
      is: (object: KubeObject) => boolean,
    ): Promise<KubeObject> => until(what, async () => (await admin.list(query)).items.find(is), { timeoutMs: 20_000 }),
    untilGone: (slot: Slot, name: string): Promise<true> =>
      until(`${slot} ${name} to be gone`, async () =>
        (await admin.get(ref(slot, name)).then(
          () => false,
          () => true,
        ))
          ? true
          : undefined,
      ),
    untilSynchronized: (slot: 'mapi' | 'mapiSet', name: string): Promise<KubeObject> =>
      rig.until(slot, name, 'synchronized', (object) => {
        const condition = conditionOf(object, 'Synchronized');
        return condition?.['status'] === 'True' && generationSaid(object) > 0;
      }),
  };
  return rig;
}

/** A condition of an object's status. */
export function conditionOf(object: KubeObject, type: string): JsonObject | undefined {
  const conditions = asObject(object['status'])?.['conditions'];
  if (!Array.isArray(conditions)) return undefined;
  return conditions.map(asObject).find((each) => each?.['type'] === type);
}

function generationSaid(object: KubeObject): number {
  const said = asObject(object['status'])?.['synchronizedGeneration'];
  return typeof said === 'number' ? said : 0;
}

function asKube(object: JsonObject): KubeObject {
  return JSON.parse(JSON.stringify(object));
}
