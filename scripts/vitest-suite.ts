import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunOptions, root, runCommand } from './run-command.ts';
import type { Tally } from './tally.ts';

/** The part of Vitest's JSON report that is read here. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** Runs every test, with Vitest's own output. `args` go to Vitest: part of a file's name, `-t NAME`, `--root FOLDER`. */
export async function runVitest(args: readonly string[], options: RunOptions): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-vitest-'));
  const file = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const { code } = await runCommand(['node', vitest, 'run', ...reporters, ...args], options);
    return countTests(await readReport(file), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Counts the tests of a report. A failure that no test stands for counts as a failed one: a file that can't be loaded or
 * whose set-up fails, and a run that ended badly otherwise (`exitCode`), or left no report.
 */
export function countTests(report: VitestReport | undefined, exitCode: number): Tally {
  const files = report?.testResults ?? [];
  const count = (wanted: string) => {
    return files.reduce(
      (total, file) => total + file.assertionResults.filter(({ status }) => status === wanted).length,
      0,
    );
  };
  const brokenFiles = files.filter(
    (file) => file.status === 'failed' && file.assertionResults.every(({ status }) => status !== 'failed'),
  );
  const passed = count('passed');
  const failed = count('failed');
  const tests = files.reduce((total, file) => total + file.assertionResults.length, 0);
  const known = failed + brokenFiles.length;
  return {
    passed,
    failed: known === 0 && (exitCode !== 0 || report === undefined) ? 1 : known,
    skipped: tests - passed - failed,
  };
}

async function readReport(file: string): Promise<VitestReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text);
}
