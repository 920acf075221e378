import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient, type KubeClient } from '@capstan/kube';
import { type ControlPlane, sleep } from '@capstan/kube/testing';
import { startWholeControlPlane } from '../../test/control-plane/whole.ts';
import type { Figure } from '../figures.ts';
import { loadMachines } from './cluster.ts';
import { type OperatorProcess, startOperator, untilCaughtUp } from './process.ts';
import { untilSynchronized } from './watch-synchronized.ts';
import { readServerCpu, readWrites, type WriteCounts, writesSince } from './writes.ts';

/** How many there are of each. */
interface Size {
  readonly machineSets: number;
  readonly machines: number;
}

/** The size that the budgets are for. */
const ordinary: Size = { machineSets: 100, machines: 1000 };

/** As the deployment runs it. A cluster ten times as large has more to remember. */
const memoryFlags = ({ machines }: Size) =>
  `--max-old-space-size=${machines > ordinary.machines ? 1024 : 96} --max-semi-space-size=2`;

const steadySeconds = 60;

/**
 * `capstan operator` against a control plane of its own that has nothing but AWS machines: from nothing to all Synchronized, then
 * started again with nothing to do. CAPSTAN_BENCH_MACHINES is another size, which has no budget, and is watched at rest as well.
 */
export async function operatorFigures(env: NodeJS.ProcessEnv = process.env): Promise<Figure[]> {
  const machines = Number(env['CAPSTAN_BENCH_MACHINES'] ?? ordinary.machines);
  if (!Number.isInteger(machines) || machines < 1)
    throw new Error('CAPSTAN_BENCH_MACHINES must be a number of machines');
  const size = { machines, machineSets: Math.ceil(machines / 10) };
  const plane = await startWholeControlPlane();
  const client = createClient(plane);
  try {
    await makeBundle();
    await loadMachines(client, size);
    const figures = await converge({ plane, client, size });
    return machines === ordinary.machines ? figures : figures.map(({ budget: _none, ...figure }) => figure);
  } finally {
    await client.close();
    await plane.stop();
  }
}

interface Bench {
  readonly plane: ControlPlane;
  readonly client: KubeClient;
  readonly size: Size;
}

async function converge({ plane, client, size }: Bench): Promise<Figure[]> {
  const { machines, machineSets } = size;
  const ending = new AbortController();
  const figures: Figure[] = [];
  const before = await readWrites(client);
  const serverBefore = await readServerCpu(client);
  const first = await timed(plane, size, 'first', (operator) =>
    Promise.race([untilSynchronized(client, size, ending.signal), operator.died]),
  );
  const { operator } = first;
  try {
    const writes = writesSince(before, await readWrites(client));
    const serverCpu = (await readServerCpu(client)) - serverBefore;
    figures.push(
      {
        name: `${machineSets} MachineSets + ${machines} Machines to Synchronized`,
        value: first.seconds,
        unit: 's',
        budget: 25,
      },
      // The seconds are the API server's above all: with this, runs on machines of another pace can be compared.
      {
        name: 'CPU time of the API server a write (4.3 ms where the budget was set)',
        value: (serverCpu / totalOf(writes)) * 1000,
        unit: 'ms',
      },
      { name: 'CPU time of the operator', value: first.cpu, unit: 's', budget: 12 },
      { name: 'its memory at most', value: (await operator.megabytes()).peak, unit: 'MB', budget: 115 },
      ...writeFigures(writes, size),
    );
    if (machines !== ordinary.machines) figures.push(...(await atRest(operator)));
  } finally {
    await operator.stop();
  }
  const quiet = await readWrites(client);
  const second = await timed(plane, size, 'second', (again) =>
    Promise.race([untilCaughtUp(again, machines), again.died]),
  );
  try {
    const writes = writesSince(quiet, await readWrites(client));
    const { peak } = await second.operator.megabytes();
    figures.push(
      { name: 'restart with nothing to do, to caught up', value: second.seconds, unit: 's' },
      { name: 'its CPU time', value: second.cpu, unit: 's' },
      { name: 'its memory at most', value: peak, unit: 'MB', budget: 115 },
      { name: 'its writes', value: totalOf(writes), unit: 'writes', budget: 0 },
      ...[...writes].map(([name, value]): Figure => ({ name: `  ${name}`, value, unit: 'writes' })),
    );
  } finally {
    await second.operator.stop();
  }
  return figures;
}

/** What is shipped is a bundle; run from sources, the compiler would be measured with it. */
async function makeBundle(): Promise<void> {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../scripts/bundle.ts', import.meta.url))]);
}

/** Starts an operator and measures it until `done`; it runs on. */
async function timed(
  plane: ControlPlane,
  size: Size,
  run: string,
  done: (operator: OperatorProcess) => Promise<void>,
): Promise<{ readonly operator: OperatorProcess; readonly seconds: number; readonly cpu: number }> {
  const start = performance.now();
  const operator = await startOperator(plane.kubeconfigPath, memoryFlags(size), run);
  try {
    await done(operator);
    return { operator, seconds: (performance.now() - start) / 1000, cpu: await operator.cpuSeconds() };
  } catch (error) {
    await operator.stop();
    throw error;
  }
}

function writeFigures(writes: WriteCounts, { machines, machineSets }: Size): Figure[] {
  const per = (part: (name: string) => boolean, count: number) =>
    totalOf(new Map([...writes].filter(([name]) => part(name)))) / count;
  const isOfSets = (name: string) => /^\w+ (machinesets|awsmachinetemplates)\b/.test(name);
  const isOfMachines = (name: string) => /^\w+ (machines|awsmachines)\b/.test(name);
  return [
    { name: 'writes a Machine pair', value: per(isOfMachines, machines), unit: 'writes', budget: 6 },
    { name: 'writes a MachineSet pair', value: per(isOfSets, machineSets), unit: 'writes', budget: 5 },
    ...[...writes].map(([name, value]): Figure => ({ name: `  ${name}`, value, unit: 'writes' })),
  ];
}

async function atRest(operator: OperatorProcess): Promise<Figure[]> {
  const before = await operator.cpuSeconds();
  await sleep(steadySeconds * 1000);
  const share = (await operator.cpuSeconds()) - before;
  return [
    { name: 'CPU at rest', value: (share / steadySeconds) * 100, unit: '% of a core' },
    { name: 'memory at rest', value: (await operator.megabytes()).now, unit: 'MB' },
  ];
}

function totalOf(writes: WriteCounts): number {
  return [...writes.values()].reduce((sum, count) => sum + count, 0);
}
