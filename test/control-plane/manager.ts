import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ControlPlane, type LeashedProcess, orDeath, startLeashed } from '@capstan/kube/testing';

/** What the starters of managers need of a control plane; the shared one has it, too. */
export type ManagedControlPlane = Pick<ControlPlane, 'url' | 'ca' | 'token' | 'kubeconfigPath'>;

/** `ready` resolves when the manager does its work; it is aborted when the manager dies first. */
export interface ManagerStart {
  readonly name: string;
  readonly binaries: string;
  readonly args: readonly string[];
  /** Beside the path and a home; nothing else of our own environment reaches it. */
  readonly env?: Readonly<Record<string, string>>;
  readonly ready: (manager: LeashedProcess, signal: AbortSignal) => Promise<void>;
  readonly signal?: AbortSignal | undefined;
}

/** How long a manager may take to be ready. */
export const managerReadyTimeoutMs = 90_000;

/**
 * Starts a manager on a leash, in a temporary folder of its own, and resolves when it is ready. Throws when it dies before,
 * with the last lines of its log; nothing is left behind then.
 */
export async function startManager({
  name,
  binaries,
  args,
  env = {},
  ready,
  signal,
}: ManagerStart): Promise<LeashedProcess> {
  signal?.throwIfAborted();
  const folder = join(tmpdir(), `capstan-${name}-${randomBytes(6).toString('hex')}`);
  const own = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder };
  const manager = await startLeashed({ command: join(binaries, name), args, folder, env: { ...env, ...own } });
  try {
    await orDeath(name, manager, signal, (signal) => ready(manager, signal));
    return manager;
  } catch (error) {
    await manager.stop();
    throw error;
  }
}
