import type { Problem } from '../../mapping/issue.ts';
import { deepEqual } from '../../mapping/json.ts';
import type { OpenStackFacts } from './facts.ts';
import type { CapiPort, MapiPort, Network, OpenStackScope } from './types.ts';

/** True for an entry of Machine API's networks whose port answers for the addresses of the cluster. */
export function takesAddresses({ portSecurity, noAllowedAddressPairs }: Network): boolean {
  return portSecurity !== false && !noAllowedAddressPairs;
}

/** True where Machine API gives the port of a network these address pairs, or can be told to give it none. */
export function hasNetworkPairs(port: CapiPort, { virtualIPs }: OpenStackFacts): boolean {
  // Without the addresses there is something else to report.
  if (!hasPairs(port) || virtualIPs === undefined) return true;
  const addresses = port.allowedAddressPairs?.map(({ ipAddress, macAddress }) => (macAddress ? undefined : ipAddress));
  return deepEqual(addresses?.toSorted(), virtualIPs.toSorted());
}

/** True for a port that answers for more addresses than its own. */
export function hasPairs(port: CapiPort): boolean {
  return !isInsecure(port) && (port.allowedAddressPairs ?? []).length > 0;
}

/** Without port security Neutron takes no address pairs, and CAPO sends none. */
export function isInsecure(port: CapiPort): boolean {
  return port.disablePortSecurity === true;
}

/** Reports, once, a Machine API machine whose ports cannot be told without the addresses of the cluster. */
export function needAddressesOf(
  networks: readonly Network[],
  entries: readonly MapiPort[],
  scope: OpenStackScope,
): void {
  if (scope.context.platform.virtualIPs !== undefined) return;
  const network = networks.findIndex(takesAddresses);
  const entry = entries.findIndex(
    ({ portSecurity, allowedAddressPairs = [] }) => portSecurity !== false && allowedAddressPairs.length > 0,
  );
  if (network !== -1) scope.at('networks', network).report(addressesUnknown);
  else if (entry !== -1) scope.at('ports', entry, 'allowedAddressPairs').report(addressesUnknown);
}

/** As `needAddressesOf`, for a Cluster API machine. */
export function needAddressesOfPorts(ports: readonly CapiPort[], scope: OpenStackScope): void {
  const index = ports.findIndex(hasPairs);
  if (index === -1 || scope.context.platform.virtualIPs !== undefined) return;
  scope.at('ports', index, 'allowedAddressPairs').report(addressesUnknown);
}

const addressesUnknown: Problem = {
  code: 'MissingObject',
  message:
    'which addresses this port answers for in Machine API depends on those of the API server and of the ingress, which are not known',
  hint: 'Give the Infrastructure object of the cluster, with its status: --infrastructure FILE.',
};
