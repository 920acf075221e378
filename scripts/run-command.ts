import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';

/** The checkout's folder. */
export const root = join(import.meta.dirname, '..');

/** How long a child may tidy up after it was asked to end. */
const graceMs = 10_000;

export interface RunOptions {
  readonly signal: AbortSignal;
  /** With `capture` nothing is shown and `output` holds it; without it the child writes to our own output. */
  readonly capture?: boolean;
  readonly cwd?: string;
}

/** `code` is the exit code, 128 + signal for a child that a signal ended, 127 for one that could not be started. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a tool of the project: `node` is the running one, others come from node_modules/.bin before PATH. When aborted the
 * child is asked to end with SIGTERM, then killed. The child stays in our process group, so that what ends the group ends it.
 */
export async function runCommand(
  [command, ...args]: readonly [string, ...string[]],
  { signal, capture = false, cwd = root }: RunOptions,
): Promise<Ended> {
  if (signal.aborted) return { code: 128 + constants.signals.SIGTERM, output: '' };
  const child = spawn(command === 'node' ? process.execPath : command, args, {
    cwd,
    env: { ...process.env, PATH: [join(root, 'node_modules', '.bin'), process.env['PATH'] ?? ''].join(delimiter) },
    stdio: capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  }
  let killing: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill('SIGTERM');
    killing = setTimeout(() => child.kill('SIGKILL'), graceMs);
  };
  signal.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        chunks.push(`${command} could not be started: ${error.message}\n`);
        resolve(127);
      });
      child.once('close', (exitCode, name) => resolve(exitCode ?? 128 + (name === null ? 0 : constants.signals[name])));
    });
    return { code, output: chunks.join('') };
  } finally {
    signal.removeEventListener('abort', end);
    clearTimeout(killing);
  }
}
