import { isInsecure } from './address-pairs.ts';
import { checkReference, type Reference } from './references.ts';
import { areSameGroups } from './security-groups.ts';
import { needsNetworks } from './split-ports.ts';
import type { CapiPort, OpenStackScope } from './types.ts';

/** Security groups as Machine API has them. */
export interface SharedGroups {
  /** For every port that has none of its own. */
  readonly machine: readonly Reference[];
  /** By port: those that it has instead of the machine's. */
  readonly own: readonly (readonly Reference[] | undefined)[];
}

/**
 * Finds what Machine API can say of the groups that each port gets from CAPO, which are its own and the machine's. A port
 * without any of its own gets the machine's, so they stay; where every port has its own, the machine's are those of the
 * first port that Machine API cannot give its own.
 */
export function shareGroups(
  ports: readonly CapiPort[],
  machineGroups: readonly Reference[],
  scope: OpenStackScope,
): SharedGroups {
  checkGroups(ports, machineGroups, scope);
  const all = ports.map((port) => each([...(port.securityGroups ?? []), ...machineGroups]));
  const isBare = (port: CapiPort) => !isInsecure(port) && !port.securityGroups?.length;
  const cannotHaveOwn = (port: CapiPort, index: number) =>
    !isInsecure(port) && (needsNetworks(port) || all[index]?.some(({ id }) => !id));
  const leader = ports.some(isBare) ? -1 : ports.findIndex(cannotHaveOwn);
  const machine = all[leader] ?? each(machineGroups);
  return {
    machine,
    own: ports.map((port, index) => {
      const groups = all[index] ?? [];
      return isInsecure(port) || areSameGroups(groups, machine) ? undefined : groups;
    }),
  };
}

/** Each group once: CAPO copies the machine's onto the ports, and Neutron takes no notice of a second mention. */
function each(groups: readonly Reference[]): Reference[] {
  return groups.filter((group, index) => groups.findIndex((other) => areSameGroups([other], [group])) === index);
}

function checkGroups(ports: readonly CapiPort[], machineGroups: readonly Reference[], scope: OpenStackScope): void {
  for (const [index, group] of machineGroups.entries()) {
    checkReference('security group', group, scope.at('securityGroups', index));
  }
  for (const [index, port] of ports.entries()) {
    const at = scope.at('ports', index);
    const own = port.securityGroups ?? [];
    for (const [place, group] of own.entries()) checkReference('security group', group, at.at('securityGroups', place));
    if (!isInsecure(port) || own.length + machineGroups.length === 0) continue;
    at.at('disablePortSecurity').report({
      code: 'Conflict',
      value: true,
      message:
        own.length > 0
          ? 'a port without port security has no security groups, and CAPO refuses this one'
          : "CAPO gives the machine's security groups to this port too, and then refuses it",
      hint: 'Give every other port its groups, and this one and the machine none.',
    });
  }
}
