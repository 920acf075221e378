import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from './run-command.ts';
import type { Tally } from './tally.ts';

/** Something about the tree that is right or not, found out by a command that then ends with 0. */
export interface Check {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
}

/** What `make check` runs, and `make test` before the tests. */
export const checks: readonly Check[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'unused code', command: ['knip'] },
  ...generators().map((script): Check => {
    const what = script === 'generate.ts' ? 'files' : script.slice('generate-'.length, -'.ts'.length);
    return { name: `generated ${what}`, command: ['node', `scripts/${script}`, '--check'] };
  }),
];

/** Runs each check, one line each and its output where it failed; a check counts as one passed or failed. */
export async function runChecks(list: readonly Check[], signal: AbortSignal, log = console.log): Promise<Tally> {
  let [passed, failed] = [0, 0];
  const width = Math.max(...list.map(({ name }) => name.length));
  for (const { name, command } of list) {
    const started = performance.now();
    const { code, output } = await runCommand(command, { signal, capture: true });
    if (signal.aborted) break;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(`${code === 0 ? 'passed' : 'FAILED'}  ${name.padEnd(width)}  ${seconds} s`);
    if (code === 0) {
      passed += 1;
      continue;
    }
    failed += 1;
    log(`\n$ ${command.join(' ')}\n${output.trim() || `it ended with code ${code} and said nothing`}\n`);
  }
  return { passed, failed, skipped: 0 };
}

/** Every scripts/generate.ts and scripts/generate-THING.ts writes files that are checked in, or with `--check` compares them. */
function generators(): string[] {
  return readdirSync(join(root, 'scripts')).filter((name) => /^generate(-[a-z-]+)?\.ts$/.test(name));
}
