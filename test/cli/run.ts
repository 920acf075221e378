import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The root of the repository: where paths of the examples start. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** How the command line is run; by default from the root, with an empty stdin, as a script would. */
export interface RunOptions {
  /** Text for stdin. `open`: stdin stays open and says nothing, as on a terminal. */
  readonly stdin?: string | { readonly open: true };
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Runs as this user; only root may say so. */
  readonly uid?: number;
  /** The program, where it is not this clone's bin/capstan. */
  readonly program?: string;
  /** After this the process is killed and the run rejects. */
  readonly timeoutMs?: number;
  /** What a test does with the process while it runs. */
  readonly whileRunning?: (running: Running) => Promise<void>;
}

/** A process that runs. */
export interface Running {
  /** Resolves when the process has read so much of it that the rest fits into the pipe (64 KiB). */
  write(text: string): Promise<void>;
  kill(signal: NodeJS.Signals): void;
  /** What it has printed so far. */
  stdout(): string;
}

/** What a run left behind. */
export interface RunResult {
  /** As a shell reports it: 128 and the signal's number where one ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `bin/capstan` as a user does: as a process of its own. Its streams are no terminals, so nothing is coloured. */
export function capstan(args: readonly string[], options: RunOptions = {}): Promise<RunResult> {
  return run(options.program ?? `${root}/bin/capstan`, args, options);
}

/** Runs a shell script in which `capstan` is this clone's. */
export function shell(script: string, options: RunOptions = {}): Promise<RunResult> {
  return run('bash', ['-c', `capstan() { '${root}/bin/capstan' "$@"; }; ${script}`], options);
}

function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { stdin = '', env = {}, cwd = root, timeoutMs = 30_000, whileRunning, uid } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...inherited(), ...env }, ...(uid !== undefined && { uid }) });
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${program} ${args.join(' ')} did not end within ${timeoutMs} ms; stderr: ${stderr}`));
    }, timeoutMs);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128 + (signalNumbers[signal ?? ''] ?? 0), stdout, stderr });
    });
    // A process that doesn't read its stdin closes it first.
    child.stdin.on('error', () => {});
    if (typeof stdin === 'string') child.stdin.end(stdin);
    const write = (text: string) => new Promise<void>((done) => child.stdin.write(text, () => done()));
    whileRunning?.({ write, kill: (signal) => child.kill(signal), stdout: () => stdout }).catch(reject);
  });
}

const signalNumbers: Readonly<Record<string, number>> = { SIGINT: 2, SIGKILL: 9, SIGPIPE: 13, SIGTERM: 15 };

// What Node asks before it calls a terminal one with colours: on a build server any of them may be set.
const colourDeciders = [
  'CI',
  'COLORTERM',
  'FORCE_COLOR',
  'NODE_DISABLE_COLORS',
  'NO_COLOR',
  'TEAMCITY_VERSION',
  'TF_BUILD',
  'TMUX',
];

/** The environment without what would change how output looks. */
function inherited(): NodeJS.ProcessEnv {
  const { CAPSTAN_DEBUG: _debug, ...env } = process.env;
  for (const name of colourDeciders) delete env[name];
  return env;
}
