import type { Json, JsonObject } from '@capstan/api';
import type fc from 'fast-check';
import { type ClusterAround, clusterAround } from '../cluster/around.ts';
import type { Issue } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import type { ClusterFacts } from '../objects/context.ts';
import { type Conversion, type Converter, makeConverter } from '../objects/convert.ts';
import type { Platform } from '../objects/platform.ts';
import { machineSetTable, machineTable } from '../objects/tables.ts';
import type { ObjectKind } from '../objects/take-apart.ts';
import { partsOf } from './arbitrary.ts';
import { objectFacts } from './object-facts.ts';
import { capiObjects, mapiObject } from './objects.ts';

/** The cluster of all fixtures. */
export const cluster: ClusterFacts = {
  infrastructureName: 'ocp1-x7k2p',
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  supports: { taints: false },
};

/** A cluster on one platform, and the least that its objects need. */
export interface FixtureData<F> {
  readonly platform: Platform<F>;
  /** Infrastructure.status.platformStatus, with its type. */
  readonly platformStatus: JsonObject;
  /** Infrastructure.spec, where the platform reads any of it. */
  readonly infrastructureSpec?: JsonObject;
  readonly infraCluster?: JsonObject;
  /** The least that a provider spec needs to convert; without apiVersion and kind. */
  readonly provider: JsonObject;
  /** The least that an infra machine spec needs to come back as it was. */
  readonly infraSpec: JsonObject;
  /** What a Cluster API Machine's own spec needs besides, such as its failure domain. */
  readonly capiMachine?: JsonObject;
}

/** What a test changes about the cluster. */
export interface ClusterChanges {
  readonly taints?: boolean;
  readonly platformStatus?: JsonObject;
  /** The rest of Infrastructure.status. */
  readonly status?: Changes;
  readonly infrastructureSpec?: JsonObject;
  /** null: there is none. */
  readonly infraCluster?: JsonObject | null;
}

/** What a test changes about a cluster without an infra cluster; its provider spec is a control plane machine's by default. */
export interface AroundChanges extends Omit<ClusterChanges, 'taints' | 'infraCluster'> {
  readonly isControlPlane?: boolean;
  readonly machines?: readonly JsonObject[];
}

/** Fields to put in; undefined takes one out. */
export type Changes = { readonly [field: string]: Json | undefined };

/** What a test changes about a MachineSet. */
export interface SetChanges {
  readonly metadata?: JsonObject;
  readonly set?: Changes;
  readonly templateMetadata?: JsonObject;
  /** The Machine's part of the template. */
  readonly machine?: Changes;
}

/** Objects of a cluster on one platform, for tests that look at single fields. */
export function fixtureOf<F>(data: FixtureData<F>) {
  const { machineKind, templateKind, apiVersion } = data.platform.infra;
  const apiGroup = apiVersion.split('/')[0] ?? '';

  const infrastructure = (changes: ClusterChanges = {}): JsonObject => ({
    apiVersion: 'config.openshift.io/v1',
    kind: 'Infrastructure',
    metadata: { name: 'cluster' },
    spec: changes.infrastructureSpec ?? data.infrastructureSpec ?? {},
    status: changed(
      {
        infrastructureName: cluster.infrastructureName,
        apiServerInternalURI: 'https://api-int.ocp1.example.com:6443',
        platformStatus: { ...data.platformStatus, ...changes.platformStatus },
      },
      changes.status ?? {},
    ),
  });

  /** What is made around machines of this provider spec; undefined: no machine is known. */
  const around = (value?: JsonObject, changes: AroundChanges = {}): ClusterAround => {
    const { isControlPlane = true, machines = [] } = changes;
    return clusterAround(data.platform, {
      infrastructure: infrastructure(changes),
      provider: value && { value, isControlPlane },
      machines,
      cluster,
    });
  };

  const factsOf = (changes: ClusterChanges): F => {
    const infraCluster = changes.infraCluster === null ? undefined : (changes.infraCluster ?? data.infraCluster);
    return data.platform.readFacts({ infrastructure: infrastructure(changes), infraCluster, derived: undefined }).facts;
  };

  /** A converter for that cluster; what is wrong with the cluster itself is left to tests of the facts. */
  const converter = (changes: ClusterChanges = {}): Converter =>
    makeConverter(data.platform, factsOf(changes), { ...cluster, supports: { taints: changes.taints ?? false } });

  /** Objects of one API in which every row of the platform's table has a value that it accepts, and a converter for them. */
  const generated = (
    kind: ObjectKind,
    side: 'mapi' | 'capi',
    own: ClusterFacts,
  ): { readonly objects: fc.Arbitrary<readonly JsonObject[]>; readonly converter: Converter } => {
    const facts = factsOf({});
    const table = kind === 'Machine' ? machineTable(data.platform) : machineSetTable(data.platform);
    const parts = partsOf(table, side, { cluster: own, platform: facts, object: objectFacts(kind) });
    return {
      converter: makeConverter(data.platform, facts, own),
      objects: parts.map((made) =>
        side === 'mapi' ? [mapiObject(kind, made)] : capiObjects(kind, made, machineKind, apiVersion),
      ),
    };
  };

  const provider = (changes: Changes = {}): JsonObject => changed(data.provider, changes);
  const infraSpec = (changes: Changes = {}): JsonObject => changed(data.infraSpec, changes);

  /** A Machine API Machine; `changes` are to its spec. */
  const mapiMachine = (value = provider(), changes: Changes = {}, metadata: JsonObject = {}): JsonObject => ({
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'Machine',
    metadata: { name: 'worker-1', namespace: 'openshift-machine-api', ...metadata },
    spec: changed({ providerSpec: { value } }, changes),
  });

  /** A Machine API MachineSet. */
  const mapiSet = (value = provider(), changes: SetChanges = {}): JsonObject => {
    const labels = { 'machine.openshift.io/cluster-api-machineset': 'workers' };
    const template = {
      metadata: changes.templateMetadata ?? { labels },
      spec: changed({ providerSpec: { value } }, changes.machine ?? {}),
    };
    return {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'MachineSet',
      metadata: { name: 'workers', namespace: 'openshift-machine-api', ...changes.metadata },
      spec: changed({ replicas: 2, selector: { matchLabels: labels }, template }, changes.set ?? {}),
    };
  };

  const capiMachineSpec = (kind: string, name: string): JsonObject => ({
    clusterName: cluster.infrastructureName,
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup, kind, name },
    ...data.capiMachine,
  });

  /** A Cluster API Machine and its infra machine. */
  const capiMachine = (
    infra = infraSpec(),
    changes: Changes = {},
    metadata: JsonObject = {},
  ): [machine: JsonObject, infra: JsonObject] => [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Machine',
      metadata: { name: 'worker-1', namespace: 'openshift-cluster-api', ...metadata },
      spec: changed(capiMachineSpec(machineKind, 'worker-1'), changes),
    },
    {
      apiVersion,
      kind: machineKind,
      metadata: { name: 'worker-1', namespace: 'openshift-cluster-api' },
      spec: infra,
    },
  ];

  /** A Cluster API MachineSet and its infra machine template. */
  const capiSet = (infra = infraSpec(), changes: SetChanges = {}): [machineSet: JsonObject, template: JsonObject] => {
    const labels = { 'cluster.x-k8s.io/set-name': 'workers' };
    const template = {
      metadata: changes.templateMetadata ?? { labels },
      spec: changed(capiMachineSpec(templateKind, 'workers-a'), changes.machine ?? {}),
    };
    const spec = { clusterName: cluster.infrastructureName, replicas: 2, selector: { matchLabels: labels }, template };
    return [
      {
        apiVersion: 'cluster.x-k8s.io/v1beta2',
        kind: 'MachineSet',
        metadata: { name: 'workers', namespace: 'openshift-cluster-api', ...changes.metadata },
        spec: changed(spec, changes.set ?? {}),
      },
      {
        apiVersion,
        kind: templateKind,
        metadata: { name: 'workers-a', namespace: 'openshift-cluster-api' },
        spec: { template: { spec: infra } },
      },
    ];
  };

  const { type } = data.platform;
  return {
    type,
    infrastructure,
    around,
    converter,
    generated,
    provider,
    infraSpec,
    mapiMachine,
    mapiSet,
    capiMachine,
    capiSet,
  };
}

/** What `fixtureOf` gives. */
export type Fixture = ReturnType<typeof fixtureOf>;

function changed(object: JsonObject, changes: Changes): JsonObject {
  const fields = Object.entries<Json | undefined>({ ...object, ...changes });
  return Object.fromEntries(fields.flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])));
}

/** The objects of a conversion that must have worked. Throws with the issues where it did not. */
export function converted(conversion: Conversion): JsonObject[] {
  if (!conversion.ok) throw new Error(`did not convert:\n${conversion.issues.map(text).join('\n')}`);
  return JSON.parse(JSON.stringify(conversion.objects));
}

/** The errors of a conversion that must not have worked. */
export function errorsOf(conversion: Conversion): Issue[] {
  const errors = conversion.issues.filter(({ severity }) => severity === 'error');
  if (conversion.ok !== (errors.length === 0)) throw new Error('ok and its errors contradict each other');
  return errors;
}

function text({ severity, code, path, message }: Issue): string {
  return `${severity} ${code} ${path}: ${message}`;
}

/** The value at a dotted path; undefined where anything on the way is missing. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return asObject(found)?.[step];
  }, value);
}
