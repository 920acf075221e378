import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { root, runCommand } from './run-command.ts';

const { signal } = new AbortController();

test('the exit code and what a tool wrote come back', async () => {
  const command = ['node', '-e', 'console.log("out"); console.error("err"); process.exitCode = 3'] as const;
  const { code, output } = await runCommand(command, { signal, capture: true });
  expect(code).toBe(3);
  expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
});

test('tools of the project come from node_modules/.bin', async () => {
  expect(await runCommand(['biome', '--version'], { signal, capture: true })).toMatchObject({ code: 0 });
});

test('a command that can not be started ends with 127 and says why', async () => {
  const { code, output } = await runCommand(['capstan-no-such-tool'], { signal, capture: true });
  expect(code).toBe(127);
  expect(output).toMatch(/^capstan-no-such-tool could not be started: .*ENOENT/);
});

test('a child that a signal ended counts as 128 + signal', async () => {
  const command = ['node', '-e', 'process.kill(process.pid, "SIGKILL")'] as const;
  expect((await runCommand(command, { signal, capture: true })).code).toBe(137);
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends the child, then us with %d', async (name, expected) => {
  const [interrupt, command] = ['interrupt.ts', 'run-command.ts'].map((file) =>
    pathToFileURL(`${root}/scripts/${file}`),
  );
  const parent = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { runInterruptible } from '${interrupt}';
       import { runCommand } from '${command}';
       const child = 'console.log(process.pid); setInterval(() => {}, 1000)';
       await runInterruptible(async (signal) => (await runCommand(['node', '-e', child], { signal })).code);`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void parent.kill('SIGKILL'));
  const ended = once(parent, 'exit');
  const [line] = await once(createInterface({ input: parent.stdout }), 'line');
  parent.kill(name);
  expect(await ended).toEqual([expected, null]);
  expect(() => process.kill(Number(line), 0)).toThrow('ESRCH');
});
