import type { KubeClient } from '@capstan/kube';
import type { Figure } from '../figures.ts';
import { inLanes } from '../lanes.ts';
import { type Acknowledger, startAcknowledger } from './acknowledger.ts';
import { type OperatorProcess, startOperator } from './process.ts';
import { inSetting, type Setting } from './setting.ts';
import { untilSynchronized } from './watch-synchronized.ts';
import { readServerCpu, readWrites, totalOf, type WriteCounts, writesSince } from './writes.ts';

type Api = 'MachineAPI' | 'ClusterAPI';

/** All machines of a cluster change hands and come back, where the controllers of both APIs acknowledge at once. */
export function migrationFigures(env: NodeJS.ProcessEnv = process.env): Promise<Figure[]> {
  return inSetting(env, async (setting) => {
    const { client, plane, size, memoryFlags } = setting;
    const ending = new AbortController();
    const acknowledger = await startAcknowledger(plane.kubeconfigPath);
    const operator = await startOperator(plane.kubeconfigPath, memoryFlags, 'migration');
    try {
      const inStep = untilSynchronized(client, { ...size, api: 'MachineAPI' }, ending.signal);
      await Promise.race([inStep, operator.died, acknowledger.died]);
      const bench = { ...setting, operator, acknowledger };
      const there = await handOver(bench, 'ClusterAPI');
      const back = await handOver(bench, 'MachineAPI');
      const { peak } = await operator.megabytes();
      return [...there, ...back, { name: 'memory of the operator at most', value: peak, unit: 'MB', budget: 115 }];
    } finally {
      ending.abort(new Error('all is measured'));
      await operator.stop();
      await acknowledger.stop();
    }
  });
}

interface Bench extends Setting {
  readonly operator: OperatorProcess;
  readonly acknowledger: Acknowledger;
}

async function handOver(bench: Bench, api: Api): Promise<Figure[]> {
  const { client, operator, size } = bench;
  const { machines, machineSets } = size;
  const [writesBefore, cpuBefore, serverBefore] = await count(bench);
  const requestsBefore = await operator.metric('rest_client_requests_total', { method: 'GET' });
  const ending = new AbortController();
  const start = performance.now();
  const done = untilSynchronized(client, { ...size, api }, ending.signal);
  await ask(client, api);
  await Promise.race([done, operator.died, bench.acknowledger.died]);
  const seconds = (performance.now() - start) / 1000;
  const [writesAfter, cpuAfter, serverAfter] = await count(bench);
  const writes = writesSince(writesBefore, writesAfter);
  const reads = (await operator.metric('rest_client_requests_total', { method: 'GET' })) - requestsBefore;
  // What the server refuses, since another was quicker, has written nothing; it is told below.
  const made = [...writes].filter(([name]) => !name.includes(' refused '));
  const ofMachines = new Map(made.filter(([name]) => /^\w+ (machines|awsmachines)\b/.test(name)));
  const ofSets = new Map(made.filter(([name]) => /^\w+ (machinesets|awsmachinetemplates)\b/.test(name)));
  return [
    { name: `${machineSets} MachineSets + ${machines} Machines to ${api}`, value: seconds, unit: 's' },
    { name: '  writes of the operator a Machine', value: totalOf(ofMachines) / machines, unit: 'writes', budget: 5 },
    { name: '  its writes a MachineSet', value: totalOf(ofSets) / machineSets, unit: 'writes' },
    { name: '  its reads a Machine or MachineSet', value: reads / (machines + machineSets), unit: 'reads' },
    { name: '  its CPU time', value: cpuAfter - cpuBefore, unit: 's' },
    { name: '  CPU time of the API server', value: serverAfter - serverBefore, unit: 's' },
    ...[...writes].map(([name, value]): Figure => ({ name: `    ${name}`, value, unit: 'writes' })),
  ];
}

/** Writes of the operator: of all that the server has counted what others tell of themselves is taken away. */
async function count({ client, operator, acknowledger }: Bench): Promise<[WriteCounts, number, number]> {
  const [all, acknowledgements] = [await readWrites(client), await acknowledger.writes()];
  const ofOthers = [acknowledgements, asked];
  const left = [...all].map(([name, value]) => {
    const others = ofOthers.reduce((sum, writes) => sum + (writes.get(name) ?? 0), 0);
    return [name, value - others] as const;
  });
  return [new Map(left), await operator.cpuSeconds(), await readServerCpu(client)];
}

const asked = new Map<string, number>();

/** What a user does: to Cluster API the machines first, to Machine API the sets. */
async function ask(client: KubeClient, api: Api): Promise<void> {
  const kinds = ['Machine', 'MachineSet'];
  for (const kind of api === 'ClusterAPI' ? kinds : kinds.toReversed()) {
    const apiVersion = 'machine.openshift.io/v1beta1';
    const namespace = 'openshift-machine-api';
    const { items } = await client.list({ apiVersion, kind, namespace });
    const spec = {
      authoritativeAPI: api,
      ...(kind === 'MachineSet' && { template: { spec: { authoritativeAPI: api } } }),
    };
    await inLanes(items, ({ metadata: { name } }) =>
      client.mergePatch({ apiVersion, kind, namespace, name }, { spec }, { fieldValidation: 'Warn' }),
    );
    const name = `PATCH ${kind.toLowerCase()}s.machine.openshift.io`;
    asked.set(name, (asked.get(name) ?? 0) + items.length);
  }
}
