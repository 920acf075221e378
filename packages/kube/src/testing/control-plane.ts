import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiError } from '../client/api-error.ts';
import { createClient } from '../client/client.ts';
import { createCredentials, kubeconfig } from './credentials.ts';
import type { Endpoint } from './endpoint.ts';
import { freePort } from './free-port.ts';
import { type LeashedProcess, startLeashed } from './leash.ts';
import { until } from './poll.ts';
import { orDeath, whilePortsAreTaken } from './server-start.ts';
import { waitForSocket } from './socket.ts';

/** `binaries` is the folder with `etcd` and `kube-apiserver`; `log` gets a line for what went wrong and was overcome. */
export interface ControlPlaneOptions {
  readonly binaries: string;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/** A running etcd and kube-apiserver. `token` is a cluster administrator's. */
export interface ControlPlane extends Endpoint {
  /** A kubeconfig file with the same credentials, readable by its owner only. */
  readonly kubeconfigPath: string;
  /** The folder with the API server's self-signed `apiserver.crt` and its key, `apiserver.key`. */
  readonly certificates: string;
  /** The temporary folder that holds everything; gone after {@link ControlPlane.stop}. */
  readonly folder: string;
  /** The servers and the shells that hold their leashes. */
  readonly pids: readonly number[];
  /** Kills the servers hard (a graceful end takes the API server many seconds) and removes the folder. */
  stop(): Promise<void>;
}

const readyTimeoutMs = 90_000;

/**
 * Starts etcd and kube-apiserver in a fresh temporary folder, on 127.0.0.1 only, and resolves when the API server is ready
 * (about 3 s). They can't outlive this process, however it ends. Throws when a server dies while starting, with the last
 * lines of its log, or isn't ready after 90 s; nothing is left behind then.
 */
export function startControlPlane({ binaries, signal, log }: ControlPlaneOptions): Promise<ControlPlane> {
  return whilePortsAreTaken(() => startOnce(binaries, signal), log);
}

async function startOnce(binaries: string, signal: AbortSignal | undefined): Promise<ControlPlane> {
  signal?.throwIfAborted();
  // A Unix socket's path may have 103 bytes, and some machines have a long TMPDIR. The first server's leash makes the folder.
  const parent = tmpdir().length > 50 ? '/tmp' : tmpdir();
  const folder = join(parent, `capstan-cp-${randomBytes(6).toString('hex')}`);
  const servers: LeashedProcess[] = [];
  const stop = async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
  try {
    const start = async (name: string, args: readonly string[]) => {
      // Only what the servers need: etcd reads every flag from ETCD_*, and a proxy has no place between them.
      const env = { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder };
      const command = join(binaries, name);
      const server = await startLeashed({ command, args, folder: join(folder, name), owned: folder, env });
      servers.push(server);
      return server;
    };
    const etcdFolder = join(folder, 'etcd');
    const socket = join(etcdFolder, 'client.sock');
    const etcd = await start('etcd', etcdArgs(etcdFolder, socket));
    await orDeath('etcd', etcd, signal, (signal) => waitForSocket(socket, { timeoutMs: readyTimeoutMs, signal }));

    const apiFolder = join(folder, 'kube-apiserver');
    await mkdir(apiFolder, { mode: 0o700 });
    const port = await freePort();
    const credentials = await createCredentials(apiFolder);
    const apiServer = await start('kube-apiserver', apiServerArgs(apiFolder, socket, port));
    const url = `https://127.0.0.1:${port}`;
    const ca = await orDeath('kube-apiserver', apiServer, signal, (signal) =>
      untilReady(url, apiFolder, credentials.token, signal),
    );

    const kubeconfigPath = join(apiFolder, 'kubeconfig');
    const endpoint = { url, ca, token: credentials.token };
    await writeFile(kubeconfigPath, kubeconfig(endpoint), { mode: 0o600 });
    const pids = servers.flatMap(({ pid, leashPid }) => [pid, leashPid]);
    return { ...endpoint, kubeconfigPath, certificates: join(apiFolder, 'certs'), folder, pids, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Clients come through a Unix socket: no port to collide on, and no way to reach another control plane's etcd by mistake.
 * The peer port is never used by a cluster of one, so the kernel picks it, and nobody dials the advertised URL.
 */
function etcdArgs(folder: string, socket: string): string[] {
  return [
    `--data-dir=${join(folder, 'data')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=unix://${socket}`,
    '--advertise-client-urls=http://127.0.0.1:1',
    '--listen-peer-urls=http://127.0.0.1:0',
  ];
}

function apiServerArgs(folder: string, etcdSocket: string, port: number): string[] {
  return [
    `--etcd-servers=unix://${etcdSocket}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    // Without it the server looks for a default route, which a machine without a network doesn't have, and it may not be
    // a loopback address. Nobody connects to it: it comes from a block reserved for documentation.
    '--advertise-address=192.0.2.1',
    `--cert-dir=${join(folder, 'certs')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${join(folder, 'service-account.key')}`,
    `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    // As OpenShift does: who writes an owner reference wants rights of the owner.
    '--enable-admission-plugins=OwnerReferencesPermissionEnforcement',
    '--allow-privileged',
  ];
}

/**
 * Waits until the server that holds the certificate in our folder is ready and has made the namespace `default`, which it
 * does in the background. Resolves with the certificate, which only that server has: an answer from a stranger on the same
 * port isn't taken for one.
 */
async function untilReady(url: string, folder: string, token: string, signal: AbortSignal): Promise<string> {
  return until(
    'kube-apiserver to be ready',
    async () => {
      const ca = await readFile(join(folder, 'certs', 'apiserver.crt'), 'utf8');
      const client = createClient({ url, ca, token });
      try {
        await client.getPath('/readyz', { signal });
        await client.get({ apiVersion: 'v1', kind: 'Namespace', name: 'default' }, { signal });
        return ca;
      } finally {
        await client.close();
      }
    },
    // No certificate yet, half a certificate, nobody listening, not ready: all pass, and the deadline bounds them.
    {
      timeoutMs: readyTimeoutMs,
      signal,
      notYet: (error) => error instanceof ApiError || (error instanceof Error && 'code' in error),
    },
  );
}
