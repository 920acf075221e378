import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Endpoint,
  freePort,
  kubeconfig,
  type LeashedProcess,
  orDeath,
  startLeashed,
  until,
} from '@capstan/kube/testing';
import { root } from '../../scripts/run-command.ts';

/** Short times, so that one that is started after another does not wait long for its Lease. */
const lease = ['--lease-duration=6s', '--renew-deadline=4s', '--retry-period=1s'];

/**
 * `capstan operator` as a process of its own, with all that it can do, as whoever the endpoint's token is. Resolves when it acts. Its
 * `stop` is a kill -9.
 */
export async function startOperatorProcess(endpoint: Endpoint): Promise<LeashedProcess> {
  const folder = join(tmpdir(), `capstan-operator-${randomBytes(6).toString('hex')}`);
  await mkdir(folder, { mode: 0o700 });
  const config = join(folder, 'kubeconfig');
  await writeFile(config, kubeconfig(endpoint), { mode: 0o600 });
  const health = await freePort();
  const operator = await startLeashed({
    command: join(root, 'bin/capstan'),
    args: [
      'operator',
      `--kubeconfig=${config}`,
      '--controllers=prerequisites,sync,migration',
      `--health-addr=127.0.0.1:${health}`,
      '--metrics-bind-address=0',
      '--log-level=debug',
      ...lease,
    ],
    folder,
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder },
  });
  try {
    await orDeath('capstan operator', operator, undefined, (signal) => untilReady(health, signal));
    return operator;
  } catch (error) {
    await operator.stop();
    throw error;
  }
}

async function untilReady(port: number, signal: AbortSignal): Promise<void> {
  const isReady = async () => {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => undefined);
    await response?.arrayBuffer();
    return response?.ok || undefined;
  };
  await until('capstan operator to be ready', isReady, { timeoutMs: 60_000, signal });
}
