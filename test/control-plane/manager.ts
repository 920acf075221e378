import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ControlPlane,
  freePort,
  type LeashedProcess,
  orDeath,
  startLeashed,
  whilePortsAreTaken,
} from '@capstan/kube/testing';

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

/** What may be said of the managers of Cluster API and of its providers; `binaries` is their folder, by default built on first use. */
export interface ClusterApiFamilyOptions {
  readonly binaries?: string;
  /** The only one that it looks at. */
  readonly namespace?: string;
  /** How often it looks at everything again, as Go writes durations. */
  readonly syncPeriod?: string;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/** What differs between them. */
interface ClusterApiFamilyStart extends Omit<ClusterApiFamilyOptions, 'binaries'>, Pick<ManagerStart, 'name' | 'env'> {
  readonly binaries: string;
  /** Beside the flags that all of them have. */
  readonly args: readonly string[];
  /** As of `startManager`; `health` is the port of its probes. */
  readonly ready: (manager: LeashedProcess, health: number, signal: AbortSignal) => Promise<void>;
}

/** Starts a manager of Cluster API's family, on free ports. Its webhooks are served and nobody calls them. */
export function startClusterApiFamily(
  controlPlane: ManagedControlPlane & Pick<ControlPlane, 'certificates'>,
  { namespace = 'openshift-cluster-api', syncPeriod = '10s', args, ready, log, ...start }: ClusterApiFamilyStart,
): Promise<LeashedProcess> {
  return whilePortsAreTaken(async () => {
    const [health, webhook] = await Promise.all([freePort(), freePort()]);
    return startManager({
      ...start,
      args: [
        `--kubeconfig=${controlPlane.kubeconfigPath}`,
        `--namespace=${namespace}`,
        `--sync-period=${syncPeriod}`,
        '--leader-elect=false',
        `--health-addr=127.0.0.1:${health}`,
        '--diagnostics-address=0',
        // It won't start without a key pair for its webhooks, and any will do.
        `--webhook-port=${webhook}`,
        `--webhook-cert-dir=${controlPlane.certificates}`,
        ...args,
      ],
      ready: (manager, signal) => ready(manager, health, signal),
    });
  }, log);
}
