import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/**
 * What to run. `folder` is its working directory and gets its `log`; `owned` is what is removed when it is gone, `folder`
 * itself or one above it. Both are made, for this user only, where they don't exist.
 */
export interface LeashOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly folder: string;
  readonly owned?: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A server that can't outlive this process. */
export interface LeashedProcess {
  readonly pid: number;
  /** The shell that holds the leash; it ends after the server is dead and its folder removed. */
  readonly leashPid: number;
  /** Resolves with the exit code (128 + signal when it was killed) as soon as the server ends, for whatever reason. */
  readonly exited: Promise<number>;
  /** The last lines of what the server wrote. */
  logTail(lines?: number): Promise<string>;
  /** Kills the server hard and removes what it owns; resolves when both are gone. */
  stop(): Promise<void>;
}

/**
 * The leash is the shell's standard input, a pipe that only this process can write to: the kernel closes it however this
 * process ends, and the reader then kills the server. A shell, not another Node: it survives `killall node`, starts at once
 * and weighs nothing. There is no moment at which the end of the pipe would be missed: the shell that kills the server is
 * the one that started it, and the shell that removes the folder is the one that made it. The folder stays until the pipe is
 * closed, so that the log of a server that died can be read. Of two servers that own one folder the later to go removes it.
 * The exit is reported from a subshell because writing to a reader that is gone would kill the shell before it tidies up.
 */
const script = `
umask 077
owned=$1 folder=$2; shift 2
mkdir -p "$owned" "$folder" && cd "$folder" || exit 1
exec 3<&0
"$@" </dev/null 3<&- >log 2>&1 &
pid=$!
echo "pid $pid"
( while read -r _; do :; done; kill -9 "$pid" ) <&3 >/dev/null &
exec 3<&-
wait "$pid"
( echo "exited $?" )
exec >/dev/null
wait
cd /
rm -rf "$owned"
`;

/** Starts a server on a leash. Resolves when it runs; throws when the shell or the folder can't be made. */
export async function startLeashed({
  command,
  args,
  folder,
  owned = folder,
  env,
}: LeashOptions): Promise<LeashedProcess> {
  const shell = spawn('sh', ['-c', script, 'capstan-leash', owned, folder, command, ...args], {
    // A session of its own: Ctrl-C in a terminal and a kill of our process group don't reach the shell, so it can tidy up.
    detached: true,
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });
  const { pid, exited } = await report(shell, command);
  // A caller that forgets to stop may still end: the pipe closes then, and that is a stop.
  const pipes = [shell.stdin, shell.stdout].filter((pipe) => pipe instanceof Socket);
  for (const handle of [shell, ...pipes]) handle.unref();
  return {
    pid,
    leashPid: shell.pid ?? -1,
    exited,
    async logTail(lines = 30) {
      const text = await readFile(join(folder, 'log'), 'utf8').catch(() => '');
      return text.trimEnd().split('\n').slice(-lines).join('\n');
    },
    async stop() {
      if (shell.exitCode !== null || shell.signalCode !== null) return;
      for (const handle of [shell, ...pipes]) handle.ref();
      const gone = once(shell, 'close');
      shell.stdin?.destroy();
      await gone;
    },
  };
}

/** Reads what the shell says: `pid N` first, `exited N` when the server is gone. */
async function report(shell: ChildProcess, command: string): Promise<{ pid: number; exited: Promise<number> }> {
  const { stdout } = shell;
  if (stdout === null) throw new Error('the leash has no standard output');
  const lines = createInterface({ input: stdout });
  const exited = Promise.withResolvers<number>();
  const pid = await new Promise<number>((resolve, reject) => {
    shell.once('error', (cause) => reject(new Error(`can't start a shell for ${command}`, { cause })));
    shell.once('close', () => {
      reject(new Error(`the shell for ${command} ended before its server started`));
      exited.resolve(-1);
    });
    lines.on('line', (line) => {
      const [word, number] = line.split(' ');
      if (word === 'pid') resolve(Number(number));
      else if (word === 'exited') exited.resolve(Number(number));
    });
  });
  return { pid, exited: exited.promise };
}
