import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type Club, kiteRows, kites } from '../testing/kites.ts';
import { formatPath } from './issue.ts';
import { canonicalParts, type Direction, type Kept, run } from './table.ts';

const club: Club = { owner: 'ann', beach: 'west' };

function go(direction: Direction, value: JsonObject, kept?: Kept, context = club) {
  const { parts, carried, issues } = run(kites, direction, { value }, context, kept);
  return {
    value: parts.value as JsonObject,
    carried,
    issues: issues.map(
      ({ problem, segments }) => `${problem.severity ?? 'error'} ${problem.code} ${formatPath(segments)}`,
    ),
  };
}

const kite = {
  name: 'albatros',
  colour: 'rot',
  length: 3,
  width: 2,
  sails: [{ cloth: 'silk', seams: 4 }, { cloth: 'nylon' }],
  rig: { knot: 'bowline' },
  owner: 'ann',
  wheels: 0,
};
const there = {
  title: 'albatros',
  color: 'red',
  size: '3x2',
  cloths: [{ fabric: 'silk', seams: 4 }, { fabric: 'nylon' }],
  lines: { knot: 'bowline' },
  flies: true,
  beach: 'west',
};

describe('a table', () => {
  it('goes there and back by the same rows', () => {
    expect(go('toCapi', kite)).toEqual({ value: there, carried: {}, issues: [] });
    expect(go('toMapi', there)).toEqual({ value: kite, carried: {}, issues: [] });
  });

  it('writes what only the other side says, and the default of this side where nothing is said', () => {
    expect(go('toCapi', {}).value).toEqual({ title: 'kite', flies: true, beach: 'west' });
    expect(go('toMapi', { beach: 'west' }).value).toEqual({ owner: 'ann', wheels: 0 });
  });

  it.each<[JsonObject, string[]]>([
    [{ ...kite, wheels: 2 }, ['error NotSupported wheels']],
    [{ ...kite, engine: 'V8' }, ['error NotSupported engine']],
    [{ ...kite, colour: 'blau' }, ['error InvalidValue colour']],
    [{ ...kite, width: null }, ['error Required width']],
    [{ ...kite, owner: 'bob' }, ['error DifferentFromCluster owner']],
    [{ ...kite, sale: true }, ['error UnknownField sale']],
    [{ ...kite, sails: [{ cloth: 5 }] }, ['error InvalidType sails[0].cloth']],
    [{ ...kite, name: 'far too long' }, ['error InvalidValue name']],
    [
      { engine: 'V8', wheels: 1, owner: 'bob' },
      ['error NotSupported wheels', 'error NotSupported engine', 'error DifferentFromCluster owner'],
    ],
  ])('names all that keeps %j from going there, where it stands', (value, issues) => {
    expect(go('toCapi', value).issues).toEqual(issues);
  });

  it.each<[JsonObject, string[]]>([
    [{ ...there, flies: false }, ['error NotSupported flies']],
    [{ ...there, motor: 'V8' }, ['error NotSupported motor']],
    [{ ...there, beach: 'east' }, ['error DifferentFromCluster beach']],
    [{ ...there, beach: null }, ['error DifferentFromCluster beach']],
    [{ ...there, cloths: {} }, ['error InvalidType cloths']],
  ])('names all that keeps %j from coming back', (value, issues) => {
    expect(go('toMapi', value).issues).toEqual(issues);
  });

  it('says which API it is that would not accept the result', () => {
    const [issue] = run(kites, 'toCapi', { value: { ...kite, name: 'far too long' } }, club).issues;
    expect(issue?.problem).toMatchObject({ value: 'far too long' });
    expect(issue?.problem.message).toContain('Cluster API does not accept the result: title must have at most 10');
  });

  it('says so where it could not compare', () => {
    expect(go('toCapi', kite, {}, { owner: undefined, beach: 'west' }).issues).toEqual(['warning NotChecked owner']);
  });

  it('says nothing about what is missing only because it was wrong', () => {
    expect(go('toCapi', { ...kite, width: 'wide' }).issues).toEqual(['error InvalidType width']);
  });

  it('neither converts nor carries what a server owns', () => {
    expect(go('toCapi', { ...kite, uid: 'u' })).toEqual({ value: there, carried: {}, issues: [] });
    expect(go('toMapi', { ...there, etag: 'e' })).toEqual({ value: kite, carried: {}, issues: [] });
  });
});

describe('what the other side cannot say and does not need', () => {
  it.each<[JsonObject, Kept, string[]]>([
    [{ ...kite, note: 'torn' }, { note: 'torn' }, ['warning DroppedWithoutEffect note']],
    [{ ...kite, colour: 'karmin' }, { colour: 'karmin' }, []],
    [{ ...kite, rig: { knot: 'bowline', note: 'wet' } }, { rig: { knot: 'bowline', note: 'wet' } }, []],
  ])('of %j is carried as %j and comes back', (value, carried, issues) => {
    const result = go('toCapi', value);
    expect(result).toEqual({ value: there, carried, issues });
    expect(go('toMapi', there, result.carried).value).toEqual(value);
  });

  it('is carried on the way back as well', () => {
    const result = go('toMapi', { ...there, remark: 'new' });
    expect(result).toEqual({ value: kite, carried: { 'capi:remark': 'new' }, issues: [] });
    expect(go('toCapi', kite, result.carried).value).toEqual({ ...there, remark: 'new' });
  });

  it('is carried as null where there was nothing and the way back would make something', () => {
    const made = {
      ...kiteRows.carry('note', { doc: 'Made anew.' }),
      lens: { toCapi: () => undefined, toMapi: () => 'made' },
    };
    const eager = { ...kites, rows: [made] };
    const { carried } = run(eager, 'toCapi', { value: {} }, club);
    expect(carried).toEqual({ note: null });
    expect(run(eager, 'toMapi', { value: {} }, club, carried).parts).toEqual({});
    expect(run(eager, 'toMapi', { value: {} }, club).parts).toEqual({ value: { note: 'made' } });
  });

  it('is not given back once the mirrored value has changed: the change wins', () => {
    const { carried } = go('toCapi', { ...kite, rig: { knot: 'bowline', note: 'wet' } });
    expect(go('toMapi', { ...there, lines: { knot: 'hitch' } }, carried).value).toMatchObject({
      rig: { knot: 'hitch' },
    });
    expect(go('toMapi', { ...there, color: null }, { colour: 'karmin' }).value).not.toHaveProperty('colour');
  });

  it('is not given back where it is not what a table would have carried', () => {
    for (const kept of [
      { colour: 5 },
      { colour: ['rot'] },
      { colour: 'blau' },
      { rig: 'x' },
      { length: 'x' },
      { nonsense: 1 },
    ]) {
      expect(go('toMapi', there, kept as Kept).value).toEqual(kite);
    }
  });
});

describe('equality of meaning', () => {
  const form = (value: JsonObject) => canonicalParts(kites, 'mapi', { value }, club);

  it.each<[JsonObject, JsonObject]>([
    [{}, { name: 'kite', owner: 'ann', wheels: 0, uid: 'u', note: '' }],
    [{ rig: {} }, { rig: { knot: '' } }],
    [{ sails: [] }, {}],
  ])('holds for %j and %j', (a, b) => {
    expect(form(a)).toEqual(form(b));
  });

  it.each<[JsonObject, JsonObject]>([
    [{}, { name: 'other' }],
    [{}, { note: 'torn' }],
    [{ sails: [{ seams: 0 }] }, {}],
    [{ sails: [{ cloth: 'a' }, { cloth: 'b' }] }, { sails: [{ cloth: 'b' }, { cloth: 'a' }] }],
  ])('does not hold for %j and %j', (a, b) => {
    expect(form(a)).not.toEqual(form(b));
  });
});
