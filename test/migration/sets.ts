import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { aws } from '../sync/machine-rig.ts';
import { ownerReference, set } from '../sync/sets.ts';
import { type MigrationRig, runningMachine } from './rig.ts';

/** A MachineSet that runs in Machine API with so many machines, all mirrored and in step; gives their names. */
export async function runningSet(rig: MigrationRig, replicas = 2, metadata: JsonObject = {}): Promise<string[]> {
  const made = await rig.create(withMetadata(aws.mapiSet(aws.provider(), { set: { replicas } }), metadata));
  await rig.untilWith('mapiSet', set, 'MachineAPI');
  const names = Array.from({ length: replicas }, (_, index) => `${set}-${index}`);
  for (const name of names) await memberOf(rig, made, name);
  await settleCounts(rig, 'mapiSet', replicas);
  await rig.until('capiSet', set, 'counted', ({ status }) => asObject(status)?.['readyReplicas'] === replicas);
  return names;
}

/** A machine of a set, as Machine API's controller makes it. */
export async function memberOf(rig: MigrationRig, owner: KubeObject, name: string): Promise<void> {
  await runningMachine(rig, name, {
    labels: { ...selectedBy(owner) },
    ownerReferences: [{ ...ownerReference(owner), controller: true, blockOwnerDeletion: true }],
  });
}

/** What the set's own controller says of its machines. */
async function settleCounts(rig: MigrationRig, slot: 'mapiSet' | 'capiSet', replicas: number): Promise<void> {
  const object = await rig.get(slot, set);
  const labelSelector = 'machine.openshift.io/cluster-api-machineset=workers';
  const counts = {
    replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    fullyLabeledReplicas: replicas,
    labelSelector,
  };
  await rig.setStatus(object, { ...counts, observedGeneration: object.metadata.generation ?? 1 });
}

function selectedBy(owner: KubeObject): JsonObject {
  const { selector } = JSON.parse(JSON.stringify(owner['spec'])) as { selector: { matchLabels: JsonObject } };
  return selector.matchLabels;
}

function withMetadata(object: JsonObject, metadata: JsonObject): JsonObject {
  return { ...object, metadata: { ...asObject(object['metadata']), ...metadata } };
}
