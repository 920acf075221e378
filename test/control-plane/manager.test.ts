import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@capstan/kube/testing';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startManager } from './manager.ts';

/** A manager that is a shell script; what it leaves in the temporary folder is all that is there. */
async function script(lines: string) {
  const [binaries, temporary] = await Promise.all(
    ['binaries', 'tmp'].map((name) => mkdtemp(join(tmpdir(), `capstan-${name}-`))),
  );
  if (binaries === undefined || temporary === undefined) throw new Error('two were made');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await Promise.all([binaries, temporary].map((folder) => rm(folder, { recursive: true })));
  });
  await writeFile(join(binaries, 'manager'), `#!/bin/sh\n${lines}\n`);
  await chmod(join(binaries, 'manager'), 0o755);
  vi.stubEnv('TMPDIR', temporary);
  return { name: 'manager', binaries, args: ['--flag'], left: () => readdir(temporary) };
}

const never = (_: unknown, signal: AbortSignal) => until('nothing', () => undefined, { signal });

test('a manager that dies before it is ready is reported with the end of its log, and leaves nothing', async () => {
  const { left, ...manager } = await script('echo "no such flag: $1"; exit 2');
  await expect(startManager({ ...manager, ready: never })).rejects.toThrow(
    /^manager ended with code 2 .*\nno such flag: --flag$/,
  );
  expect(await left()).toEqual([]);
});

test('a start that is given up leaves nothing', async () => {
  const { left, ...manager } = await script('exec sleep 60');
  const abort = new AbortController();
  const starting = startManager({
    ...manager,
    signal: abort.signal,
    ready: (running, signal) => {
      abort.abort(new Error('changed my mind'));
      return never(running, signal);
    },
  });
  await expect(starting).rejects.toThrow('changed my mind');
  expect(await left()).toEqual([]);
});

test('it gets what it is given, and nothing of our environment but the path', async () => {
  vi.stubEnv('HTTPS_PROXY', 'http://proxy.example.org');
  const { left, ...manager } = await script('env | sed "s/=.*//" | sort; echo end; exec sleep 60');
  const running = await startManager({
    ...manager,
    env: { AWS_REGION: 'us-east-1' },
    ready: async (server) => {
      await until('all of it', async () => (await server.logTail(1)) === 'end' || undefined);
    },
  });
  const names = (await running.logTail()).split('\n');
  await running.stop();
  expect(names).toEqual(expect.arrayContaining(['AWS_REGION', 'HOME', 'PATH', 'TMPDIR']));
  expect(names).not.toContain('HTTPS_PROXY');
  expect(await left()).toEqual([]);
});
