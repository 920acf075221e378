import type { Move, MoveState } from '@capstan/operator';
import { describe, expect, test } from 'vitest';
import { frame, redraw, screenView } from './migrate-view.ts';

const move = (name: string, more: Partial<Move> = {}): Move => ({
  kind: 'Machine',
  name,
  uid: name,
  authority: 'ClusterAPI',
  from: 'MachineAPI',
  isAsked: false,
  prior: { spec: 'MachineAPI', asked: undefined },
  instance: {},
  ...more,
});
const at = (name: string, state: MoveState) => ({ move: move(name), state });

describe('a wave on a terminal', () => {
  test('has a line for each machine, with what it waits for', () => {
    const moves = [at('m-1', { kind: 'moved' }), at('longer-2', { kind: 'asked', waitsFor: 'the mirror' })];
    expect(frame(moves, { columns: 100, rows: 24 })).toEqual([
      'machines.machine.openshift.io/m-1       moved',
      'machines.machine.openshift.io/longer-2  asked, waits for: the mirror',
    ]);
  });

  test('is no wider than the terminal, so that the cursor finds back', () => {
    const state: MoveState = { kind: 'failed', code: 'Refused', message: 'no '.repeat(100) };
    for (const line of frame([at('m', state)], { columns: 60, rows: 24 })) expect(line.length).toBeLessThan(60);
  });

  test('shows what is not done where it is longer than the terminal', () => {
    const done = Array.from({ length: 30 }, (_, index) => at(`m-${index}`, { kind: 'moved' }));
    const moves = [...done, at('slow', { kind: 'migrating', waitsFor: '' })];
    const lines = frame(moves, { columns: 100, rows: 10 });
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/slow +migrating/);
    expect(lines.at(-1)).toBe('and 26 more');
  });

  test('shows what a hostile message would do to the terminal instead of doing it', () => {
    const state: MoveState = { kind: 'failed', code: 'Refused', message: '\u001b[2J' };
    expect(frame([at('m', state)], { columns: 100, rows: 24 }).join()).not.toContain('\u001b');
  });

  test('is drawn over at each change, and a new wave below it', () => {
    const written: string[] = [];
    const out = {
      write: async (text: string) => void written.push(text),
      flush: async () => {},
    };
    const [first, second] = [move('m-1'), move('m-2')];
    const view = screenView({ out, terminal: () => ({ columns: 80, rows: 24 }) }, { waves: [[first], [second]] });
    view.wave(0);
    view.state(first, { kind: 'moved' });
    view.wave(1);
    expect(written).toEqual([
      '\nwave 1 of 2\n',
      'machines.machine.openshift.io/m-1  planned\n',
      `${redraw(1)}machines.machine.openshift.io/m-1  moved\n`,
      '\nwave 2 of 2\n',
      'machines.machine.openshift.io/m-2  planned\n',
    ]);
  });
});
