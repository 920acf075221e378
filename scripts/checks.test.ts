import { expect, test } from 'vitest';
import { runChecks } from './checks.ts';
import { sum, summaryLine } from './tally.ts';

test('a check counts as one; the output of a failed one is shown, that of a passed one is not', async () => {
  const lines: string[] = [];
  const tally = await runChecks(
    [
      { name: 'good', command: ['node', '-e', 'console.log("all is well")'] },
      { name: 'bad', command: ['node', '-e', 'console.log("line 3 is wrong"); process.exitCode = 1'] },
    ],
    new AbortController().signal,
    (line) => lines.push(line),
  );
  expect(tally).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(lines[0]).toMatch(/^passed {2}good {2}\d+\.\d s$/);
  expect(lines[1]).toMatch(/^FAILED {2}bad {3}\d+\.\d s$/);
  expect(lines[2]).toContain('line 3 is wrong');
  expect(lines).toHaveLength(3);
});

test('the last line of a run names skipped tests only where there are any', () => {
  expect(summaryLine({ passed: 12, failed: 0, skipped: 0 })).toBe('12 passed, 0 failed');
  expect(
    summaryLine(
      sum([
        { passed: 1, failed: 1, skipped: 0 },
        { passed: 2, failed: 0, skipped: 3 },
      ]),
    ),
  ).toBe('3 passed, 1 failed, 3 skipped');
});
