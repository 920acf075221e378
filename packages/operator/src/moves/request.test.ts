import { describe, expect, test } from 'vitest';
import { askedJson, fitsAnnotation, isRunId, type MoveRequest, makeRunId, parseAsked, rollbackId } from './request.ts';

const request: MoveRequest = {
  target: 'cluster-api',
  names: [
    { kind: 'MachineSet', name: 'b' },
    { kind: 'Machine', name: 'a' },
  ],
  selector: '',
  all: false,
  includeMachines: true,
};
const now = new Date('2026-11-25T18:30:05.123Z');

describe('a run', () => {
  test('has an id that says when it began, and the same request finds it again', () => {
    const id = makeRunId(request, now);
    expect(id).toMatch(/^20261125-183005-[0-9a-f]{6}$/);
    expect(isRunId(id)).toBe(true);
    expect(makeRunId({ ...request, names: request.names.toReversed() }, now)).toBe(id);
    expect(makeRunId({ ...request, includeMachines: false }, now)).not.toBe(id);
    expect(makeRunId({ ...request, target: 'machine-api' }, now)).not.toBe(id);
  });

  test('has one way back, however often it is tried, and that has one as well', () => {
    const back = rollbackId(makeRunId(request, now));
    expect(isRunId(back)).toBe(true);
    expect(isRunId(rollbackId(back))).toBe(true);
  });

  test.each(['x', '', '20261125-183005-3fa9c1; rm -rf /', '20261125-183005-3fa9c1-other'])(
    'has no id like %s',
    (text) => expect(isRunId(text)).toBe(false),
  );
});

describe('what was asked', () => {
  test('is read back from the objects as it was', () => {
    for (const asked of [
      { request },
      { request: { ...request, names: [], selector: 'zone in (a,b)' } },
      { request: { ...request, names: [], all: true, includeMachines: false } },
      { rollback: '20261125-183005-3fa9c1' },
    ]) {
      expect(parseAsked(JSON.parse(JSON.stringify(askedJson(asked))))).toEqual(asked);
    }
  });

  test.each([
    undefined,
    'x',
    {},
    { to: 'mars' },
    { to: 'cluster-api', names: ['a'] },
    { to: 'cluster-api', names: 'a' },
  ])('is not guessed where somebody changed it: %j', (value) => expect(parseAsked(value)).toBeUndefined());

  test('fits into an annotation, or is told to be too long', () => {
    expect(fitsAnnotation(request)).toBe(true);
    const names = Array.from({ length: 400 }, (_, at) => ({ kind: 'Machine' as const, name: `machine-${at}` }));
    expect(fitsAnnotation({ ...request, names })).toBe(false);
  });
});
