import { expect, it } from 'vitest';
import { isWindows, metadataCheck } from './metadata-check.ts';

const check = metadataCheck({
  rule: 'No anchors.',
  hint: 'Weigh it.',
  of: ['labels', 'annotations'],
  isMeant: (key) => key.startsWith('example.com/anchor'),
});

it('finds what is meant on the machine and on the set, in labels and annotations, at its key', () => {
  const parts = {
    $meta: { labels: { a: 'b', 'example.com/anchor': 'x' } },
    $setMeta: { annotations: { 'example.com/anchored': '' } },
  };
  expect(check.find({}, parts)).toMatchObject([
    { code: 'NotSupported', root: '$meta', at: ['labels', 'example.com/anchor'], value: 'x', message: 'No anchors.' },
    { code: 'NotSupported', root: '$setMeta', at: ['annotations', 'example.com/anchored'], hint: 'Weigh it.' },
  ]);
});

it('finds nothing where there is no metadata', () => {
  expect(check.find({}, {})).toEqual([]);
});

it('knows Windows by its label alone', () => {
  expect(isWindows('machine.openshift.io/os-id', 'Windows')).toBe(true);
  expect(isWindows('machine.openshift.io/os-id', 'rhcos')).toBe(false);
  expect(isWindows('os', 'Windows')).toBe(false);
});
