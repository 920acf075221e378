import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, cacheFolder } from './build.ts';
import { cachedFolder } from './cached-folder.ts';
import { SetupError, tail } from './go.ts';
import { toStderr } from './go-build.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'moto', 'requirements.txt');

/** What a virtual environment depends on, besides what is installed into it. */
const describePython = 'import sys; print(sys.version_info >= (3, 10), sys.version, sys.base_prefix)';

/**
 * Returns the `python` of a virtual environment that has moto, made on first use in the cache of the control plane's binaries
 * (half a minute). Every package in it is pinned with the checksums of its files. Throws `SetupError` when Python 3.10 is missing, or
 * what has to be fetched can't be.
 */
export async function ensureMoto({ env = process.env, signal, log = toStderr }: BuildOptions = {}): Promise<string> {
  const python = await pythonText(env, signal);
  const inputs = [python, process.platform, process.arch, await readFile(requirements, 'utf8')];
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  const folder = join(cacheFolder(env), 'moto', key);
  const install = async (unfinished: string): Promise<void> => {
    log('moto: installing it into a virtual environment, once');
    await runPython('python3', ['-m', 'venv', unfinished], env, signal, 'install the package `python3-venv`');
    // Only wheels: nothing of what is fetched runs while it is installed.
    const flags = ['--quiet', '--no-input', '--disable-pip-version-check', '--require-hashes', '--only-binary=:all:'];
    const pip = ['-m', 'pip', 'install', ...flags, '--requirement', requirements];
    const hint = 'check the network and the index that pip is configured for, and run it again';
    await runPython(pythonOf(unfinished), pip, env, signal, hint);
  };
  const onWait = (seconds: number) => log(`moto: another run is installing it, waiting, ${seconds} s`);
  return pythonOf(await cachedFolder(folder, install, { signal, onWait }));
}

/** The scripts beside it name the folder in which they were installed, which has another name by now; this one doesn't. */
function pythonOf(environment: string): string {
  return join(environment, 'bin', 'python');
}

type Env = NonNullable<BuildOptions['env']>;

async function pythonText(env: Env, signal: AbortSignal | undefined): Promise<string> {
  const hint = 'install Python 3.10 or newer, and put it in PATH as python3';
  const text = await runPython('python3', ['-c', describePython], env, signal, hint);
  if (text.startsWith('True ')) return text;
  throw new SetupError(`moto, which is EC2 for the tests, needs Python 3.10, and this is ${text.split(' ')[1]}.`, hint);
}

async function runPython(
  command: string,
  args: readonly string[],
  env: Env,
  signal: AbortSignal | undefined,
  hint: string,
): Promise<string> {
  try {
    return (await run(command, args, { env, ...(signal && { signal }) })).stdout;
  } catch (cause) {
    signal?.throwIfAborted();
    const said = cause instanceof Error && 'stderr' in cause ? tail(String(cause.stderr)) : '';
    const what = `moto, which is EC2 for the tests, can't be had: ${command} ${args.slice(0, 3).join(' ')} failed`;
    throw new SetupError(`${what}\n${said || String(cause)}`, hint, { cause });
  }
}
