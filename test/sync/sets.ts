import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { type Fixture, fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { conditionOf, type Rig } from './rig.ts';

/** A cluster on a platform. */
export function fixtureOf(platform: string): Fixture {
  const fixture = fixtures.find(({ type }) => type === platform);
  if (fixture === undefined) throw new Error(`no fixture of ${platform}`);
  return fixture;
}

/** The name under which every fixture has its MachineSet. */
export const set = 'workers';

/** Creates a Machine API MachineSet on which the API that its spec names acts, and waits until it is in step. */
export async function createSet(rig: Rig, object: JsonObject, status: JsonObject = {}): Promise<KubeObject> {
  const authoritativeAPI =
    asObject(object['spec'])?.['authoritativeAPI'] === 'ClusterAPI' ? 'ClusterAPI' : 'MachineAPI';
  const made = await rig.create(object, { authoritativeAPI, ...status });
  return untilInStep(rig, made.metadata.name);
}

/** Waits until a MachineSet says that the generation there is was synchronized, of whichever side acts. */
export function untilInStep(rig: Rig, name = set): Promise<KubeObject> {
  return rig.until('mapiSet', name, 'in step', (object) => {
    const { synchronizedGeneration, authoritativeAPI } = statusOf(object);
    const isTrue = conditionOf(object, 'Synchronized')?.['status'] === 'True';
    // The generation of Cluster API's side is not at hand here: tests of that direction wait for what they changed.
    return isTrue && (authoritativeAPI === 'ClusterAPI' || synchronizedGeneration === object.metadata.generation);
  });
}

/** Waits until a MachineSet, or a Machine, says that it is not in step; gives the condition. */
export async function untilFailed(rig: Rig, slot: 'mapi' | 'mapiSet', name = set): Promise<JsonObject> {
  const isFalse = (object: KubeObject) => conditionOf(object, 'Synchronized')?.['status'] === 'False';
  return conditionOf(await rig.until(slot, name, 'not synchronized', isFalse), 'Synchronized') ?? {};
}

/** Changes the machine that a MachineSet of Machine API makes. */
export function changeProvider(rig: Rig, value: JsonObject, name = set): Promise<KubeObject> {
  return rig.patch('mapiSet', name, { spec: { template: { spec: { providerSpec: { value } } } } });
}

/** The template that the Cluster API MachineSet refers to. */
export function templateOf(capiSet: KubeObject): string {
  const machine = asObject(asObject(asObject(capiSet['spec'])?.['template'])?.['spec']);
  return String(asObject(machine?.['infrastructureRef'])?.['name']);
}

/** The names of all templates. */
export async function templateNames(rig: Rig): Promise<string[]> {
  return (await rig.list('template')).map(({ metadata }) => metadata.name).sort();
}

/** Waits until the Cluster API MachineSet refers to a template other than this one; gives the name of the new one. */
export async function untilOtherTemplate(rig: Rig, old: string): Promise<string> {
  return templateOf(await rig.until('capiSet', set, `off ${old}`, (object) => templateOf(object) !== old));
}

/** A reference to an object as one of its owners. */
export function ownerReference({ apiVersion, kind, metadata: { name, uid = '' } }: KubeObject): JsonObject {
  return { apiVersion, kind, name, uid };
}

/** `spec`; {} where there is none. */
export function specOf(object: KubeObject): { readonly [field: string]: unknown } {
  return asObject(object['spec']) ?? {};
}

/** `status`; {} where there is none. */
export function statusOf(object: KubeObject): { readonly [field: string]: unknown } {
  return asObject(object['status']) ?? {};
}
