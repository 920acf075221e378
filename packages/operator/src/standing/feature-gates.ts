import { asObject, platforms } from '@capstan/convert';
import type { ClusterGates } from './standing.ts';

/** The gate of it all. */
export const mainGate = 'MachineAPIMigration';

/** The gate of a platform, named as openshift/api does; it does not have one for every platform. */
export function platformGate(platformType: string): string {
  return `${mainGate}${platformType}`;
}

/** Every gate that means something here. */
export const knownGates: readonly string[] = [mainGate, ...platforms.map(({ type }) => platformGate(type))];

/**
 * The gates of FeatureGate `cluster`, which lists them by version of the payload; those of the version that ClusterVersion wants.
 * While an upgrade has begun and that one isn't listed yet, those of the newest version in the history that is: a gap of seconds
 * is no reason to stop. What the status does not list, an administrator may have named in `spec.customNoUpgrade`.
 */
export function readFeatureGates(featureGate: unknown, clusterVersion: unknown): ClusterGates {
  const spec = at(featureGate, 'spec');
  const entries = list(at(featureGate, 'status', 'featureGates'));
  const known = versionsOf(clusterVersion);
  const wanted = known.length > 0 ? known : entries.length === 1 ? entries.map(versionOf) : [];
  const version = wanted.find((name) => entries.some((entry) => versionOf(entry) === name));
  const entry = version === undefined ? undefined : entries.find((each) => versionOf(each) === version);
  const custom = at(spec, 'featureSet') === 'CustomNoUpgrade' ? at(spec, 'customNoUpgrade') : undefined;
  const states = new Map<string, boolean>();
  for (const source of [custom, entry]) {
    for (const name of namesIn(at(source, 'enabled'))) states.set(name, true);
    for (const name of namesIn(at(source, 'disabled'))) states.set(name, false);
  }
  return { version: version ?? known[0], states };
}

/** What the cluster is becoming, then what it was, newest first. */
function versionsOf(clusterVersion: unknown): string[] {
  const status = at(clusterVersion, 'status');
  return [at(status, 'desired'), ...list(at(status, 'history'))].map(versionOf).filter((version) => version !== '');
}

function versionOf(entry: unknown): string {
  const version = at(entry, 'version');
  return typeof version === 'string' ? version : '';
}

/** In the status gates are objects with a name, in the spec names. */
function namesIn(gates: unknown): string[] {
  return list(gates)
    .map((gate) => (typeof gate === 'string' ? gate : at(gate, 'name')))
    .filter((name) => typeof name === 'string');
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function at(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, step) => asObject(inner)?.[step], value);
}
