import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { backAndThere, expectInfraRefused, toInfra, toProvider, vsphereFixture } from '../../testing/vsphere.ts';
import { expectedKeys } from './guest-info.ts';

const kernelArguments = 'guestinfo.afterburn.initrd.network-kargs';
const stealClock = { 'stealclock.enable': 'TRUE' };

describe('what Machine API tells the guest by itself', () => {
  it('is that CPU time may be taken away, on every VM', () => {
    expect(toInfra({})['customVMXKeys']).toEqual(stealClock);
    expect(toProvider({})).not.toHaveProperty('customVMXKeys');
  });

  it('are the addresses of a Machine: RHCOS would come up without a network', () => {
    const devices = [
      {
        networkName: 'seg-nodes',
        ipAddrs: ['10.20.1.40/22', 'FD20:1::0040/64'],
        gateway: '10.20.0.1',
        nameservers: ['10.20.0.2', 'fd20:1::2'],
      },
      { networkName: 'seg-storage', ipAddrs: ['10.30.0.40/24'], gateway: 'fd30::1' },
    ];
    const { converter, mapiMachine, provider } = vsphereFixture;
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine(provider({ network: { devices } }))));
    expect(at(infra, 'spec.customVMXKeys')).toEqual({
      ...stealClock,
      'guestinfo.hostname': 'worker-1',
      [kernelArguments]:
        'ip=10.20.1.40::10.20.0.1:255.255.252.0:::none ip=[fd20:1::40]:::64:::none nameserver=10.20.0.2 nameserver=[fd20:1::2] ip=10.30.0.40:::255.255.255.0:::none',
    });
    const [back] = converted(converter().toMachineApi(machine, infra));
    expect(at(back, 'spec.providerSpec.value.network.devices')).toEqual(devices);
  });

  it('are name servers of a device with DHCP too, also in a set', () => {
    const infra = toInfra({ network: { devices: [{ networkName: 'seg-nodes', nameservers: ['10.20.0.2'] }] } });
    expect(infra['customVMXKeys']).toEqual({ ...stealClock, [kernelArguments]: 'nameserver=10.20.0.2' });
  });

  it('are no addresses where some come from a pool: they would be there by half', () => {
    const pool = { apiGroup: 'ipam.cluster.x-k8s.io', kind: 'IPPool', name: 'nodes' };
    expect(
      expectedKeys(
        [{ ipAddrs: ['10.20.1.40/22'] }, { addressesFromPools: [pool], nameservers: ['10.20.0.2'] }],
        undefined,
      ),
    ).toEqual(stealClock);
  });
});

describe('customVMXKeys', () => {
  it.each<[string, JsonObject | undefined]>([
    ['none', undefined],
    ['empty', {}],
  ])('are missed nowhere where they are %s: they come back as they were', (_, customVMXKeys) => {
    expect(backAndThere({ customVMXKeys })['customVMXKeys']).toEqual(customVMXKeys);
  });

  it('are refused with a key that Machine API does not write', () => {
    expectInfraRefused(
      { customVMXKeys: { ...stealClock, 'guestinfo.metadata': 'a' } },
      {
        code: 'NotSupported',
        path: 'customVMXKeys["guestinfo.metadata"]',
        value: '(not shown)',
        remedy: 'Remove the key, or keep this machine on Cluster API',
      },
    );
  });

  it('may have the name of their own machine, which Machine API tells the guest as well', () => {
    const { converter, capiMachine, infraSpec } = vsphereFixture;
    const named = (name: string) => infraSpec({ customVMXKeys: { ...stealClock, 'guestinfo.hostname': name } });
    expect(errorsOf(converter().toMachineApi(...capiMachine(named('worker-1'))))).toEqual([]);
    expect(errorsOf(converter().toMachineApi(...capiMachine(named('other'))))).toMatchObject([
      {
        code: 'NotSupported',
        path: 'spec.customVMXKeys["guestinfo.hostname"]',
        message: expect.stringContaining('worker-1'),
      },
    ]);
  });

  it('of a template may have no name: all its machines would be called the same', () => {
    const { converter, capiSet, infraSpec } = vsphereFixture;
    const template = infraSpec({ customVMXKeys: { ...stealClock, 'guestinfo.hostname': 'worker-1' } });
    expect(errorsOf(converter().toMachineApi(...capiSet(template)))).toHaveLength(1);
  });

  it('are refused with a value that Machine API would not write', () => {
    expectInfraRefused(
      { customVMXKeys: { 'stealclock.enable': 'FALSE' } },
      {
        code: 'NotSupported',
        path: 'customVMXKeys["stealclock.enable"]',
        value: '(not shown)',
        remedy: 'write that value',
        says: '"TRUE"',
      },
    );
  });
});
