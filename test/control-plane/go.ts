import { spawn } from 'node:child_process';

/** How to run the `go` command. `env` is added to this process's environment. */
export interface GoOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Lets everything else go first: for a build beside running tests. */
  readonly nice?: boolean;
}

/** What a finished `go` command left; `code` is its exit code, -1 when it was killed. */
export interface GoResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Something that the user can set right: what happened, and on the next line what to do. */
export class SetupError extends Error {
  override readonly name = 'SetupError';

  constructor(what: string, hint: string, options?: ErrorOptions) {
    super(`${what}\nhint: ${hint}`, options);
  }
}

/**
 * Runs `go ARGS` without the settings that would make it build something else: the user's GOFLAGS, a workspace around us.
 * Throws `SetupError` when Go isn't installed and the signal's reason when aborted; a failing command is a result.
 */
export async function go(
  args: readonly string[],
  { cwd, env = {}, signal, nice = false }: GoOptions,
): Promise<GoResult> {
  signal?.throwIfAborted();
  const [command = 'go', ...rest] = nice ? ['nice', '-n', '19', 'go', ...args] : ['go', ...args];
  const child = spawn(command, rest, {
    cwd,
    env: { ...process.env, GOFLAGS: '', GOWORK: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // As Ctrl-C: Go then removes its work folder.
    killSignal: 'SIGINT',
    ...(signal === undefined ? {} : { signal }),
  });
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const code = await new Promise<number>((resolve, reject) => {
    child.once('close', (exitCode) => resolve(exitCode ?? -1));
    child.once('error', (error) => reject(signal?.aborted ? signal.reason : startError(error)));
  });
  return { code, stdout: stdout(), stderr: stderr() };
}

/** The last lines of a command's output, for an error message. */
export function tail(text: string, lines = 20): string {
  return text.trimEnd().split('\n').slice(-lines).join('\n');
}

function startError(cause: Error): Error {
  if (!('code' in cause) || cause.code !== 'ENOENT') return new Error('go could not be started', { cause });
  return new SetupError(
    'The tests run against a real control plane, and the `go` command that builds it was not found.',
    'install Go (see the README for the version) and put it in PATH, or set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver',
    { cause },
  );
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: string[] = [];
  stream.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  return () => chunks.join('');
}
