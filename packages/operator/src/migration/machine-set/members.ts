import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Authority } from '../../names.ts';
import { selects } from '../../selects.ts';
import type { MachineSetState } from '../../sync/machine-set/state.ts';
import { apiName, otherThan } from '../../sync/shared/course.ts';
import { isDeleting, ownersOf, statusOf } from '../../sync/shared/object.ts';

/** Machines of which something may be under way in the cloud. */
const unsettled: ReadonlySet<unknown> = new Set([undefined, '', 'Pending', 'Provisioning', 'Deleting']);

/**
 * What keeps a set from being taken over as it is: the set of the other API must find exactly the machines that it asks for, or it
 * would make or delete some. Undefined where it does.
 */
export function whyNotWhole({ mapi, capi, members }: MachineSetState, from: Authority): string | undefined {
  if (mapi === undefined || capi === undefined) return 'one of its halves is not there';
  const to = otherThan(from);
  const [old, next] = from === 'MachineAPI' ? [members.mapi, members.capi] : [members.capi, members.mapi];
  const [oldSet, nextSet] = from === 'MachineAPI' ? [mapi, capi] : [capi, mapi];
  const replicas = asObject(oldSet['spec'])?.['replicas'] ?? 1;
  if (old.length !== replicas) return `it asks for ${replicas} machines and has ${old.length}`;
  const mirrors = new Map(next.map((machine) => [machine.metadata.name, machine]));
  for (const machine of old) {
    const { name } = machine.metadata;
    const mirror = mirrors.get(name);
    if (mirror === undefined) return `its Machine ${name} has no mirror in ${apiName(to)} that the set there owns`;
    if (isDeleting(machine) || isDeleting(mirror)) return `its Machine ${name} is being deleted`;
    if (unsettled.has(statusOf(machine)['phase'])) return `its Machine ${name} is being made`;
    if (!isControlledBy(mirror, nextSet))
      return `the mirror of its Machine ${name} is not controlled by the set in ${apiName(to)}`;
    if (!selects(asObject(asObject(nextSet['spec'])?.['selector']), mirror.metadata.labels ?? {}))
      return `the mirror of its Machine ${name} does not have the labels that the set in ${apiName(to)} selects by`;
  }
  const stranger = next.find(({ metadata }) => !old.some((machine) => machine.metadata.name === metadata.name));
  return stranger === undefined
    ? undefined
    : `the set in ${apiName(to)} has a Machine ${stranger.metadata.name} that is not in ${apiName(from)}`;
}

function isControlledBy(machine: KubeObject, { metadata: { uid } }: KubeObject): boolean {
  return ownersOf(machine).some((owner) => owner.uid === uid && owner.controller === true);
}
