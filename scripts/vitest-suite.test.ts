import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { countTests, runVitest } from './vitest-suite.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

test('tests are counted by how they ended', () => {
  const report = { testResults: [file('failed', 'passed', 'failed', 'skipped'), file('passed', 'passed', 'todo')] };
  expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
});

test('a file that failed without a failed test counts as one', () => {
  expect(countTests({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toEqual({
    passed: 1,
    failed: 1,
    skipped: 0,
  });
});

test('a bad end that no test and no file stands for counts as one failure', () => {
  expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(countTests(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

/** Runs the pinned Vitest on these files, which need no imports. */
async function runOn(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-suite-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return runVitest(['--root', folder, '--globals'], { signal: new AbortController().signal, capture: true });
}

test('Vitest reports what is counted here: tests, files that do not load, set-up that fails', async () => {
  const tally = await runOn({
    'some.test.ts': "test('a', () => {}); test('b', () => { throw new Error('b'); }); test.skip('c', () => {});",
    'broken.test.ts': "import './missing.ts'; test('d', () => {});",
    'set-up.test.ts': "beforeAll(() => { throw new Error('set-up'); }); test('e', () => {});",
  });
  expect(tally).toEqual({ passed: 1, failed: 3, skipped: 2 });
});

test('an error outside of every test and a crash of a worker are failures', async () => {
  const [unhandled, crashed] = await Promise.all([
    runOn({
      'a.test.ts':
        "test('a', async () => { setTimeout(() => { throw new Error('late'); }); await new Promise((done) => setTimeout(done, 50)); });",
    }),
    runOn({ 'a.test.ts': "test('a', () => { process.kill(process.pid, 'SIGKILL'); });" }),
  ]);
  expect(unhandled).toEqual({ passed: 1, failed: 1, skipped: 0 });
  expect(crashed.failed).toBe(1);
});
