import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startLeashed, until } from '@capstan/kube/testing';
import type { WriteCounts } from './writes.ts';

/** What acknowledges for the controllers of both APIs, as its own process. */
export interface Acknowledger {
  /** What it has written since it was started. */
  writes(): Promise<WriteCounts>;
  stop(): Promise<void>;
}

/** Starts it, and resolves when it has begun. */
export async function startAcknowledger(kubeconfig: string): Promise<Acknowledger> {
  const port = await freePort();
  const server = await startLeashed({
    command: process.execPath,
    args: [fileURLToPath(new URL('acknowledging.ts', import.meta.url)), kubeconfig, String(port)],
    folder: join(tmpdir(), `capstan-bench-acknowledger-${randomBytes(6).toString('hex')}`),
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' },
  });
  let hasEnded = false;
  void server.exited.then(() => {
    hasEnded = true;
  });
  const writes = async (): Promise<WriteCounts> => {
    if (hasEnded) throw new Error(`what acknowledges has ended:\n${await server.logTail()}`);
    const answer: unknown = await (await fetch(`http://127.0.0.1:${port}`)).json();
    return new Map(Object.entries(answer ?? {}));
  };
  const isUp = () => writes().catch((error: unknown) => (hasEnded ? Promise.reject(error) : undefined));
  try {
    await until('what acknowledges to be up', isUp);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { writes, stop: () => server.stop() };
}
