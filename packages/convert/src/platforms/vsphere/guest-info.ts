import type { Scope } from '../../mapping/issue.ts';
import { familyOf, netmask, parsePrefix, shortForm } from './ip.ts';
import type { CapiDevice } from './network-device.ts';

/** Machine API sets this on every VM, so that the guest knows of CPU time that the host took away. */
const stealClock = ['stealclock.enable', 'TRUE'] as const;

/** Where the guest finds its name. */
const hostName = 'guestinfo.hostname';

/** Where RHCOS finds the arguments of its kernel for the first boot: the network, where it is not DHCP's to say. */
const kernelArguments = 'guestinfo.afterburn.initrd.network-kargs';

/**
 * The keys that Machine API's controller writes into the configuration of a VM and CAPV does not, as far as they are the same for
 * every machine or known of this one. Addresses from pools, and the names of a set's machines, are known only when a machine is
 * made, and so left out.
 */
export function expectedKeys(
  devices: readonly CapiDevice[],
  machineName: string | undefined,
): { [key: string]: string } {
  const usesPools = devices.some(({ addressesFromPools = [] }) => addressesFromPools.length > 0);
  const text = usesPools ? '' : devices.flatMap(argumentsOf).join(' ');
  return {
    [stealClock[0]]: stealClock[1],
    ...(machineName !== undefined && { [hostName]: machineName }),
    ...(text !== '' && { [kernelArguments]: text }),
  };
}

/** As constructKargsFromNetworkConfig of the Machine API operator: `ip=` for each address, `nameserver=` for each server. */
function argumentsOf({ ipAddrs = [], nameservers = [], gateway4, gateway6 }: CapiDevice): string[] {
  const addresses = ipAddrs.flatMap((text) => {
    const prefix = parsePrefix(text);
    if (prefix === undefined) return [];
    const { address, family, length } = prefix;
    const gateway = family === 4 ? gateway4 : gateway6;
    const mask = family === 4 ? netmask(length) : String(length);
    return [`ip=${written(address)}::${gateway ? written(gateway) : ''}:${mask}:::none`];
  });
  return [...addresses, ...nameservers.map((address) => `nameserver=${written(address)}`)];
}

/** IPv6 addresses stand in brackets, as dracut wants them. */
function written(address: string): string {
  return familyOf(address) === 6 ? `[${shortForm(address)}]` : address;
}

/** Reports keys that Machine API would not write, or would write with another value. Those that are missing are carried. */
export function checkKeys(
  found: { readonly [key: string]: string } | undefined,
  expected: { readonly [key: string]: string },
  scope: Scope<unknown>,
): void {
  for (const [key, value] of Object.entries(found ?? {})) {
    const wanted = Object.hasOwn(expected, key) ? expected[key] : undefined;
    if (value.trimEnd() === wanted) continue;
    scope.at(key).report({
      code: 'NotSupported',
      value,
      message:
        wanted === undefined
          ? 'Machine API writes its own keys into the configuration of a VM, and this is none of them'
          : `Machine API writes this key itself, as ${JSON.stringify(wanted)}`,
      hint:
        wanted === undefined
          ? 'Remove the key, or keep this machine on Cluster API.'
          : 'Remove the key, or write that value.',
    });
  }
}
