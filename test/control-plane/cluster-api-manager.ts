import { type ControlPlane, freePort, type LeashedProcess, until, whilePortsAreTaken } from '@capstan/kube/testing';
import { ensureClusterApiManager } from './build.ts';
import { type ManagedControlPlane, managerReadyTimeoutMs, startManager } from './manager.ts';

/** `binaries` is the folder with `cluster-api-manager`, by default built on first use; `namespace` is the only one it looks at. */
export interface ClusterApiManagerOptions {
  readonly binaries?: string;
  readonly namespace?: string;
  /** How often it looks at everything again, as Go writes durations. */
  readonly syncPeriod?: string;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/**
 * Starts the core manager of Cluster API and resolves when its controllers run. The control plane has to have the CRDs of
 * `clusterApiManagerCrds` before. Its webhooks are served and nobody calls them: nothing is defaulted or validated by them.
 */
export async function startClusterApiManager(
  controlPlane: ManagedControlPlane & Pick<ControlPlane, 'certificates'>,
  {
    binaries,
    namespace = 'openshift-cluster-api',
    syncPeriod = '10s',
    signal,
    ...options
  }: ClusterApiManagerOptions = {},
): Promise<LeashedProcess> {
  const folder = binaries ?? (await ensureClusterApiManager({ signal, ...options }));
  return whilePortsAreTaken(async () => {
    const [health, webhook] = await Promise.all([freePort(), freePort()]);
    return startManager({
      name: 'cluster-api-manager',
      binaries: folder,
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
        '--webhook-cert-name=apiserver.crt',
        '--webhook-key-name=apiserver.key',
        // With them it would want the CRDs of machine pools and resource sets.
        '--feature-gates=MachinePool=false,ClusterResourceSet=false',
        // There are no old objects to migrate, and its writes to the CRDs would only be in the way.
        '--skip-crd-migration-phases=StorageVersionMigration,CleanupManagedFields',
        '--kube-api-qps=1000',
        '--kube-api-burst=2000',
      ],
      ready: (manager, signal) => untilReady(manager, `http://127.0.0.1:${health}/readyz`, signal),
      signal,
    });
  }, options.log);
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
