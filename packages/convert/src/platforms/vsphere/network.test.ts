import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
  vsphereFixture,
} from '../../testing/vsphere.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, provider, infraSpec } = vsphereFixture;

const devices = (...list: readonly JsonObject[]): Changes => ({ network: { devices: list } });
const device = (fields: { readonly [field: string]: Json }) => devices({ networkName: 'seg-nodes', ...fields });
const firstOf = (spec: unknown) => at(spec, 'network.devices.0');

describe('a device without addresses', () => {
  it('uses DHCP, which is written out: CAPV would wait for an address for ever', () => {
    expect(firstOf(toInfra({}))).toEqual({ networkName: 'seg-nodes', dhcp4: true });
    expect(firstOf(toProvider({}))).toEqual({ networkName: 'seg-nodes' });
  });

  it('with DHCP of IPv6 alone comes back as it was', () => {
    expect(firstOf(backAndThere(device({ dhcp6: true })))).toEqual({ networkName: 'seg-nodes', dhcp6: true });
    expect(firstOf(toProvider(device({ dhcp6: true })))).toEqual({ networkName: 'seg-nodes' });
  });

  it.each([{}, { dhcp4: false }, { dhcp4: false, dhcp6: false }])(
    'and without DHCP (%j) is refused: Machine API would use DHCP',
    (fields) => {
      const { dhcp4 } = fields as { dhcp4?: boolean };
      expectInfraRefused(device(dhcp4 === undefined ? {} : fields), {
        code: 'Required',
        path: 'network.devices[0].dhcp4',
        remedy: 'Set dhcp4: true',
      });
    },
  );
});

describe('addresses of a device', () => {
  const own = { ipAddrs: ['10.20.1.40/22', 'fd20:1::40/64'], gateway: '10.20.0.1', nameservers: ['10.20.0.2'] };

  it('stay with a Machine, both ways', () => {
    const value = provider(device(own));
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine(value)));
    const { gateway: _, ...same } = own;
    expect(at(infra, 'spec.network.devices.0')).toEqual({
      networkName: 'seg-nodes',
      ...same,
      gateway4: '10.20.0.1',
    });
    const [back] = converted(converter().toMachineApi(machine, infra));
    expect(at(back, 'spec.providerSpec.value.network')).toEqual(value['network']);
  });

  it('are refused in a MachineSet, whose machines would all have the same one', () => {
    const refusal = { code: 'NotSupported', value: own.ipAddrs, hint: 'Use addressesFromPools, or DHCP.' };
    expect(errorsOf(converter().toClusterApi(mapiSet(provider(device(own)))))).toMatchObject([
      { ...refusal, path: 'spec.template.spec.providerSpec.value.network.devices[0].ipAddrs' },
    ]);
    const infra = infraSpec(device({ ipAddrs: own.ipAddrs }));
    expect(errorsOf(converter().toMachineApi(...capiSet(infra)))).toMatchObject([
      { ...refusal, object: 'infra', path: 'spec.template.spec.network.devices[0].ipAddrs' },
    ]);
  });

  it.each(['10.20.1.40', '10.20.1.40/33', 'worker-1'])('that are none (%s) are refused before CAPV does', (address) => {
    const changes = device({ ipAddrs: ['10.20.1.41/22', address] });
    const refusal = { code: 'InvalidValue', value: address, hint: 'Write it as in 192.168.1.100/24.' };
    expect(errorsOf(converter().toClusterApi(mapiMachine(provider(changes))))).toMatchObject([
      { ...refusal, path: 'spec.providerSpec.value.network.devices[0].ipAddrs[1]' },
    ]);
    expect(errorsOf(converter().toMachineApi(...capiMachine(infraSpec(changes))))).toMatchObject([
      { ...refusal, path: 'spec.network.devices[0].ipAddrs[1]' },
    ]);
  });

  it.each<[string, JsonObject]>([
    ['dhcp4', { dhcp4: true, addressesFromPools: [{ apiGroup: 'ipam.cluster.x-k8s.io', kind: 'IPPool', name: 'a' }] }],
    ['dhcp6', { dhcp6: true, addressesFromPools: [{ apiGroup: 'ipam.cluster.x-k8s.io', kind: 'IPPool', name: 'a' }] }],
  ])('beside %s are refused: Machine API has one or the other', (field, fields) => {
    expectInfraRefused(device(fields), {
      code: 'NotSupported',
      path: `network.devices[0].${field}`,
      value: true,
      remedy: 'Remove DHCP',
    });
  });
});

describe('the gateway of a device', () => {
  it.each([
    ['10.20.0.1', 'gateway4'],
    ['fd20:1::1', 'gateway6'],
  ])('%s is %s', (gateway, field) => {
    expect(firstOf(toInfra(device({ gateway })))).toMatchObject({ [field]: gateway });
    expect(firstOf(toProvider(device({ dhcp4: true, [field]: gateway })))).toMatchObject({ gateway });
    expect(firstOf(thereAndBack(device({ gateway })))).toEqual({ networkName: 'seg-nodes', gateway });
  });

  it('is refused where it is no address', () => {
    const path = 'network.devices[0].gateway';
    expectRefused(device({ gateway: 'gw' }), { code: 'InvalidValue', path, value: 'gw', remedy: 'Write an IPv4' });
  });

  it.each([
    ['gateway4', 'fd20:1::1', 'IPv4'],
    ['gateway6', '10.20.0.1', 'IPv6'],
  ])('in %s is refused where it is of the other family', (field, value, family) => {
    const path = `network.devices[0].${field}`;
    const remedy = `Write an ${family} address`;
    expectInfraRefused(device({ dhcp4: true, [field]: value }), { code: 'InvalidValue', path, value, remedy });
  });

  it('is refused where there are two: one would be lost', () => {
    expectInfraRefused(device({ dhcp4: true, gateway4: '10.20.0.1', gateway6: 'fd20:1::1' }), {
      code: 'NotSupported',
      path: 'network.devices[0].gateway6',
      value: 'fd20:1::1',
      remedy: 'Keep one of the gateways',
    });
  });
});

describe('the network of a device', () => {
  it('is the same name, each device in its place', () => {
    const names = ['seg-storage', 'VM Network', 'a'].map((networkName) => ({ networkName }));
    expect(at(toInfra(devices(...names)), 'network.devices')).toMatchObject(names);
    expect(at(thereAndBack(devices(...names)), 'network.devices')).toEqual(names);
  });

  it.each(['/Halle/network/seg-nodes', 'DistributedVirtualPortgroup:dvportgroup-41', 'Network:network-7'])(
    'is refused as %s, which Machine API would not find',
    (networkName) => {
      const refusal = {
        code: 'NotSupported',
        path: 'network.devices[0].networkName',
        value: networkName,
        remedy: 'Write the name of the port group alone',
      } as const;
      expectRefused(devices({ networkName }), refusal);
      expectInfraRefused(devices({ networkName, dhcp4: true }), refusal);
    },
  );

  it('is refused where there is none, or one that is too long', () => {
    const path = 'network.devices[0].networkName';
    expectRefused(devices({}), { code: 'Required', path, remedy: 'Set networkName' });
    expectRefused(devices({ networkName: '' }), { code: 'Required', path, remedy: 'Set networkName' });
    expectInfraRefused(devices({ networkName: '', dhcp4: true }), {
      code: 'Required',
      path,
      remedy: 'Set networkName',
    });
    const long = 'x'.repeat(81);
    expectRefused(devices({ networkName: long }), { code: 'InvalidValue', path, value: long, remedy: 'Correct' });
    expect(firstOf(toInfra(devices({ networkName: 'x'.repeat(80) })))).toMatchObject({ networkName: 'x'.repeat(80) });
  });
});

describe('a machine', () => {
  const many = (count: number, fields: JsonObject = {}) =>
    devices(...Array.from({ length: count }, () => ({ networkName: 'seg-nodes', ...fields })));

  it.each<[string, Changes]>([
    ['no devices', many(0)],
    ['no network', { network: undefined }],
    ['an empty network', { network: {} }],
  ])('with %s is refused', (_, changes) => {
    const refusal = { code: 'Required', path: 'network.devices', remedy: 'Add a network device' } as const;
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it('has at most ten network devices', () => {
    const refusal = { code: 'InvalidValue', path: 'network.devices', value: 11, remedy: 'Remove some' } as const;
    expectRefused(many(11), refusal);
    expectInfraRefused(many(11, { dhcp4: true }), refusal);
    expect(at(toInfra(many(10)), 'network.devices')).toHaveLength(10);
  });
});

describe('name servers', () => {
  it('are the same, both ways', () => {
    const nameservers = ['10.20.0.2', 'fd20:1::2'];
    expect(firstOf(toInfra(device({ nameservers })))).toMatchObject({ nameservers });
    expect(firstOf(thereAndBack(device({ nameservers })))).toMatchObject({ nameservers });
  });

  it('are refused by name: the guest could not ask them', () => {
    const refusal = {
      code: 'InvalidValue',
      path: 'network.devices[0].nameservers[1]',
      value: 'dns.lab.test',
      remedy: 'Write an IPv4 or an IPv6 address',
    } as const;
    expectRefused(device({ nameservers: ['10.20.0.2', 'dns.lab.test'] }), refusal);
    expectInfraRefused(device({ dhcp4: true, nameservers: ['10.20.0.2', 'dns.lab.test'] }), refusal);
  });
});

describe('what Machine API cannot say of a network device', () => {
  it.each<[string, Json]>([
    ['macAddr', '00:50:56:9f:00:01'],
    ['deviceName', 'ens192'],
    ['mtu', 9000],
    ['routes', [{ to: '10.0.0.0/8', via: '10.20.0.1', metric: 1 }]],
    ['searchDomains', ['lab.test']],
    ['dhcp4Overrides', { useDNS: false }],
    ['dhcp6Overrides', { hostname: 'a' }],
    ['skipIPAllocation', true],
  ])('is refused: %s', (field, value) => {
    expectInfraRefused(device({ dhcp4: true, [field]: value }), {
      code: 'NotSupported',
      path: `network.devices[0].${field}`,
      value,
      remedy: 'Remove the field',
    });
  });
});
