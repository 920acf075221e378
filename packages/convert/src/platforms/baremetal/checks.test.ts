import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  bareMetalFixture,
  expectInfraRefused,
  expectRefused,
  type Refusal,
  remarks,
  toInfra,
} from '../../testing/baremetal.ts';
import { type Changes, errorsOf } from '../../testing/fixture.ts';

const md5 = '9e107d9d372bb6826bd81d3542a419d6';
const image = (url: string, checksum = md5): Changes => ({ customDeploy: undefined, image: { url, checksum } });
const requirement = (operator: string, values: readonly string[], key = 'site'): Changes => ({
  hostSelector: { matchExpressions: [{ key, operator, values }] },
});
const first = 'hostSelector.matchExpressions[0]';
const invalid = (path: string, value: Json, remedy: string): Refusal => ({ code: 'InvalidValue', path, value, remedy });

/** What CAPM3's webhook would refuse, or what neither side chooses a host by; alike in both APIs. */
const found: readonly (readonly [what: string, changes: Changes, refusal: Refusal])[] = [
  ['an image by a host alone', image('rhcos.qcow2'), invalid('image.url', 'rhcos.qcow2', 'Correct the URL')],
  ['an image with a space', image('http://a/b c'), invalid('image.url', 'http://a/b c', 'Correct the URL')],
  [
    'a checksum at a broken URL',
    image('http://a/b', 'http://'),
    invalid('image.checksum', 'http://', 'Correct the URL of the checksum'),
  ],
  [
    'an image of an OCI registry',
    image('oci://quay.example.com/rhcos'),
    invalid('image.url', 'oci://quay.example.com/rhcos', 'Serve the image by http'),
  ],
  [
    'a label that no host has',
    { hostSelector: { matchLabels: { rack: 'r 12' } } },
    invalid('hostSelector.matchLabels.rack', 'r 12', 'Correct the label'),
  ],
  [
    'a label without a valid key',
    { hostSelector: { matchLabels: { 'a/b/c': 'd' } } },
    invalid('hostSelector.matchLabels["a/b/c"]', 'a/b/c', 'Correct the label'),
  ],
  [
    'DoesNotExist, which in lower case is nothing',
    requirement('DoesNotExist', []),
    invalid(`${first}.operator`, 'DoesNotExist', 'Write "!"'),
  ],
  ['an operator of no selector', requirement('Like', ['a']), invalid(`${first}.operator`, 'Like', 'Use one of In')],
  ['no operator', requirement('', ['a']), invalid(`${first}.operator`, '', 'Use one of In')],
  ['In without values', requirement('In', []), invalid(`${first}.values`, [], 'Give In the values')],
  ['Exists with a value', requirement('Exists', ['a']), invalid(`${first}.values`, ['a'], 'Give Exists')],
  ['= with two values', requirement('=', ['a', 'b']), invalid(`${first}.values`, ['a', 'b'], 'Give =')],
  ['gt of a word', requirement('gt', ['many']), invalid(`${first}.values`, ['many'], 'Give gt')],
  ['a key that is none', requirement('in', ['a'], 'a b'), invalid(`${first}.key`, 'a b', 'Correct the key')],
  ['a value that is none', requirement('in', ['a', 'b c']), invalid(`${first}.values[1]`, 'b c', 'Correct the value')],
  [
    'two requirements of one key, of which a newer CAPM3 stores one',
    {
      hostSelector: {
        matchExpressions: [
          { key: 'site', operator: 'in', values: ['fra'] },
          { key: 'site', operator: 'notin', values: ['lab'] },
        ],
      },
    },
    {
      code: 'Duplicate',
      path: 'hostSelector.matchExpressions[1].key',
      value: 'site',
      remedy: 'Say it in one requirement',
    },
  ],
];

describe('a machine that would never get its host', () => {
  it.each(found)('is refused for %s before anything is applied, in both APIs', (_, changes, refusal) => {
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it.each<[string, Changes]>([
    ['an image by https', image('https://mirror.example.com/rhcos.qcow2')],
    ['an image by a path', image('/images/rhcos.qcow2')],
    ['an image whose checksum is at a URL', image('http://a/b', 'https://a/b.md5sum')],
    [
      'any image beside a custom deploy, which the webhook does not look at',
      { image: { url: 'rhcos', checksum: md5 } },
    ],
    ['every operator in any case', requirement('NOTIN', ['lab'])],
    ['!= with a value', requirement('!=', ['lab'])],
    ['== with a value', requirement('==', ['fra'])],
    ['lt of an integer', requirement('Lt', ['64'], 'cores')],
    ['a label without a value', { hostSelector: { matchLabels: { gpu: '' } } }],
  ])('is not one with %s', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(Object.keys(toInfra(changes)).length).toBeGreaterThan(0);
  });
});

describe('a host under remediation', () => {
  it.each(['host.metal3.io/external-remediation', 'remediation.metal3.io/power-off'])(
    'by %s is refused on both ways: the other side would leave it half done',
    (key) => {
      const { converter, capiMachine, infraSpec, mapiMachine, provider } = bareMetalFixture;
      const annotations = { [key]: '' };
      const expected = { code: 'NotSupported', hint: expect.stringContaining('Wait until the remediation is over') };
      expect(errorsOf(converter().toClusterApi(mapiMachine(provider(), {}, { annotations })))).toMatchObject([
        { ...expected, path: `metadata.annotations["${key}"]` },
      ]);
      expect(errorsOf(converter().toMachineApi(...capiMachine(infraSpec(), {}, { annotations })))).toMatchObject([
        expected,
      ]);
    },
  );
});
