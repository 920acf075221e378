import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { type LoadOptions, loadClientConfig } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'capstan-kubeconfig-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(content: unknown, name = `config-${files++}`): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o700 });
  return path;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');
const config = (user: object, cluster: object = {}, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'c',
  contexts: [{ name: 'c', context: { cluster: 'k', user: 'u', namespace: 'team' } }],
  clusters: [{ name: 'k', cluster: { server: 'https://api.example.com:6443', ...cluster } }],
  users: [{ name: 'u', user }],
  ...more,
});

const load = (content: unknown, options: Partial<LoadOptions> = {}) =>
  loadClientConfig({ kubeconfig: write(content), env: {}, ...options });

async function tokenOf(token: unknown, refused?: string): Promise<unknown> {
  return typeof token === 'function' ? token(refused) : token;
}

describe('a kubeconfig', () => {
  it('gives the server, whom to trust, the token and the namespace of its current context', async () => {
    const loaded = await load(
      config({ token: 't' }, { 'certificate-authority-data': base64('CA'), 'tls-server-name': 'n' }),
    );
    expect(loaded).toEqual({
      name: 'c',
      namespace: 'team',
      endpoint: { url: 'https://api.example.com:6443', ca: 'CA', serverName: 'n', token: 't' },
    });
  });

  it('gives a client certificate from its data, or from files beside it', async () => {
    const data = { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') };
    const clientCertificate = { certificate: 'CERT', key: 'KEY' };
    expect((await load(config(data))).endpoint).toMatchObject({ clientCertificate });
    write('CERT', 'pki/client.crt');
    write('KEY', 'pki/client.key');
    const paths = { 'client-certificate': 'pki/client.crt', 'client-key': 'pki/client.key' };
    expect((await load(config(paths))).endpoint).toMatchObject({ clientCertificate });
  });

  it('of several files takes the first that says something, as kubectl does', async () => {
    const first = write({ ...config({ token: 'first' }), 'current-context': '' });
    const second = write({
      ...config({ token: 'second' }),
      contexts: [{ name: 'd', context: { cluster: 'k', user: 'u' } }],
      'current-context': 'd',
    });
    const env = { KUBECONFIG: `${folder}/not-there:${first}:${second}` };
    const loaded = await loadClientConfig({ env });
    expect(loaded).toMatchObject({ name: 'd', namespace: 'default', endpoint: { token: 'first' } });
    expect(await loadClientConfig({ env, context: 'c' })).toMatchObject({ name: 'c' });
  });

  it.each<[string, unknown, string, string]>([
    ['no current context', { ...config({}), 'current-context': '' }, 'no current context', 'oc config use-context'],
    ['a context that is not there', { ...config({}), 'current-context': 'x' }, 'no context x', 'Use one of c.'],
    ['a cluster that is not there', { ...config({}), clusters: [] }, 'a cluster that is not there: k', 'oc login'],
    ['no server', config({}, { server: '' }), 'cluster k: has no server', 'oc login'],
    [
      'a server that is not to be verified',
      config({}, { 'insecure-skip-tls-verify': true }),
      'not to verify',
      'certificate-authority',
    ],
    [
      'a certificate without its key',
      config({ 'client-certificate-data': base64('C') }),
      'user u: has no client-key',
      'oc login',
    ],
    ['a password', config({ username: 'u', password: 'p' }), 'user name and password', 'oc login'],
    ['something else', 'just text', 'is not a kubeconfig', '--kubeconfig'],
    ['broken YAML', 'a: [b', 'is not YAML', 'oc login'],
  ])('with %s is refused, saying where and what to do', async (_, content, message, hint) => {
    const error = await load(content).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
    expect(String(error)).toContain(folder);
  });

  it('goes through the proxy that it names, else through that of the environment, unless NO_PROXY spares the server', async () => {
    const proxy = async (cluster: object, env: NodeJS.ProcessEnv) =>
      (await load(config({}, cluster), { env })).endpoint.proxy;
    const env = { HTTPS_PROXY: 'http://other:1' };
    expect(await proxy({ 'proxy-url': 'http://own:1' }, { ...env, NO_PROXY: '*' })).toBe('http://own:1/');
    expect(await proxy({ 'proxy-url': '' }, env)).toBe('http://other:1/');
    expect(await proxy({}, { ...env, NO_PROXY: 'example.com' })).toBeUndefined();
    await expect(proxy({ 'proxy-url': 'socks5://own:1' }, {})).rejects.toThrow(
      'cluster k: proxy-url has the scheme socks5',
    );
  });

  it('that is given must be there, and one that is only looked for need not', async () => {
    const gone = join(folder, 'gone');
    await expect(loadClientConfig({ kubeconfig: gone, env: {} })).rejects.toThrow(`${gone}: there is no such file`);
    await expect(loadClientConfig({ env: { HOME: folder } })).rejects.toThrow('no kubeconfig: there is no');
  });

  it('tells no token that stands in a line it cannot read', async () => {
    const error = await load('users: [{ token: s3cret ').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ message: expect.stringMatching(/is not YAML, at line \d/) });
    expect(inspect(error)).not.toContain('s3cret');
  });
});

describe('a token file', () => {
  it('is read again after a minute, and at once when the server refuses what stood in it', async () => {
    const path = write('one\n');
    const clock = createFakeClock();
    const { endpoint } = await load(config({ tokenFile: path, token: 'ignored' }), { clock });
    expect(await tokenOf(endpoint.token)).toBe('one');
    writeFileSync(path, 'two');
    expect(await tokenOf(endpoint.token)).toBe('one');
    await clock.advance(60_000);
    expect(await tokenOf(endpoint.token)).toBe('two');
    writeFileSync(path, 'three');
    expect(await tokenOf(endpoint.token, 'two')).toBe('three');
  });

  it('that is away for a moment leaves the token that still works', async () => {
    const path = write('one');
    const clock = createFakeClock();
    const { endpoint } = await load(config({ tokenFile: path }), { clock });
    await tokenOf(endpoint.token);
    rmSync(path);
    await clock.advance(60_000);
    expect(await tokenOf(endpoint.token)).toBe('one');
    await expect(tokenOf(endpoint.token, 'one')).rejects.toThrow('the token cannot be read');
  });
});

describe('a credential plugin', () => {
  const apiVersion = 'client.authentication.k8s.io/v1';
  const plugin = (script: string) => write(`#!/bin/sh\n${script}\n`, `plugin-${files++}`);
  const exec = (command: string, more: object = {}) => config({ exec: { apiVersion, command, ...more } });
  const env = { PATH: process.env['PATH'] };
  const printing = (status: string) =>
    `echo '{"apiVersion":"${apiVersion}","kind":"ExecCredential","status":${status}}'`;

  it('is run with what the kubeconfig says, and its token is used until it ends or is refused', async () => {
    const counter = join(folder, 'count');
    writeFileSync(counter, '');
    const script = `printf x >> ${counter}; n=$(wc -c < ${counter} | tr -d ' ')\n${printing(`{"token":"'"$ROLE-$1-$n"'","expirationTimestamp":"2026-01-01T00:05:00Z"}`)}`;
    const clock = createFakeClock();
    const settings = { args: ['login'], env: [{ name: 'ROLE', value: 'admin' }] };
    const { endpoint } = await load(exec(plugin(script), settings), { env, clock });
    expect(await tokenOf(endpoint.token)).toBe('admin-login-1');
    expect(await tokenOf(endpoint.token)).toBe('admin-login-1');
    expect(await tokenOf(endpoint.token, 'admin-login-1')).toBe('admin-login-2');
    await clock.advance(300_000);
    expect(await tokenOf(endpoint.token)).toBe('admin-login-3');
  });

  it('is run once for many requests whose token is refused at the same time', async () => {
    const counter = join(folder, 'stampede');
    writeFileSync(counter, '');
    const script = `printf x >> ${counter}; n=$(wc -c < ${counter} | tr -d ' ')\n${printing(`{"token":"t'"$n"'"}`)}`;
    const { endpoint } = await load(exec(plugin(script)), { env });
    const tokens = await Promise.all(Array.from({ length: 16 }, () => tokenOf(endpoint.token, 't1')));
    expect(new Set(tokens)).toEqual(new Set(['t2']));
  });

  it('may give a client certificate', async () => {
    const status = '{"clientCertificateData":"CERT","clientKeyData":"KEY"}';
    const { endpoint } = await load(exec(plugin(printing(status))), { env });
    expect(endpoint).toMatchObject({ clientCertificate: { certificate: 'CERT', key: 'KEY' } });
  });

  it.each([
    ['fails', 'echo no session >&2; exit 3', 'failed: no session'],
    ['prints something else', 'echo s3cret', 'did not print an ExecCredential'],
    ['prints no credential', printing('{}'), 'did not print an ExecCredential'],
  ])('that %s is named, with its install hint and nothing that it printed', async (_, script, message) => {
    const error = await load(exec(plugin(script), { installHint: 'Install it.' }), { env }).catch((thrown) => thrown);
    expect(error).toMatchObject({ message: expect.stringContaining(message), hint: 'Install it.' });
    expect(String(error)).not.toContain('s3cret');
  });
});

describe('in a pod', () => {
  const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };

  it('the service account is used, unless there is a kubeconfig', async () => {
    for (const [name, text] of [
      ['ca.crt', 'CA'],
      ['token', 'T\n'],
      ['namespace', 'ns\n'],
    ] as const)
      write(text, `sa/${name}`);
    const loaded = await loadClientConfig({ env, serviceAccount: join(folder, 'sa') });
    expect(loaded).toMatchObject({
      name: 'in-cluster',
      namespace: 'ns',
      endpoint: { url: 'https://[fd00::1]:443', ca: 'CA' },
    });
    expect(await tokenOf(loaded.endpoint.token)).toBe('T');
    expect(await load(config({ token: 't' }), { env })).toMatchObject({ name: 'c' });

    const proxied = { ...env, HTTPS_PROXY: 'http://proxy:3128' };
    const options = { serviceAccount: join(folder, 'sa') };
    expect((await loadClientConfig({ ...options, env: proxied })).endpoint.proxy).toBe('http://proxy:3128/');
    const spared = await loadClientConfig({ ...options, env: { ...proxied, NO_PROXY: 'fd00::/64' } });
    expect(spared.endpoint).not.toHaveProperty('proxy');
  });

  it('without one it says how to get it', async () => {
    await expect(loadClientConfig({ env, serviceAccount: join(folder, 'none') })).rejects.toMatchObject({
      hint: expect.stringContaining('automountServiceAccountToken'),
    });
  });
});
