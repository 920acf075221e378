import type { Problem, Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { familyOf, parsePrefix } from './ip.ts';

/** Machine API looks for a network by its name among those of the compute cluster; CAPV also takes paths and references. */
export function networkName<C>(): Codec<string, string, C> {
  const check: Codec<string, string, C>['toCapi'] = (found, scope) => {
    const fault = found === undefined ? missing : nameFault(found);
    if (fault !== undefined) scope.report({ ...fault, ...(found !== undefined && { value: found }) });
    return found;
  };
  return { rule: 'the same name; paths and references are refused', toCapi: check, toMapi: check };
}

const missing: Problem = {
  code: 'Required',
  message: 'a network device needs a network',
  hint: 'Set networkName to the name of a port group.',
};

function nameFault(name: string): Problem | undefined {
  if (name.includes('/') || /^[A-Z][A-Za-z]+:/.test(name)) {
    return {
      code: 'NotSupported',
      message: 'Machine API finds a network only by its name, not by a path or a managed object reference',
      hint: 'Write the name of the port group alone.',
    };
  }
  if ([...name].length <= 80) return undefined;
  return {
    code: 'InvalidValue',
    message: 'the name of a network has at most 80 characters',
    hint: 'Correct the name of the network.',
  };
}

/** Addresses with their prefix. CAPV's webhook refuses them in templates, whose machines would all get the same ones. */
export function ipAddresses<P>(): Codec<string[], string[], RowContext<P>> {
  const check = (found: string[] | undefined, scope: Scope<RowContext<P>>): string[] | undefined => {
    if (found === undefined) return undefined;
    if (scope.context.object.kind === 'MachineSet') {
      scope.report({
        code: 'NotSupported',
        value: found,
        message: 'a template with addresses would give every machine the same ones, and CAPV refuses it',
        hint: 'Use addressesFromPools, or DHCP.',
      });
      return undefined;
    }
    for (const [index, address] of found.entries()) {
      if (parsePrefix(address) === undefined) {
        scope.at(index).report({
          code: 'InvalidValue',
          value: address,
          message: 'is no IP address with the length of its prefix',
          hint: 'Write it as in 192.168.1.100/24.',
        });
      }
    }
    return found;
  };
  return { rule: 'the same addresses, of a Machine; refused in a MachineSet', toCapi: check, toMapi: check };
}

/** Name servers, by address. */
export function nameservers<C>(): Codec<string[], string[], C> {
  const check: Codec<string[], string[], C>['toCapi'] = (found, scope) => {
    for (const [index, address] of (found ?? []).entries()) {
      if (familyOf(address) === undefined) scope.at(index).report({ ...noAddress, value: address });
    }
    return found;
  };
  return { rule: 'the same addresses', toCapi: check, toMapi: check };
}

const noAddress: Problem = {
  code: 'InvalidValue',
  message: 'is no IP address',
  hint: 'Write an IPv4 or an IPv6 address.',
};

interface CapiGateways {
  gateway4?: string | undefined;
  gateway6?: string | undefined;
}

/** Machine API has one gateway for a device, CAPV one for each IP family. */
export function gateway<C>(): Codec<{ gateway?: string | undefined }, CapiGateways, C> {
  return {
    rule: '`gateway4` or `gateway6`, by the IP family of the address; both are refused',
    toCapi(found, scope) {
      const address = found?.gateway;
      if (!address) return {};
      const family = familyOf(address);
      if (family === undefined) scope.at('gateway').report({ ...noAddress, value: address });
      return family === 6 ? { gateway6: address } : { gateway4: address };
    },
    toMapi(found, scope) {
      const { gateway4, gateway6 } = found ?? {};
      for (const [slot, address, family] of [
        ['gateway4', gateway4, 4],
        ['gateway6', gateway6, 6],
      ] as const) {
        if (!address || familyOf(address) === family) continue;
        const message = `is no IPv${family} address`;
        scope.at(slot).report({ ...noAddress, value: address, message, hint: `Write an IPv${family} address.` });
      }
      if (gateway4 && gateway6) {
        scope.at('gateway6').report({
          code: 'NotSupported',
          value: gateway6,
          message: 'Machine API has one gateway for a network device, and this one has two',
          hint: 'Keep one of the gateways, or keep this machine on Cluster API.',
        });
      }
      const address = gateway4 || gateway6;
      return address ? { gateway: address } : {};
    },
  };
}
