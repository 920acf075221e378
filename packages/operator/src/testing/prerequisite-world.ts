import type { AnyPlatform } from '@capstan/convert';
import {
  type Clock,
  createInformer,
  type Happening,
  type KubeClient,
  type KubeObject,
  systemClock,
  type Transport,
} from '@capstan/kube';
import type { Namespaces } from '../names.ts';
import { createPrerequisites } from '../prerequisites/create-prerequisites.ts';
import type { Notice, Prerequisite } from '../prerequisites/prerequisite.ts';

/** What a world is made of. */
export interface WorldOptions {
  readonly client: KubeClient;
  readonly transport: Transport;
  readonly platform: AnyPlatform;
  readonly infrastructure: KubeObject;
  readonly namespaces: Namespaces;
  readonly certificateAuthority?: string;
  /** Called before each create, for what others do just then. */
  readonly beforeCreate?: (kind: string) => Promise<void>;
}

/** The prerequisites beside real caches, with a clock that can be moved on and a record of what they asked for. */
export interface PrerequisiteWorld {
  /** Changes what the Infrastructure object says. */
  setInfrastructure(infrastructure: KubeObject): void;
  /** One look; what it throws comes through. */
  look(name: 'cluster' | 'user-data' | 'kubeconfig', key?: string): Promise<number | undefined>;
  readonly prerequisites: readonly Prerequisite[];
  /** Requests since the last time that this was called, such as `create Cluster`; secrets are never in it. */
  taken(): string[];
  readonly notices: readonly Notice[];
  readonly events: readonly Happening[];
  advance(milliseconds: number): void;
  readonly stores: Parameters<typeof createPrerequisites>[0]['stores'];
}

/** Starts one; its caches are synced, and stop with `signal`. */
export async function startPrerequisiteWorld(options: WorldOptions, signal: AbortSignal): Promise<PrerequisiteWorld> {
  const { client, transport, platform, namespaces, beforeCreate } = options;
  let { infrastructure } = options;
  let offset = 0;
  let requests: string[] = [];
  const notices: Notice[] = [];
  const events: Happening[] = [];
  const clock: Clock = {
    monotonic: () => systemClock.monotonic() + offset,
    now: () => new Date(Date.now() + offset),
    sleep: systemClock.sleep,
  };
  const informerOf = (apiVersion: string, kind: string, namespace: string) => {
    const path = `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`;
    return createInformer({ transport, target: { path, apiVersion, kind }, indices: {} });
  };
  const { machineApi, clusterApi } = namespaces;
  const informers = {
    machines: informerOf('machine.openshift.io/v1beta1', 'Machine', machineApi),
    machineSets: informerOf('machine.openshift.io/v1beta1', 'MachineSet', machineApi),
    controlPlaneMachineSets: informerOf('machine.openshift.io/v1', 'ControlPlaneMachineSet', machineApi),
    clusters: informerOf('cluster.x-k8s.io/v1beta2', 'Cluster', clusterApi),
    infraClusters: informerOf(platform.infra.apiVersion, platform.infra.clusterKind, clusterApi),
  };
  for (const informer of Object.values(informers)) void informer.run(signal);
  await Promise.all(Object.values(informers).map((informer) => informer.synced(signal)));
  const stores = {
    machines: informers.machines.store,
    machineSets: informers.machineSets.store,
    controlPlaneMachineSets: informers.controlPlaneMachineSets.store,
    clusters: informers.clusters.store,
    infraClusters: informers.infraClusters.store,
  };
  const prerequisites = createPrerequisites({
    client: {
      get: (ref, given) => {
        requests.push(`get ${ref.kind}`);
        return client.get(ref, given);
      },
      create: async (object, given) => {
        await beforeCreate?.(object.kind);
        requests.push(`create ${object.kind}`);
        return client.create(object, given);
      },
      mergePatch: (ref, patch, given) => {
        requests.push(`patch ${ref.kind}`);
        return client.mergePatch(ref, patch, given);
      },
    },
    transport: {
      request: (request) => {
        requests.push(`${request.method} ${request.path.split('/').at(-1)}`);
        return transport.request(request);
      },
    },
    namespaces,
    platform,
    infrastructure: () => infrastructure,
    stores,
    certificateAuthority: async () => options.certificateAuthority,
    clock,
    onNotice: (notice) => void notices.push(notice),
    recorder: { record: (happening) => void events.push(happening) },
  });
  return {
    setInfrastructure(object) {
      infrastructure = object;
    },
    async look(name, key = name) {
      const found = prerequisites.find((each) => each.name === `prerequisite-${name}`);
      return (await found?.reconcile(key, signal))?.requeueAfterMs;
    },
    prerequisites,
    taken() {
      const taken = requests;
      requests = [];
      return taken;
    },
    notices,
    events,
    advance(milliseconds) {
      offset += milliseconds;
    },
    stores,
  };
}
