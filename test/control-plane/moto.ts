import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LeashedProcess, orDeath, startLeashed, until } from '@capstan/kube/testing';
import type { BuildOptions } from './build.ts';
import { ensureMoto } from './moto-environment.ts';

/** AWS in memory: `url` is the endpoint of every service and region, for whatever credentials. */
export interface Moto extends LeashedProcess {
  readonly url: string;
  /** Forgets all that was made in it. */
  reset(): Promise<void>;
}

const readyTimeoutMs = 60_000;

/**
 * Starts moto, which is an AWS in memory, and resolves when it answers, which takes a second or two; the first use ever installs it:
 * give the hook that calls this `buildTimeoutMs`.
 */
export async function startMoto({ signal, ...options }: BuildOptions = {}): Promise<Moto> {
  const python = await ensureMoto({ signal, ...options });
  const folder = join(tmpdir(), `capstan-moto-${randomBytes(6).toString('hex')}`);
  const server = await startLeashed({
    command: python,
    // It chooses a free port by itself, and says which.
    args: ['-m', 'moto.server', '-H', '127.0.0.1', '-p', '0'],
    folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, PYTHONUNBUFFERED: '1' },
  });
  try {
    const url = await orDeath('moto', server, signal, (signal) => untilReady(server, signal));
    return {
      ...server,
      url,
      async reset() {
        const response = await fetch(`${url}/moto-api/reset`, { method: 'POST' });
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`moto can't be reset: status ${response.status}`);
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function untilReady(server: LeashedProcess, signal: AbortSignal): Promise<string> {
  const url = await until(
    'moto to say where it listens',
    async () => / (http:\/\/127\.0\.0\.1:\d+)$/m.exec(await server.logTail())?.[1],
    { timeoutMs: readyTimeoutMs, signal },
  );
  const answers = async () => (await fetch(`${url}/moto-api/`, { signal })).ok || undefined;
  await until('moto to answer', answers, { timeoutMs: readyTimeoutMs, signal });
  return url;
}
