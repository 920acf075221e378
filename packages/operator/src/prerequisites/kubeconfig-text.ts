import { listAt, textAt } from '@capstan/convert';
import { parseJson } from '../parse-json.ts';

/** What a kubeconfig says. */
export interface KubeconfigFacts {
  readonly server: string;
  /** PEM; undefined for the authorities that the reader's system trusts. */
  readonly certificateAuthority: string | undefined;
  readonly token: string;
}

/** A kubeconfig as JSON, which is YAML: always the same text for the same facts. */
export function kubeconfigText({ server, certificateAuthority, token }: KubeconfigFacts, clusterName: string): string {
  const user = `${clusterName}-capi-admin`;
  const context = `${user}@${clusterName}`;
  const trust = certificateAuthority !== undefined && {
    'certificate-authority-data': Buffer.from(certificateAuthority, 'utf8').toString('base64'),
  };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: clusterName, cluster: { server, ...trust } }],
    users: [{ name: user, user: { token } }],
    contexts: [{ name: context, context: { cluster: clusterName, user } }],
    'current-context': context,
  });
}

/** The token in a kubeconfig that we wrote; undefined for any other text. */
export function tokenIn(text: string): string | undefined {
  const [user] = listAt(parseJson(text), 'users');
  return textAt(user, 'user', 'token');
}
