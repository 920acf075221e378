import type { FieldDoc } from '../../mapping/row.ts';

type Pair = readonly [mapi: string, capi: string];

const tags: readonly Pair[] = ['tags', 'tagsAny', 'notTags', 'notTagsAny'].map((name) => [name, name]);
const filter: readonly Pair[] = [
  ['name', 'name'],
  ['description', 'description'],
  ['projectId', 'projectID'],
];
const subnetFilter: readonly Pair[] = [
  ...filter,
  ['ipVersion', 'ipVersion'],
  ['gateway_ip', 'gatewayIP'],
  ['cidr', 'cidr'],
  ['ipv6AddressMode', 'ipv6AddressMode'],
  ['ipv6RaMode', 'ipv6RAMode'],
];

const same = 'the same value';
const list = 'a list of what stands between the commas';
const ignored = ['limit', 'marker', 'sortDir', 'sortKey'];

/** What documentation says of networks, ports and security groups. */
export const portFields: readonly FieldDoc[] = [
  mapped('networks[].uuid', 'ports[].network.id', same),
  ...filterFields('networks[].filter', 'ports[].network.filter', filter, [
    ...['adminStateUp', 'shared', 'status'],
    ...ignored,
  ]),
  mapped('networks[].subnets[].uuid', 'ports[].fixedIPs[].subnet.id', same),
  ...filterFields('networks[].subnets[].filter', 'ports[].fixedIPs[].subnet.filter', subnetFilter, [
    ...['enableDhcp', 'networkId', 'subnetpoolId'],
    ...ignored,
  ]),
  mapped('networks[].portTags', 'ports[].tags', 'with the tags of its subnets; each once'),
  mapped(
    'networks[].subnets[].portTags',
    'ports[].tags',
    'tags of the port; they come back as portTags of the network',
  ),
  mapped(
    'networks[].noAllowedAddressPairs',
    'ports[].allowedAddressPairs',
    'without it the port may answer for the addresses of the API server and the ingress, as Machine API lets it',
  ),
  mapped('networks[].vnicType', 'ports[].vnicType', same),
  mapped('networks[].profile', 'ports[].profile', 'as profile of ports'),
  mapped('networks[].portSecurity', 'ports[].disablePortSecurity', 'the opposite'),
  carried('networks[].fixedIp'),
  carried('networks[].subnets[].portSecurity'),

  mapped('ports[].networkID', 'ports[].network.id', same),
  ...['nameSuffix', 'description', 'adminStateUp', 'macAddress', 'tags', 'trunk', 'vnicType'].map((name) =>
    mapped(`ports[].${name}`, `ports[].${name}`, same),
  ),
  mapped('ports[].fixedIPs[].subnetID', 'ports[].fixedIPs[].subnet.id', same),
  mapped('ports[].fixedIPs[].ipAddress', 'ports[].fixedIPs[].ipAddress', same),
  mapped(
    'ports[].securityGroups',
    'ports[].securityGroups[].id',
    "the groups that the port has instead of the machine's",
  ),
  ...['ipAddress', 'macAddress'].map((name) =>
    mapped(`ports[].allowedAddressPairs[].${name}`, `ports[].allowedAddressPairs[].${name}`, same),
  ),
  mapped(
    'ports[].profile',
    'ports[].profile.ovsHWOffload',
    'true where `capabilities` has `switchdev`; other keys and capabilities are refused',
  ),
  mapped(undefined, 'ports[].profile.trustedVF', 'true where `trusted` is `"true"`'),
  mapped('ports[].portSecurity', 'ports[].disablePortSecurity', 'the opposite'),
  ...['hostID', 'projectID', 'tenantID'].map((name) => carried(`ports[].${name}`)),

  mapped('securityGroups[].uuid', 'securityGroups[].id', same),
  mapped('securityGroups[].name', 'securityGroups[].filter.name', 'counts before the name in the filter'),
  ...filterFields('securityGroups[].filter', 'securityGroups[].filter', filter, ignored),
  ...[...filter, ...tags].map(([, name]) =>
    mapped(
      undefined,
      `ports[].securityGroups[].filter.${name}`,
      "found under the machine's groups where all ports agree, else refused",
    ),
  ),
  ...['hostID', 'propagateUplinkStatus'].map((name) => refused(`ports[].${name}`)),
  ...['key', 'name', 'value'].map((name) => refused(`ports[].valueSpecs[].${name}`)),
];

function filterFields(mapi: string, capi: string, pairs: readonly Pair[], unused: readonly string[]): FieldDoc[] {
  return [
    mapped(`${mapi}.id`, undefined, 'as the id, where there is none'),
    ...pairs.map(([from, to]) => mapped(`${mapi}.${from}`, `${capi}.${to}`, `${same}; without effect beside an id`)),
    mapped(`${mapi}.tenantId`, undefined, 'as projectId, where there is none'),
    ...tags.map(([from, to]) => mapped(`${mapi}.${from}`, `${capi}.${to}`, list)),
    ...unused.map((name) => carried(`${mapi}.${name}`)),
  ];
}

function mapped(mapi: string | undefined, capi: string | undefined, rule: string): FieldDoc {
  return { ...(mapi !== undefined && { mapi }), ...(capi !== undefined && { capi }), outcome: 'mapped', rule };
}

function carried(mapi: string): FieldDoc {
  return { mapi, outcome: 'carried', rule: 'carried', doc: 'Machine API ignores it.' };
}

function refused(capi: string): FieldDoc {
  return { capi, outcome: 'refused', rule: 'refused', doc: 'Machine API cannot say it.' };
}
