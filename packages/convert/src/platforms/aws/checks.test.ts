import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { expectInfraRefused, expectRefused, type Refusal, remarks, toInfra } from '../../testing/aws-ways.ts';
import type { Changes } from '../../testing/fixture.ts';

const reservation = 'cr-0a1b2c3d4e5f60718';
const root = (ebs: { readonly [field: string]: Json }): Changes => ({
  blockDevices: [{ ebs: { volumeSize: 120, ...ebs } }],
});
const tag = (name: string, value = ''): Changes => ({
  tags: [
    { name: 'team', value: 'ml' },
    { name, value },
  ],
});

/** What AWS or CAPA's webhook would refuse only once the objects are applied, and where it is found before. */
const found: readonly (readonly [what: string, changes: Changes, refusal: Refusal])[] = [
  [
    'a reservation of a spot instance',
    { marketType: 'Spot', capacityReservationId: reservation },
    { code: 'Conflict', path: 'capacityReservationId', remedy: 'Remove capacityReservationId' },
  ],
  [
    'a reservation beside spot options',
    { spotMarketOptions: {}, capacityReservationId: reservation },
    { code: 'Conflict', path: 'capacityReservationId', remedy: 'do not ask for spot' },
  ],
  [
    'a capacity block without its reservation',
    { marketType: 'CapacityBlock', capacityReservationId: '' },
    { code: 'Conflict', path: 'marketType', remedy: 'Set capacityReservationId' },
  ],
  [
    'spot options on demand',
    { marketType: 'OnDemand', spotMarketOptions: { maxPrice: '0.5' } },
    { code: 'Conflict', path: 'spotMarketOptions', remedy: 'Remove spotMarketOptions' },
  ],
  [
    'a dedicated host without its tenancy',
    { placement: { region: 'us-east-1', host: { affinity: 'AnyAvailable' } } },
    { code: 'Conflict', path: 'placement.host', remedy: 'Set placement.tenancy: host' },
  ],
  [
    'io2 without iops',
    root({ volumeType: 'io2' }),
    { code: 'Conflict', path: 'blockDevices[0].ebs.iops', remedy: 'Correct the volume type' },
  ],
  [
    'a throughput of gp2',
    root({ volumeType: 'gp2', throughputMib: 250 }),
    { code: 'Conflict', path: 'blockDevices[0].ebs.throughputMib', value: 250, remedy: 'Correct the volume type' },
  ],
  [
    'a root volume with too little throughput',
    root({ volumeType: 'gp3', throughputMib: 100 }),
    {
      code: 'Conflict',
      path: 'blockDevices[0].ebs.throughputMib',
      value: 100,
      remedy: 'this field',
      says: '125 to 2000',
    },
  ],
  [
    'an SSH key with a space behind',
    { keyName: 'ops ' },
    { code: 'InvalidValue', path: 'keyName', value: 'ops ', remedy: 'Correct the name' },
  ],
  [
    'a tag of AWS itself',
    tag('aws:cloudformation'),
    { code: 'InvalidValue', path: 'tags[1].name', value: 'aws:cloudformation', remedy: 'remove the tag' },
  ],
  [
    'a tag with a letter that CAPA refuses',
    tag('équipe'),
    { code: 'InvalidValue', path: 'tags[1].name', value: 'équipe', remedy: 'Correct the name' },
  ],
  [
    'a tag whose value is too long',
    tag('a', 'x'.repeat(257)),
    { code: 'InvalidValue', path: 'tags[1].value', value: 'x'.repeat(257), remedy: 'Correct the value' },
  ],
  [
    'more than 50 tags',
    { tags: Array.from({ length: 51 }, (_, index) => ({ name: `t${index}`, value: '' })) },
    { code: 'InvalidValue', path: 'tags', value: 51, remedy: 'Remove some' },
  ],
];

describe('a provider spec that CAPA would refuse', () => {
  it.each(found)('is refused for %s before anything is applied', (_, changes, refusal) => {
    expectRefused(changes, refusal);
  });

  it.each<[string, Changes]>([
    ['a capacity block with its reservation', { marketType: 'CapacityBlock', capacityReservationId: reservation }],
    ['spot options of a spot instance', { marketType: 'Spot', spotMarketOptions: {} }],
    ['a reservation on demand', { marketType: 'OnDemand', capacityReservationId: reservation }],
    ['io1 with iops', root({ volumeType: 'io1', iops: 100 })],
    ['the least throughput', root({ volumeType: 'gp3', throughputMib: 125 })],
    ['the most throughput', root({ volumeType: 'gp3', throughputMib: 2000 })],
    ['no throughput', root({ volumeType: 'gp2', throughputMib: 0 })],
    ['a key name with a space inside', { keyName: 'ops bastion' }],
    ['a tag of the cluster', tag('kubernetes.io/cluster/ocp1-x7k2p', 'owned')],
    ['a tag with the longest value', tag('a', 'x'.repeat(256))],
  ])('is not what %s is', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(toInfra(changes)).toHaveProperty('instanceType');
  });
});

describe('an infra machine spec that Machine API or AWS would refuse', () => {
  it.each<[string, Changes, Refusal]>([
    [
      'a volume behind the root',
      {
        rootVolume: { size: 120 },
        nonRootVolumes: [
          { deviceName: '/dev/xvdb', size: 8 },
          { deviceName: '/dev/xvdc', size: 8, type: 'io1' },
        ],
      },
      { code: 'Conflict', path: 'nonRootVolumes[1].iops', remedy: 'Correct' },
    ],
    [
      'a volume without a root before it',
      { nonRootVolumes: [{ deviceName: '/dev/xvdb', size: 8, type: 'gp2', throughput: 250 }] },
      { code: 'Conflict', path: 'nonRootVolumes[0].throughput', value: 250, remedy: 'Correct' },
    ],
    [
      'the root volume',
      { rootVolume: { size: 8, type: 'gp3', throughput: 100 } },
      { code: 'Conflict', path: 'rootVolume.throughput', value: 100, remedy: 'Correct' },
    ],
    [
      'a tag',
      { additionalTags: { team: 'ml', 'aws:x': '' } },
      { code: 'InvalidValue', path: 'additionalTags["aws:x"]', value: 'aws:x', remedy: 'remove the tag' },
    ],
    [
      'spot options',
      { marketType: 'OnDemand', spotMarketOptions: {} },
      { code: 'Conflict', path: 'spotMarketOptions', remedy: 'Remove' },
    ],
  ])('is refused at its own place for %s', (_, changes, refusal) => {
    expectInfraRefused(changes, refusal);
  });
});
