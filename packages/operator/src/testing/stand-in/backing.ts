import type { KubeObject } from '@capstan/kube';
import { type StandInCloud, type StandInInstance, seedStandInCloud } from './cloud.ts';
import { providerIdOf, statusOf } from './machine-fields.ts';

/** What a real cloud says of an instance. */
export interface BackedInstance {
  readonly id: string;
  /** Its first address within the cluster's network. */
  readonly address: string;
  /** By which it is known there, and its Node. */
  readonly nodeName: string;
  readonly state: StandInInstance['state'];
}

/**
 * A cloud outside of the stand-in that has its instances, and that others make and end instances in as well. The cloud in memory
 * is then what the stand-in knows of it, and its counts are of what the stand-in did.
 */
export interface StandInBacking {
  /** Makes an instance for a Machine. */
  run(machine: KubeObject): Promise<BackedInstance>;
  /** Undefined for an instance that there isn't. */
  find(id: string): Promise<BackedInstance | undefined>;
  terminate(id: string): Promise<void>;
}

/** Has the cloud in memory know what the backing says of a Machine's instance, before anything is decided by it. */
export async function lookAgain(machine: KubeObject, cloud: StandInCloud, backing: StandInBacking): Promise<void> {
  // Whoever else acts on the Machine is none of its business.
  if (statusOf(machine)['authoritativeAPI'] !== 'MachineAPI') return;
  const providerID = providerIdOf(machine);
  // That of another, who made it while it was theirs to act.
  if (providerID !== undefined) seedStandInCloud(cloud, [machine]);
  const known = providerID === undefined ? cloud.madeFor(machine.metadata.uid ?? '') : cloud.byProviderId(providerID);
  if (known === undefined) return;
  const found = await backing.find(known.id);
  cloud.put({ ...known, state: found?.state ?? 'terminated' });
}
