import { expect, it } from 'vitest';
import { paused } from './paused.ts';

const object = {
  apiVersion: 'cluster.x-k8s.io/v1beta2',
  kind: 'Machine',
  metadata: { name: 'm', annotations: { z: '1', a: '2' } },
  spec: {},
};

it('is what no controller acts on, so output can be applied beside a live cluster', () => {
  expect(paused(object).metadata['annotations']).toEqual({ a: '2', 'cluster.x-k8s.io/paused': '', z: '1' });
  expect(Object.keys(paused(object).metadata['annotations'] ?? {})).toEqual(['a', 'cluster.x-k8s.io/paused', 'z']);
});

it('leaves the object that it was made from alone', () => {
  paused(object);
  expect(object.metadata.annotations).toEqual({ z: '1', a: '2' });
});
