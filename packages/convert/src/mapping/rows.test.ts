import { describe, expect, it } from 'vitest';
import type { Codec } from './make-row.ts';
import { rowsFor } from './rows.ts';

interface Mapi {
  name?: string | undefined;
  size?: number | undefined;
  mode?: 'Fast' | 'Slow' | undefined;
  place?: { zone?: string | undefined; depth?: number | undefined } | undefined;
  items?: { id?: string | undefined }[] | undefined;
  labels?: { [key: string]: string } | undefined;
}

interface Capi {
  title?: string | undefined;
  bytes?: number | undefined;
  speed?: 'fast' | 'slow' | undefined;
  pace?: string | undefined;
  on?: boolean | undefined;
  words?: string[] | undefined;
  tags?: { [key: string]: string } | undefined;
  where?: { zone?: string | undefined } | undefined;
}

const r = rowsFor<Mapi, Capi, { region: string }>();
const refusal = { doc: 'Why.', hint: 'Do it.' };
const speed: Codec<'Fast' | 'Slow', 'fast' | 'slow', { region: string }> = {
  rule: 'in lower case',
  toCapi: (found) => (found === undefined ? undefined : found === 'Fast' ? 'fast' : 'slow'),
  toMapi: (found) => (found === undefined ? undefined : found === 'fast' ? 'Fast' : 'Slow'),
};

/** Each of these is a mistake that would lose a field; tsc proves that it cannot be made. None is run. */
export const mistakes = {
  wrongPath: [
    // @ts-expect-error no such field on the Machine API side
    () => r.same('nmae', 'title'),
    // @ts-expect-error no such field on the Cluster API side
    () => r.same('name', 'titel'),
    // @ts-expect-error no such field below a field
    () => r.same('place.zoen', 'title'),
    // @ts-expect-error a list ends a path
    () => r.same('items.id', 'title'),
    // @ts-expect-error a map ends a path
    () => r.same('labels.team', 'title'),
    // @ts-expect-error the sides are not exchanged
    () => r.same('title', 'name'),
    // @ts-expect-error no such field
    () => r.refuse('colour', refusal),
    // @ts-expect-error a field of the other side
    () => r.refuseCapi('name', refusal),
    // @ts-expect-error no such field
    () => r.carry('colour', { doc: 'Why.' }),
    // @ts-expect-error no such field in a slot
    () => r.group({ a: 'nmae' }, { b: 'title' }, { rule: '', toCapi: () => ({}), toMapi: () => ({}) }),
    // @ts-expect-error no such field
    () => r.ignoreCapi('colour', { doc: 'Why.' }),
  ],
  wrongType: [
    // @ts-expect-error a number is no string
    () => r.same('size', 'title'),
    // @ts-expect-error a boolean is no number
    () => r.same('size', 'on'),
    // @ts-expect-error a list of objects is no list of strings
    () => r.same('items', 'words'),
    // @ts-expect-error an object with more fields would lose them
    () => r.same('place', 'where'),
    // @ts-expect-error the codec is for another field
    () => r.via('name', 'bytes', speed),
    // @ts-expect-error the codec goes the other way
    () => r.via('mode', 'title', { ...speed, toCapi: () => 5 }),
    // @ts-expect-error a slot has the type of its field
    () => r.group({ a: 'size' }, { b: 'bytes' }, { rule: '', toCapi: () => ({ b: 'x' }), toMapi: () => ({}) }),
    // @ts-expect-error the constant is not of the field's type
    () => r.constant('bytes', 'many', { absentIsTheSame: true, ...refusal }),
    // @ts-expect-error no such word
    () => r.constant('speed', 'faster', { absentIsTheSame: true, ...refusal }),
    // @ts-expect-error the accepted value is not of the field's type
    () => r.acceptOnly('size', '0', refusal),
    // @ts-expect-error what the cluster says is not of the field's type
    () => r.compare('size', ({ region }) => region, { against: "the cluster's", hint: 'Do it.' }),
    // @ts-expect-error what the cluster says is not of the field's type
    () => r.fromContext('bytes', ({ region }) => region, { against: "the cluster's", hint: 'Do it.' }),
    // @ts-expect-error the context has no such fact
    () => r.fromContext('title', ({ zone }) => zone, { against: "the cluster's", hint: 'Do it.' }),
    // @ts-expect-error whoever refuses says what to do
    () => r.refuse('name', { doc: 'Why.' }),
    // @ts-expect-error whoever carries says why the machine is the same
    () => r.carry('name', {}),
  ],
};

describe('a row', () => {
  it('is named by its field, so that what it carried is still found in the next release', () => {
    expect(r.same('place.zone', 'where.zone').name).toBe('place.zone');
    expect(
      r.group({ a: 'name', b: 'size' }, { c: 'title' }, { rule: '', toCapi: () => ({}), toMapi: () => ({}) }).name,
    ).toBe('name');
    expect(r.refuseCapi('where.zone', refusal).name).toBe('capi:where.zone');
  });

  it('between two words of one meaning may join an enum and a string', () => {
    expect(r.same('mode', 'pace').fields).toEqual([
      { mapi: 'mode', capi: 'pace', outcome: 'mapped', rule: 'the same value', whole: true },
    ]);
  });

  it.each([
    ['mapped', r.via('mode', 'speed', speed)],
    ['mapped', r.constant('on', true, { absentIsTheSame: true, ...refusal })],
    ['refused', r.refuse('name', refusal)],
    ['refused', r.refuseCapi('title', refusal)],
    ['refused', r.acceptOnly('size', 0, refusal)],
    ['carried', r.carry('name', { doc: 'Why.' })],
    ['carried', r.carryCapi('title', { doc: 'Why.' })],
    ['compared', r.compare('name', ({ region }) => region, { against: "the cluster's", hint: 'Do it.' })],
    ['compared', r.fromContext('title', ({ region }) => region, { against: "the cluster's", hint: 'Do it.' })],
    ['ignored', r.ignore('name', { doc: 'Why.' })],
    ['ignored', r.ignoreCapi('title', { doc: 'Why.' })],
  ])('says for documentation that its field is %s', (outcome, row) => {
    expect(row.fields.map((field) => field.outcome)).toEqual([outcome]);
  });

  it('says what counts as equal, and the one value that is taken', () => {
    const [size] = r.same('size', 'bytes', { mapi: { zeroIsAbsent: true }, capi: { absentIs: 8 } }).fields;
    expect(size?.equal).toBe('0 = absent; absent = `8`');
    expect(r.constant('on', true, { absentIsTheSame: true, ...refusal }).fields[0]).toMatchObject({
      capi: 'on',
      only: true,
    });
    expect(r.acceptOnly('size', 0, refusal).fields[0]).toMatchObject({ mapi: 'size', only: 0 });
  });

  it("puts the fields inside a codec's value below its own, by slot where it has several", () => {
    const codec: Codec<{ a?: Mapi['place'] }, { b?: Capi['where'] }, { region: string }> = {
      rule: 'r',
      fields: [{ mapi: 'a.zone', capi: 'b.zone', outcome: 'mapped', rule: 'r' }],
      toCapi: () => ({}),
      toMapi: () => ({}),
    };
    expect(r.group({ a: 'place' }, { b: 'where' }, codec).fields).toMatchObject([
      { mapi: 'place', capi: 'where' },
      { mapi: 'place.zone', capi: 'where.zone' },
    ]);
  });
});
