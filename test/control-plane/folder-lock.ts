import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sleep } from '@capstan/kube/testing';

/** `unless` is asked while waiting: true means that the lock isn't needed any more. */
export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onWait?: ((seconds: number) => void) | undefined;
  readonly unless: () => Promise<boolean>;
}

const heartbeatMs = 5_000;
const staleMs = 60_000;
const reportMs = 15_000;

/**
 * Takes a lock between processes: a folder, which only one of them can make. Resolves with the function that releases it,
 * or with undefined when `unless` came true first. The holder touches the folder every 5 s; a lock that wasn't touched for
 * 60 s, or whose holder is a dead process of this machine, is taken over. Throws the signal's reason when aborted.
 */
export async function takeLock(
  path: string,
  { signal, onWait, unless }: LockOptions,
): Promise<(() => Promise<void>) | undefined> {
  const start = performance.now();
  let reported = start;
  while (!(await tryMakeFolder(path))) {
    if (await isStale(path)) {
      // Renamed first, so that of two that see it stale only one takes it away.
      const aside = `${path}.stale-${process.pid}-${Math.trunc(performance.now())}`;
      await rename(path, aside).catch(() => undefined);
      await rm(aside, { recursive: true, force: true });
      continue;
    }
    if (await unless()) return undefined;
    if (performance.now() - reported >= reportMs) {
      reported = performance.now();
      onWait?.(Math.round((reported - start) / 1000));
    }
    await sleep(200, signal);
  }
  await writeFile(join(path, 'holder'), `${hostname()} ${process.pid}\n`);
  const heartbeat = setInterval(() => {
    const now = new Date();
    // A lock that was taken over isn't ours to touch, and losing it only costs work.
    utimes(path, now, now).catch(() => undefined);
  }, heartbeatMs);
  return async () => {
    clearInterval(heartbeat);
    await rm(path, { recursive: true, force: true });
  };
}

async function tryMakeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function isStale(path: string): Promise<boolean> {
  const touched = await stat(path).catch(() => undefined);
  if (touched === undefined) return false;
  if (Date.now() - touched.mtimeMs > staleMs) return true;
  // A holder that hasn't signed yet is judged by age alone; so is one in another container, whose pids mean nothing here.
  const [host, pid] = (await readFile(join(path, 'holder'), 'utf8').catch(() => '')).trim().split(' ');
  return host === hostname() && pid !== undefined && !isAlive(Number(pid));
}

/** Whether this machine has a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: alive, and somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
