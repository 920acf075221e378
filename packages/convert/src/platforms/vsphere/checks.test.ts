import { describe, expect, it } from 'vitest';
import { type Changes, errorsOf } from '../../testing/fixture.ts';
import {
  expectInfraRefused,
  expectRefused,
  type Refusal,
  remarks,
  toInfra,
  vsphereFixture,
} from '../../testing/vsphere.ts';

const tag = (digit: string, scope = 'GLOBAL') =>
  `urn:vmomi:InventoryServiceTag:3f0c9c1e-55a1-4a4e-9d1f-0d5a7f7a2b1${digit}:${scope}`;
const disk = (name: string, sizeGiB = 40) => ({ name, sizeGiB });

/** What is at the same place on both sides, and refused on both ways. */
const found: readonly (readonly [what: string, changes: Changes, refusal: Refusal])[] = [
  [
    'more than ten tags',
    { tagIDs: Array.from({ length: 11 }, () => tag('0')) },
    { code: 'InvalidValue', path: 'tagIDs', value: 11, remedy: 'Remove some' },
  ],
  [
    'a tag by its name',
    { tagIDs: [tag('0'), 'north-7kq2d'] },
    { code: 'InvalidValue', path: 'tagIDs[1]', value: 'north-7kq2d', remedy: 'Write the URN of the tag' },
  ],
  [
    'a tag without a scope',
    { tagIDs: [tag('0', '')] },
    { code: 'InvalidValue', path: 'tagIDs[0]', value: tag('0', ''), remedy: 'Write the URN' },
  ],
  [
    'a data disk with a name that begins with a hyphen',
    { dataDisks: [disk('a'), disk('-b')] },
    { code: 'InvalidValue', path: 'dataDisks[1].name', value: '-b', remedy: 'Correct the name' },
  ],
  [
    'a data disk with a name that is too long',
    { dataDisks: [disk('x'.repeat(81))] },
    { code: 'InvalidValue', path: 'dataDisks[0].name', value: 'x'.repeat(81), remedy: 'Correct the name' },
  ],
  [
    'two data disks of one name',
    { dataDisks: [disk('a'), disk('b'), disk('a')] },
    { code: 'Duplicate', path: 'dataDisks[2].name', value: 'a', remedy: 'a name of its own' },
  ],
  [
    'a data disk without a size',
    { dataDisks: [disk('a', 0)] },
    { code: 'InvalidValue', path: 'dataDisks[0].sizeGiB', value: 0, remedy: 'Correct the size' },
  ],
  [
    'a data disk that is too large',
    { dataDisks: [disk('a', 16385)] },
    { code: 'InvalidValue', path: 'dataDisks[0].sizeGiB', value: 16385, remedy: 'Correct the size' },
  ],
];

describe('what Machine API or CAPV would refuse', () => {
  it.each(found)('is refused for %s before anything is applied, both ways', (_, changes, refusal) => {
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it('is refused for 30 data disks: one controller has no room for them', () => {
    const dataDisks = Array.from({ length: 30 }, (_, index) => disk(`d${index}`));
    expectRefused(
      { dataDisks },
      { code: 'InvalidValue', path: 'dataDisks', value: dataDisks, remedy: 'Correct', says: 'at most 29' },
    );
  });

  it.each<[string, Changes]>([
    ['ten tags', { tagIDs: Array.from({ length: 10 }, (_, index) => tag(String(index))) }],
    ['a tag of one vCenter', { tagIDs: [tag('0', 'b7d2')] }],
    ['the longest name', { dataDisks: [disk('x'.repeat(80))] }],
    ['a name with an underscore', { dataDisks: [disk('etcd_logs')] }],
    ['the smallest and the largest disk', { dataDisks: [disk('a', 1), disk('b', 16384)] }],
    ['29 disks', { dataDisks: Array.from({ length: 29 }, (_, index) => disk(`d${index}`)) }],
    ['no lists', { tagIDs: [], dataDisks: [] }],
  ])('is not what %s is', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(toInfra(changes)).toHaveProperty('template');
  });
});

describe('a machine that runs Windows', () => {
  const labels = { 'machine.openshift.io/os-id': 'Windows' };

  it('is refused on both ways: its user data would be handed over as for Linux, and it would not join', () => {
    const { toClusterApi, toMachineApi } = vsphereFixture.converter();
    const expected = { code: 'NotSupported', hint: 'Leave Windows machines under the API that has them.' };
    expect(
      errorsOf(toClusterApi(vsphereFixture.mapiSet(vsphereFixture.provider(), { templateMetadata: { labels } }))),
    ).toMatchObject([
      { ...expected, path: 'spec.template.metadata.labels["machine.openshift.io/os-id"]', value: 'Windows' },
    ]);
    expect(
      errorsOf(toMachineApi(...vsphereFixture.capiMachine(vsphereFixture.infraSpec(), {}, { labels }))),
    ).toMatchObject([expected]);
  });
});

describe('a template', () => {
  it.each(['vm-123', 'VirtualMachine:vm-123'])(
    '%s is refused: an id to CAPV, and a name to Machine API',
    (template) => {
      const refusal = { code: 'InvalidValue', path: 'template', value: template, remedy: 'Write the name' } as const;
      expectRefused({ template }, refusal);
      expectInfraRefused({ template }, refusal);
    },
  );

  it('vm-rhcos is a name to both', () => {
    expect(toInfra({ template: 'vm-rhcos' })['template']).toBe('vm-rhcos');
  });
});
