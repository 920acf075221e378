import { execFile } from 'node:child_process';
import { isRecord } from '../client/object.ts';
import type { Clock } from '../clock.ts';
import { KubeconfigError } from './problem.ts';

/** What a plugin gave: a token, a client certificate, or both. */
export interface ExecCredential {
  readonly token?: string;
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** When it ends, by the time of day; undefined for "when the process does". */
  readonly expires?: Date;
}

/** Runs the plugin when there is no credential, when it has ended, and when the server refused it. */
export type ExecPlugin = (refused?: string) => Promise<ExecCredential>;

/** A user's `exec` entry. `folder`: a command with a slash is looked for from there. */
export function execPlugin(
  exec: Readonly<Record<string, unknown>>,
  user: string,
  clock: Clock,
  environment: NodeJS.ProcessEnv,
): ExecPlugin {
  const { command, args, env, apiVersion } = exec;
  const fail = (what: string, cause?: unknown): KubeconfigError =>
    new KubeconfigError(`user ${user}: the credential plugin ${String(command)} ${what}`, hintOf(exec), { cause });
  if (typeof command !== 'string' || command === '') throw fail('has no command');
  if (typeof apiVersion !== 'string' || !versions.has(apiVersion)) throw fail(`speaks ${String(apiVersion)}`);
  const list = Array.isArray(args) ? args.map(String) : [];
  const more = (Array.isArray(env) ? env : []).filter(isRecord).map(({ name, value }) => [String(name), String(value)]);
  const info = JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } });
  let known: Promise<ExecCredential> | undefined;

  const run = (): Promise<ExecCredential> =>
    new Promise((resolve, reject) => {
      const options = {
        env: { ...environment, ...Object.fromEntries(more), KUBERNETES_EXEC_INFO: info },
        timeout: 60_000,
        maxBuffer: 1024 * 1024,
      };
      execFile(command, list, options, (error, stdout, stderr) => {
        if (error !== null) {
          const said = stderr.trim().slice(0, 300);
          return reject(fail(said === '' ? 'failed' : `failed: ${said}`, error));
        }
        const credential = parseCredential(stdout, apiVersion);
        // What it printed is not told: it may hold a token.
        if (credential === undefined) return reject(fail('did not print an ExecCredential with a status'));
        resolve(credential);
      });
    });

  return async (refused) => {
    const asked = known;
    const before = await asked?.catch(() => undefined);
    const hasEnded = before?.expires !== undefined && before.expires <= clock.now();
    const isWanted = before === undefined || hasEnded || (refused !== undefined && before.token === refused);
    // Of many who find the same credential wanting the first runs the plugin, and the others wait for what it gives.
    if (isWanted && known === asked) known = run();
    return known ?? run();
  };
}

const versions: ReadonlySet<string> = new Set([
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
]);

function hintOf({ installHint }: Readonly<Record<string, unknown>>): string {
  return typeof installHint === 'string' && installHint !== '' ? installHint.trim() : 'Run it by hand to see why.';
}

function parseCredential(text: string, apiVersion: string): ExecCredential | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  const status = isRecord(content) && content['apiVersion'] === apiVersion ? content['status'] : undefined;
  if (!isRecord(status)) return undefined;
  const { token, clientCertificateData: certificate, clientKeyData: key, expirationTimestamp } = status;
  const hasCertificate = typeof certificate === 'string' && typeof key === 'string';
  if (typeof token !== 'string' && !hasCertificate) return undefined;
  return {
    ...(typeof token === 'string' && { token }),
    ...(hasCertificate && { clientCertificate: { certificate, key } }),
    ...(typeof expirationTimestamp === 'string' && { expires: new Date(expirationTimestamp) }),
  };
}
