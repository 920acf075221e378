import { type ControlPlane, type LeashedProcess, until } from '@capstan/kube/testing';
import { ensureClusterApiManager } from './build.ts';
import {
  type ClusterApiFamilyOptions,
  type ManagedControlPlane,
  managerReadyTimeoutMs,
  startClusterApiFamily,
} from './manager.ts';

/**
 * Starts the core manager of Cluster API and resolves when its controllers run. The control plane has to have the CRDs of
 * `clusterApiManagerCrds` before. Its webhooks are served and nobody calls them: nothing is defaulted or validated by them.
 */
export async function startClusterApiManager(
  controlPlane: ManagedControlPlane & Pick<ControlPlane, 'certificates'>,
  options: ClusterApiFamilyOptions = {},
): Promise<LeashedProcess> {
  const { signal, log } = options;
  return startClusterApiFamily(controlPlane, {
    ...options,
    name: 'cluster-api-manager',
    binaries: options.binaries ?? (await ensureClusterApiManager({ signal, ...(log && { log }) })),
    args: [
      '--webhook-cert-name=apiserver.crt',
      '--webhook-key-name=apiserver.key',
      // With them it would want the CRDs of machine pools and resource sets.
      '--feature-gates=MachinePool=false,ClusterResourceSet=false',
      // There are no old objects to migrate, and its writes to the CRDs would only be in the way.
      '--skip-crd-migration-phases=StorageVersionMigration,CleanupManagedFields',
      '--kube-api-qps=1000',
      '--kube-api-burst=2000',
    ],
    ready: (manager, health, signal) => untilReady(manager, `http://127.0.0.1:${health}/readyz`, signal),
  });
}

/** Its /readyz only speaks for the webhooks, and might be a stranger's on our port; that the workers run, its own log says. */
async function untilReady(manager: LeashedProcess, url: string, signal: AbortSignal): Promise<void> {
  const check = async () => ((await isOk(url, signal)) && (await hasWorkers(manager))) || undefined;
  await until('cluster-api-manager to be ready', check, { timeoutMs: managerReadyTimeoutMs, signal });
}

async function hasWorkers(manager: LeashedProcess): Promise<boolean> {
  const log = await manager.logTail(Number.POSITIVE_INFINITY);
  return ['cluster', 'machineset', 'machine'].every((name) => log.includes(`"Starting workers" controller="${name}"`));
}

/** Nobody listens at first, so a failure is an answer. */
async function isOk(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { signal }).catch(() => undefined);
  await response?.arrayBuffer();
  return response?.ok === true;
}
