import type { AnyPlatform } from '@capstan/convert';
import {
  type Clock,
  createInformer,
  createLatest,
  createSharedStrings,
  type IndexFunction,
  type Informer,
  type KubeObject,
  type Latest,
  type Logger,
  type Metrics,
  type Transport,
} from '@capstan/kube';
import { keepManagers } from './keep-managers.ts';
import { clusterApiVersion, machineApiVersion, machineAutoscaler, type Namespaces, templateLabel } from './names.ts';
import { scaledSet } from './sync/machine-set/autoscaled-by.ts';
import { setOwnerOf } from './sync/shared/object.ts';

/** One kind's objects, as an informer has them and as they were last written. */
export interface Cache<I extends string = never> {
  readonly informer: Informer<I>;
  readonly latest: Latest;
}

/** All that the controllers read from memory. Secrets are not among it. */
export interface Caches {
  readonly machines: Cache<'set'>;
  readonly machineSets: Cache;
  readonly controlPlaneMachineSets: Cache;
  readonly capiMachines: Cache<'set'>;
  readonly capiMachineSets: Cache;
  readonly infraMachines: Cache;
  readonly infraTemplates: Cache<'set'>;
  readonly clusters: Cache;
  readonly infraClusters: Cache;
  /** The one Infrastructure object. */
  readonly infrastructures: Cache;
  /** MachineAutoscalers by the set that each scales; undefined where the cluster has no such kind. */
  readonly machineAutoscalers: Cache<'set'> | undefined;
  /** The view that an object of any of the kinds is read from. */
  latestOf(object: KubeObject): Latest;
  /** What a cache makes of an object. */
  transform(object: KubeObject): KubeObject;
  /** Resolves when all have all there is. */
  synced(signal: AbortSignal): Promise<void>;
  /** Watches until `signal` is aborted; never rejects. */
  run(signal: AbortSignal): Promise<void>;
}

/** What caches need. */
export interface CacheOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics?: Metrics;
  readonly namespaces: Namespaces;
  readonly platform: AnyPlatform;
  /** MachineAutoscalers are served. */
  readonly hasAutoscalers: boolean;
}

/** Machines by the set of an API that owns them. */
const ownedBySet =
  (group: string): IndexFunction =>
  (object) => {
    const owner = setOwnerOf(object, group);
    return owner === undefined ? [] : [owner.name];
  };

const markedSet: IndexFunction = ({ metadata }) => {
  const set = metadata.labels?.[templateLabel];
  return set === undefined ? [] : [set];
};

const scaled: IndexFunction = (object) => {
  const set = scaledSet(object);
  return set === undefined ? [] : [set];
};

/** Makes them; nothing is asked of the server before `run`. */
export function createCaches(options: CacheOptions): Caches {
  const { namespaces, platform, clock } = options;
  const { infra } = platform;
  const views = new Map<string, Latest>();
  const informers: Informer<string>[] = [];
  const share = createSharedStrings();
  const transform = (object: KubeObject) => share(keepManagers(object));

  const cache = <I extends string>(
    apiVersion: string,
    kind: string,
    namespace: string | undefined,
    indices: { readonly [Name in I]: IndexFunction },
  ): Cache<I> => {
    const informer = createInformer<I>({
      transport: options.transport,
      target: {
        path: `/apis/${apiVersion}/${namespace === undefined ? '' : `namespaces/${namespace}/`}${kind.toLowerCase()}s`,
        apiVersion,
        kind,
        // Of what has no namespace there is one object that matters.
        ...(namespace === undefined && { fieldSelector: 'metadata.name=cluster' }),
      },
      indices,
      transform,
      clock,
      onTrouble: (error) => {
        options.metrics?.watchTrouble(kind);
        options.log.warn({ kind, apiVersion, error }, 'the watch ended in trouble and goes on');
      },
      onFollowerError: (error) => options.log.error({ kind, error }, 'a follower of a cache failed: a bug'),
    });
    const latest = createLatest(informer, clock);
    views.set(`${apiVersion} ${kind}`, latest);
    informers.push(informer);
    return { informer, latest };
  };

  const machineApi = namespaces.machineApi;
  const clusterApi = namespaces.clusterApi;
  return {
    machines: cache(machineApiVersion, 'Machine', machineApi, { set: ownedBySet('machine.openshift.io') }),
    machineSets: cache(machineApiVersion, 'MachineSet', machineApi, {}),
    controlPlaneMachineSets: cache('machine.openshift.io/v1', 'ControlPlaneMachineSet', machineApi, {}),
    capiMachines: cache(clusterApiVersion, 'Machine', clusterApi, { set: ownedBySet('cluster.x-k8s.io') }),
    capiMachineSets: cache(clusterApiVersion, 'MachineSet', clusterApi, {}),
    infraMachines: cache(infra.apiVersion, infra.machineKind, clusterApi, {}),
    infraTemplates: cache(infra.apiVersion, infra.templateKind, clusterApi, { set: markedSet }),
    clusters: cache(clusterApiVersion, 'Cluster', clusterApi, {}),
    infraClusters: cache(infra.apiVersion, infra.clusterKind, clusterApi, {}),
    infrastructures: cache('config.openshift.io/v1', 'Infrastructure', undefined, {}),
    machineAutoscalers: options.hasAutoscalers
      ? cache(machineAutoscaler.apiVersion, machineAutoscaler.kind, machineApi, { set: scaled })
      : undefined,
    latestOf({ apiVersion, kind }) {
      const view = views.get(`${apiVersion} ${kind}`);
      if (view === undefined) throw new Error(`there is no cache of ${apiVersion} ${kind}`);
      return view;
    },
    transform,
    async synced(signal) {
      await Promise.all(informers.map((informer) => informer.synced(signal)));
    },
    async run(signal) {
      await Promise.all(informers.map((informer) => informer.run(signal)));
    },
  };
}
