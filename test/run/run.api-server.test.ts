import { spawn } from 'node:child_process';
import { until } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { root } from '../cli/run.ts';

test('make run brings the example cluster in step, shows it, and leaves nothing behind on Ctrl-C', async () => {
  const child = spawn('node', ['scripts/run.ts'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
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
  await until(
    'everything to be up',
    () => output.includes('Ctrl-C stops everything') || code !== undefined || undefined,
    {
      timeoutMs: 90_000,
    },
  );
  expect(output).toContain('loaded examples/clusters/aws: 7 MachineSets, 13 Machines');
  expect(output).toMatch(/MachineSet\/harbour-k7m2q-worker-eu-west-1a +2\/2 ready +MachineAPI +paused +True/);
  expect(output).toContain('not in step: MachineSet/harbour-k7m2q-legacy-eu-west-1c');
  expect(output).toContain('13 objects in step, 4 not, 3 left alone');
  const operator = Number(/started capstan operator, process (\d+)/.exec(output)?.[1]);
  child.kill('SIGINT');
  await until('it to end', () => (code === undefined ? undefined : true), { timeoutMs: 30_000 });
  expect(code).toBe(0);
  expect(() => process.kill(operator, 0)).toThrow('ESRCH');
});
