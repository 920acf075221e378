import type { KubeObject } from '@capstan/kube';
import type { Write } from '../../engine/decision.ts';
import { annotations, finalizers, mirrorLabel } from '../../names.ts';
import { finalizersOf, isPaused, markerOf } from './object.ts';

/** Takes finalizers away; undefined where none of them is there. */
export function releaseWrite(object: KubeObject, isOurs: (finalizer: string) => boolean): Write | undefined {
  const all = finalizersOf(object);
  const left = all.filter((finalizer) => !isOurs(finalizer));
  if (left.length === all.length) return undefined;
  return { verb: 'patch', of: object, patch: { metadata: { finalizers: left } } };
}

/** True for the Cluster API half of a pair, and its infra object: others of the same name are none of our business. */
export function isHalf(object: KubeObject): boolean {
  return markerOf(object) !== undefined || finalizersOf(object).some(isSync);
}

/** The write after which no controller of Cluster API acts on an object; undefined where none does. */
export function pauseWrite(object: KubeObject): Write | undefined {
  if (isPaused(object)) return undefined;
  const metadata = { annotations: { [annotations.paused]: '', [annotations.authority]: 'MachineAPI' } };
  return { verb: 'patch', of: object, patch: { metadata } };
}

/** The finalizer that keeps the halves of a pair together. */
export const isSync = (finalizer: string): boolean => finalizer === finalizers.sync;

/** Finalizers of an infra machine that its provider would take away, were it not paused. */
export const isProviders = (finalizer: string): boolean => finalizer.endsWith(finalizers.infraSuffix);

/** What holds a mirror of an infra machine: nobody else will let go of it, since its controllers are paused. */
export const holdsInfra = (finalizer: string): boolean => isSync(finalizer) || isProviders(finalizer);

/** What holds a mirror of a Cluster API Machine. */
export const holdsClusterApiMachine = (finalizer: string): boolean =>
  isSync(finalizer) || finalizer === finalizers.clusterApiMachine;

/** What holds a mirror of a Cluster API MachineSet. */
export const holdsClusterApiMachineSet = (finalizer: string): boolean =>
  isSync(finalizer) || finalizer === finalizers.clusterApiMachineSet;

/** What holds a mirror of a Machine API Machine. */
export const holdsMachineApiMachine = (finalizer: string): boolean =>
  isSync(finalizer) || finalizer === finalizers.machineApiMachine;

/** Frees a Cluster API object of all that made it half of a pair; undefined where it is free. */
export function freeWrite(object: KubeObject): Write | undefined {
  const { labels = {}, annotations: notes = {} } = object.metadata;
  const left = finalizersOf(object).filter((finalizer) => !isSync(finalizer));
  const marks = [annotations.authority, annotations.mirrored].filter((key) => notes[key] !== undefined);
  const metadata = {
    ...(labels[mirrorLabel] !== undefined && { labels: { [mirrorLabel]: null } }),
    ...(marks.length > 0 && { annotations: Object.fromEntries(marks.map((key) => [key, null])) }),
    ...(left.length < finalizersOf(object).length && { finalizers: left }),
  };
  return Object.keys(metadata).length === 0 ? undefined : { verb: 'patch', of: object, patch: { metadata } };
}
