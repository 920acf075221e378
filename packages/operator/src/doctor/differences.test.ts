import { expect, it } from 'vitest';
import { differences } from './differences.ts';
import { madeUp } from './made-up.ts';
import { newestTime } from './newest-time.ts';

const object = (more: object) => ({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, ...more });

it('names each place that differs as messages do', () => {
  const before = object({ spec: { a: 1, list: [{ x: 1 }, { x: 2 }], gone: true, short: [1] }, status: { x: 1 } });
  const after = {
    ...object({ spec: { a: 1, list: [{ x: 1 }, { x: 3 }], made: null, short: [1, 2] }, status: { x: 2 } }),
    metadata: { name: 'a', annotations: { 'a.b/c': 'd' }, resourceVersion: '2' },
  };
  expect(differences(before, after)).toEqual([
    { path: 'metadata.annotations', before: undefined, after: { 'a.b/c': 'd' } },
    { path: 'spec.list[1].x', before: 2, after: 3 },
    { path: 'spec.gone', before: true, after: undefined },
    { path: 'spec.short', before: [1], after: [1, 2] },
    { path: 'spec.made', before: undefined, after: null },
  ]);
});

it('keys with dots are keys, not steps', () => {
  const noted = { ...object({}), metadata: { name: 'a', annotations: { x: 'y' } } };
  const after = { ...noted, metadata: { name: 'a', annotations: { 'a.b/c': 'd' } } };
  expect(differences(noted, after).map(({ path }) => path)).toEqual([
    'metadata.annotations.x',
    'metadata.annotations["a.b/c"]',
  ]);
});

it('a uid that the server would choose is not shown', () => {
  const owner = { apiVersion: 'v1', kind: 'B', name: 'b', uid: madeUp(1) };
  const owned = { ...object({}), metadata: { name: 'a', ownerReferences: [owner] } };
  expect(differences(object({}), owned)).toEqual([
    { path: 'metadata.ownerReferences', before: undefined, after: [{ apiVersion: 'v1', kind: 'B', name: 'b' }] },
  ]);
});

it('files are as new as the newest time in them, but for what ends in the future', () => {
  const values = [
    { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' }, status: { at: ['2026-02-01T00:00:00.5Z'] } },
    { metadata: { annotations: { 'capstan.openshift.io/token-expires': '2027-01-01T00:00:00Z' } }, text: '9999' },
  ];
  expect(newestTime(values).toISOString()).toBe('2026-02-01T00:00:00.500Z');
  expect(newestTime([]).getTime()).toBe(0);
});
