import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { moveChecks } from '@capstan/operator';
import { expect, test } from 'vitest';
import type { Io } from '../io.ts';
import { makeProgram } from '../program.ts';
import { wantedOf } from './migrate-request.ts';

const guide = await readFile(new URL('../../../../docs/guides/migrate.md', import.meta.url), 'utf8');
const commands = [...guide.matchAll(/^ {4}capstan migrate (.+)$/gm)].map(([, words = '']) => words);

const sink = { write: async () => {}, flush: async () => {} };
const io: Io = {
  stdin: Readable.from([]),
  out: sink,
  err: sink,
  paint: (_stream, _colour, text) => text,
  terminal: () => undefined,
  signal: new AbortController().signal,
};

test.each(commands)('the guide can be followed: capstan migrate %s', (words) => {
  const command = makeProgram(io, { code: 0 }).commands.find((each) => each.name() === 'migrate');
  const { operands, unknown } = command?.parseOptions(words.split(' ')) ?? { operands: [], unknown: ['migrate'] };
  expect(unknown).toEqual([]);
  const defaults = {
    machineApiNamespace: 'm',
    clusterApiNamespace: 'c',
    batch: '10%',
    maxFailures: 0,
    timeout: 1,
    output: 'text',
  } as const;
  expect(() => wantedOf(operands, { ...defaults, ...command?.opts() })).not.toThrow();
});

test('the guide has each check of the preflight, and none that there is not', () => {
  const said = [...guide.matchAll(/^\| `([a-z-]+)`/gm)].map(([, name]) => name);
  expect(said).toEqual(moveChecks.map(({ name }) => name));
});
