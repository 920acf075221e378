import type { Happening } from '@capstan/kube';
import { expect, it } from 'vitest';
import type { Notice } from './prerequisite.ts';
import { createTeller } from './tell-once.ts';

const object = { apiVersion: 'config.openshift.io/v1', kind: 'Infrastructure', metadata: { name: 'cluster' } };

function told() {
  const notices: Notice[] = [];
  const events: Happening[] = [];
  const record = (happening: Happening) => void events.push(happening);
  const teller = createTeller({ onNotice: (notice) => void notices.push(notice), recorder: { record } });
  return { teller, notes: () => notices.map(({ note }) => note), events };
}

it('a warning is told once, again when it changes, and again when it comes back', () => {
  const { teller, notes, events } = told();
  const warn = (note: string) => teller.tell('cluster', { type: 'Warning', object, reason: 'ClusterBlocked', note });
  for (const note of ['a', 'a', 'b', 'b']) warn(note);
  teller.clear('cluster');
  warn('b');
  expect(notes()).toEqual(['a', 'b', 'b']);
  expect(events.map(({ reason, note }) => `${reason} ${note}`)).toEqual([
    'ClusterBlocked a',
    'ClusterBlocked b',
    'ClusterBlocked b',
  ]);
});

it('what is only good to know is no event', () => {
  const { teller, notes, events } = told();
  teller.tell('made', { type: 'Normal', object, reason: 'ClusterMade', note: 'made Cluster a' });
  expect(notes()).toEqual(['made Cluster a']);
  expect(events).toEqual([]);
});
