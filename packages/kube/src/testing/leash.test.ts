import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startLeashed } from './leash.ts';

async function start(command: string, ...args: string[]) {
  const parent = await mkdtemp(join(tmpdir(), 'capstan-leash-'));
  const folder = join(parent, 'server');
  const server = await startLeashed({ command, args, folder, owned: parent, env: { PATH: process.env['PATH'] ?? '' } });
  return { parent, server };
}

test('stop kills a server that ignores polite signals, and removes what it owns', async () => {
  const { parent, server } = await start('sh', '-c', 'trap "" TERM INT HUP; while :; do sleep 1; done');
  expect(process.kill(server.pid, 0)).toBe(true);
  await server.stop();
  expect(() => process.kill(server.pid, 0)).toThrow('ESRCH');
  await expect(stat(parent)).rejects.toThrow('ENOENT');
  expect(await server.exited).toBe(137);
  await server.stop();
});

test('the end of a server is known at once, with its code, and its log stays until stop', async () => {
  const { server } = await start('sh', '-c', 'echo one; echo two >&2; echo three; exit 7');
  expect(await server.exited).toBe(7);
  expect(await server.logTail(2)).toBe('two\nthree');
  await server.stop();
  expect(await server.logTail()).toBe('');
});

test('a command that does not exist ends with 127', async () => {
  const { server } = await start('/nonexistent/server');
  expect(await server.exited).toBe(127);
  await server.stop();
});

test('a folder that can not be made is an error, not a server without one', async () => {
  const options = { command: 'true', args: [], folder: '/dev/null/server', env: { PATH: process.env['PATH'] ?? '' } };
  await expect(startLeashed(options)).rejects.toThrow('the shell for true ended before its server started');
});

test('arguments arrive as they are', async () => {
  const { server } = await start('printf', '%s\\n', `it's "quoted" $HOME`, '');
  await server.exited;
  expect(await server.logTail()).toBe(`it's "quoted" $HOME`);
  await server.stop();
});
