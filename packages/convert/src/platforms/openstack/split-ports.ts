import type { Problem } from '../../mapping/issue.ts';
import { hasNetworkPairs } from './address-pairs.ts';
import { checkReference, type Reference } from './references.ts';
import type { CapiPort, OpenStackScope } from './types.ts';

/** A port of Cluster API that only an entry of networks can be: one whose network or subnets are not given by id. */
export function needsNetworks({ network, fixedIPs = [] }: CapiPort): boolean {
  return !network?.id || fixedIPs.some(({ subnet }) => subnet !== undefined && !subnet.id);
}

/**
 * How many ports, from the first, are entries of Machine API's networks; the others are entries of its ports, which come
 * after. A port that needs no field of the latter stays with networks. Reports ports that neither can be, or not in this order.
 */
export function countNetworks(
  ports: readonly CapiPort[],
  own: readonly (readonly Reference[] | undefined)[],
  scope: OpenStackScope,
): number {
  const last = ports.findLastIndex(needsNetworks);
  const fields = ports.map((port, index) => entryFields(port, own[index] !== undefined, scope));
  const firstEntry = fields.findIndex((found, index) => index > last && found.length > 0);
  for (const [index, port] of ports.entries()) {
    const at = scope.at('ports', index);
    checkPort(port, at);
    for (const field of index <= last ? (fields[index] ?? []) : []) {
      at.at(field).report({ value: port[field], ...(needsNetworks(port) ? byIdOnly : outOfOrder(last)) });
    }
  }
  return firstEntry === -1 ? ports.length : firstEntry;
}

const plainFields = ['nameSuffix', 'description', 'adminStateUp', 'macAddress', 'trunk'] as const;

type EntryField = (typeof plainFields)[number] | 'fixedIPs' | 'allowedAddressPairs' | 'securityGroups';

/** What of a port only an entry of Machine API's ports can say. */
function entryFields(port: CapiPort, hasOwnGroups: boolean, scope: OpenStackScope): EntryField[] {
  return [
    ...plainFields.filter((field) => port[field] !== undefined && port[field] !== ''),
    ...(port.fixedIPs?.some(({ ipAddress }) => ipAddress) ? (['fixedIPs'] as const) : []),
    ...(hasNetworkPairs(port, scope.context.platform) ? [] : (['allowedAddressPairs'] as const)),
    ...(hasOwnGroups ? (['securityGroups'] as const) : []),
  ];
}

const byIdOnly: Problem = {
  code: 'NotSupported',
  message: 'Machine API can say this only of a port whose network and subnets are given by their ids',
  hint: 'Give the network and the subnets of the port by id, or remove the field.',
};

function outOfOrder(last: number): Problem {
  return {
    code: 'NotSupported',
    message: `Machine API attaches ports of which it can say this after those that it finds by filter, and ports[${last}] is one`,
    hint: `Give the network and the subnets of ports[${last}] by id, or put this port behind it.`,
  };
}

/** What neither kind of entry can hold. */
function checkPort(port: CapiPort, scope: OpenStackScope): void {
  const fixedIPs = port.fixedIPs ?? [];
  if (port.network !== undefined) checkReference('network', port.network, scope.at('network'));
  else if (fixedIPs.length === 0 || scope.context.platform.clusterNetwork) scope.at('network').report(clusterNetwork);
  else if (fixedIPs.length > 1) scope.at('fixedIPs').report({ value: fixedIPs, ...severalSubnets });
  for (const [index, { subnet }] of fixedIPs.entries()) {
    checkReference('subnet', subnet, scope.at('fixedIPs', index, 'subnet'));
  }
  if (port.nameSuffix === '') scope.at('nameSuffix').report({ value: '', ...emptySuffix });
  for (const [field, message] of unsayable) {
    const value = port[field];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    const hint = 'Remove the field, or keep this on Cluster API.';
    scope.at(field).report({ code: 'NotSupported', value, message, hint });
  }
}

const unsayable = [
  ['hostID', 'Machine API cannot choose the host of a port'],
  ['propagateUplinkStatus', 'Machine API has no say in the uplink status of a port'],
  ['valueSpecs', 'Machine API cannot hand extra values to Neutron'],
] as const;

const clusterNetwork: Problem = {
  code: 'Required',
  message: 'CAPO puts a port without a network onto that of the OpenStackCluster, which Machine API does not know',
  hint: 'Name the network of the port.',
};

const severalSubnets: Problem = {
  code: 'NotSupported',
  message: 'without a network Machine API makes a port of each subnet',
  hint: 'Name the network of the port.',
};

const emptySuffix: Problem = {
  code: 'NotSupported',
  message: "Machine API takes '' for no suffix, and the port would have another name",
  hint: 'Remove the field, or give a suffix.',
};
