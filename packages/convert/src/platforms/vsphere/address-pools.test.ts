import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at } from '../../testing/fixture.ts';
import { expectInfraRefused, expectRefused, thereAndBack, toInfra, toProvider } from '../../testing/vsphere.ts';

const withPools = (...addressesFromPools: readonly JsonObject[]) => ({
  network: { devices: [{ networkName: 'seg-nodes', addressesFromPools }] },
});
const poolsOf = (spec: unknown) => at(spec, 'network.devices.0.addressesFromPools');
const group = 'ipam.cluster.x-k8s.io';
const path = 'network.devices[0].addressesFromPools[0]';

describe('a pool that addresses are taken from', () => {
  it.each([
    ['IPPool', 'IPPool'],
    ['InClusterIPPool', 'InClusterIPPool'],
    ['StaticLabPool', 'StaticLabPool'],
    ['ippools', 'IPPool'],
    ['inclusterippools', 'InClusterIPPool'],
    ['globalinclusterippools', 'GlobalInClusterIPPool'],
    ['infobloxippools', 'InfobloxIPPool'],
  ])('with the resource %s is of kind %s, and comes back as it was', (resource, kind) => {
    const pool = { group: 'ipam.example.com', resource, name: 'nodes' };
    expect(poolsOf(toInfra(withPools(pool)))).toEqual([{ apiGroup: 'ipam.example.com', kind, name: 'nodes' }]);
    expect(poolsOf(thereAndBack(withPools(pool)))).toEqual([pool]);
  });

  it('keeps its kind on the way to Machine API, whose controller looks the pool up by it', () => {
    const pool = { apiGroup: group, kind: 'InClusterIPPool', name: 'nodes' };
    expect(poolsOf(toProvider(withPools(pool)))).toEqual([{ group, resource: 'InClusterIPPool', name: 'nodes' }]);
  });

  it('without a group is one of the built-in provider, as Machine API has it', () => {
    const pool = { group: '', resource: 'IPPool', name: 'nodes' };
    expect(poolsOf(toInfra(withPools(pool)))).toEqual([{ apiGroup: group, kind: 'IPPool', name: 'nodes' }]);
    expect(poolsOf(thereAndBack(withPools(pool)))).toEqual([pool]);
  });

  it('keeps its place among others, which the names of the claims tell of', () => {
    const names = ['b', 'a', 'c'];
    const pools = names.map((name) => ({ group, resource: 'IPPool', name }));
    expect(poolsOf(toInfra(withPools(...pools)))).toMatchObject(names.map((name) => ({ name })));
  });

  it('leaves no DHCP beside it, which would give the machine another address', () => {
    const infra = toInfra(withPools({ group, resource: 'IPPool', name: 'nodes' }));
    expect(at(infra, 'network.devices.0')).not.toHaveProperty('dhcp4');
  });

  it('is refused where its kind is not known', () => {
    expectRefused(withPools({ group, resource: 'labpools', name: 'nodes' }), {
      code: 'NotSupported',
      path: `${path}.resource`,
      value: 'labpools',
      remedy: 'Write the kind of the pool',
    });
  });

  it('is refused without a kind, a group or a name', () => {
    expectRefused(withPools({ group, resource: '', name: 'nodes' }), {
      code: 'Required',
      path: `${path}.resource`,
      remedy: 'Write the kind',
    });
    expectRefused(withPools({ group, resource: 'IPPool', name: '' }), {
      code: 'Required',
      path: `${path}.name`,
      remedy: 'Name the pool',
    });
    expectInfraRefused(withPools({ kind: 'IPPool', name: 'nodes' }), {
      code: 'Required',
      path: `${path}.apiGroup`,
      remedy: 'Set apiGroup',
    });
    expectInfraRefused(withPools({ apiGroup: group, kind: 'ippools', name: 'nodes' }), {
      code: 'InvalidValue',
      path: `${path}.kind`,
      value: 'ippools',
      remedy: 'Write the kind',
    });
  });
});
