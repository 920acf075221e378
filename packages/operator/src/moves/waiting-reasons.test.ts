import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { latestReasons } from './waiting-reasons.ts';

const now = new Date('2026-11-25T18:30:00Z');
const event = (reason: string, note: string, at: string, more: object = {}): KubeObject => ({
  apiVersion: 'events.k8s.io/v1',
  kind: 'Event',
  metadata: { name: note },
  regarding: { uid: 'u' },
  reason,
  note,
  eventTime: at,
  ...more,
});

test('the last word of the migration controllers on an object is what it waits for', () => {
  const events = [
    event('MigrationWaiting', 'second', '2026-11-25T18:20:00Z'),
    event('MigrationWaiting', 'first', '2026-11-25T18:10:00Z'),
    event('FailedScheduling', 'of others', '2026-11-25T18:29:00Z'),
    event('MigrationWaiting', 'of no object', '2026-11-25T18:29:00Z', { regarding: {} }),
  ];
  expect([...latestReasons(events, now)]).toEqual([['u', 'second']]);
});

test('what was said again counts as said now, and what was said hours ago as said of another time', () => {
  const series = { lastObservedTime: '2026-11-25T18:29:00Z' };
  const events = [
    event('MigrationWaiting', 'again', '2026-11-25T12:00:00Z', { series }),
    event('NotTakenUp', 'long ago', '2026-11-25T12:00:00Z'),
  ];
  expect([...latestReasons(events, now)]).toEqual([['u', 'again']]);
  expect([...latestReasons(events.slice(1), now)]).toEqual([]);
});
