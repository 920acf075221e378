import type { KubeObject } from '@capstan/kube';
import { annotations, finalizers, maker, mirrorLabel } from '../names.ts';
import { policyNames } from '../policies/live/policy-names.ts';
import { finalizersOf, isPaused, markerOf } from '../sync/shared/object.ts';
import { holdsClusterApiMachine, holdsClusterApiMachineSet, holdsInfra, isSync } from '../sync/shared/release.ts';

/** What an object is to Capstan. */
export type Role =
  | 'policy'
  | 'policyConfigMap'
  | 'infraMachine'
  | 'machine'
  | 'machineSet'
  | 'template'
  | 'infraCluster'
  | 'cluster'
  | 'secret'
  | 'source'
  | 'lease';

/** How objects of a role are known, and what of theirs is to go. */
export interface RoleRules {
  /** Whether it is ours, and nobody acts on it: what does not say so is never touched. */
  isOurs(object: KubeObject): boolean;
  /** The finalizers that nobody else takes away. */
  holds(finalizer: string): boolean;
}

const prefix = 'capstan.openshift.io/';

/** True for a mirror by its marks, whoever acts on it. */
export function isMarked({ metadata }: KubeObject): boolean {
  return metadata.labels?.[mirrorLabel] !== undefined || metadata.annotations?.[annotations.authority] !== undefined;
}

/** True for a mirror that is paused, as all are while Machine API acts. */
function isIdleMirror(object: KubeObject): boolean {
  return isMarked(object) && isPaused(object) && markerOf(object) === 'MachineAPI';
}

/** By label and by name: anybody can have a ConfigMap of that label. */
function isPolicyConfigMap({ metadata }: KubeObject): boolean {
  const { configMap, statusConfigMap, configMapLabel } = policyNames;
  const { name, labels = {} } = metadata;
  return configMapLabel in labels && (name === configMap || name === statusConfigMap);
}

const isMadeByUs = ({ metadata }: KubeObject): boolean => metadata.annotations?.[annotations.madeBy] === maker;
const ofClusterApi = (finalizer: string): boolean => isSync(finalizer) || finalizer.endsWith(finalizers.infraSuffix);
const none = (): boolean => false;

/** The rules of each role. */
export const roles: { readonly [R in Role]: RoleRules } = {
  policy: { isOurs: ({ metadata }) => metadata.name.startsWith('capstan-'), holds: none },
  policyConfigMap: { isOurs: isPolicyConfigMap, holds: none },
  infraMachine: { isOurs: isIdleMirror, holds: holdsInfra },
  machine: { isOurs: isIdleMirror, holds: holdsClusterApiMachine },
  machineSet: { isOurs: isIdleMirror, holds: holdsClusterApiMachineSet },
  // Nobody acts on a template, so it has no pause.
  template: { isOurs: (object) => isMarked(object) && markerOf(object) !== 'ClusterAPI', holds: ofClusterApi },
  infraCluster: {
    isOurs: ({ metadata }) => metadata.annotations?.[annotations.managedBy] === maker,
    holds: ofClusterApi,
  },
  cluster: { isOurs: isMadeByUs, holds: ofClusterApi },
  secret: { isOurs: isMadeByUs, holds: none },
  source: { isOurs: (object) => ownMarks(object) !== undefined, holds: isSync },
  lease: { isOurs: isWrittenByUs, holds: none },
};

/** What makes a Machine or MachineSet of Machine API half of a pair, as the patch that takes it away; undefined for none. */
export function ownMarks(object: KubeObject): Readonly<Record<string, unknown>> | undefined {
  const { labels = {}, annotations: notes = {} } = object.metadata;
  const ours = (map: Readonly<Record<string, string>>) => Object.keys(map).filter((key) => key.startsWith(prefix));
  const gone = (keys: readonly string[]) => Object.fromEntries(keys.map((key) => [key, null]));
  const all = finalizersOf(object);
  const left = all.filter((finalizer) => !isSync(finalizer));
  const patch = {
    ...(ours(labels).length > 0 && { labels: gone(ours(labels)) }),
    ...(ours(notes).length > 0 && { annotations: gone(ours(notes)) }),
    ...(left.length < all.length && { finalizers: left }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Capstan held it last. One that the in-tree controllers held last is theirs, and stays. */
function isWrittenByUs({ metadata }: KubeObject): boolean {
  const { managedFields } = metadata;
  if (!Array.isArray(managedFields) || managedFields.length === 0) return false;
  return managedFields.every((entry) => entry?.manager === maker);
}
