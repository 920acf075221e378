import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { controlPlane } from '../../../../test/control-plane/connect.ts';
import { loadClientConfig } from './load.ts';

const certs = join(dirname(controlPlane().kubeconfigPath), 'certs');
const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

/** An OpenID provider with the API server's certificate, whose refresh tokens serve once. */
async function startIssuer() {
  const tls = { cert: readFileSync(join(certs, 'apiserver.crt')), key: readFileSync(join(certs, 'apiserver.key')) };
  let issued = 0;
  let asked = 0;
  const idToken = (lifetime: number) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: url, aud: 'capstan', sub: 'me', iat: now, exp: now + lifetime, n: issued };
    return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
  };
  const server = createServer(tls, async (request, response) => {
    const answer = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url?.includes('/.well-known/')) {
      return answer(200, { issuer: url, token_endpoint: `${url}/token`, jwks_uri: `${url}/keys` });
    }
    asked += 1;
    const form = new URLSearchParams(await text(request));
    if (form.get('refresh_token') !== `refresh-${issued}`) return answer(400, { error: 'invalid_grant' });
    issued += 1;
    const more = { token_type: 'Bearer', expires_in: 3600, refresh_token: `refresh-${issued}` };
    return answer(200, { access_token: 'unused', id_token: idToken(3600), ...more });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, ended: idToken(-60), issued: () => issued, asked: () => asked };
}

async function kubeconfigOf(config: object): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'capstan-oidc-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const content = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server: controlPlane().url } }],
    users: [{ name: 'u', user: { 'auth-provider': { name: 'oidc', config: { 'client-id': 'capstan', ...config } } } }],
  };
  await writeFile(join(folder, 'kubeconfig'), JSON.stringify(content));
  return join(folder, 'kubeconfig');
}

async function sourceOf(config: object) {
  const { token } = (await loadClientConfig({ kubeconfig: await kubeconfigOf(config), env: {} })).endpoint;
  return typeof token === 'function' ? token : expect.fail('no source of tokens');
}

/** What a process prints that trusts the issuer, which it has to from its start, after a script that has a source of tokens. */
async function runTrusting(config: object, script: string): Promise<unknown> {
  const kubeconfig = JSON.stringify(await kubeconfigOf(config));
  const index = JSON.stringify(new URL('../index.ts', import.meta.url).href);
  const whole = `
    import { loadClientConfig } from ${index};
    const { token } = (await loadClientConfig({ kubeconfig: ${kubeconfig}, env: {} })).endpoint;
    const all = (...refused) => Promise.all(Array.from({ length: 8 }, () => token(...refused)));
    ${script}`;
  const env = { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(certs, 'apiserver.crt') };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', whole], { env });
  return JSON.parse(stdout);
}

test('an OpenID token that has ended, or that the server refuses, is renewed once for all who ask', async () => {
  const issuer = await startIssuer();
  const config = { 'idp-issuer-url': issuer.url, 'id-token': issuer.ended, 'refresh-token': 'refresh-0' };
  const numbers = await runTrusting(
    config,
    `const first = await all();
     const again = await token();
     const second = await all(again);
     const numberOf = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url')).n;
     console.log(JSON.stringify([...new Set(first), again, ...new Set(second)].map(numberOf)));`,
  );
  expect(numbers).toEqual([1, 1, 2]);
  expect(issuer.issued()).toBe(2);
});

test('a session that its issuer has ended is told with the reason and what to do, and no token in it', async () => {
  const issuer = await startIssuer();
  const config = { 'idp-issuer-url': issuer.url, 'id-token': issuer.ended, 'refresh-token': 'pl4nted' };
  const [name, message, hint] = (await runTrusting(
    config,
    'await token().catch(({ name, message, hint }) => console.log(JSON.stringify([name, message, hint])));',
  )) as string[];
  expect(name).toBe('KubeconfigError');
  expect(message).toMatch(/user u: the auth-provider oidc gives no token: .*invalid_grant/);
  expect(hint).toContain('Log in again');
  expect(message).not.toContain('pl4nted');
  expect(issuer.asked()).toBe(1);
});

test('an issuer that nobody vouches for gets no refresh token', async () => {
  const issuer = await startIssuer();
  const source = await sourceOf({
    'idp-issuer-url': issuer.url,
    'id-token': issuer.ended,
    'refresh-token': 'refresh-0',
  });
  await expect(source()).rejects.toThrow('gives no token: fetch failed: self-signed certificate');
  expect(issuer.asked()).toBe(0);
});

test('an issuer with an authority of its own cannot renew, and the error says how it could', async () => {
  const issuer = await startIssuer();
  const more = { 'idp-certificate-authority': join(certs, 'apiserver.crt'), 'refresh-token': 'refresh-0' };
  const source = await sourceOf({ 'idp-issuer-url': issuer.url, 'id-token': issuer.ended, ...more });
  await expect(source()).rejects.toMatchObject({
    message: expect.stringContaining('idp-certificate-authority is not supported for renewing it'),
    hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});
