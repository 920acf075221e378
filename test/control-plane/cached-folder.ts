import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isAlive, takeLock } from './folder-lock.ts';

/** `onWait` is called about every 15 s while another process builds the same folder, with the seconds waited so far. */
export interface CachedFolderOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: (seconds: number) => void;
}

/**
 * Makes sure that `target` exists, and returns it. Where it doesn't, `build` fills an empty folder beside it, which is then
 * renamed: so `target` is whole or not there, whenever a build is killed. A lock keeps a second process from doing minutes
 * of work twice, but nothing depends on it: if it were broken by mistake, two builds would run and the first rename wins.
 */
export async function cachedFolder(
  target: string,
  build: (folder: string) => Promise<void>,
  { signal, onWait }: CachedFolderOptions = {},
): Promise<string> {
  if (await exists(target)) return target;
  await mkdir(dirname(target), { recursive: true });
  const release = await takeLock(`${target}.lock`, { signal, onWait, unless: () => exists(target) });
  if (release === undefined) return target;
  try {
    // Whoever had the lock before may have finished between our look and our turn.
    if (await exists(target)) return target;
    await removeLeftovers(target);
    await buildBeside(target, build);
    return target;
  } finally {
    await release();
  }
}

async function buildBeside(target: string, build: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(`${target}.tmp-${process.pid}-`);
  try {
    await build(folder);
    await rename(folder, target).catch(async (error: unknown) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Folders of builds that were killed, told by the pid in their name; called with the lock held, so no other is at work. */
async function removeLeftovers(target: string): Promise<void> {
  const prefix = `${basename(target)}.tmp-`;
  for (const name of await readdir(dirname(target))) {
    if (!name.startsWith(prefix) || isAlive(Number.parseInt(name.slice(prefix.length), 10))) continue;
    await rm(join(dirname(target), name), { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
