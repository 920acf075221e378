import type { Json } from '@capstan/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { writeYaml, yamlDocument } from './yaml-writer.ts';

async function written(...values: Json[]): Promise<string> {
  let text = '';
  await writeYaml(values, (chunk) => {
    text += chunk;
  });
  return text;
}

describe('YAML looks as kubectl prints it', () => {
  it('block style, lists under their key, the well-known members first, everything else in its order', async () => {
    const object = {
      status: { conditions: [] },
      spec: {
        template: { spec: { blockDevices: [{ ebs: { size: 120, kmsKey: {} } }, {}], nested: [[1, [2]], []] } },
        none: null,
        on: true,
      },
      metadata: { name: 'a', labels: { 'machine.openshift.io/x': '' } },
      kind: 'MachineSet',
      apiVersion: 'machine.openshift.io/v1beta1',
    };
    expect(await written(object, { b: 1 })).toBe(`apiVersion: machine.openshift.io/v1beta1
kind: MachineSet
metadata:
  name: a
  labels:
    machine.openshift.io/x: ""
spec:
  template:
    spec:
      blockDevices:
      - ebs:
          size: 120
          kmsKey: {}
      - {}
      nested:
      - - 1
        - - 2
      - []
  none: null
  "on": true
status:
  conditions: []
---
b: 1
`);
  });

  it('long lines are never folded, and texts of several lines are blocks', () => {
    const long = 'word '.repeat(100).trim();
    expect(yamlDocument({ long })).toBe(`long: ${long}\n`);
    expect(yamlDocument({ data: '#!/bin/sh\necho "x: y"\n\nexit\n', list: ['a\n  b'] })).toBe(
      'data: |\n  #!/bin/sh\n  echo "x: y"\n\n  exit\nlist:\n- |-\n  a\n    b\n',
    );
  });

  it('members that are undefined are left out, as in JSON', () => {
    const value = { a: undefined, b: { c: undefined }, d: 1 } as unknown as Json;
    expect(yamlDocument(value)).toBe('b: {}\nd: 1\n');
  });

  it('a number that JSON does not have is a bug of the caller', () => {
    expect(() => yamlDocument({ a: Number.NaN })).toThrow(TypeError);
  });

  it('nothing is written for nothing', async () => {
    expect(await written()).toBe('');
  });
});

describe('strings that some reader would take for something else are quoted', () => {
  it.each([
    'y n Y N yes no Yes NO on off On OFF true false True null Null ~ nUlL',
    '0 -1 +1 0644 0x1F 0o17 0b11 1_000 1.5 .5 1e3 1E5 e5 0.0 12e03 .inf -.INF .nan',
    '1:20 190:20:30 2001-12-14t21:59:43.10-05:00 2026-03-02 2026-03-02T09:14:51Z',
    '- -a ? : , [ ] { } # & * ! | > % @ ` = << --- ... -- *a &a !a %a @a |a >a ?a',
    `"a" 'a' a: :a a:`,
  ])('%s', (words) => {
    for (const word of ['', ...words.split(' ')]) {
      expect(yamlDocument([word])).toMatch(/^- (?:".*"|'.*')\n$/);
      expect(yamlDocument({ [word]: 1 })).toMatch(/^(?:".*"|'.*'): 1\n$/);
    }
  });

  it('and what nobody misreads is not', () => {
    const plain = [
      'ami-0c8d5f2b9a6e4d371',
      'arn:aws:iam::123456789012:instance-profile/x',
      'kubernetes.io/cluster/a',
      'tag:Name',
      '10.0.0.0/16',
      '120Gi',
      'm6i.xlarge',
      'two words',
      'yes please',
      '/dev/sda1',
      'a,b'.replace(',', '='),
    ];
    expect(yamlDocument(plain)).toBe(plain.map((text) => `- ${text}\n`).join(''));
  });

  it('nothing invisible reaches the terminal or is lost', () => {
    expect(yamlDocument(['\u001b[31m\u0085\u2028\u202e\ufeff\ud800\u007f'])).toBe(
      '- "\\u001b[31m\\u0085\\u2028\\u202e\\ufeff\\ud800\\u007f"\n',
    );
  });
});

describe('what is written is read back as the same value', () => {
  const nasty = fc.constantFrom(
    ...'yes,No,n,~,,0,0644,1_000,1:20,2001-01-01,.inf,1e3,e5,E_5,- a,? a,: a,a: b,a #b,#a,*a,&a,!a,---,...,=,<<,\ta, a,a ,a\tb'.split(
      ',',
    ),
    ...[
      '\n',
      'a\nb',
      'a\nb\n',
      '\na',
      'a\n\n',
      'a\n b\n  ',
      'a\n\t\nb',
      'a\n  \nb',
      'a\r\nb',
      'a\n---\nb\n',
      '- a\n- b\n',
    ],
    ...[
      '\u0000',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
      'x'.repeat(1100),
      '日本',
      '👍',
      'a\u00a0b',
      '{"a":1}\n',
      'C:\\x',
    ],
  );
  const soup = fc.array(fc.constantFrom(...' \n\t:#-01_.eExoyn/\\"\'|>,[]{}&*!%@`~='.split('')), { maxLength: 8 });
  const text = fc.oneof(
    nasty,
    soup.map((parts) => parts.join('')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(
        text.filter((key) => key !== '__proto__'),
        tie('value'),
        { maxKeys: 4, noNullPrototype: true },
      ),
    ),
  }));

  it.each(['1.1', '1.2'] as const)('by YAML %s, whatever is in it', (version) => {
    fc.assert(
      fc.property(value, (original) => {
        // As it is in JSON: without -0.
        const json: Json = JSON.parse(JSON.stringify(original));
        expect(parse(yamlDocument(json), { version, merge: version === '1.1', logLevel: 'silent' })).toEqual(json);
      }),
      { seed: 41, numRuns: 3000 },
    );
  });
});

it('a slow reader is waited for: nothing is made that nobody takes', async () => {
  let made = 0;
  let taken = 0;
  function* objects(): Generator<Json> {
    for (; made < 1000; made += 1) yield { text: 'x'.repeat(1000) };
  }
  await writeYaml(objects(), async (chunk) => {
    taken += chunk.length;
    expect(made * 1000 - taken).toBeLessThan(10_000);
    await Promise.resolve();
  });
  expect(taken).toBeGreaterThan(1_000_000);
});
