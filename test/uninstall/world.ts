import { asObject } from '@capstan/convert';
import { type Fixture, fixtures } from '@capstan/convert/testing';
import {
  createClient,
  createMetrics,
  type KubeClient,
  type KubeObject,
  silentLogger,
  systemClock,
} from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { defaultLease, defaultNamespaces, defaultWorkers, type OperatorState, runOperator } from '@capstan/operator';
import type { InfraPlatform } from '../control-plane/infra-crds.ts';
import { startWholeControlPlane, type WholeControlPlane } from '../control-plane/whole.ts';
import { plain } from '../sync/pairs.ts';

/** A cluster of its own, with a MachineSet, its Machine, and a Machine that stands alone; the operator is started and stopped. */
export interface World {
  readonly plane: WholeControlPlane;
  readonly admin: KubeClient;
  /** Runs the operator until all is in step; resolves with how to stop it. */
  operate(): Promise<() => Promise<void>>;
  list(apiVersion: string, kind: string, namespace?: string): Promise<KubeObject[]>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startWorld(type: InfraPlatform): Promise<World> {
  const fixture = fixtures.find((each) => each.type === type);
  if (fixture === undefined) throw new Error(`there is no fixture of ${type}`);
  const plane = await startWholeControlPlane({ platform: type });
  const admin = createClient(plane);
  await create(admin, fixture);
  return {
    plane,
    admin,
    operate: () => operate(plane, admin),
    async list(apiVersion, kind, namespace) {
      return (await admin.list({ apiVersion, kind, namespace })).items;
    },
    async close() {
      await admin.close();
      await plane.stop();
    },
  };
}

async function create(admin: KubeClient, fixture: Fixture): Promise<void> {
  const { status, ...infrastructure } = plain(fixture.infrastructure());
  const make = async (object: object, status: object): Promise<KubeObject> => {
    const { object: made } = await admin.create(asKube(object));
    return (await admin.update({ ...made, status }, { subresource: 'status', fieldValidation: 'Warn' })).object;
  };
  await make(infrastructure, asObject(status) ?? {});
  const set = await make(plain(fixture.mapiSet()), { authoritativeAPI: 'MachineAPI' });
  const { apiVersion, kind, metadata } = set;
  const owner = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  const finalizers = ['machine.machine.openshift.io'];
  const provider = fixture.provider();
  const running = { authoritativeAPI: 'MachineAPI', phase: 'Running' };
  await make(fixture.mapiMachine(provider, {}, { finalizers }), running);
  await make(fixture.mapiMachine(provider, {}, { name: 'worker-2', finalizers, ownerReferences: [owner] }), running);
}

function asKube(object: object): KubeObject {
  return JSON.parse(JSON.stringify(object));
}

async function operate(plane: WholeControlPlane, admin: KubeClient): Promise<() => Promise<void>> {
  const ending = new AbortController();
  const client = createClient(plane, { userAgent: 'capstan/test' });
  const state: OperatorState = { standing: undefined, holder: '', isLeader: false, isActing: false };
  const running = runOperator(
    {
      client,
      clock: systemClock,
      random: Math.random,
      log: silentLogger,
      metrics: createMetrics(),
      instance: 'capstan-0',
      certificateAuthority: plane.ca,
      settings: {
        namespaces: defaultNamespaces,
        controllers: new Set(['prerequisites', 'sync']),
        featureGates: new Map([['MachineAPIMigration', true]]),
        lease: defaultLease,
        workers: defaultWorkers,
        standingMs: 500,
      },
      identity: 'capstan-0_11111111-2222-4333-8444-555555555555',
      state,
    },
    ending.signal,
  );
  await until(
    'all to be in step',
    async () => {
      const namespace = defaultNamespaces.machineApi;
      const lists = ['Machine', 'MachineSet'].map((kind) =>
        admin.list({ apiVersion: 'machine.openshift.io/v1beta1', kind, namespace }),
      );
      const all = (await Promise.all(lists)).flatMap(({ items }) => items);
      // A condition may be of an earlier time.
      const { items } = await admin.list({
        apiVersion: 'cluster.x-k8s.io/v1beta2',
        kind: 'Machine',
        namespace: defaultNamespaces.clusterApi,
      });
      const isDone = all.every(({ status }) => /"Synchronized"/.test(JSON.stringify(status))) && items.length === 2;
      return isDone ? true : undefined;
    },
    { timeoutMs: 60_000 },
  );
  return async () => {
    ending.abort(new Error('the operator is stopped'));
    await running;
    await client.close();
  };
}
