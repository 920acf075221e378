import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Endpoint } from './endpoint.ts';

/**
 * Writes what kube-apiserver needs to know its callers: `service-account.key` signs service account tokens, `tokens.csv`
 * has one administrator. Returns that administrator's token.
 */
export async function createCredentials(folder: string): Promise<{ token: string }> {
  const token = randomBytes(24).toString('hex');
  // Elliptic, because an RSA key takes a tenth of a second to find.
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'sec1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeFile(join(folder, 'service-account.key'), privateKey, { mode: 0o600 });
  await writeFile(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  return { token };
}

/** A kubeconfig for the endpoint, as JSON, which is YAML. */
export function kubeconfig({ url, ca, token }: Endpoint): string {
  const name = 'capstan-test';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}
