import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { mirrorMetadata, type StringMap } from './mirror-metadata.ts';

const own = { labels: { ours: '' }, annotations: {} };
const source = (labels: StringMap, annotations: StringMap = {}) => ({ labels, annotations });
const mirror = (metadata: { labels: StringMap; annotations: StringMap }): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Mirror',
  metadata: { name: 'a', labels: { ...metadata.labels }, annotations: { ...metadata.annotations } },
});

describe('labels and annotations of a mirror', () => {
  it('what the source loses goes, what others put there stays, and what is ours is ours', () => {
    const first = mirrorMetadata({
      existing: undefined,
      converted: source({ a: '1', b: '2', ours: 'x' }, { n: '1' }),
      own,
    });
    expect(first.labels).toEqual({ a: '1', b: '2', ours: '' });
    const touched = mirror({
      labels: { ...first.labels, theirs: 'y' },
      annotations: { ...first.annotations, note: 'z' },
    });
    const second = mirrorMetadata({ existing: touched, converted: source({ a: '3' }), own });
    expect(second.labels).toEqual({ a: '3', theirs: 'y', ours: '' });
    expect(second.annotations).toMatchObject({ note: 'z' });
    expect(second.annotations).not.toHaveProperty('n');
  });

  it('the same source gives the same record, whatever the order of its keys: nothing is written at rest', () => {
    const one = mirrorMetadata({ existing: undefined, converted: source({ a: '1', b: '2' }), own });
    const other = mirrorMetadata({ existing: mirror(one), converted: source({ b: '2', a: '1' }), own });
    expect(other).toEqual(one);
  });

  it('null takes away what is ours to take away, even where the source has it', () => {
    const taking = { labels: { set: null }, annotations: { paused: null } };
    const existing = mirror({ labels: { set: 'workers' }, annotations: { paused: '' } });
    const { labels, annotations } = mirrorMetadata({ existing, converted: source({ set: 'x' }), own: taking });
    expect([labels, Object.keys(annotations)]).toEqual([{}, ['capstan.openshift.io/mirrored']]);
  });

  it('what another controller has a say in stays as it has it, and is given where it has nothing', () => {
    const first = mirrorMetadata({ existing: undefined, converted: source({ a: '1', b: '2' }), own });
    const existing = mirror({ ...first, labels: { a: 'theirs' } });
    const foreign = { labels: new Set(['a', 'b']), annotations: new Set<string>() };
    expect(mirrorMetadata({ existing, converted: source({ a: '1', b: '2' }), own, foreign }).labels).toEqual({
      a: 'theirs',
      b: '2',
      ours: '',
    });
  });

  it.each(['{', '[]', 'null', '{"labels":7}', '{"labels":[1,{}]}'])(
    'the damaged record %s takes nothing away',
    (record) => {
      const existing = mirror({ labels: { a: '1' }, annotations: { 'capstan.openshift.io/mirrored': record } });
      expect(mirrorMetadata({ existing, converted: source({}), own }).labels).toEqual({ a: '1', ours: '' });
    },
  );
});
