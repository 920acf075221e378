import { describe, expect, it } from 'vitest';
import { makeScope } from './issue.ts';
import type { Codec } from './make-row.ts';
import { listOf, nested } from './nested.ts';
import { rowsFor } from './rows.ts';

interface Sail {
  cloth?: string | undefined;
  seams?: number | undefined;
  note?: string | undefined;
}

interface Cloth {
  fabric?: string | undefined;
  seams?: number | undefined;
}

/** Upper case there, whatever case here: two spellings that mean the same. */
const shout: Codec<string, string, undefined> = {
  rule: 'in capitals',
  toCapi(found, scope) {
    if (found === 'lace') scope.report({ code: 'InvalidValue', value: found, message: 'tears', hint: 'Use silk.' });
    return found?.toUpperCase();
  },
  toMapi: (found) => found?.toLowerCase(),
  canonMapi: (found) => found?.toLowerCase(),
  canonCapi: (found) => found?.toUpperCase(),
};

const r = rowsFor<Sail, Cloth, undefined>();
const sail = nested<Sail, Cloth, undefined>('a sail', [
  r.via('cloth', 'fabric', shout),
  r.same('seams', 'seams', { mapi: { zeroIsAbsent: true }, capi: { absentIs: 4 } }),
  r.carry('note', { doc: 'Does nothing.' }),
]);
const sails = listOf(sail);

function run<T>(act: (scope: ReturnType<typeof makeScope<undefined>>) => T): { value: T; places: string[] } {
  const places: string[] = [];
  const value = act(makeScope(undefined, ({ code }, at) => places.push(`${code} ${at.join('.')}`)));
  return { value, places };
}

describe('a table inside a row', () => {
  it('goes both ways by its rows, with what absent means on each side', () => {
    expect(run((scope) => sail.toCapi({ cloth: 'silk', seams: 0 }, scope)).value).toEqual({ fabric: 'SILK' });
    expect(run((scope) => sail.toMapi({ fabric: 'SILK' }, scope)).value).toEqual({ cloth: 'silk', seams: 4 });
  });

  it('makes an object of an empty one, and nothing of nothing', () => {
    expect(run((scope) => sail.toCapi({}, scope)).value).toEqual({});
    expect(run((scope) => sail.toCapi(undefined, scope)).value).toBeUndefined();
  });

  it('compares by meaning on each side', () => {
    expect(sail.canonMapi?.({ cloth: 'Silk', seams: 0 }, undefined)).toEqual(
      sail.canonMapi?.({ cloth: 'silk' }, undefined),
    );
    expect(sail.canonMapi?.({ note: 'a' }, undefined)).not.toEqual(sail.canonMapi?.({}, undefined));
    expect(sail.canonCapi?.({ fabric: 'silk', seams: 4 }, undefined)).toEqual(
      sail.canonCapi?.({ fabric: 'SILK' }, undefined),
    );
    expect(sail.canonCapi?.({ seams: 5 }, undefined)).not.toEqual(sail.canonCapi?.({}, undefined));
  });
});

describe('a list of such', () => {
  it('keeps its order, and tells of an item where it stands', () => {
    const list = [{ cloth: 'silk' }, { cloth: 'lace' }, { cloth: 'nylon' }];
    expect(run((scope) => sails.toCapi(list, scope))).toEqual({
      value: [{ fabric: 'SILK' }, { fabric: 'LACE' }, { fabric: 'NYLON' }],
      places: ['InvalidValue 1.cloth'],
    });
    expect(run((scope) => sails.toMapi([{ fabric: 'B' }, { fabric: 'A' }], scope)).value).toMatchObject([
      { cloth: 'b' },
      { cloth: 'a' },
    ]);
  });

  it('compares item by item', () => {
    expect(sails.canonMapi?.([{ cloth: 'A' }], undefined)).toEqual(sails.canonMapi?.([{ cloth: 'a' }], undefined));
    expect(sails.canonCapi?.([{ fabric: 'a' }, {}], undefined)).not.toEqual(
      sails.canonCapi?.([{}, { fabric: 'a' }], undefined),
    );
  });

  it('documents the fields of its items', () => {
    expect(sails.fields?.map(({ mapi, capi }) => [mapi, capi])).toEqual([
      ['[].cloth', '[].fabric'],
      ['[].seams', '[].seams'],
      ['[].note', undefined],
    ]);
  });
});
