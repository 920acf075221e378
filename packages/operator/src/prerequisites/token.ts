import { asObject, textAt } from '@capstan/convert';
import { parseJson } from '../parse-json.ts';
import type { PrerequisiteDeps } from './prerequisite.ts';

/** What a token says of itself. Nothing is proven by it: it is our own, and the API server judges it. */
export interface TokenClaims {
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** The uid of its ServiceAccount; a token dies with it. */
  readonly serviceAccountUid: string;
}

/** How long a token is asked for. The API server may give less, or more. */
const lifetimeSeconds = 86_400;

/** Asks the API server for a token of a ServiceAccount. */
export async function requestToken(
  transport: PrerequisiteDeps['transport'],
  { namespace, name }: { readonly namespace: string; readonly name: string },
  signal: AbortSignal,
): Promise<string> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/serviceaccounts/${encodeURIComponent(name)}/token`;
  const request = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    metadata: { name, namespace },
    spec: { expirationSeconds: lifetimeSeconds },
  };
  const { body } = await transport.request({ method: 'POST', path, body: request, signal });
  const token = textAt(body, 'status', 'token');
  if (token === undefined) throw new Error(`the API server gave no token for ServiceAccount ${namespace}/${name}`);
  return token;
}

/** Reads a token; undefined for what is none of a ServiceAccount. */
export function claimsOf(token: string): TokenClaims | undefined {
  const [, payload = ''] = token.split('.');
  const claims = asObject(parseJson(Buffer.from(payload, 'base64url').toString('utf8')));
  const serviceAccountUid = textAt(claims, 'kubernetes.io', 'serviceaccount', 'uid');
  const [issued, expires] = [claims?.['iat'], claims?.['exp']];
  if (typeof issued !== 'number' || typeof expires !== 'number' || serviceAccountUid === undefined) return undefined;
  return { issuedAt: new Date(issued * 1000), expiresAt: new Date(expires * 1000), serviceAccountUid };
}

/** When half of a token's life is over: time enough to get the next one while this one still works. */
export function halfLifeOf({ issuedAt, expiresAt }: TokenClaims): Date {
  return new Date((issuedAt.getTime() + expiresAt.getTime()) / 2);
}
