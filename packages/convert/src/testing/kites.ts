import type { ObjectShape } from '@capstan/api';
import type { Codec } from '../mapping/make-row.ts';
import { listOf, nested } from '../mapping/nested.ts';
import type { Loose } from '../mapping/path.ts';
import { rowsFor } from '../mapping/rows.ts';
import type { Table } from '../mapping/table.ts';

/** A kite as one API has it, and as another does: made up so that each kind of row is there once. */
interface Mapi {
  name: string;
  colour: string;
  length: number;
  width: number;
  sails: { cloth: string; seams: number }[];
  rig: { knot: string; note: string };
  wheels: number;
  engine: string;
  note: string;
  owner: string;
  serial: string;
  uid: string;
}

interface Capi {
  title: string;
  color: string;
  size: string;
  cloths: { fabric: string; seams: number }[];
  lines: { knot: string };
  flies: boolean;
  motor: string;
  remark: string;
  beach: string;
  etag: string;
}

/** What the club says. */
export interface Club {
  owner: string | undefined;
  beach: string;
}

/** The vocabulary of the table, for rows of a test's own. */
export const kiteRows = rowsFor<Loose<Mapi>, Loose<Capi>, Club>();
const sail = rowsFor<Loose<Mapi['sails'][number]>, Loose<Capi['cloths'][number]>, Club>();
const rig = rowsFor<Loose<Mapi['rig']>, Loose<Capi['lines']>, Club>();

/** German to English, of which one word has no counterpart. */
const colours: Codec<string, string, Club> = {
  rule: 'in English',
  toCapi(found, scope) {
    if (found === undefined) return undefined;
    if (found === 'rot' || found === 'karmin') return 'red';
    scope.report({ code: 'InvalidValue', value: found, message: 'unknown colour', hint: 'Use rot.' });
    return undefined;
  },
  toMapi: (found) => (found === 'red' ? 'rot' : undefined),
};

/** Two numbers in one text. */
const measures: Codec<
  { length?: number | undefined; width?: number | undefined },
  { size?: string | undefined },
  Club
> = {
  rule: 'length by width',
  toCapi(found, scope) {
    const { length, width } = found ?? {};
    if (length === undefined && width === undefined) return {};
    if (width === undefined) scope.at('width').report({ code: 'Required', message: 'is required', hint: 'Add it.' });
    return { size: `${length ?? 0}x${width ?? 0}` };
  },
  toMapi(found) {
    const [length, width] = (found?.size ?? '').split('x').map(Number);
    return found?.size === undefined ? {} : { length, width };
  },
};

const strings = (...names: string[]) => Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]));
const list = (fields: ObjectShape['fields']) => ({ type: 'array', items: { type: 'object', fields } }) as const;

export const kites: Table<Club> = {
  rows: [
    kiteRows.same('name', 'title', { mapi: { absentIs: 'kite' } }),
    kiteRows.via('colour', 'color', colours),
    kiteRows.group({ length: 'length', width: 'width' }, { size: 'size' }, measures),
    kiteRows.via(
      'sails',
      'cloths',
      listOf(nested('a sail', [sail.same('cloth', 'fabric'), sail.same('seams', 'seams')])),
    ),
    kiteRows.via('rig', 'lines', nested('its rig', [rig.same('knot', 'knot'), rig.carry('note', { doc: 'A note.' })])),
    kiteRows.acceptOnly('wheels', 0, { doc: 'Kites there have no wheels.', hint: 'Take them off.' }),
    kiteRows.refuse('engine', { doc: 'Kites there have no engine.', hint: 'Sell it.' }),
    kiteRows.refuseCapi('motor', { doc: 'Kites here have no motor.', hint: 'Sell it.' }),
    kiteRows.carry('note', { doc: 'Notes do nothing.', severity: 'warning' }),
    kiteRows.carryCapi('remark', { doc: 'Remarks do nothing.' }),
    kiteRows.constant('flies', true, { absentIsTheSame: true, doc: 'Kites here fly.', hint: 'Let it fly.' }),
    kiteRows.compare('owner', ({ owner }) => owner, { against: "the club's owner", hint: 'Ask the club.' }),
    kiteRows.fromContext('beach', ({ beach }) => beach, { against: "the club's beach", hint: 'Move.' }),
    kiteRows.ignore('uid', { doc: 'The server writes it.' }),
    kiteRows.ignoreCapi('etag', { doc: 'The server writes it.' }),
  ],
  shapes: {
    mapi: {
      value: {
        type: 'object',
        fields: {
          ...strings('name', 'colour', 'engine', 'note', 'owner', 'uid'),
          length: { type: 'integer' },
          width: { type: 'integer' },
          wheels: { type: 'integer' },
          sails: list({ cloth: { type: 'string' }, seams: { type: 'integer' } }),
          rig: { type: 'object', fields: strings('knot', 'note') },
        },
      },
    },
    capi: {
      value: {
        type: 'object',
        fields: {
          ...strings('color', 'size', 'motor', 'remark', 'beach', 'etag'),
          title: { type: 'string', max: 10 },
          flies: { type: 'boolean' },
          cloths: list({ fabric: { type: 'string' }, seams: { type: 'integer' } }),
          lines: { type: 'object', fields: strings('knot') },
        },
      },
    },
  },
};
