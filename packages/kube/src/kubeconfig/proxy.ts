import { BlockList, isIP } from 'node:net';
import { KubeconfigError } from './problem.ts';

/** The schemes of proxies that there is a way through. */
const schemes: ReadonlySet<string> = new Set(['http:', 'https:']);

/**
 * The proxy that a cluster entry names as `proxy-url`, as a URL. Throws `KubeconfigError` for what is none, and for a scheme other
 * than http and https; `where` begins its message. The URL is not quoted: it may hold a password.
 */
export function namedProxy(value: unknown, where: string): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url !== undefined && schemes.has(url.protocol) && url.hostname !== '') return url.href;
  const what = url === undefined ? 'is no URL' : `has the scheme ${url.protocol.slice(0, -1)}, which is not supported`;
  const hint = url?.protocol.startsWith('socks')
    ? 'Use an HTTP proxy, or a port that ssh -L forwards with tls-server-name for the name in the certificate.'
    : 'Write http://HOST:PORT or https://HOST:PORT.';
  throw new KubeconfigError(`${where} ${what}`, hint);
}

/**
 * The proxy that the environment asks for on the way to `server`, as client-go finds it (golang.org/x/net/http/httpproxy):
 * HTTPS_PROXY or HTTP_PROXY by the server's scheme, in capitals or not, unless NO_PROXY names the server or it is this machine.
 */
export function proxyFromEnvironment(server: string, env: NodeJS.ProcessEnv): string | undefined {
  const { protocol, hostname, port } = new URL(server);
  const name = protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = either(env, name);
  const host = bare(hostname);
  if (proxy === '' || isThisMachine(host)) return undefined;
  const entries = either(env, 'NO_PROXY').split(',');
  if (entries.some((entry) => isMeant(entry, host, port || (protocol === 'https:' ? '443' : '80')))) return undefined;
  // As curl and Go: a proxy without a scheme is one of HTTP.
  return namedProxy(proxy.includes('://') ? proxy : `http://${proxy}`, name);
}

function either(env: NodeJS.ProcessEnv, name: string): string {
  return env[name] || env[name.toLowerCase()] || '';
}

/** Without the brackets of an IPv6 address. */
function bare(host: string): string {
  return host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host;
}

function isThisMachine(host: string): boolean {
  return host === 'localhost' || isWithin(host, '127.0.0.0', 8) || host === '::1';
}

/** Whether an entry of NO_PROXY means the host: `*`, an address, a network, a domain with or without what is below it. */
function isMeant(entry: string, host: string, port: string): boolean {
  const meant = entry.trim().toLowerCase();
  if (meant === '') return false;
  if (meant === '*') return true;
  const [, network, bits] = /^([^/]+)\/(\d{1,3})$/.exec(meant) ?? [];
  if (network !== undefined && isIP(network) !== 0) return isWithin(host, network, Number(bits));
  const [, named = meant, itsPort = port] = isIP(meant) === 6 ? [] : (/^(.*):(\d+)$/.exec(meant) ?? []);
  if (itsPort !== port) return false;
  const name = bare(named).replace(/^\*\./, '.');
  if (name === '') return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && isWithin(host, name, isIP(name) === 4 ? 32 : 128);
  return name.startsWith('.') ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

function isWithin(host: string, network: string, bits: number): boolean {
  const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
  if (isIP(host) !== isIP(network) || bits > (family === 'ipv4' ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(network, bits, family);
  return list.check(host, family);
}
