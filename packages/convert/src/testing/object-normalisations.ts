import type { Json } from '@capstan/api';
import type { ObjectKind } from '../objects/take-apart.ts';
import type { Normalisations } from './normalise.ts';

/** A platform's part of the normalisations: paths below its provider spec or infra machine spec. */
export interface ValueNormalisations {
  readonly defaults: readonly (readonly [path: string, value: Json])[];
  readonly sets: readonly (readonly [path: string, key: string])[];
  readonly keepEmpty: readonly string[];
  readonly zero: readonly string[];
  readonly maps: readonly string[];
  /** Defaults of a field inside an object that may be missing. */
  readonly whereSet: readonly (readonly [object: string, field: string, value: Json])[];
}

/** Fields of metadata that a server, a controller or a tool owns. */
const serverOwned = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
  'finalizers',
  'generateName',
  'namespace',
  'ownerReferences',
  // Bookkeeping of the conversion itself.
  'annotations/capstan.openshift.io~carried',
].map((field) => `metadata/${field}`);

/** What counts as the same in a Machine API object. */
export function forMachineApi(kind: ObjectKind, values: ValueNormalisations): Normalisations {
  const machine = kind === 'Machine' ? 'spec' : 'spec/template/spec';
  const provider = `${machine}/providerSpec/value`;
  return {
    ignored: [
      ...serverOwned,
      'status',
      'spec/authoritativeAPI',
      `${machine}/authoritativeAPI`,
      // Written by the Machine API controller from the instance.
      ...(kind === 'Machine'
        ? ['instance-type', 'region', 'zone'].map((name) => `metadata/labels/machine.openshift.io~${name}`)
        : []),
      ...(kind === 'Machine' ? ['metadata/annotations/machine.openshift.io~instance-state'] : []),
    ],
    defaults: [
      ...(kind === 'MachineSet'
        ? ([
            ['spec/replicas', 1],
            ['spec/deletePolicy', 'Random'],
          ] as const)
        : []),
      ...below(provider, values.defaults),
    ],
    sets: [
      [`${machine}/lifecycleHooks/preDrain`, 'name'],
      [`${machine}/lifecycleHooks/preTerminate`, 'name'],
      ...below(provider, values.sets),
    ],
    keepEmpty: values.keepEmpty.map((path) => `${provider}/${path}`),
    maps: [
      'metadata/labels',
      'metadata/annotations',
      'spec/selector/matchLabels',
      'spec/template/metadata/labels',
      'spec/template/metadata/annotations',
      `${machine}/metadata/labels`,
      `${machine}/metadata/annotations`,
      ...values.maps.map((path) => `${provider}/${path}`),
    ],
    zero: ['spec/minReadySeconds', ...values.zero.map((path) => `${provider}/${path}`)],
    whereSet: values.whereSet.map(([object, field, value]) => [`${provider}/${object}`, field, value]),
  };
}

/** What counts as the same in a Cluster API Machine or MachineSet. */
export function forClusterApi(kind: ObjectKind): Normalisations {
  const machine = kind === 'Machine' ? 'spec' : 'spec/template/spec';
  const label = 'cluster.x-k8s.io~cluster-name';
  return {
    ignored: [
      ...serverOwned,
      'status',
      // A template made by us has a name of ours.
      ...(kind === 'MachineSet' ? [`${machine}/infrastructureRef/name`] : []),
    ],
    defaults: [
      [`metadata/labels/${label}`, 'ocp1-x7k2p'],
      ...(kind === 'MachineSet'
        ? ([
            [`spec/template/metadata/labels/${label}`, 'ocp1-x7k2p'],
            ['spec/replicas', 1],
            ['spec/deletion/order', 'Random'],
          ] as const)
        : []),
      [`${machine}/deletion/nodeDeletionTimeoutSeconds`, 10],
    ],
    sets: [],
    keepEmpty: [],
    maps: [
      'metadata/labels',
      'metadata/annotations',
      'spec/selector/matchLabels',
      'spec/template/metadata/labels',
      'spec/template/metadata/annotations',
    ],
    zero: [`${machine}/minReadySeconds`],
    whereSet: [],
  };
}

/** What counts as the same in an infra machine or template. */
export function forInfra(kind: ObjectKind, values: ValueNormalisations): Normalisations {
  const spec = kind === 'Machine' ? 'spec' : 'spec/template/spec';
  return {
    ignored: ['metadata', 'status'],
    defaults: below(spec, values.defaults),
    sets: below(spec, values.sets),
    keepEmpty: values.keepEmpty.map((path) => `${spec}/${path}`),
    maps: values.maps.map((path) => `${spec}/${path}`),
    zero: values.zero.map((path) => `${spec}/${path}`),
    whereSet: values.whereSet.map(([object, field, value]) => [`${spec}/${object}`, field, value]),
  };
}

function below<T>(base: string, pairs: readonly (readonly [path: string, value: T])[]): [string, T][] {
  return pairs.map(([path, value]) => [`${base}/${path}`, value]);
}
