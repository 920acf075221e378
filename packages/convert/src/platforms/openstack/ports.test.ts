import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';

const networkA = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b001';
const networkB = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';
const subnet = '2f5c1f0a-97a0-4d1b-8df3-8e1bd1a0a004';
const only = (ports: JsonObject[]) => ({ networks: undefined, ports });

const entry = {
  networkID: networkA,
  nameSuffix: 'mgmt',
  description: 'management',
  adminStateUp: false,
  macAddress: 'fa:16:3e:00:00:01',
  fixedIPs: [{ subnetID: subnet, ipAddress: '192.168.50.17' }, { subnetID: subnet }],
  allowedAddressPairs: [{ ipAddress: '192.168.50.0/24' }, { ipAddress: '::1', macAddress: 'fa:16:3e:00:00:02' }],
  tags: ['radio'],
  trunk: false,
  vnicType: 'direct',
  portSecurity: true,
};
const port = {
  network: { id: networkA },
  nameSuffix: 'mgmt',
  description: 'management',
  adminStateUp: false,
  macAddress: 'fa:16:3e:00:00:01',
  fixedIPs: [{ subnet: { id: subnet }, ipAddress: '192.168.50.17' }, { subnet: { id: subnet } }],
  allowedAddressPairs: [{ ipAddress: '192.168.50.0/24' }, { ipAddress: '::1', macAddress: 'fa:16:3e:00:00:02' }],
  tags: ['radio'],
  trunk: false,
  vnicType: 'direct',
  disablePortSecurity: false,
};

describe('an entry of ports', () => {
  it('keeps all that it says, the subnets of its addresses before all', () => {
    expect(toInfra(only([entry]))['ports']).toEqual([port]);
    expect(toProvider({ ports: [port] })['ports']).toEqual([entry]);
  });

  it("leaves out what is empty: CAPO would take '' for an address or a suffix", () => {
    const empty = { networkID: networkA, nameSuffix: '', description: '', macAddress: '', vnicType: '' };
    const fixedIPs = [{ subnetID: subnet, ipAddress: '' }];
    expect(toInfra(only([{ ...empty, fixedIPs, securityGroups: [] }]))['ports']).toEqual([
      { network: { id: networkA }, fixedIPs: [{ subnet: { id: subnet } }] },
    ]);
  });

  it('gets no addresses of the cluster, as Machine API gives it none', () => {
    expect(toInfra(only([{ networkID: networkA }]))['ports']).toEqual([{ network: { id: networkA } }]);
  });

  it.each(['hostID', 'projectID', 'tenantID'])('warns of %s, which Machine API ignores, and gives it back', (field) => {
    const ports = [{ networkID: networkA, [field]: 'x' }];
    const path = `ports[0].${field}`;
    expect(remarks(only(ports))).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path }]);
    expect(thereAndBack(only(ports))['ports']).toEqual(ports);
  });

  it.each([
    ['a network', { networkID: '' }, 'ports[0].networkID'],
    [
      'the subnet of an address',
      { networkID: networkA, fixedIPs: [{ subnetID: '' }] },
      'ports[0].fixedIPs[0].subnetID',
    ],
    [
      'the address of a pair',
      { networkID: networkA, allowedAddressPairs: [{ macAddress: 'fa:16:3e:00:00:02' }] },
      'ports[0].allowedAddressPairs[0].ipAddress',
    ],
  ])('without %s is refused', (_, wrong, path) => {
    expectRefused(only([wrong]), { code: 'Required', path, remedy: 'Give the' });
  });

  it.each([
    ['network', { networkID: 'openshift' }, 'ports[0].networkID'],
    ['subnet', { networkID: networkA, fixedIPs: [{ subnetID: 'openshift' }] }, 'ports[0].fixedIPs[0].subnetID'],
    ['security group', { networkID: networkA, securityGroups: ['openshift'] }, 'ports[0].securityGroups[0]'],
  ])('with the name of a %s for its id is refused: Cluster API accepts UUIDs only', (noun, wrong, path) => {
    expectRefused(only([wrong]), {
      code: 'InvalidValue',
      path,
      value: 'openshift',
      remedy: `Give the UUID of the ${noun}`,
    });
  });

  it('has no address pairs on a cluster with a load balancer of the user: there Machine API gives it none', () => {
    const cluster = { platformStatus: { openstack: { loadBalancer: { type: 'UserManaged' } } } };
    const pairs = [{ ipAddress: '10.0.0.5' }];
    const changes = only([{ networkID: networkA, allowedAddressPairs: pairs }]);
    expect(toInfra(changes, cluster)['ports']).toEqual([{ network: { id: networkA } }]);
    expect(remarks(changes, cluster)).toMatchObject([{ path: 'ports[0].allowedAddressPairs', severity: 'warning' }]);
    expect(thereAndBack(changes, cluster)['ports']).toEqual(changes.ports);
    expectInfraRefused(
      { ports: [{ network: { id: networkA }, allowedAddressPairs: pairs }] },
      { code: 'NotSupported', path: 'ports[0].allowedAddressPairs', value: pairs, remedy: 'Remove the field' },
      cluster,
    );
  });
});

describe('the order of interfaces', () => {
  it('has networks first, then ports: the first is the one that the kubelet uses', () => {
    const ports = [{ networkID: networkB, nameSuffix: 'storage' }];
    expect(toInfra({ networks: [{ uuid: networkA, noAllowedAddressPairs: true }], ports })['ports']).toEqual([
      { network: { id: networkA } },
      { network: { id: networkB }, nameSuffix: 'storage' },
    ]);
  });

  it('is kept on the way back by naming later ports under ports too', () => {
    const ports = [
      { network: { id: networkA }, nameSuffix: 'first' },
      { network: { id: networkB }, fixedIPs: [{ subnet: { id: subnet } }] },
    ];
    expect(toProvider({ ports })).toMatchObject({
      ports: [
        { networkID: networkA, nameSuffix: 'first' },
        { networkID: networkB, fixedIPs: [{ subnetID: subnet }] },
      ],
    });
    expect(toProvider({ ports })).not.toHaveProperty('networks');
    expect(backAndThere({ ports })['ports']).toEqual(ports);
  });

  it('that Machine API cannot have is refused, with the port that it is due to', () => {
    expectInfraRefused(
      { ports: [{ network: { id: networkA }, nameSuffix: 'first' }, { network: { filter: { name: 'b' } } }] },
      {
        code: 'NotSupported',
        path: 'ports[0].nameSuffix',
        value: 'first',
        remedy: 'Give the network and the subnets of ports[1] by id',
        says: 'ports[1] is one',
      },
    );
  });

  it('lets networks stay networks, as long as no port says more', () => {
    const ports = [{ network: { id: networkA }, fixedIPs: [{ subnet: { id: subnet } }], vnicType: 'direct' }];
    expect(toProvider({ ports })['networks']).toEqual([
      { uuid: networkA, subnets: [{ uuid: subnet }], vnicType: 'direct', noAllowedAddressPairs: true },
    ]);
  });
});

describe('a port of Cluster API', () => {
  it.each([
    ['nameSuffix', 'x'],
    ['description', 'x'],
    ['adminStateUp', true],
    ['macAddress', 'fa:16:3e:00:00:01'],
    ['trunk', false],
    ['fixedIPs', [{ subnet: { id: subnet }, ipAddress: '10.0.0.9' }]],
  ])('that is found by filter is refused with %s: Machine API says that only beside ids', (field, value) => {
    expectInfraRefused(
      { ports: [{ network: { filter: { name: 'a' } }, [field]: value }] },
      { code: 'NotSupported', path: `ports[0].${field}`, value, remedy: 'by id, or remove the field' },
    );
  });

  it.each([
    ['hostID', 'host-1'],
    ['propagateUplinkStatus', false],
    ['valueSpecs', [{ key: 'a', name: 'b', value: '(not shown)' }]],
  ])('is refused with %s, which Machine API does not have', (field, value) => {
    expectInfraRefused(
      { ports: [{ network: { id: networkA }, [field]: value }] },
      { code: 'NotSupported', path: `ports[0].${field}`, value, remedy: 'keep this on Cluster API' },
    );
  });

  it('is refused with an empty suffix: the port is named otherwise than without one', () => {
    expectInfraRefused(
      { ports: [{ network: { id: networkA }, nameSuffix: '' }] },
      { code: 'NotSupported', path: 'ports[0].nameSuffix', value: '', remedy: 'Remove the field, or give a suffix' },
    );
  });

  it('is refused with an address of no subnet', () => {
    expectInfraRefused(
      { ports: [{ network: { id: networkA }, fixedIPs: [{ ipAddress: '10.0.0.9' }] }] },
      { code: 'Required', path: 'ports[0].fixedIPs[0].subnet', remedy: 'Name the subnet' },
    );
  });

  it('keeps an empty description, which Machine API cannot tell from none, by what is carried', () => {
    const ports = [{ network: { id: networkA }, description: '' }];
    expect(toProvider({ ports })['networks']).toMatchObject([{ uuid: networkA }]);
    expect(backAndThere({ ports })['ports']).toEqual(ports);
  });

  it('is not the same with an empty suffix as without, so that a template of another controller is not taken for ours', () => {
    const spec = (nameSuffix?: string) =>
      infraSpec({ ports: [{ network: { id: networkA }, ...(nameSuffix !== undefined && { nameSuffix }) }] });
    expect(converter().same.knownInfra(spec(''), spec())).toBe(false);
    expect(converter().same.knownInfra(spec(), spec())).toBe(true);
  });
});
