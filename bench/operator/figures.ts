import { sleep } from '@capstan/kube/testing';
import type { Figure } from '../figures.ts';
import { type OperatorProcess, startOperator, untilCaughtUp } from './process.ts';
import { inSetting, type Setting, type Size } from './setting.ts';
import { untilSynchronized } from './watch-synchronized.ts';
import { readServerCpu, readWrites, totalOf, type WriteCounts, writesSince } from './writes.ts';

const steadySeconds = 60;

/**
 * `capstan operator` from nothing to all Synchronized, then started again with nothing to do; at another size than the ordinary one
 * it is watched at rest as well.
 */
export function operatorFigures(env: NodeJS.ProcessEnv = process.env): Promise<Figure[]> {
  return inSetting(env, converge);
}

async function converge(setting: Setting): Promise<Figure[]> {
  const { client, size } = setting;
  const { machines, machineSets } = size;
  const ending = new AbortController();
  const figures: Figure[] = [];
  const before = await readWrites(client);
  const serverBefore = await readServerCpu(client);
  const first = await timed(setting, 'first', (operator) =>
    Promise.race([untilSynchronized(client, { ...size, api: 'MachineAPI' }, ending.signal), operator.died]),
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
    if (!setting.isOrdinary) figures.push(...(await atRest(operator)));
  } finally {
    await operator.stop();
  }
  const quiet = await readWrites(client);
  const second = await timed(setting, 'second', (again) => Promise.race([untilCaughtUp(again, machines), again.died]));
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

/** Starts an operator and measures it until `done`; it runs on. */
async function timed(
  { plane, memoryFlags }: Setting,
  run: string,
  done: (operator: OperatorProcess) => Promise<void>,
): Promise<{ readonly operator: OperatorProcess; readonly seconds: number; readonly cpu: number }> {
  const start = performance.now();
  const operator = await startOperator(plane.kubeconfigPath, memoryFlags, run);
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
