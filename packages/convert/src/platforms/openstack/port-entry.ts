import { isInsecure } from './address-pairs.ts';
import { profileToCapi, profileToMapi } from './binding-profile.ts';
import { ignoredField, made, nonEmpty } from './made.ts';
import { checkUuid, type Reference, uniqueTexts } from './references.ts';
import { groupIds } from './security-groups.ts';
import type { CapiPort, MapiPort, OpenStackScope } from './types.ts';

/** The port of an entry of Machine API's ports, without security groups. */
export function portOfEntry(entry: MapiPort, scope: OpenStackScope): CapiPort {
  for (const field of ['hostID', 'projectID', 'tenantID'] as const) {
    if (entry[field]) scope.at(field).report(ignoredField(entry[field]));
  }
  return made<CapiPort>({
    network: { id: idAt('network', entry.networkID, scope.at('networkID')) },
    nameSuffix: entry.nameSuffix || undefined,
    description: entry.description || undefined,
    adminStateUp: entry.adminStateUp,
    macAddress: entry.macAddress || undefined,
    fixedIPs: nonEmpty(
      (entry.fixedIPs ?? []).map(({ subnetID, ipAddress }, index) => {
        const id = idAt('subnet', subnetID, scope.at('fixedIPs', index, 'subnetID'));
        return made({ subnet: { id }, ipAddress: ipAddress || undefined });
      }),
    ),
    allowedAddressPairs: nonEmpty(pairsOf(entry, scope)),
    tags: nonEmpty(uniqueTexts(entry.tags)),
    trunk: entry.trunk,
    vnicType: entry.vnicType || undefined,
    profile: profileToCapi(entry.profile, scope.at('profile')),
    disablePortSecurity: entry.portSecurity === undefined ? undefined : !entry.portSecurity,
  });
}

/** The groups that a port has instead of the machine's; an empty list says that it has none of its own. */
export function ownGroups({ securityGroups = [] }: MapiPort, scope: OpenStackScope): Reference[] {
  return securityGroups.map((id, index) => ({
    id: idAt('security group', id, scope.at('securityGroups', index)),
  }));
}

/** The entry of Machine API's ports for a port of Cluster API; `own` are the groups that it has instead of the machine's. */
export function entryOf(port: CapiPort, own: readonly Reference[] | undefined, scope: OpenStackScope): MapiPort {
  const { ignoresAddressPairs } = scope.context.platform;
  const pairs = port.allowedAddressPairs ?? [];
  if (ignoresAddressPairs && pairs.length > 0 && !isInsecure(port)) {
    scope.at('allowedAddressPairs').report({
      code: 'NotSupported',
      value: pairs,
      message: 'Machine API gives no port address pairs on a cluster with a load balancer of the user',
      hint: 'Remove the field, or keep this on Cluster API.',
    });
  }
  const groups = own && groupIds(own);
  if (own !== undefined && groups === undefined) {
    scope.at('securityGroups').report({
      code: 'NotSupported',
      value: own,
      message: "Machine API can give a port other groups than the machine's only by their ids",
      hint: 'Name the groups by id.',
    });
  }
  return made<MapiPort>({
    networkID: port.network?.id || undefined,
    nameSuffix: port.nameSuffix || undefined,
    description: port.description || undefined,
    adminStateUp: port.adminStateUp,
    macAddress: port.macAddress || undefined,
    fixedIPs: nonEmpty(
      (port.fixedIPs ?? []).map(({ subnet, ipAddress }) =>
        made({ subnetID: subnet?.id, ipAddress: ipAddress || undefined }),
      ),
    ),
    securityGroups: groups,
    allowedAddressPairs: nonEmpty(
      pairs.map(({ ipAddress, macAddress }) => made({ ipAddress, macAddress: macAddress || undefined })),
    ),
    tags: nonEmpty(uniqueTexts(port.tags)),
    trunk: port.trunk,
    vnicType: port.vnicType || undefined,
    profile: profileToMapi(port.profile),
    portSecurity: port.disablePortSecurity === undefined ? undefined : !port.disablePortSecurity,
  });
}

function idAt(noun: string, id: string | undefined, scope: OpenStackScope): string | undefined {
  if (id) checkUuid(noun, id, scope);
  else scope.report({ code: 'Required', message: `no ${noun} is named`, hint: `Give the UUID of the ${noun}.` });
  return id || undefined;
}

function pairsOf({ allowedAddressPairs = [] }: MapiPort, scope: OpenStackScope) {
  if (allowedAddressPairs.length === 0) return [];
  if (scope.context.platform.ignoresAddressPairs) {
    scope.at('allowedAddressPairs').report({
      code: 'DroppedWithoutEffect',
      severity: 'warning',
      value: allowedAddressPairs,
      message: 'has no effect: Machine API gives no port address pairs on a cluster with a load balancer of the user',
      hint: 'Remove it.',
    });
    return [];
  }
  return allowedAddressPairs.map(({ ipAddress, macAddress }, index) => {
    if (!ipAddress) {
      scope.at('allowedAddressPairs', index, 'ipAddress').report({
        code: 'Required',
        message: 'an address pair needs an address',
        hint: 'Give the address, or remove the pair.',
      });
    }
    return made({ ipAddress, macAddress: macAddress || undefined });
  });
}
