import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/aws-ways.ts';

describe('the network interface', () => {
  it.each([
    ['ENA', 'interface'],
    ['EFA', 'efa'],
  ])('of type %s is %s in Cluster API, and comes back', (mapi, capi) => {
    expect(toInfra({ networkInterfaceType: mapi }).networkInterfaceType).toBe(capi);
    expect(toProvider({ networkInterfaceType: capi }).networkInterfaceType).toBe(mapi);
  });

  it.each(['', undefined])('of no type (%j) stays without', (networkInterfaceType) => {
    expect(toInfra({ networkInterfaceType })).not.toHaveProperty('networkInterfaceType');
  });

  it('of an unknown type is refused with those that are known', () => {
    expectRefused(
      { networkInterfaceType: 'SRIOV' },
      { code: 'InvalidValue', path: 'networkInterfaceType', value: 'SRIOV', remedy: 'Use one of ENA, EFA' },
    );
    expectInfraRefused(
      { networkInterfaceType: 'ENA' },
      { code: 'InvalidValue', path: 'networkInterfaceType', value: 'ENA', remedy: 'Correct', says: 'interface, efa' },
    );
  });

  it('is always the first: another index is refused', () => {
    expectRefused({ deviceIndex: 1 }, { code: 'NotSupported', path: 'deviceIndex', value: 1, remedy: 'set it to 0' });
  });

  it.each([0, undefined])('may have the index %s', (deviceIndex) => {
    expect(toInfra({ deviceIndex })).not.toHaveProperty('deviceIndex');
    expect(thereAndBack({ deviceIndex }).deviceIndex ?? 0).toBe(0);
  });

  it.each([true, false, undefined])('with public address %s stays so', (publicIp) => {
    expect(toInfra({ publicIp }).publicIP).toBe(publicIp);
    expect(thereAndBack({ publicIp }).publicIp).toBe(publicIp);
  });
});

describe('what only Cluster API has of the network is refused, not dropped:', () => {
  it.each([
    ['networkInterfaces', ['eni-1'], 'Remove'],
    ['securityGroupOverrides', { node: 'sg-1' }, 'additionalSecurityGroups'],
    ['elasticIpPool', { publicIpv4Pool: 'ipv4pool-ec2-1', publicIpv4PoolFallbackOrder: 'none' }, 'Remove'],
  ])('%s', (path, value, remedy) => {
    expectInfraRefused({ [path]: value }, { code: 'NotSupported', path, value, remedy });
  });
});

describe('on a cluster with addresses of both families', () => {
  const privateDnsName = {
    enableResourceNameDnsAAAARecord: true,
    enableResourceNameDnsARecord: true,
    hostnameType: 'resource-name',
  };

  it.each([
    ['DualStackIPv4Primary', 'disabled'],
    ['DualStackIPv6Primary', 'enabled'],
  ])('machines get the names and addresses of %s, which come back as nothing', (ipFamily, assignPrimaryIPv6) => {
    const cluster = { aws: { ipFamily } };
    expect(toInfra({}, cluster)).toMatchObject({ privateDnsName, assignPrimaryIPv6 });
    expect(backAndThere({ privateDnsName, assignPrimaryIPv6 }, cluster)).toMatchObject({
      privateDnsName,
      assignPrimaryIPv6,
    });
    expect(remarks({}, cluster)).toEqual([]);
  });

  it('a machine without them would be changed by the way back, so it is refused', () => {
    expectInfraRefused(
      { privateDnsName },
      { code: 'DifferentFromCluster', path: 'assignPrimaryIPv6', remedy: 'it is set for you', says: '"enabled"' },
      { aws: { ipFamily: 'DualStackIPv6Primary' } },
    );
  });

  it.each(['IPv4', '', undefined])('that is not one (%j), machines get neither', (ipFamily) => {
    const cluster = { aws: ipFamily === undefined ? {} : { ipFamily } };
    const spec = toInfra({}, cluster);
    expect(spec).not.toHaveProperty('privateDnsName');
    expect(spec).not.toHaveProperty('assignPrimaryIPv6');
  });

  it('that is not one, a machine that has them is refused, not stripped', () => {
    expectInfraRefused(
      { privateDnsName },
      { code: 'DifferentFromCluster', path: 'privateDnsName', value: privateDnsName, remedy: 'Remove the field' },
    );
    expectInfraRefused(
      { assignPrimaryIPv6: 'enabled' },
      { code: 'DifferentFromCluster', path: 'assignPrimaryIPv6', value: 'enabled', remedy: 'Remove the field' },
    );
  });
});
