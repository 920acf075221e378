/** `make bench`: the figures of architecture.md section 7 that exist so far, each with its budget. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commandLineFigures } from './command-line.ts';
import { printFigures } from './figures.ts';
import { libraryFigures } from './library.ts';

const folder = mkdtempSync(join(tmpdir(), 'capstan-bench-'));
try {
  printFigures([...(await libraryFigures()), ...commandLineFigures(folder)]);
} finally {
  rmSync(folder, { recursive: true });
}
