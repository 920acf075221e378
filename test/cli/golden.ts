import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect } from 'vitest';
import type { RunResult } from './run.ts';

const folder = new URL('golden/', import.meta.url);

/**
 * Compares a screen with its golden file: what was typed, the exit code, and both streams. CAPSTAN_UPDATE_GOLDEN=1 writes the
 * file instead, for a person to read in the diff.
 */
export function expectGolden(name: string, args: readonly string[], result: RunResult): void {
  const file = new URL(`${name}.txt`, folder);
  const text = screen(args, result);
  if (process.env['CAPSTAN_UPDATE_GOLDEN'] === '1') {
    mkdirSync(new URL('.', file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text, 'run again with CAPSTAN_UPDATE_GOLDEN=1 if this is what it should be').toBe(readOrExplain(file));
}

/** The names of the golden files that there are, below a folder of theirs or directly where they all are. */
export function goldenNames(below?: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));
  return files
    .filter((file) => dirname(file).split('/')[0] === (below ?? '.'))
    .map((file) => file.replace(/\.txt$/, ''));
}

function screen(args: readonly string[], { code, stdout, stderr }: RunResult): string {
  const words = args.map((word) => (/^[\w./,:=-]+$/.test(word) ? word : `'${word}'`));
  const parts = [`$ capstan ${words.join(' ')}\n`, stdout];
  if (stderr !== '') parts.push(`--- stderr\n${stderr}`);
  return [...parts, `--- exit code ${code}\n`].join('');
}

function readOrExplain(file: URL): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`there is no ${file.pathname}: run again with CAPSTAN_UPDATE_GOLDEN=1`, { cause });
  }
}
