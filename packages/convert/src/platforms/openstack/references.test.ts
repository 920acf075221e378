import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';

const id = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';

const mapiFilter = {
  name: 'nodes',
  description: 'of the cluster',
  projectId: '1a2b',
  ipVersion: 6,
  gateway_ip: 'fd00::1',
  cidr: 'fd00::/64',
  ipv6AddressMode: 'slaac',
  ipv6RaMode: 'dhcpv6-stateful',
  tags: 'a,b',
  tagsAny: 'c',
  notTags: 'd',
  notTagsAny: 'e,f',
};
const capiFilter = {
  name: 'nodes',
  description: 'of the cluster',
  projectID: '1a2b',
  ipVersion: 6,
  gatewayIP: 'fd00::1',
  cidr: 'fd00::/64',
  ipv6AddressMode: 'slaac',
  ipv6RAMode: 'dhcpv6-stateful',
  tags: ['a', 'b'],
  tagsAny: ['c'],
  notTags: ['d'],
  notTagsAny: ['e', 'f'],
};
const subnetOf = (spec: JsonObject) => JSON.parse(JSON.stringify(spec['ports']))[0].fixedIPs[0].subnet;

describe('a filter', () => {
  it('keeps every condition: one less might find another subnet', () => {
    expect(subnetOf(toInfra({ networks: [{ subnets: [{ filter: mapiFilter }] }] }))).toEqual({ filter: capiFilter });
    const ports = [{ fixedIPs: [{ subnet: { filter: capiFilter } }] }];
    expect(toProvider({ ports })['networks']).toMatchObject([{ subnets: [{ filter: mapiFilter }] }]);
  });

  it('by the tenant is one by the project, as Machine API reads it, and comes back as it was', () => {
    const networks = [{ filter: { name: 'a', tenantId: 'p' } }];
    expect(toInfra({ networks })['ports']).toMatchObject([{ network: { filter: { name: 'a', projectID: 'p' } } }]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
  });

  it('has its tags between commas, without empty ones', () => {
    const networks = [{ filter: { tags: 'a,,b,a' } }];
    expect(toInfra({ networks })['ports']).toMatchObject([{ network: { filter: { tags: ['a', 'b'] } } }]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
  });

  it.each([
    [{ filter: { name: 'a', adminStateUp: false } }, 'networks[0].filter.adminStateUp'],
    [{ uuid: id, filter: { name: 'a' } }, 'networks[0].filter.name'],
    [{ uuid: id, filter: { id } }, 'networks[0].filter.id'],
    [{ uuid: id, subnets: [{ uuid: id, filter: { cidr: 'x' } }] }, 'networks[0].subnets[0].filter.cidr'],
    [{ uuid: id, subnets: [{ filter: { name: 'a', networkId: id } }] }, 'networks[0].subnets[0].filter.networkId'],
    [{ uuid: id, subnets: [{ filter: { name: 'a', enableDhcp: true } }] }, 'networks[0].subnets[0].filter.enableDhcp'],
  ])('%j warns of what Machine API does not look at, and gives it back', (entry, path) => {
    expect(remarks({ networks: [entry] })).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path }]);
    expect(thereAndBack({ networks: [entry] })['networks']).toEqual([entry]);
  });

  it('with an id is that id', () => {
    const networks = [{ filter: { id }, subnets: [{ filter: { id } }] }];
    expect(toInfra({ networks })['ports']).toMatchObject([{ network: { id }, fixedIPs: [{ subnet: { id } }] }]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
  });
});

describe('an id', () => {
  it.each([
    ['networks[0].uuid', { uuid: 'nodes' }],
    ['networks[0].filter.id', { filter: { id: 'nodes' } }],
    ['networks[0].subnets[0].uuid', { uuid: id, subnets: [{ uuid: 'nodes' }] }],
  ])('that is a name in %s is refused: Cluster API accepts UUIDs only', (path, entry) => {
    expectRefused({ networks: [entry] }, { code: 'InvalidValue', path, value: 'nodes', remedy: 'Give the UUID' });
  });

  it('may lack its hyphens', () => {
    const uuid = id.replaceAll('-', '');
    expect(toInfra({ networks: [{ uuid }] })['ports']).toMatchObject([{ network: { id: uuid } }]);
  });
});

describe('a reference of Cluster API', () => {
  it.each([
    ['network', { network: {} }, 'ports[0].network'],
    ['subnet', { network: { id }, fixedIPs: [{ subnet: { filter: {} } }] }, 'ports[0].fixedIPs[0].subnet'],
    ['security group', { network: { id }, securityGroups: [{}] }, 'ports[0].securityGroups[0]'],
  ])('to no %s is refused', (noun, port, path) => {
    expectInfraRefused({ ports: [port] }, { code: 'Required', path, remedy: `Name the ${noun} by id or filter` });
  });

  it.each([
    ['network', { network: { id, filter: { name: 'a' } } }, 'ports[0].network.filter'],
    [
      'subnet',
      { network: { id }, fixedIPs: [{ subnet: { id, filter: { name: 'a' } } }] },
      'ports[0].fixedIPs[0].subnet.filter',
    ],
    [
      'security group',
      { network: { id }, securityGroups: [{ id, filter: { name: 'a' } }] },
      'ports[0].securityGroups[0].filter',
    ],
  ])('to a %s by id and by filter is refused, as its CRD does', (_, port, path) => {
    expectInfraRefused({ ports: [port] }, { code: 'Conflict', path, value: { name: 'a' }, remedy: 'Remove one' });
  });

  it('by an empty tag is refused, as its CRD does', () => {
    expectInfraRefused(
      { ports: [{ network: { filter: { tags: ['a', ''] } } }] },
      { code: 'InvalidValue', path: 'ports[0].network.filter.tags[1]', value: '', remedy: 'Correct the tag' },
    );
  });
});
