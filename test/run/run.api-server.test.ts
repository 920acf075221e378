import { spawn } from 'node:child_process';
import { until } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../cli/run.ts';

function start(...args: string[]) {
  const child = spawn('node', ['scripts/run.ts', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  let code: number | null | undefined;
  child.once('close', (ended) => {
    code = ended;
  });
  const untilShown = async (text: string): Promise<void> => {
    await until(`"${text}"`, () => output.includes(text) || code !== undefined || undefined, { timeoutMs: 150_000 });
    expect(output).toContain(text);
  };
  const interrupt = async (): Promise<number | null | undefined> => {
    child.kill('SIGINT');
    await until('it to end', () => (code === undefined ? undefined : true), { timeoutMs: 30_000 });
    return code;
  };
  const expectNothingLeft = (): void => {
    const operator = Number(/started capstan operator, process (\d+)/.exec(output)?.[1]);
    expect(() => process.kill(operator, 0)).toThrow('ESRCH');
  };
  return { untilShown, interrupt, expectNothingLeft, output: () => output };
}

test('make run brings the example cluster in step, moves it there and back in under a page, and leaves nothing behind on Ctrl-C', async () => {
  const run = start('--keep');
  await run.untilShown('Ctrl-C stops everything');
  const output = run.output();
  expect(output).toContain('loaded examples/clusters/aws: 7 MachineSets, 13 Machines');
  expect(output).toContain('started stand-ins for the controllers of Machine API and of Cluster API');
  expect(output).toMatch(/MachineSet\/harbour-k7m2q-worker-eu-west-1a +2\/2 ready +MachineAPI +True/);
  expect(output).toContain('13 objects in step, 4 not, 3 left alone');
  expect(output).toContain('refused: Changing .spec is not allowed.');
  expect(output.match(/\d+ of \d+ changes? to .* done/g)).toHaveLength(3);
  expect(output.split('\n').length).toBeLessThan(60);
  expect(await run.interrupt()).toBe(0);
  run.expectNothingLeft();
}, 240_000);

test('Ctrl-C while machines change hands stops everything, too', async () => {
  const run = start();
  await run.untilShown('$ capstan migrate');
  expect(await run.interrupt()).toBe(130);
  run.expectNothingLeft();
  expect(run.output()).not.toContain('error:');
}, 240_000);
