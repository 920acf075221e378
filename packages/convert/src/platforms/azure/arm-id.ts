/** The parts of an Azure resource id that name where a resource is. */
export interface ArmId {
  readonly subscription: string;
  /** From `/resourceGroups/` on: what Machine API writes where the subscription is implied. */
  readonly rest: string;
  readonly resourceGroup: string;
  /** Provider and type, such as `Microsoft.Compute/virtualMachines`; of a nested resource that of the outer one. */
  readonly type: string;
  readonly name: string;
  /** True where nothing follows the name. */
  readonly isWhole: boolean;
}

const pattern =
  /^\/subscriptions\/([^/]+)(\/resourceGroups\/([^/]+)\/providers\/([^/]+\/[^/]+)\/([^/]+))((?:\/[^/]+)*)$/i;

/** Takes `/subscriptions/S/resourceGroups/G/providers/P/T/N...` apart, with or without `azure://`; undefined for anything else. */
export function parseArmId(id: string): ArmId | undefined {
  const [, subscription, head, resourceGroup, type, name, tail = ''] =
    pattern.exec(id.replace(/^azure:\/\//, '')) ?? [];
  if (subscription === undefined || head === undefined || resourceGroup === undefined) return undefined;
  if (type === undefined || name === undefined) return undefined;
  return { subscription, rest: head + tail, resourceGroup, type, name, isWhole: tail === '' };
}

/** Azure compares names of subscriptions, groups and resources without regard to case. */
export function sameName(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/** Azure writes a location as `eastus2` or as `East US 2`. */
export function sameLocation(a: string | undefined, b: string | undefined): boolean {
  return sameName(a?.replaceAll(' ', ''), b?.replaceAll(' ', ''));
}
