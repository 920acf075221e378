import { hasPairs, takesAddresses } from './address-pairs.ts';
import { profileToCapi, profileToMapi } from './binding-profile.ts';
import type { OpenStackFacts } from './facts.ts';
import { ignoredField, made, nonEmpty } from './made.ts';
import { fromReference, isFilter, type Reference, toReference, uniqueTexts } from './references.ts';
import type { CapiPort, Network, OpenStackScope } from './types.ts';

/**
 * The ports that Machine API makes of an entry of its networks, without security groups: one where the network is named,
 * with an address of each subnet, else one a subnet.
 */
export function portsOfNetwork(network: Network, scope: OpenStackScope): CapiPort[] {
  const subnets = network.subnets ?? [];
  warnIgnored(network, scope);
  const named = toReference('network', network, scope);
  const common: CapiPort = {
    disablePortSecurity: network.portSecurity === undefined ? undefined : !network.portSecurity,
    vnicType: network.vnicType || undefined,
    profile: profileToCapi(network.profile, scope.at('profile')),
    allowedAddressPairs: nonEmpty(addressPairs(network, scope.context.platform)),
  };
  const fixedIPs = subnets.map((subnet, index) => ({ subnet: subnetOf(subnet, scope.at('subnets', index)) }));
  const tagsOf = (lists: readonly (readonly string[] | undefined)[]) =>
    nonEmpty(uniqueTexts([network.portTags, ...lists].flatMap((tags) => tags ?? [])));
  if (named !== undefined) {
    const tags = tagsOf(subnets.map(({ portTags }) => portTags));
    return [made({ network: named, fixedIPs: nonEmpty(fixedIPs), tags, ...common })];
  }
  reportUnnamed(network, scope);
  return subnets.map(({ portTags }, index) =>
    made({ fixedIPs: fixedIPs.slice(index, index + 1), tags: tagsOf([portTags]), ...common }),
  );
}

/** The entry of Machine API's networks for a port that needs no more. */
export function networkOf(port: CapiPort, { virtualIPs }: OpenStackFacts): Network {
  return made<Network>({
    ...fromReference(port.network),
    subnets: nonEmpty((port.fixedIPs ?? []).map(({ subnet }) => fromReference(subnet))),
    noAllowedAddressPairs: hasPairs(port) || virtualIPs?.length === 0 ? undefined : true,
    portTags: nonEmpty(uniqueTexts(port.tags)),
    vnicType: port.vnicType || undefined,
    profile: profileToMapi(port.profile),
    portSecurity: port.disablePortSecurity === undefined ? undefined : !port.disablePortSecurity,
  });
}

function addressPairs(network: Network, { virtualIPs }: OpenStackFacts) {
  return takesAddresses(network) ? (virtualIPs ?? []).map((ipAddress) => ({ ipAddress })) : [];
}

function subnetOf(subnet: NonNullable<Network['subnets']>[number], scope: OpenStackScope): Reference | undefined {
  const reference = toReference('subnet', subnet, scope);
  if (reference === undefined) {
    scope.report({ code: 'Required', message: 'no subnet is named', hint: 'Name the subnet by uuid or filter.' });
  }
  return reference;
}

function reportUnnamed({ filter, subnets = [] }: Network, scope: OpenStackScope): void {
  if (isFilter(filter)) {
    scope.at('filter').report({
      code: 'Required',
      value: filter,
      message: 'names no network: Machine API ignores the fields that it has',
      hint: 'Name the network by uuid, or by a field of the filter that is not ignored.',
    });
  } else if (subnets.length === 0) {
    scope.report({
      code: 'Required',
      message: 'names no network and no subnet, so Machine API makes no port for it',
      hint: 'Name the network by uuid or filter, or remove the entry.',
    });
  } else if (scope.context.platform.clusterNetwork) {
    scope.at('subnets').report({
      code: 'NotSupported',
      value: subnets,
      message: "CAPO puts a port without a network onto the OpenStackCluster's network, whatever its subnets",
      hint: 'Name the network beside its subnets, by uuid or filter.',
    });
  }
}

function warnIgnored({ fixedIp, subnets = [] }: Network, scope: OpenStackScope): void {
  if (fixedIp) scope.at('fixedIp').report(ignoredField(fixedIp));
  for (const [index, { portSecurity }] of subnets.entries()) {
    if (portSecurity !== undefined) scope.at('subnets', index, 'portSecurity').report(ignoredField(portSecurity));
  }
}
