import {
  type Clock,
  isNotFound,
  type KubeClient,
  type KubeObject,
  keyOf,
  type Logger,
  type Random,
  refOf,
  TerminalError,
  timestamp,
} from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';
import { type BackedInstance, lookAgain, type StandInBacking } from './backing.ts';
import type { StandInCloud } from './cloud.ts';
import { machineStep } from './machine.ts';
import { isDeleting } from './machine-fields.ts';
import { controllingSetOf, machineOf, machineSetStep } from './machine-set.ts';
import type { StandInPlatform } from './platform.ts';
import { type Step, standInName } from './step.ts';

/** What the stand-in works with. */
export interface StandInParts {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly cloud: StandInCloud;
  readonly backing?: StandInBacking | undefined;
  readonly platform: StandInPlatform;
  readonly phases: boolean;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
}

type Patch = Extract<Step, { kind: 'patch' }>;

/** Does with a Machine what is to be done until it is another's turn. */
export async function reconcileMachine(seen: KubeObject, parts: StandInParts, signal: AbortSignal): Promise<void> {
  const { client, cloud, backing, log } = parts;
  let machine: KubeObject | undefined = seen;
  let isLive = false;
  while (machine !== undefined) {
    if (backing !== undefined) await lookAgain(machine, cloud, backing);
    const step = machineStep({ ...parts, machine, now: timestamp(parts.clock.now()) });
    if (step.kind === 'rest') return;
    if (step.kind === 'unknown') return sayUnknown(machine, step.value, log);
    if (step.kind === 'patch') {
      machine = await write(machine, step, client, signal);
      isLive = true;
      if (step.isLast) return;
    } else if (!isLive) {
      // A cache may be behind: what it lacks may have been made, and what it has may be Cluster API's by now.
      machine = await live(machine, client, signal);
      isLive = true;
    } else if (step.kind === 'create') await makeInstance(machine, parts);
    else {
      await backing?.terminate(step.id);
      cloud.terminate(step.id);
      log.info({ machine: keyOf(machine), instance: step.id }, 'instance terminated');
    }
  }
}

async function makeInstance(machine: KubeObject, parts: StandInParts): Promise<void> {
  const { cloud, backing, platform, log } = parts;
  const { id, address, nodeName } = backing === undefined ? imagine(machine, parts) : await backing.run(machine);
  const addresses = [
    { type: 'InternalIP', address },
    { type: 'InternalDNS', address: nodeName },
    { type: 'Hostname', address: nodeName },
  ];
  const providerID = platform.providerID(id, machine);
  cloud.create({ id, providerID, machine: keyOf(machine), machineUid: machine.metadata.uid, addresses, nodeName });
  log.info({ machine: keyOf(machine), instance: id }, 'instance made');
}

function imagine(machine: KubeObject, { cloud, platform, random }: StandInParts): Omit<BackedInstance, 'state'> {
  const number = cloud.instances.size + 1;
  const address = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  return { id: platform.newId(machine, random), address, nodeName: platform.nodeName(address, machine) };
}

/** Does with a MachineSet what is to be done until it is another's turn. `members` are those of a cache. */
export async function reconcileMachineSet(
  seen: KubeObject,
  members: readonly KubeObject[],
  parts: StandInParts,
  signal: AbortSignal,
): Promise<void> {
  const { client, log } = parts;
  let set: KubeObject | undefined = seen;
  let owned = members;
  let isLive = false;
  while (set !== undefined) {
    const step = machineSetStep(set, owned, timestamp(parts.clock.now()), parts.phases);
    if (step.kind === 'rest') return;
    if (step.kind === 'unknown') return sayUnknown(set, step.value, log);
    if (step.kind === 'patch') {
      set = await write(set, step, client, signal);
      if (step.isLast) return;
    } else if (!isLive) {
      // Both are looked at anew, as a cache that is behind would have one Machine made twice.
      set = await live(set, client, signal);
      if (set !== undefined) owned = await membersOf(set, parts, signal);
      isLive = true;
    } else if (step.kind === 'scale-up') owned = [...owned, ...(await makeMachines(set, step.by, parts, signal))];
    else {
      await deleteMachines(step.machines, parts, signal);
      owned = owned.filter((machine) => !step.machines.includes(machine));
    }
  }
}

async function membersOf(set: KubeObject, { client, namespace }: StandInParts, signal: AbortSignal) {
  const { items } = await client.list({ apiVersion: machineApiVersion, kind: 'Machine', namespace }, { signal });
  return items.filter((machine) => controllingSetOf(machine)?.uid === set.metadata.uid);
}

async function makeMachines(
  set: KubeObject,
  count: number,
  { client, random, log }: StandInParts,
  signal: AbortSignal,
) {
  const made: KubeObject[] = [];
  while (made.length < count) {
    const { object } = await client.create(machineOf(set, random), { signal, fieldManager: standInName });
    log.info({ machine: keyOf(object), machineset: keyOf(set) }, 'Machine made for its MachineSet');
    made.push(object);
  }
  return made;
}

async function deleteMachines(machines: readonly KubeObject[], { client, log }: StandInParts, signal: AbortSignal) {
  for (const machine of machines) {
    const { uid } = machine.metadata;
    const preconditions = uid === undefined ? {} : { uid };
    await client.delete(refOf(machine), { signal, preconditions }).catch((error: unknown) => {
      if (!isNotFound(error)) throw error;
    });
    log.info({ machine: keyOf(machine) }, 'Machine deleted, as its MachineSet asks for fewer');
  }
}

/** Writes against the version that was read, and gives what the server made of it; undefined where the object is gone. */
async function write(
  object: KubeObject,
  { patch, subresource }: Patch,
  client: KubeClient,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { resourceVersion } = object.metadata;
  const metadata = { ...(typeof patch['metadata'] === 'object' && patch['metadata']), resourceVersion };
  try {
    const options = { signal, fieldManager: standInName, ...(subresource && { subresource }) };
    const { object: after } = await client.mergePatch(refOf(object), { ...patch, metadata }, options);
    // The schema has dropped it, so it would be written for ever. What has lost its last finalizer comes back as it was.
    if (after.metadata.resourceVersion === resourceVersion && !isDeleting(object)) {
      throw new TerminalError(`${object.kind} ${keyOf(object)}: the server keeps nothing of ${JSON.stringify(patch)}`);
    }
    return after;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

async function live(object: KubeObject, client: KubeClient, signal: AbortSignal): Promise<KubeObject | undefined> {
  try {
    const found = await client.get(refOf(object), { signal });
    return found.metadata.uid === object.metadata.uid ? found : undefined;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

function sayUnknown(object: KubeObject, authoritativeAPI: string, log: Logger): void {
  log.warn({ kind: object.kind, object: keyOf(object), authoritativeAPI }, 'nothing is done for an unknown authority');
}
