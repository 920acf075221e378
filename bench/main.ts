/**
 * `make bench`: the figures of architecture.md section 7 that exist so far, each with its budget. With names of groups as
 * arguments only those: `node bench/main.ts operator`.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineFigures } from './command-line.ts';
import { type Figure, printFigures } from './figures.ts';
import { libraryFigures } from './library.ts';
import { operatorFigures } from './operator/figures.ts';
import { migrationFigures } from './operator/migration.ts';
import { policyFigures } from './policies/figures.ts';

const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'));
const groups: Readonly<Record<string, () => Figure[] | Promise<Figure[]>>> = {
  library: libraryFigures,
  'command-line': () => commandLineFigures(folder),
  operator: operatorFigures,
  migration: migrationFigures,
  policies: policyFigures,
};
const asked = process.argv.slice(2);
const unknown = asked.find((name) => groups[name] === undefined);
if (unknown !== undefined) throw new Error(`there is no group ${unknown}; there are ${Object.keys(groups).join(', ')}`);
try {
  const figures: Figure[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(groups)) figures.push(...((await groups[name]?.()) ?? []));
  printFigures(figures);
} finally {
  rmSync(folder, { recursive: true });
}
