import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';

const network = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';
const subnetA = '2f5c1f0a-97a0-4d1b-8df3-8e1bd1a0a001';
const subnetB = '2f5c1f0a-97a0-4d1b-8df3-8e1bd1a0a002';
/** What Machine API lets a port answer for on the cluster of the tests. */
const allowedAddressPairs = [{ ipAddress: '10.0.0.5' }, { ipAddress: '10.0.0.7' }];
const portsOf = (networks: Parameters<typeof toInfra>[0][string]) => toInfra({ networks })['ports'];

describe('an entry of networks', () => {
  it('that names a network is one port, with an address of each subnet', () => {
    expect(portsOf([{ uuid: network, subnets: [{ uuid: subnetA }, { filter: { name: 'b' } }] }])).toEqual([
      {
        network: { id: network },
        fixedIPs: [{ subnet: { id: subnetA } }, { subnet: { filter: { name: 'b' } } }],
        allowedAddressPairs,
      },
    ]);
  });

  it('that names only subnets is a port a subnet, and comes back as one entry', () => {
    const networks = [{ filter: {}, subnets: [{ uuid: subnetA }, { filter: { cidr: '10.1.0.0/16' } }] }];
    expect(portsOf(networks)).toEqual([
      { fixedIPs: [{ subnet: { id: subnetA } }], allowedAddressPairs },
      { fixedIPs: [{ subnet: { filter: { cidr: '10.1.0.0/16' } } }], allowedAddressPairs },
    ]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
  });

  it('as the installer writes it keeps its subnet by filter alone: an id beside it would be refused', () => {
    const filter = { name: 'ocp1-x7k2p-nodes', tags: 'openshiftClusterID=ocp1-x7k2p' };
    expect(portsOf([{ filter: {}, subnets: [{ filter }] }])).toEqual([
      {
        fixedIPs: [{ subnet: { filter: { name: 'ocp1-x7k2p-nodes', tags: ['openshiftClusterID=ocp1-x7k2p'] } } }],
        allowedAddressPairs,
      },
    ]);
  });

  it('keeps port security, vNIC type and profile, without which an SR-IOV port is an ordinary one', () => {
    const entry = {
      uuid: network,
      noAllowedAddressPairs: true,
      portSecurity: false,
      vnicType: 'direct',
      profile: { trusted: 'true' },
    };
    const port = {
      network: { id: network },
      disablePortSecurity: true,
      vnicType: 'direct',
      profile: { trustedVF: true },
    };
    expect(portsOf([entry])).toEqual([port]);
    expect(toProvider({ ports: [port] })['networks']).toEqual([entry]);
  });

  it('keeps port security that is asked for', () => {
    expect(portsOf([{ uuid: network, portSecurity: true }])).toMatchObject([{ disablePortSecurity: false }]);
    expect(toProvider({ ports: [{ network: { id: network }, disablePortSecurity: false }] })['networks']).toMatchObject(
      [{ portSecurity: true }],
    );
  });

  it('puts tags of the network and of its subnets onto the port, each once, and does not double them', () => {
    const networks = [{ uuid: network, portTags: ['x'], subnets: [{ uuid: subnetA, portTags: ['x', 'y'] }] }];
    expect(portsOf(networks)).toMatchObject([{ tags: ['x', 'y'] }]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
    const ports = [{ network: { id: network }, tags: ['x', 'y'] }];
    expect(toProvider({ ports })['networks']).toMatchObject([{ portTags: ['x', 'y'] }]);
    expect(backAndThere({ ports })['ports']).toEqual(ports);
  });

  it('puts the tags of each subnet onto its own port where there is no network', () => {
    const subnets = [{ uuid: subnetA, portTags: ['a'] }, { uuid: subnetB }];
    expect(portsOf([{ portTags: ['x'], subnets }])).toMatchObject([{ tags: ['x', 'a'] }, { tags: ['x'] }]);
  });

  it.each([
    [{ uuid: network, fixedIp: '10.0.0.9' }, 'networks[0].fixedIp'],
    [{ uuid: network, subnets: [{ uuid: subnetA, portSecurity: false }] }, 'networks[0].subnets[0].portSecurity'],
  ])('%j warns of a field that Machine API ignores, and gives it back', (entry, path) => {
    expect(remarks({ networks: [entry] })).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path }]);
    expect(thereAndBack({ networks: [entry] })['networks']).toEqual([entry]);
  });

  it.each([
    ['nothing', {}, 'networks[0]', 'remove the entry'],
    ['nothing but fields that are ignored', { filter: { status: 'ACTIVE' } }, 'networks[0].filter', 'uuid'],
    ['a subnet that is not named', { uuid: network, subnets: [{}] }, 'networks[0].subnets[0]', 'Name the subnet'],
  ])('with %s is refused', (_, entry, path, remedy) => {
    expectRefused({ networks: [entry] }, { code: 'Required', path, remedy });
  });
});

describe('the addresses that Machine API lets ports answer for', () => {
  const pairsOf = (openstack: Parameters<typeof toInfra>[0]) =>
    toInfra(
      { networks: [{ uuid: network }] },
      { platformStatus: { openstack: JSON.parse(JSON.stringify(openstack)) } },
    )['ports'];

  it('are written: CAPO gives ports none, and the ingress would lose its address with the node that holds it', () => {
    expect(pairsOf({ apiServerInternalIPs: ['10.0.0.5', 'fd00::5'], ingressIPs: ['10.0.0.7', 'fd00::7'] })).toEqual([
      {
        network: { id: network },
        allowedAddressPairs: [
          { ipAddress: '10.0.0.5' },
          { ipAddress: 'fd00::5' },
          { ipAddress: '10.0.0.7' },
          { ipAddress: 'fd00::7' },
        ],
      },
    ]);
  });

  it('are none where the entry says so, and where it has no port security', () => {
    const networks = [
      { uuid: network, noAllowedAddressPairs: true },
      { uuid: network, portSecurity: false },
    ];
    expect(portsOf(networks)).toEqual([
      { network: { id: network } },
      { network: { id: network }, disablePortSecurity: true },
    ]);
    expect(thereAndBack({ networks })['networks']).toEqual(networks);
  });

  it('are none with a load balancer of the user', () => {
    const openstack = { loadBalancer: { type: 'UserManaged' }, apiServerInternalIPs: ['10.0.0.5'], ingressIPs: [] };
    expect(pairsOf(openstack)).toEqual([{ network: { id: network } }]);
  });

  it('are known on the way back in any order, and a port without any says that it wants none', () => {
    const ports = [
      { network: { id: network }, allowedAddressPairs: allowedAddressPairs.toReversed() },
      { network: { filter: { name: 'storage' } } },
    ];
    expect(toProvider({ ports })['networks']).toEqual([
      { uuid: network },
      { filter: { name: 'storage' }, noAllowedAddressPairs: true },
    ]);
    expect(backAndThere({ ports })['ports']).toEqual(ports);
  });

  it('that are others make an entry of ports, or are refused where the network is not named by id', () => {
    const others = [{ ipAddress: '10.0.0.5' }, { ipAddress: '192.168.0.0/24' }];
    expect(toProvider({ ports: [{ network: { id: network }, allowedAddressPairs: others }] })).toMatchObject({
      ports: [{ networkID: network, allowedAddressPairs: others }],
    });
    expectInfraRefused(
      { ports: [{ network: { filter: { name: 'n' } }, allowedAddressPairs: others }] },
      {
        code: 'NotSupported',
        path: 'ports[0].allowedAddressPairs',
        value: others,
        remedy: 'Give the network and the subnets of the port by id',
      },
    );
  });
});

describe('a port without a network', () => {
  const openStackCluster = (annotations: Record<string, string>, status: Record<string, { id: string }>) => ({
    infraCluster: { metadata: { annotations }, spec: { disableAPIServerFloatingIP: true }, status },
  });
  const external = { 'cluster.x-k8s.io/managed-by': 'capstan' };

  it.each([
    ['has a network', openStackCluster(external, { network: { id: network } })],
    ['is managed by CAPO, which finds one', openStackCluster({}, {})],
  ])('is refused where the OpenStackCluster %s: CAPO would forget the subnet', (_, cluster) => {
    const subnets = [{ uuid: subnetA }];
    expectRefused(
      { networks: [{ subnets }] },
      {
        code: 'NotSupported',
        path: 'networks[0].subnets',
        value: subnets,
        remedy: 'Name the network beside its subnets',
        says: "onto the OpenStackCluster's network",
      },
      cluster,
    );
    expectInfraRefused(
      { ports: [{ fixedIPs: [{ subnet: { id: subnetA } }] }] },
      { code: 'Required', path: 'ports[0].network', remedy: 'Name the network' },
      cluster,
    );
  });

  it('is fine where the OpenStackCluster has none', () => {
    const cluster = openStackCluster(external, {});
    expect(toInfra({ networks: [{ subnets: [{ uuid: subnetA }] }] }, cluster)['ports']).toEqual([
      { fixedIPs: [{ subnet: { id: subnetA } }], allowedAddressPairs },
    ]);
  });

  it.each([
    ['no subnet', [{ tags: ['a'] }], 'ports[0].network', 'Required'],
    [
      'several subnets, of which Machine API would make several ports',
      [{ fixedIPs: [{ subnet: { id: subnetA } }, { subnet: { id: subnetB } }] }],
      'ports[0].fixedIPs',
      'NotSupported',
    ],
  ] as const)('and with %s is refused on the way back', (_, ports, path, code) => {
    expectInfraRefused({ ports: JSON.parse(JSON.stringify(ports)) }, { code, path, remedy: 'Name the network' });
  });
});

describe('a machine without any port', () => {
  it('is refused: CAPO would take the network of the OpenStackCluster', () => {
    expectRefused({ networks: undefined }, { code: 'Required', path: 'networks', remedy: 'networks or ports' });
    expectInfraRefused({ ports: undefined }, { code: 'Required', path: 'ports', remedy: 'List the ports' });
  });
});
