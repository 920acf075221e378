import { ApiError, type ClientConfig, codeOf, KubeconfigError, loadClientConfig } from '@capstan/kube';
import { Failure } from './failure.ts';

/** The flags of verbs that talk to a cluster; as kubectl's. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly machineApiNamespace: string;
  readonly clusterApiNamespace: string;
}

/** Finds the way to the cluster. Throws `Failure` with what to do where there is none. */
export async function connect({ kubeconfig, context }: ClusterFlags): Promise<ClientConfig> {
  try {
    return await loadClientConfig({ kubeconfig, context, env: process.env });
  } catch (cause) {
    if (cause instanceof KubeconfigError) throw new Failure(cause.message, cause.hint, { cause });
    throw cause;
  }
}

/** What went wrong with a request, in words for a user. */
export function requestFailure(error: unknown, config: ClientConfig): Failure | undefined {
  if (!(error instanceof Error)) return undefined;
  const { url } = config.endpoint;
  if (error instanceof ApiError) {
    const { status } = error;
    if (status === 401) return new Failure(`${url} does not know you: ${error.message}`, 'Log in again: oc login.');
    if (status === 403) return new Failure(error.message, 'Ask for the rights, or use another context: --context.');
    if (status === 404)
      return new Failure(error.message, 'Is this an OpenShift cluster with Cluster API? Name another with --context.');
    return new Failure(`${url}: ${error.message}`, 'Try again; if it stays, look at the API server.');
  }
  if (error.name === 'TimeoutError' || unreachable.has(codeOf(error))) {
    return new Failure(
      `${url} cannot be reached: ${error.message}`,
      'Is the server of this context up, and is there a way to it? See oc whoami --show-server.',
    );
  }
  return undefined;
}

const unreachable: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_HAS_EXPIRED',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);
