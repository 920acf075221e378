import type { JsonObject } from '@capstan/api';
import { asObject, platformOf } from '@capstan/convert';
import type { Fixture } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import type { Write } from '../engine/decision.ts';
import { annotations, clusterApiVersion, defaultNamespaces, finalizers, mirrorLabel } from '../names.ts';
import { decideMachineSet } from '../sync/machine-set/decide.ts';
import type { MachineSetDecision, MachineSetState } from '../sync/machine-set/state.ts';
import { type Environment, rememberConversions } from '../sync/shared/environment.ts';

/** The environment of a fixture's cluster. */
function environmentOf(fixture: Fixture): Environment {
  const platform = platformOf(fixture.infrastructure());
  if (platform === undefined) throw new Error('the fixture has no platform');
  return {
    platform,
    conversions: rememberConversions(fixture.converter()),
    infrastructureName: 'ocp1-x7k2p',
    namespaces: defaultNamespaces,
    holdsSynchronizedApi: true,
    handsOver: false,
    cluster: objectOf({ apiVersion: clusterApiVersion, kind: 'Cluster', metadata: { name: 'ocp1-x7k2p', uid: 'c' } }),
    now: '2026-11-01T00:00:00Z',
  };
}

/** A state of the set `workers`, with what a test gives. */
export function stateOf(fixture: Fixture, given: Partial<MachineSetState> = {}): MachineSetState {
  const none = { mapi: [], capi: [] };
  return {
    name: 'workers',
    mapi: undefined,
    capi: undefined,
    templates: [],
    members: none,
    autoscalers: [],
    env: environmentOf(fixture),
    ...given,
  };
}

/** An object as a server would have it. */
export function objectOf(object: JsonObject, metadata: JsonObject = {}, status?: JsonObject): KubeObject {
  const own = asObject(object['metadata']) ?? {};
  const base = { uid: String(own['name']), generation: 1, resourceVersion: '1' };
  const made = { ...object, metadata: { ...base, ...own, ...metadata }, ...(status !== undefined && { status }) };
  return JSON.parse(JSON.stringify(made));
}

/** A machine of a set, as far as decisions about the set look at it. */
export function memberOf(set: KubeObject, name: string, metadata: JsonObject = {}, status?: JsonObject): KubeObject {
  const { apiVersion, kind, metadata: of } = set;
  const ownerReferences = [{ apiVersion, kind, name: of.name, uid: of.uid ?? '' }];
  const { namespace = '' } = of;
  const machine = { apiVersion, kind: 'Machine', metadata: { name, namespace, ownerReferences } };
  return objectOf(machine, metadata, status);
}

/** What marks a Cluster API object as half of a pair in which the given API acts. */
export function marksOf(authority: 'MachineAPI' | 'ClusterAPI'): JsonObject {
  const paused: JsonObject = authority === 'MachineAPI' ? { [annotations.paused]: '' } : {};
  return {
    labels: { [mirrorLabel]: '' },
    annotations: { [annotations.authority]: authority, ...paused },
    finalizers: [finalizers.sync],
  };
}

/** Being deleted. */
export const going: JsonObject = { deletionTimestamp: '2026-11-01T00:00:00Z' };

/** The writes of a whole pass on a server that takes all of them, and how it ends. */
export function settle(start: MachineSetState): {
  readonly writes: readonly string[];
  readonly end: MachineSetDecision;
  readonly state: MachineSetState;
} {
  let state = start;
  const writes: string[] = [];
  for (;;) {
    const end = decideMachineSet(state);
    if (end.kind !== 'write') return { writes, end, state };
    if (writes.length > 40) throw new Error(`no end:\n${writes.join('\n')}`);
    const { slot, write } = end;
    const of = write.verb === 'create' ? write.object : write.of;
    const more = write.verb === 'patch' && write.subresource === 'status' ? ' status' : '';
    writes.push(`${write.verb} ${slot === 'template' ? of.metadata.name : slot}${more}`);
    const result = resultOf(write, writes.length);
    const others = state.templates.filter(({ metadata }) => metadata.name !== of.metadata.name);
    state =
      slot === 'template'
        ? { ...state, templates: result === undefined ? others : [...others, result] }
        : { ...state, [slot]: result };
  }
}

function resultOf(write: Write, version: number): KubeObject | undefined {
  if (write.verb === 'create') return objectOf(JSON.parse(JSON.stringify(write.object)), { uid: `made-${version}` });
  const { of } = write;
  if (write.verb === 'delete') {
    const extra = write.propagation === 'Orphan' ? ['orphan'] : [];
    const held = [...(of.metadata.finalizers ?? []), ...extra];
    const deletionTimestamp = '2026-11-01T00:00:01Z';
    if (held.length === 0) return undefined;
    return { ...of, metadata: { ...of.metadata, deletionTimestamp, finalizers: held } };
  }
  const patched = merged(of, write.patch) as KubeObject;
  const isGone = of.metadata.deletionTimestamp !== undefined && (patched.metadata.finalizers ?? []).length === 0;
  return isGone ? undefined : patched;
}

/** RFC 7386. */
function merged(target: unknown, patch: unknown): unknown {
  const changes = asObject(patch);
  if (changes === undefined) return patch;
  const result: Record<string, unknown> = { ...asObject(target) };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}
