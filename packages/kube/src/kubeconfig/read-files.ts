import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import { isRecord } from '../client/object.ts';
import { KubeconfigError } from './problem.ts';

/** An entry of a kubeconfig, and the folder that its relative paths start from. */
export interface Entry {
  readonly value: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly file: string;
}

/** All files as one: of two entries with one name the first counts, as for kubectl. */
export interface MergedKubeconfig {
  readonly currentContext: string;
  readonly contexts: ReadonlyMap<string, Entry>;
  readonly clusters: ReadonlyMap<string, Entry>;
  readonly users: ReadonlyMap<string, Entry>;
  /** The files that were read, for messages. */
  readonly files: readonly string[];
}

/**
 * The files that kubectl would read: the one that is given, else those of KUBECONFIG, else `~/.kube/config`. One that is given
 * must be there; of the others those that are not are passed over.
 */
export function kubeconfigFiles(
  given: string | undefined,
  env: { readonly [name: string]: string | undefined },
): { readonly files: readonly string[]; readonly mustExist: boolean } {
  if (given !== undefined) return { files: [given], mustExist: true };
  const listed = (env['KUBECONFIG'] ?? '').split(':').filter((file) => file !== '');
  if (listed.length > 0) return { files: [...new Set(listed)], mustExist: false };
  return { files: env['HOME'] === undefined ? [] : [join(env['HOME'], '.kube', 'config')], mustExist: false };
}

/** Reads and merges them. Throws `KubeconfigError` for a file that cannot be read or is none. */
export async function readKubeconfigs(files: readonly string[], mustExist: boolean): Promise<MergedKubeconfig> {
  const merged = {
    currentContext: '',
    contexts: new Map<string, Entry>(),
    clusters: new Map<string, Entry>(),
    users: new Map<string, Entry>(),
    files: [] as string[],
  };
  for (const file of files) {
    const content = await readOne(file, mustExist);
    if (content === undefined) continue;
    merged.files.push(file);
    const folder = dirname(resolve(file));
    if (merged.currentContext === '' && typeof content['current-context'] === 'string') {
      merged.currentContext = content['current-context'];
    }
    for (const [list, inner] of parts) {
      const entries = content[`${list}`];
      for (const entry of Array.isArray(entries) ? entries : []) {
        if (!isRecord(entry) || typeof entry['name'] !== 'string') continue;
        const value = isRecord(entry[inner]) ? entry[inner] : {};
        if (!merged[list].has(entry['name'])) merged[list].set(entry['name'], { value, folder, file });
      }
    }
  }
  return merged;
}

const parts = [
  ['contexts', 'context'],
  ['clusters', 'cluster'],
  ['users', 'user'],
] as const;

async function readOne(file: string, mustExist: boolean): Promise<Record<string, unknown> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const isMissing = isRecord(cause) && cause['code'] === 'ENOENT';
    if (isMissing && !mustExist) return undefined;
    const reason = isMissing ? 'there is no such file' : 'it cannot be read';
    throw new KubeconfigError(`${file}: ${reason}`, 'Give the path of a kubeconfig with --kubeconfig.', { cause });
  }
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    // The parser's own message quotes the line, in which a token may stand, and a cause is logged.
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined;
    const where = line === undefined ? '' : `, at line ${line}`;
    throw new KubeconfigError(`${file}: is not YAML${where}`, 'Write it again: oc login.');
  }
  if (content === null || content === undefined) return {};
  if (isRecord(content)) return content;
  throw new KubeconfigError(`${file}: is not a kubeconfig`, 'Give the path of a kubeconfig with --kubeconfig.');
}
