/** `make test`: every check, then every test; the last line is `N passed, N failed`. Arguments go to Vitest. */
import { checks, runChecks } from './checks.ts';
import { runInterruptible } from './interrupt.ts';
import { sum, summaryLine } from './tally.ts';
import { runVitest } from './vitest-suite.ts';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(`error: the tests need Node 24 or newer, and this is ${process.version}`);
  console.error('hint: run `make test`, which installs the pinned one and uses it');
  process.exit(1);
}

await runInterruptible(async (signal) => {
  const tally = sum([await runChecks(checks, signal), await runVitest(process.argv.slice(2), { signal })]);
  if (signal.aborted) return 1;
  console.log(summaryLine(tally));
  return tally.failed === 0 ? 0 : 1;
});
