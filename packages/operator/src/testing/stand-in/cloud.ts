import { type KubeObject, keyOf } from '@capstan/kube';
import { providerIdOf, statusOf, textOf } from './machine-fields.ts';

/** An address as a Machine's status has it. */
export interface StandInAddress {
  readonly type: string;
  readonly address: string;
}

/** What the stand-in's cloud runs for a Machine. */
export interface StandInInstance {
  readonly id: string;
  readonly providerID: string;
  /** `namespace/name` of the Machine that it was made for. */
  readonly machine: string;
  /** The uid of that Machine; undefined for an instance that somebody else has made. */
  readonly machineUid: string | undefined;
  readonly addresses: readonly StandInAddress[];
  readonly nodeName: string;
  readonly state: 'running' | 'terminated';
}

/**
 * The cloud of the stand-in for Machine API's controllers, in memory. It outlives the stand-in, as a cloud does, so that a test
 * sees by its counts what was made twice or left behind.
 */
export interface StandInCloud {
  /** All that there has been, by id. */
  readonly instances: ReadonlyMap<string, StandInInstance>;
  /** How often an instance was made, and how often one was terminated. */
  readonly creates: number;
  readonly terminations: number;
  running(): StandInInstance[];
  byProviderId(providerID: string): StandInInstance | undefined;
  /** The instance that was made for the Machine of this uid, also when it has been terminated since. */
  madeFor(machineUid: string): StandInInstance | undefined;
  /** Makes one, and another if asked again: not to ask twice is for the caller. */
  create(instance: Omit<StandInInstance, 'state'>): StandInInstance;
  /** Ends one. To end it again does nothing and doesn't count. */
  terminate(id: string): void;
  /** Has one that it did not make: it was there before, or Cluster API made it. Not counted. */
  put(instance: StandInInstance): void;
}

/** Makes an empty one. */
export function createStandInCloud(): StandInCloud {
  const instances = new Map<string, StandInInstance>();
  const idsByProviderId = new Map<string, string>();
  const byMachine = new Map<string, StandInInstance>();
  const count = { creates: 0, terminations: 0 };
  const put = (instance: StandInInstance): void => {
    instances.set(instance.id, instance);
    idsByProviderId.set(instance.providerID, instance.id);
    if (instance.machineUid !== undefined) byMachine.set(instance.machineUid, instance);
  };
  return {
    instances,
    get creates() {
      return count.creates;
    },
    get terminations() {
      return count.terminations;
    },
    running: () => [...instances.values()].filter(({ state }) => state === 'running'),
    byProviderId: (providerID) => instances.get(idsByProviderId.get(providerID) ?? ''),
    madeFor: (machineUid) => byMachine.get(machineUid),
    create(asked) {
      const instance: StandInInstance = { ...asked, state: 'running' };
      count.creates += 1;
      put(instance);
      return instance;
    },
    terminate(id) {
      const instance = instances.get(id);
      if (instance?.state !== 'running') return;
      count.terminations += 1;
      put({ ...instance, state: 'terminated' });
    },
    put,
  };
}

/** Puts into the cloud what existing Machines say that they run on: those of a saved cluster, before the stand-in starts. */
export function seedStandInCloud(cloud: StandInCloud, machines: readonly KubeObject[]): void {
  for (const machine of machines) {
    const providerID = providerIdOf(machine);
    if (providerID === undefined || cloud.byProviderId(providerID) !== undefined) continue;
    const { addresses, nodeRef } = statusOf(machine);
    const list = Array.isArray(addresses) ? addresses : [];
    const named = list.filter((each): each is StandInAddress => typeof each?.type === 'string');
    cloud.put({
      id: providerID.slice(providerID.lastIndexOf('/') + 1),
      providerID,
      machine: keyOf(machine),
      machineUid: undefined,
      addresses: named,
      nodeName: textOf(nodeRef, 'name') ?? machine.metadata.name,
      state: 'running',
    });
  }
}
