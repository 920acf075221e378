import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** What a machine runs on, by where it stands: `machine spec.providerID`. A move must change none of it. */
export type InstanceIdentity = Readonly<Record<string, string>>;

/** The three halves of a machine; those that there are. */
export interface MachineHalves {
  readonly mapi: KubeObject | undefined;
  readonly capi: KubeObject | undefined;
  readonly infra: KubeObject | undefined;
}

/** How providers name the instance in a provider status. */
const instanceFields = ['instanceId', 'instanceID', 'vmId', 'vmUUID'] as const;

/** The instance and the Node of a machine, wherever one of its halves names them. */
export function identityOf({ mapi, capi, infra }: MachineHalves): InstanceIdentity {
  const status = asObject(mapi?.['status']);
  const found: readonly (readonly [string, string | undefined])[] = [
    ['Machine API spec.providerID', textAt(mapi, 'spec', 'providerID')],
    ...instanceFields.map(
      (field) => [`Machine API status.providerStatus.${field}`, textAt(status, 'providerStatus', field)] as const,
    ),
    ['Machine API status.nodeRef.name', textAt(status, 'nodeRef', 'name')],
    ['Machine API status.nodeRef.uid', textAt(status, 'nodeRef', 'uid')],
    ['Cluster API spec.providerID', textAt(capi, 'spec', 'providerID')],
    ['Cluster API status.nodeRef.name', textAt(capi, 'status', 'nodeRef', 'name')],
    ['infra machine spec.providerID', textAt(infra, 'spec', 'providerID')],
    ['infra machine spec.instanceID', textAt(infra, 'spec', 'instanceID')],
  ];
  return Object.fromEntries(found.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

/**
 * What is another than before, in words; undefined where all is the same. What a machine gets only now (its Node) is no change. What
 * it has lost counts with `isSettled` alone: on the way a half may be written in more than one step.
 */
export function identityChange(
  before: InstanceIdentity,
  after: InstanceIdentity,
  { isSettled }: { readonly isSettled: boolean },
): string | undefined {
  for (const [where, was] of Object.entries(before)) {
    const is = after[where];
    if (is === was || (is === undefined && !isSettled)) continue;
    return `${where} was ${was} and ${is === undefined ? 'is gone' : `is ${is}`}`;
  }
  return undefined;
}
