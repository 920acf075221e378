import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { TokenSource } from '../client/endpoint.ts';
import { loadClientConfig } from './load.ts';

const folder = mkdtempSync(join(tmpdir(), 'capstan-auth-provider-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function write(user: object): string {
  const path = join(folder, `config-${files++}`);
  const config = {
    'current-context': 'c',
    contexts: [{ name: 'c', context: { cluster: 'k', user: 'u' } }],
    clusters: [{ name: 'k', cluster: { server: 'https://api.example.com:6443' } }],
    users: [{ name: 'u', user }],
  };
  writeFileSync(path, JSON.stringify(config));
  return path;
}

async function sourceOf(provider: object): Promise<TokenSource> {
  const kubeconfig = write({ 'auth-provider': provider });
  const { token } = (await loadClientConfig({ kubeconfig, env: {} })).endpoint;
  return typeof token === 'function' ? token : expect.fail('no source of tokens');
}

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const jwt = (exp: number) => `${part({ alg: 'RS256' })}.${part({ exp })}.c2lnbmF0dXJl`;

/** A command that says how often it was called. */
function counting(expiry = '2999-01-01T00:00:00Z') {
  const counter = join(folder, `count-${files++}`);
  writeFileSync(counter, '');
  const script = `printf x >> ${counter}; printf '{"t":"token-%s","e":"${expiry}"}' $(wc -c < ${counter} | tr -d ' ')`;
  writeFileSync(`${counter}.sh`, script);
  const config = { 'cmd-path': '/bin/sh', 'cmd-args': `${counter}.sh`, 'token-key': '{.t}', 'expiry-key': '{.e}' };
  return { config, calls: () => readFileSync(counter, 'utf8').length };
}

describe('an auth-provider', () => {
  it.each(['gcp', 'azure'])('%s runs its command once, and again when the server refuses the token', async (name) => {
    const { config, calls } = counting();
    const source = await sourceOf({ name, config });
    expect(calls()).toBe(0);
    expect(await source()).toBe('token-1');
    expect(await source()).toBe('token-1');
    expect(await source('older')).toBe('token-1');
    const all = await Promise.all(Array.from({ length: 16 }, () => source('token-1')));
    expect(new Set(all)).toEqual(new Set(['token-2']));
    expect(calls()).toBe(2);
  });

  it('oidc gives the token that it has until it ends', async () => {
    const token = jwt(Date.now() / 1000 + 3600);
    const source = await sourceOf({ name: 'oidc', config: { 'id-token': token } });
    expect(await source()).toBe(token);
  });

  it.each<[string, object, string]>([
    ['oidc', { 'id-token': jwt(1) }, 'Log in again'],
    ['oidc', {}, 'Log in again'],
    ['gcp', { 'access-token': 'a', expiry: '2020-01-01T00:00:00Z' }, 'gke-gcloud-auth-plugin'],
    ['azure', { 'access-token': 'a', 'expires-on': '1' }, 'kubelogin'],
    ['gcp', { 'cmd-path': join(folder, 'not-there'), 'token-key': '{.t}', 'expiry-key': '{.e}' }, 'gcloud'],
  ])('%s without a way to a token says who and what to do', async (name, config, hint) => {
    const source = await sourceOf({ name, config });
    const error = await source().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'KubeconfigError',
      message: expect.stringMatching(new RegExp(`^${folder}/config-\\d+: user u: the auth-provider ${name} `)),
      hint: expect.stringContaining(hint),
    });
  });

  it('that is refused and cannot renew its token says so instead of sending it again', async () => {
    const token = jwt(Date.now() / 1000 + 3600);
    const source = await sourceOf({ name: 'oidc', config: { 'id-token': token } });
    await source();
    await expect(source(token)).rejects.toThrow('no way to renew it');
  });

  it('of an unknown kind is refused before anything is sent', async () => {
    const error = await sourceOf({ name: 'openstack' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining('user u: logs in by the auth-provider openstack'),
      hint: expect.stringContaining('exec'),
    });
  });
});

/** Whether a new process loads the Kubernetes client for JavaScript when it reads the kubeconfig and asks for a token. */
function loadsTheClient(kubeconfig: string): boolean {
  const script = `
    import { registerHooks } from 'node:module';
    let loads = false;
    registerHooks({ resolve: (name, context, next) => ((loads ||= name.startsWith('@kubernetes/')), next(name, context)) });
    const { loadClientConfig } = await import(${JSON.stringify(new URL('../index.ts', import.meta.url).href)});
    const { token } = (await loadClientConfig({ kubeconfig: ${JSON.stringify(kubeconfig)}, env: {} })).endpoint;
    if (typeof token === 'function') await token();
    console.log(loads);`;
  const run = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
  return run.trim() === 'true';
}

describe('the half second and 90 MB of the Kubernetes client for JavaScript', () => {
  it.each<[string, object]>([
    ['a token', { token: 't' }],
    ['a token file', { tokenFile: write({ not: 'empty' }) }],
    ['a token beside an auth-provider', { token: 't', 'auth-provider': { name: 'oidc' } }],
    ['no credentials', {}],
  ])('are not paid with %s', (_, user) => {
    expect(loadsTheClient(write(user))).toBe(false);
  });

  it('are paid for an auth-provider', () => {
    expect(loadsTheClient(write({ 'auth-provider': { name: 'gcp', config: { 'access-token': 'a' } } }))).toBe(true);
  });
});
