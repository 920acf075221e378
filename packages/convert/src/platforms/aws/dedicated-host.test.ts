import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/aws-ways.ts';

const id = 'h-0123456789abcdef0';
const on = (host: { readonly [field: string]: Json }) => ({
  placement: { region: 'us-east-1', availabilityZone: 'us-east-1a', tenancy: 'host', host },
});
const tags = [
  { name: 'cost-center', value: '4711' },
  { name: 'team', value: '' },
];

describe('placement on dedicated hosts', () => {
  it.each<[string, { readonly [field: string]: Json }, { readonly [field: string]: Json }]>([
    ['any host', { affinity: 'AnyAvailable' }, { hostAffinity: 'default' }],
    [
      'a named host to start on',
      { affinity: 'AnyAvailable', dedicatedHost: { allocationStrategy: 'UserProvided', id } },
      { hostAffinity: 'default', hostID: id },
    ],
    [
      'a named host to stay on',
      { affinity: 'DedicatedHost', dedicatedHost: { allocationStrategy: 'UserProvided', id } },
      { hostAffinity: 'host', hostID: id },
    ],
    [
      'an allocated host',
      { affinity: 'DedicatedHost', dedicatedHost: { allocationStrategy: 'Dynamic' } },
      { hostAffinity: 'host', dynamicHostAllocation: {} },
    ],
    [
      'an allocated host with tags',
      { affinity: 'DedicatedHost', dedicatedHost: { allocationStrategy: 'Dynamic', dynamicHostAllocation: { tags } } },
      { hostAffinity: 'host', dynamicHostAllocation: { tags: { 'cost-center': '4711', team: '' } } },
    ],
  ])('is %s on both sides, and comes back', (_, host, infra) => {
    const { hostAffinity, hostID, dynamicHostAllocation, tenancy } = toInfra(on(host));
    expect({ hostAffinity, hostID, dynamicHostAllocation, tenancy }).toEqual({
      hostID: undefined,
      dynamicHostAllocation: undefined,
      ...infra,
      tenancy: 'host',
    });
    expect(thereAndBack(on(host)).placement).toEqual(on(host).placement);
  });

  it('takes a host whose strategy is not named for a named one, as the schema does', () => {
    const host = { affinity: 'DedicatedHost', dedicatedHost: { id } };
    expect(toInfra(on(host))).toMatchObject({ hostAffinity: 'host', hostID: id });
  });

  it('always writes the affinity that CAPA would default, which otherwise differs for ever', () => {
    expect(toInfra({}).hostAffinity).toBe('default');
  });

  it('does not make up a host for tenancy host alone', () => {
    const placement = { region: 'us-east-1', tenancy: 'host' };
    expect(thereAndBack({ placement }).placement).toEqual(placement);
    expect(toProvider({ tenancy: 'host', hostAffinity: 'default' }).placement).not.toHaveProperty('host');
  });

  it.each<[string, { readonly [field: string]: Json }]>([
    ['a named host', { tenancy: 'host', hostAffinity: 'host', hostID: id }],
    ['a host to start on', { tenancy: 'host', hostAffinity: 'default', hostID: id }],
    ['an allocated host', { tenancy: 'host', hostAffinity: 'host', dynamicHostAllocation: { tags: { team: '' } } }],
  ])('gives an AWSMachine %s back after Machine API', (_, infra) => {
    expect(backAndThere(infra)).toMatchObject(infra);
  });
});

describe('a host that cannot be said', () => {
  it('with the 8 digits of older ids is refused, since the CRD of CAPA takes 17', () => {
    expectRefused(on({ affinity: 'DedicatedHost', dedicatedHost: { id: 'h-01234567' } }), {
      code: 'InvalidValue',
      path: 'placement.host.dedicatedHost.id',
      value: 'h-01234567',
      remedy: 'Use a host with such an id',
      says: '17 hex digits',
    });
  });

  it.each([
    [{ dedicatedHost: { id } }, 'Required'],
    [{ affinity: 'Other' }, 'InvalidValue'],
  ] as const)('without a known affinity is refused: %j', (host, code) => {
    expectRefused(on(host), { code, path: 'placement.host.affinity', remedy: 'Set one of them' });
  });

  it('that is to be stayed on must be named', () => {
    expectRefused(on({ affinity: 'DedicatedHost' }), {
      code: 'Required',
      path: 'placement.host.dedicatedHost.id',
      remedy: 'Set dedicatedHost.id, or allocationStrategy: Dynamic',
    });
  });

  it('that is allocated is not named as well', () => {
    expectRefused(on({ affinity: 'DedicatedHost', dedicatedHost: { allocationStrategy: 'Dynamic', id } }), {
      code: 'Conflict',
      path: 'placement.host.dedicatedHost.id',
      value: id,
      remedy: 'Remove id',
    });
  });

  it('is allocated only to be stayed on', () => {
    expectRefused(on({ affinity: 'AnyAvailable', dedicatedHost: { allocationStrategy: 'Dynamic' } }), {
      code: 'Conflict',
      path: 'placement.host.dedicatedHost.allocationStrategy',
      value: 'Dynamic',
      remedy: 'Set affinity: DedicatedHost',
    });
  });

  it('has no tags of an allocation that does not happen', () => {
    const dedicatedHost = { id, dynamicHostAllocation: { tags } };
    expectRefused(on({ affinity: 'DedicatedHost', dedicatedHost }), {
      code: 'Conflict',
      path: 'placement.host.dedicatedHost.dynamicHostAllocation',
      value: { tags },
      remedy: 'Remove it',
    });
  });

  it('has no two tags of one name', () => {
    const twice = [...tags, { name: 'team', value: 'b' }];
    const dedicatedHost = { allocationStrategy: 'Dynamic', dynamicHostAllocation: { tags: twice } };
    expectRefused(on({ affinity: 'DedicatedHost', dedicatedHost }), {
      code: 'Duplicate',
      path: 'placement.host.dedicatedHost.dynamicHostAllocation.tags[2].name',
      value: 'team',
      remedy: 'Remove the one',
    });
  });
});

describe('a host of an AWSMachine that Machine API cannot say', () => {
  it('is one that AWS chooses and the machine stays on', () => {
    expectInfraRefused(
      { tenancy: 'host', hostAffinity: 'host' },
      { code: 'NotSupported', path: 'hostAffinity', value: 'host', remedy: 'Set hostID or dynamicHostAllocation' },
    );
  });

  it('is one that is named and allocated', () => {
    expectInfraRefused(
      { tenancy: 'host', hostAffinity: 'host', hostID: id, dynamicHostAllocation: {} },
      {
        code: 'Conflict',
        path: 'dynamicHostAllocation',
        value: {},
        remedy: 'Remove one of hostID and dynamicHostAllocation',
      },
    );
  });

  it.each(['default', undefined])('is one that is allocated with affinity %s', (hostAffinity) => {
    expectInfraRefused(
      { tenancy: 'host', hostAffinity, dynamicHostAllocation: {} },
      { code: 'Conflict', path: 'dynamicHostAllocation', value: {}, remedy: 'Set hostAffinity: host' },
    );
  });

  it('is refused by the schema of CAPA where its id is not one', () => {
    expectInfraRefused(
      { tenancy: 'host', hostAffinity: 'host', hostID: 'h-1' },
      { code: 'InvalidValue', path: 'hostID', value: 'h-1', remedy: 'Correct the value' },
    );
  });
});
