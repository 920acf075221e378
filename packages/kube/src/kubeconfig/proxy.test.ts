import { describe, expect, it } from 'vitest';
import { KubeconfigError } from './problem.ts';
import { namedProxy, proxyFromEnvironment } from './proxy.ts';

const server = 'https://api.ocp.example.com:6443';
const proxy = 'http://proxy.example.com:3128/';

describe('the proxy of the environment', () => {
  it.each<[string, Record<string, string>, string, string | undefined]>([
    ['none', {}, server, undefined],
    ['HTTPS_PROXY', { HTTPS_PROXY: proxy }, server, proxy],
    ['https_proxy', { https_proxy: proxy }, server, proxy],
    ['HTTPS_PROXY without a scheme', { HTTPS_PROXY: 'proxy.example.com:3128' }, server, proxy],
    ['HTTP_PROXY alone, which is for servers without TLS', { HTTP_PROXY: proxy }, server, undefined],
    ['HTTP_PROXY for a server without TLS', { HTTP_PROXY: proxy }, 'http://api.example.com', proxy],
    ['one for this machine', { HTTPS_PROXY: proxy }, 'https://127.0.0.2:6443', undefined],
    ['one for this machine by name', { HTTPS_PROXY: proxy }, 'https://localhost:6443', undefined],
    ['one for this machine by IPv6', { HTTPS_PROXY: proxy }, 'https://[::1]:6443', undefined],
    ['an empty one', { HTTPS_PROXY: '' }, server, undefined],
  ])('is as kubectl finds it: %s', (_, env, url, expected) => {
    expect(proxyFromEnvironment(url, env)).toBe(expected);
  });

  it.each([
    ['*', server],
    ['example.org, api.ocp.example.com', server],
    ['example.com', server],
    ['EXAMPLE.com', server],
    ['.example.com', server],
    ['*.example.com', server],
    ['example.com:6443', server],
    ['10.0.0.0/16', 'https://10.0.3.4:6443'],
    ['10.0.3.4', 'https://10.0.3.4:6443'],
    ['10.0.3.4:6443', 'https://10.0.3.4:6443'],
    ['fd00::/8', 'https://[fd00::1]:443'],
    ['fd00:0::1', 'https://[fd00::1]:443'],
    ['[fd00::1]:443', 'https://[fd00::1]'],
  ])('is passed by where NO_PROXY has %s, for %s', (entry, url) => {
    expect(proxyFromEnvironment(url, { HTTPS_PROXY: proxy, NO_PROXY: entry })).toBeUndefined();
    expect(proxyFromEnvironment(url, { HTTPS_PROXY: proxy, no_proxy: `x,${entry}` })).toBeUndefined();
  });

  it.each([
    ['', server],
    [' , ', server],
    ['ample.com', server],
    ['.api.ocp.example.com', server],
    ['example.com:443', server],
    ['10.0.0.0/24', 'https://10.0.3.4:6443'],
    ['10.0.0.0/99', 'https://10.0.0.4:6443'],
    ['10.0.3.4:443', 'https://10.0.3.4:6443'],
    ['10.0.3', 'https://10.0.3.4:6443'],
    ['::ffff:0:0/96', 'https://10.0.3.4:6443'],
    ['fd00::1', server],
  ])('is used where NO_PROXY has %j, for %s', (entry, url) => {
    expect(proxyFromEnvironment(url, { HTTPS_PROXY: proxy, NO_PROXY: entry })).toBe(proxy);
  });
});

describe('a proxy that there is no way through', () => {
  it.each([
    ['socks5://proxy:1080', 'the scheme socks5, which is not supported', 'ssh -L'],
    ['ftp://proxy', 'the scheme ftp', 'http://HOST:PORT'],
    ['://', 'is no URL', 'http://HOST:PORT'],
    [7, 'is no URL', 'http://HOST:PORT'],
  ])('is refused: %s', (value, message, hint) => {
    expect(() => namedProxy(value, 'f: cluster k: proxy-url')).toThrow(
      expect.objectContaining({
        name: 'KubeconfigError',
        message: expect.stringMatching(new RegExp(`^f: cluster k: proxy-url .*${message}`)),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it('is refused without its password being told', () => {
    const password = 'pl4nted';
    for (const value of [`socks5://user:${password}@proxy`, `user:${password}@proxy:99999`]) {
      const env = { HTTPS_PROXY: value };
      expect(() => proxyFromEnvironment(server, env)).toThrow(KubeconfigError);
      expect(() => proxyFromEnvironment(server, env)).not.toThrow(password);
    }
  });
});
