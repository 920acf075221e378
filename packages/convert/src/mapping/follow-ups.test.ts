import { describe, expect, it } from 'vitest';
import { followUps } from './follow-ups.ts';
import { refOf, type Side } from './row.ts';

const one = (path: string): Side => ({ kind: 'one', ref: refOf(path) });
const place = (path: string) => refOf(path);

describe('a report about what is missing only because it was wrong', () => {
  it.each([
    ['at the same place', 'ami.id', 'ami', 'ami.id'],
    ['above it', 'ami.id', 'ami', 'ami'],
    ['by the row that lost its whole value', 'placement', 'placement.region', 'placement.region'],
    ['by a row whose other field was lost', 'hostID', 'hostID', 'hostAffinity'],
  ])('is not made %s', (_, broken, row, report) => {
    expect(followUps([place(broken)])(one(row), place(report))).toBe(true);
  });

  it.each([
    ['elsewhere', 'ami.id', 'subnet', 'subnet'],
    ['beside it in the same row', 'ami.id', 'ami', 'ami.arn'],
    ['of a name that only begins alike', 'am', 'ami', 'ami'],
    ['of another part', '$machine.ami', 'ami', 'ami'],
  ])('but every other one is: %s', (_, broken, row, report) => {
    expect(followUps([place(broken)])(one(row), place(report))).toBe(false);
  });

  it('cannot be where nothing was wrong', () => {
    expect(followUps([])(one('ami'), place('ami'))).toBe(false);
  });
});
