import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { isInsecure, needAddressesOf, needAddressesOfPorts } from './address-pairs.ts';
import { nonEmpty } from './made.ts';
import { networkOf, portsOfNetwork } from './network-entry.ts';
import { entryOf, ownGroups, portOfEntry } from './port-entry.ts';
import { portFields } from './port-fields.ts';
import { portSamples } from './port-samples.ts';
import type { Reference } from './references.ts';
import { groupsToCapi, groupsToMapi } from './security-groups.ts';
import { shareGroups } from './share-groups.ts';
import { countNetworks } from './split-ports.ts';
import type { CapiPort, Context, MapiPort, MapiSecurityGroup, Network } from './types.ts';

interface MapiPorts {
  networks?: Network[] | undefined;
  ports?: MapiPort[] | undefined;
  securityGroups?: MapiSecurityGroup[] | undefined;
}

interface CapiPorts {
  ports?: CapiPort[] | undefined;
  securityGroups?: Reference[] | undefined;
}

/**
 * Networks, ports and security groups: only together they say which ports an instance gets. Machine API attaches those of
 * `networks` first and those of `ports` after them. Their order is that of the interfaces, and CAPO finds the ports of a
 * running machine by their place in it. CAPO gives the machine's security groups to every port, even to one that has its own
 * or no port security. Machine API does not: then each port's are written on the port, and none on the machine.
 */
export function ports(): Codec<MapiPorts, CapiPorts, Context> {
  return {
    rule: 'an entry of networks is one port, or one a subnet where it names no network; the ports come after',
    fields: portFields,
    samples: portSamples,
    toCapi(found = {}, scope) {
      const { networks = [], ports: entries = [] } = found;
      if (networks.length === 0 && entries.length === 0) scope.at('networks').report(noNetwork);
      needAddressesOf(networks, entries, scope);
      const groups = groupsToCapi(found.securityGroups, scope.at('securityGroups'));
      const all = [
        ...networks.flatMap((network, index) =>
          portsOfNetwork(network, scope.at('networks', index)).map((port) => ({ port, own: [] as Reference[] })),
        ),
        ...entries.map((entry, index) => {
          const at = scope.at('ports', index);
          return { port: portOfEntry(entry, at), own: ownGroups(entry, at) };
        }),
      ];
      if (all.every(({ port, own }) => own.length === 0 && !isInsecure(port))) {
        return { ports: all.map(({ port }) => port), securityGroups: nonEmpty(groups) };
      }
      return {
        ports: all.map(({ port, own }) => {
          const securityGroups = own.length > 0 ? own : isInsecure(port) ? [] : groups;
          return securityGroups.length === 0 ? port : { ...port, securityGroups };
        }),
      };
    },
    toMapi(found = {}, scope) {
      const list = found.ports ?? [];
      if (list.length === 0) scope.at('ports').report(noPort);
      needAddressesOfPorts(list, scope);
      const { machine, own } = shareGroups(list, found.securityGroups ?? [], scope);
      const count = countNetworks(list, own, scope);
      const { platform } = scope.context;
      return {
        networks: nonEmpty(list.slice(0, count).map((port) => networkOf(port, platform))),
        ports: nonEmpty(
          list.slice(count).map((port, index) => entryOf(port, own[count + index], scope.at('ports', count + index))),
        ),
        securityGroups: nonEmpty(groupsToMapi(machine)),
      };
    },
    canonCapi: (found) => found && { ...found, ports: found.ports?.map(withEmptyNames) },
  };
}

/** To CAPO an empty suffix or description is one, and absent is not: pruning must not make them alike. */
function withEmptyNames({ nameSuffix, description, ...port }: CapiPort): unknown {
  return {
    ...port,
    nameSuffix: nameSuffix === '' ? { empty: true } : nameSuffix,
    description: description === '' ? { empty: true } : description,
  };
}

const noNetwork: Problem = {
  code: 'Required',
  message: 'no network is named, and CAPO would take that of the OpenStackCluster',
  hint: 'Name the networks of the machine under networks or ports.',
};

const noPort: Problem = {
  code: 'Required',
  message: 'CAPO would make one port on the network of the OpenStackCluster, which Machine API does not know',
  hint: 'List the ports of the machine with their networks.',
};
