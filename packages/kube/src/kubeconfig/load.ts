import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { Endpoint, TokenSource } from '../client/endpoint.ts';
import { type Clock, systemClock } from '../clock.ts';
import { authProvider } from './auth-provider.ts';
import { type ExecPlugin, execPlugin } from './exec-plugin.ts';
import { KubeconfigError } from './problem.ts';
import { namedProxy, proxyFromEnvironment } from './proxy.ts';
import { type Entry, kubeconfigFiles, type MergedKubeconfig, readKubeconfigs } from './read-files.ts';
import { tokenFile } from './token-file.ts';

/** The way to a cluster, and where its user works. */
export interface ClientConfig {
  readonly endpoint: Endpoint;
  /** The context's namespace; `default` where it has none. */
  readonly namespace: string;
  /** The context's name, or `in-cluster`. */
  readonly name: string;
}

/** What a user may say, and what the process brings. */
export interface LoadOptions {
  /** As `--kubeconfig`. */
  readonly kubeconfig?: string | undefined;
  /** As `--context`. */
  readonly context?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly clock?: Clock;
  /** Where a pod has its service account; for tests. */
  readonly serviceAccount?: string;
}

const serviceAccountFolder = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Finds the API server as kubectl does: a kubeconfig that is given or found, else, in a pod, its service account. Throws
 * `KubeconfigError` with what to do: no file, a context that is not there, a way to log in that is not known.
 */
export async function loadClientConfig(options: LoadOptions): Promise<ClientConfig> {
  const { kubeconfig, env } = options;
  const { files, mustExist } = kubeconfigFiles(kubeconfig, env);
  const merged = await readKubeconfigs(files, mustExist);
  if (merged.files.length > 0) return fromKubeconfig(merged, options);
  if (env['KUBERNETES_SERVICE_HOST'] !== undefined) return inCluster(options);
  throw new KubeconfigError(
    `no kubeconfig: ${files.length === 0 ? 'none is named' : `there is no ${files.join(' and no ')}`}`,
    'Log in with oc login, or give one with --kubeconfig.',
  );
}

async function inCluster({ env, clock = systemClock, serviceAccount = serviceAccountFolder }: LoadOptions) {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '443';
  const [ca, namespace] = await Promise.all([
    readFile(join(serviceAccount, 'ca.crt'), 'utf8'),
    readFile(join(serviceAccount, 'namespace'), 'utf8'),
  ]).catch((cause: unknown) => {
    throw new KubeconfigError(
      `${serviceAccount}: the pod has no service account`,
      'Set automountServiceAccountToken: true, or give a kubeconfig.',
      { cause },
    );
  });
  const url = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    endpoint: { url, ca, token: tokenFile(join(serviceAccount, 'token'), clock), ...proxyOf(undefined, url, env, '') },
    namespace: namespace.trim(),
    name: 'in-cluster',
  };
}

async function fromKubeconfig(merged: MergedKubeconfig, options: LoadOptions): Promise<ClientConfig> {
  const name = options.context ?? merged.currentContext;
  const where = merged.files.join(', ');
  if (name === '') {
    throw new KubeconfigError(`${where}: there is no current context`, 'Choose one: oc config use-context NAME.');
  }
  const context = merged.contexts.get(name);
  if (context === undefined) {
    const known = [...merged.contexts.keys()].join(', ');
    throw new KubeconfigError(`${where}: there is no context ${name}`, `Use one of ${known || 'another file'}.`);
  }
  const { cluster: clusterName, user: userName, namespace } = context.value;
  const cluster = merged.clusters.get(String(clusterName));
  if (cluster === undefined) {
    const message = `${context.file}: the context ${name} has a cluster that is not there: ${String(clusterName)}`;
    throw new KubeconfigError(message, 'Log in again: oc login.');
  }
  const user = merged.users.get(String(userName)) ?? { value: {}, folder: context.folder, file: context.file };
  const [server, credentials] = await Promise.all([
    serverOf(cluster, String(clusterName), options),
    credentialsOf(user, String(userName), options),
  ]);
  return {
    endpoint: { ...server, ...credentials },
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : 'default',
    name,
  };
}

async function serverOf(entry: Entry, name: string, { env }: LoadOptions): Promise<Endpoint> {
  const { server, 'insecure-skip-tls-verify': insecure, 'proxy-url': proxy, 'tls-server-name': tls } = entry.value;
  const fail = (what: string, hint: string) => new KubeconfigError(`${entry.file}: cluster ${name}: ${what}`, hint);
  if (typeof server !== 'string' || !URL.canParse(server)) throw fail('has no server', 'Log in again: oc login.');
  if (insecure === true) {
    throw fail(
      'asks not to verify the server, which would hand its credentials to anyone in between',
      'Give the authority that signed its certificate: certificate-authority.',
    );
  }
  const ca = await dataOrFile(entry, 'certificate-authority');
  return {
    url: server,
    ...(ca !== undefined && { ca }),
    ...(typeof tls === 'string' && tls !== '' && { serverName: tls }),
    ...proxyOf(proxy, server, env, `${entry.file}: cluster ${name}: proxy-url`),
  };
}

/** The proxy that the entry names, also where NO_PROXY says otherwise; else the environment's. */
function proxyOf(named: unknown, server: string, env: NodeJS.ProcessEnv, where: string): Pick<Endpoint, 'proxy'> {
  const isNamed = named !== undefined && named !== '';
  const proxy = isNamed ? namedProxy(named, where) : proxyFromEnvironment(server, env);
  return proxy === undefined ? {} : { proxy };
}

async function credentialsOf(entry: Entry, name: string, { clock = systemClock, env }: LoadOptions) {
  const { token, tokenFile: file, exec, username, 'auth-provider': provider } = entry.value;
  if (username !== undefined) {
    throw new KubeconfigError(
      `${entry.file}: user ${name}: logs in by user name and password, which Kubernetes takes no more since 1.19`,
      'Log in with oc login, which writes a token, or use a credential plugin (exec).',
    );
  }
  const [certificate, key] = await Promise.all([
    dataOrFile(entry, 'client-certificate'),
    dataOrFile(entry, 'client-key'),
  ]);
  if ((certificate === undefined) !== (key === undefined)) {
    const missing = key === undefined ? 'client-key' : 'client-certificate';
    throw new KubeconfigError(`${entry.file}: user ${name}: has no ${missing}`, 'Log in again: oc login.');
  }
  const own = certificate !== undefined && key !== undefined ? { clientCertificate: { certificate, key } } : {};
  if (typeof exec === 'object' && exec !== null) {
    const plugin = execPlugin(exec as Readonly<Record<string, unknown>>, name, clock, env);
    const first = await plugin();
    return {
      ...own,
      ...(first.clientCertificate !== undefined && { clientCertificate: first.clientCertificate }),
      ...(first.token !== undefined && { token: tokenOf(plugin, name, entry) }),
    };
  }
  // As client-go: the file counts where both are there.
  if (typeof file === 'string' && file !== '') return { ...own, token: tokenFile(pathOf(entry, file), clock) };
  if (typeof token === 'string' && token !== '') return { ...own, token };
  return { ...own, ...(provider !== undefined && provider !== null && { token: authProvider(provider, name, entry) }) };
}

/** A plugin that gave a token once gives one each time. What gives certificates alone is asked once, at the start. */
function tokenOf(plugin: ExecPlugin, user: string, { file }: Entry): TokenSource {
  return async (refused) => {
    const { token } = await plugin(refused);
    if (token !== undefined) return token;
    throw new KubeconfigError(`${file}: user ${user}: the credential plugin gives no token any more`, 'Start again.');
  };
}

/** `NAME-data` in base64, else the file that `NAME` names. */
async function dataOrFile(entry: Entry, field: string): Promise<string | undefined> {
  const { [`${field}-data`]: data, [field]: path } = entry.value;
  if (typeof data === 'string' && data !== '') return Buffer.from(data, 'base64').toString('utf8');
  if (typeof path !== 'string' || path === '') return undefined;
  const file = pathOf(entry, path);
  return readFile(file, 'utf8').catch((cause: unknown) => {
    throw new KubeconfigError(`${entry.file}: ${field}: ${file} cannot be read`, 'Log in again: oc login.', { cause });
  });
}

function pathOf({ folder }: Entry, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}
