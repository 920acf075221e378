import { resolve } from 'node:path';
import type { TokenSource } from '../client/endpoint.ts';
import { isRecord } from '../client/object.ts';
import { KubeconfigError } from './problem.ts';
import type { Entry } from './read-files.ts';

/** How each one known is asked for a new token although the one it has looks good; and how a user gets past it for good. */
const providers: ReadonlyMap<unknown, { readonly expired: Readonly<Record<string, string>>; readonly hint: string }> =
  new Map([
    // What is no JWT counts as one that has ended.
    [
      'oidc',
      { expired: { 'id-token': 'refused' }, hint: 'Log in again, or use kubectl oidc-login as credential plugin.' },
    ],
    ['azure', { expired: { expiry: '1970-01-01T00:00:00Z' }, hint: 'Use kubelogin convert-kubeconfig.' }],
    ['gcp', { expired: { expiry: '1970-01-01T00:00:00Z' }, hint: 'Use gke-gcloud-auth-plugin as credential plugin.' }],
  ]);

/** The field for it, and with `-data` the one for its content. */
const authorityOfIssuer = 'idp-certificate-authority';

/**
 * Tokens by a user's `auth-provider` entry, which Kubernetes has given up for credential plugins: oidc, azure and gcp, by
 * the Kubernetes client for JavaScript. That one takes 90 MB and half a second to load, so it is loaded when the first token is
 * asked for, and by nobody else. Throws `KubeconfigError` at once for a provider that it doesn't know.
 */
export function authProvider(value: unknown, user: string, { file, folder }: Entry): TokenSource {
  const fail = (what: string, hint: string, cause?: unknown): KubeconfigError =>
    new KubeconfigError(`${file}: user ${user}: ${what}`, hint, cause === undefined ? {} : { cause });
  const name = isRecord(value) ? value['name'] : undefined;
  const known = providers.get(name);
  if (known === undefined) {
    throw fail(
      `logs in by the auth-provider ${String(name)}, which is not supported`,
      'Use a credential plugin (exec).',
    );
  }
  const { expired, hint } = known;
  // The client notes new tokens in it, refresh tokens among them, and many of those serve once.
  const config = asTheClientTakesIt(isRecord(value) && isRecord(value['config']) ? value['config'] : {}, folder);
  let latest: string | undefined;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    // A new one each time: it takes the lifetime of a refreshed token for the time of its end.
    const kubeconfig = new KubeConfig();
    const cluster = { name: 'cluster', server: 'https://kubernetes.invalid', skipTLSVerify: false };
    kubeconfig.loadFromClusterAndUser(cluster, { name: user, authProvider: { name, config } });
    const request: { headers?: Record<string, string> } = {};
    await kubeconfig.applyToHTTPSOptions(request).catch((cause: unknown) => {
      // As of 2.0.1 the client makes an answer of its own there that its OpenID library takes for none.
      const hasOwnAuthority = name === 'oidc' && Object.keys(config).some((key) => key.startsWith(authorityOfIssuer));
      const reason = hasOwnAuthority ? `${authorityOfIssuer} is not supported for renewing it` : reasonOf(cause);
      const more = hasOwnAuthority ? ` Or trust that authority by NODE_EXTRA_CA_CERTS, and leave the field out.` : '';
      throw fail(`the auth-provider ${String(name)} gives no token: ${reason}`, `${hint}${more}`, cause);
    });
    const [, token] = /^Bearer (\S+)$/.exec(request.headers?.['Authorization'] ?? '') ?? [];
    if (token === undefined || token === 'undefined') {
      throw fail(`the auth-provider ${String(name)} has no token, or one that has ended and no way to renew it`, hint);
    }
    latest = token;
    return token;
  };

  return async (refused) => {
    // Of many who find the same token refused the first renews it, and the others wait for what it gets.
    while (asking !== undefined) {
      const token = await asking;
      if (token !== refused) return token;
    }
    if (refused !== undefined && refused === latest) Object.assign(config, expired);
    asking = ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
}

/**
 * The client takes a relative path from where the process runs, and not from where the kubeconfig is; and it hands the issuer's
 * URL on as it is to a library that wants no text.
 */
function asTheClientTakesIt(config: Record<string, unknown>, folder: string): Record<string, unknown> {
  const { [authorityOfIssuer]: path, 'idp-issuer-url': issuer } = config;
  return {
    ...config,
    ...(typeof path === 'string' && path !== '' && { [authorityOfIssuer]: resolve(folder, path) }),
    ...(typeof issuer === 'string' && URL.canParse(issuer) && { 'idp-issuer-url': new URL(issuer) }),
  };
}

/** What an error and its causes say, in one line: "fetch failed" alone helps nobody. */
function reasonOf(error: unknown): string {
  const said: string[] = [];
  for (let at = error; at !== undefined && said.length < 4; at = at instanceof Error ? at.cause : undefined) {
    // The cause of an issuer's refusal is its answer: a code such as invalid_grant.
    const text = at instanceof Error ? at.message : isRecord(at) ? at['error'] : at;
    if (typeof text === 'string') said.push(text.split('\n', 1)[0] ?? '');
  }
  return said.join(': ').slice(0, 300);
}
