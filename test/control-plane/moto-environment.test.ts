import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { SetupError } from './go.ts';
import { ensureMoto } from './moto-environment.ts';

/** A folder that is cache and PATH at once, with a `python3` that is a shell script. */
async function pythonThat(script?: string) {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-python-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (script !== undefined) {
    await writeFile(join(folder, 'python3'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'python3'), 0o755);
  }
  const env = { PATH: `${folder}:/bin`, CAPSTAN_CACHE_DIR: folder };
  const error = await ensureMoto({ env, log: () => undefined }).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SetupError);
  return { said: String(error), made: await readdir(join(folder, 'capstan', 'moto')).catch(() => []) };
}

test('a Python that is too old is named, with what to do', async () => {
  const { said, made } = await pythonThat('echo False 3.9.2 /usr');
  expect(said).toMatch(/needs Python 3\.10, and this is 3\.9\.2\.\nhint: install Python 3\.10 or newer/);
  expect(made).toEqual([]);
});

test('a Python that can make no virtual environment says so, and nothing half-made stays', async () => {
  const { said, made } = await pythonThat(
    'test "$1" = -c && echo True 3.11.7 /usr && exit; echo no ensurepip >&2; exit 1',
  );
  expect(said).toMatch(/python3 -m venv .* failed\nno ensurepip\nhint: install the package `python3-venv`/s);
  expect(made).toEqual([]);
});

test('every package is pinned with checksums, moto at the version that is asked for', async () => {
  const [asked, pinned] = await Promise.all(
    ['in', 'txt'].map((end) => readFile(join(import.meta.dirname, 'moto', `requirements.${end}`), 'utf8')),
  );
  const packages =
    pinned
      ?.replaceAll(/\\\n\s*/g, '')
      .trimEnd()
      .split('\n') ?? [];
  expect(packages.filter((line) => !/^[\w-]+==\S+ .*--hash=sha256:[0-9a-f]{64}/.test(line))).toEqual([]);
  for (const line of asked?.split('\n').filter((text) => text.includes('==')) ?? []) {
    if (!line.startsWith('#')) expect(packages.some((each) => each.startsWith(`${line} `))).toBe(true);
  }
});
