import { randomBytes, randomUUID } from 'node:crypto';
import { createClient, type KubeClient, type LeashedProcess, refOf, untilGone } from '@capstan/kube/testing';
import { ensureControllerManager } from './build.ts';
import { type ManagedControlPlane, managerReadyTimeoutMs, startManager } from './manager.ts';

/**
 * `binaries` is the folder with `kube-controller-manager`, by default built on first use; `controllers` are those that run beside
 * the garbage collector.
 */
export interface ControllerManagerOptions {
  readonly binaries?: string;
  readonly controllers?: readonly string[];
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/**
 * Starts Kubernetes' own garbage collector and namespace controller, and resolves when something was collected. A kind whose
 * CRD is applied later is looked after within 30 s, so CRDs come first. A deleted namespace takes the controller 5 s.
 */
export async function startControllerManager(
  controlPlane: ManagedControlPlane,
  { binaries, controllers = ['namespace-controller'], signal, ...options }: ControllerManagerOptions = {},
): Promise<LeashedProcess> {
  const client = createClient(controlPlane);
  try {
    return await startManager({
      name: 'kube-controller-manager',
      binaries: binaries ?? (await ensureControllerManager({ signal, ...options })),
      args: [
        `--kubeconfig=${controlPlane.kubeconfigPath}`,
        `--controllers=${['garbage-collector-controller', ...controllers].join(',')}`,
        '--leader-elect=false',
        // It serves nothing.
        '--secure-port=0',
        // The default would hold the collector back to 20 deletions a second.
        '--kube-api-qps=1000',
        '--kube-api-burst=2000',
      ],
      ready: (_, signal) => untilCollecting(client, signal),
      signal,
    });
  } finally {
    await client.close();
  }
}

/** Without a port there is nobody to ask, so it is given something to collect: an object whose owner doesn't exist. */
async function untilCollecting(client: KubeClient, signal: AbortSignal): Promise<void> {
  const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'capstan-probe-gone', uid: randomUUID() };
  const name = `capstan-probe-${randomBytes(4).toString('hex')}`;
  const orphan = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: 'default', ownerReferences: [owner] },
  };
  await client.create(orphan, { signal });
  await untilGone(client, refOf(orphan), { timeoutMs: managerReadyTimeoutMs, signal });
}
