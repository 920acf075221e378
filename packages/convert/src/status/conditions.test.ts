import { clusterApiMachineStatus } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type DerivedCondition, mergeConditions } from './conditions.ts';

const { conditions: shape } = clusterApiMachineStatus.fields;
const now = '2026-03-01T09:30:00Z';
const before = '2026-01-01T00:00:00Z';

const ready: DerivedCondition = { type: 'Ready', status: 'True', reason: 'Ready', message: '' };
const stored = (fields: { readonly [field: string]: unknown }) => ({
  type: 'Ready',
  status: 'True',
  reason: 'Ready',
  message: '',
  lastTransitionTime: before,
  ...fields,
});
const merge = (derived: readonly DerivedCondition[], previous: unknown) =>
  mergeConditions(derived, previous, shape, now);

describe('lastTransitionTime', () => {
  it('is the time of the conversion for a condition that was not there', () => {
    expect(merge([ready], undefined)).toEqual([{ ...ready, lastTransitionTime: now }]);
  });

  it('stays while the status does, even where reason and message change', () => {
    const previous = [stored({ reason: 'Other', message: 'was different' })];
    expect(merge([ready], previous)).toEqual([{ ...ready, lastTransitionTime: before }]);
  });

  it('moves when the status changes', () => {
    expect(merge([ready], [stored({ status: 'False' })])).toEqual([{ ...ready, lastTransitionTime: now }]);
  });

  it('is not taken from a condition that no API server would have stored', () => {
    expect(merge([ready], [stored({ lastTransitionTime: 'yesterday' })])).toEqual([
      { ...ready, lastTransitionTime: now },
    ]);
  });
});

describe('conditions of other controllers', () => {
  const paused = stored({ type: 'Paused', reason: 'Paused', observedGeneration: 3 });

  it('stay as they are', () => {
    expect(merge([ready], [paused])).toEqual([paused, { ...ready, lastTransitionTime: now }]);
  });

  it('stay even where a newer API gave them a field more', () => {
    expect(merge([], [{ ...paused, newer: 1 }])).toEqual([paused]);
  });

  it.each([[{ ...paused, reason: '' }], [{ ...paused, lastTransitionTime: null }], ['Paused'], [null]])(
    'are left out where the API server would refuse the whole status for them: %j',
    (item) => {
      expect(merge([], [item])).toEqual([]);
    },
  );

  it('are kept once a type', () => {
    expect(merge([], [paused, { ...paused, status: 'False' }])).toEqual([paused]);
  });

  it('make way where the list would be longer than the schema allows', () => {
    const many = Array.from({ length: 32 }, (_, index) => stored({ type: `Type${String(index).padStart(2, '0')}` }));
    const merged = merge([ready], many);
    expect(merged).toHaveLength(32);
    expect(merged.map(({ type }) => type)).toContain('Ready');
  });
});

it('sorts by type', () => {
  const types = merge([ready, { ...ready, type: 'Available' }], [stored({ type: 'Paused' })]).map(({ type }) => type);
  expect(types).toEqual(['Available', 'Paused', 'Ready']);
});

it.each([undefined, null, 'x', 5, {}, { type: 'Ready' }])('takes %j for no conditions', (previous) => {
  expect(merge([], previous)).toEqual([]);
});
