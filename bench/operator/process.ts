import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startLeashed, until } from '@capstan/kube/testing';

/** The bundle that the image has. */
const capstan = fileURLToPath(new URL('../../dist/capstan.mjs', import.meta.url));
/** Of /proc: the unit of CPU times, 100 a second on every Linux. */
const ticks = 100;

/** `capstan operator` as its own process. */
export interface OperatorProcess {
  /** Seconds of CPU time so far, of user and system. */
  cpuSeconds(): Promise<number>;
  /** The most memory so far, and what it is now. */
  megabytes(): Promise<{ readonly peak: number; readonly now: number }>;
  /** The samples of a metric that has labels of which `labels` is part; their sum. */
  metric(name: string, labels?: Readonly<Record<string, string>>): Promise<number>;
  /** Asks it to end, and waits. */
  stop(): Promise<void>;
  /** Rejects when it ends by itself. */
  readonly died: Promise<never>;
}

/** Starts it as a deployment has it, but for the ports, which are free ones. */
export async function startOperator(kubeconfig: string, nodeOptions: string, run: string): Promise<OperatorProcess> {
  const [health, metrics] = [await freePort(), await freePort()];
  const args = ['operator', '--kubeconfig', kubeconfig, '--health-addr', `127.0.0.1:${health}`];
  const server = await startLeashed({
    command: process.execPath,
    args: [capstan, ...args, '--metrics-bind-address', `127.0.0.1:${metrics}`],
    folder: join(tmpdir(), `capstan-bench-operator-${process.pid}-${run}`),
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      NODE_OPTIONS: nodeOptions,
      // One pool for all threads: most of what they take goes back soon, and pools do not give it to each other.
      MALLOC_ARENA_MAX: '1',
      // What the compiler takes for a moment goes back to the system, not into the gaps between what stays.
      MALLOC_MMAP_THRESHOLD_: '32768',
      MALLOC_TRIM_THRESHOLD_: '65536',
      MALLOC_TOP_PAD_: '0',
    },
  });
  let isStopping = false;
  let hasEnded = false;
  void server.exited.then(() => {
    hasEnded = true;
  });
  const died = server.exited.then(async (code) => {
    if (isStopping) return new Promise<never>(() => {});
    throw new Error(`the operator ended with ${code}:\n${await server.logTail()}`);
  });
  died.catch(() => {});
  const status = () => readFile(`/proc/${server.pid}/status`, 'utf8');
  return {
    died,
    async cpuSeconds() {
      const stat = await readFile(`/proc/${server.pid}/stat`, 'utf8');
      // After the name, which is in brackets and may hold blanks; user and system time are fields 14 and 15.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / ticks;
    },
    async megabytes() {
      const text = await status();
      const of = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) / 1024;
      return { peak: of('VmHWM'), now: of('VmRSS') };
    },
    async metric(name, labels = {}) {
      const answer = await fetch(`http://127.0.0.1:${metrics}/metrics`).catch(() => undefined);
      return sumOf((await answer?.text()) ?? '', name, labels);
    },
    async stop() {
      isStopping = true;
      process.kill(server.pid, 'SIGTERM');
      // A leash does not keep this process from ending, so waiting for it alone would.
      await until('the operator to have ended', () => (hasEnded ? true : undefined));
      await server.stop();
    },
  };
}

/** Resolves when a started operator has looked at all there is and has nothing left to do. */
export async function untilCaughtUp(operator: OperatorProcess, machines: number): Promise<void> {
  await until(
    'the operator to have caught up',
    async () => {
      const looks = await operator.metric('controller_runtime_reconcile_total', {
        controller: 'MachineSyncController',
      });
      const left =
        (await operator.metric('workqueue_depth')) + (await operator.metric('controller_runtime_active_workers'));
      return looks >= machines && left === 0 ? true : undefined;
    },
    { timeoutMs: 600_000, intervalMs: 200 },
  );
}

/** The sum of a metric's samples, of which each line is `name{label="value",...} number`. */
function sumOf(text: string, name: string, labels: Readonly<Record<string, string>>): number {
  let sum = 0;
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${name}{`)) continue;
    if (!Object.entries(labels).every(([label, value]) => line.includes(`${label}="${value}"`))) continue;
    sum += Number(line.slice(line.lastIndexOf(' ') + 1));
  }
  return sum;
}
