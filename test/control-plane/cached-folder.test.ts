import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { cachedFolder } from './cached-folder.ts';

let parent = '';
let target = '';

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'capstan-cache-'));
  target = join(parent, 'key');
  onTestFinished(() => rm(parent, { recursive: true }));
});

const writes = (text: string) => (folder: string) => writeFile(join(folder, 'file'), text);
const never = () => Promise.reject(new Error('built again'));

/** The pid of a process that has ended. */
const deadPid = () => spawnSync('true').pid;

test('is built once by any number of callers, and leaves only itself', async () => {
  let builds = 0;
  const build = async (folder: string) => {
    builds += 1;
    await writes('x')(folder);
  };
  const folders = await Promise.all([1, 2, 3].map(() => cachedFolder(target, build)));
  expect(folders).toEqual([target, target, target]);
  expect(builds).toBe(1);
  expect(await readdir(parent)).toEqual(['key']);
  await cachedFolder(target, never);
});

test('a failed build leaves nothing, and the next one may succeed', async () => {
  await expect(cachedFolder(target, never)).rejects.toThrow('built again');
  expect(await readdir(parent)).toEqual([]);
  await cachedFolder(target, writes('x'));
});

test('what a killed build left is cleared away: its lock and its unfinished folder', async () => {
  const pid = deadPid();
  await mkdir(`${target}.lock`);
  await writeFile(join(`${target}.lock`, 'holder'), `${hostname()} ${pid}\n`);
  await mkdir(`${target}.tmp-${pid}-abc`);
  await cachedFolder(target, writes('x'));
  expect(await readdir(parent)).toEqual(['key']);
});

test('a lock of another machine is taken over when it was not touched for a minute', async () => {
  await mkdir(`${target}.lock`);
  await writeFile(join(`${target}.lock`, 'holder'), `elsewhere ${process.pid}\n`);
  const longAgo = new Date(Date.now() - 61_000);
  await utimes(`${target}.lock`, longAgo, longAgo);
  await cachedFolder(target, writes('x'));
  expect(await readdir(parent)).toEqual(['key']);
});

test('a caller that waits for a lock goes on when the folder appears, and ends when aborted', async () => {
  await mkdir(`${target}.lock`);
  const abort = new AbortController();
  setTimeout(() => abort.abort(new Error('enough')), 20);
  await expect(cachedFolder(target, never, { signal: abort.signal })).rejects.toThrow('enough');
  const waiting = cachedFolder(target, never);
  await mkdir(target);
  expect(await waiting).toBe(target);
});
