import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createClient, type KubeClient } from '@capstan/kube';
import type { ControlPlane } from '@capstan/kube/testing';
import { startWholeControlPlane } from '../../test/control-plane/whole.ts';
import type { Figure } from '../figures.ts';
import { loadMachines } from './cluster.ts';

/** How many there are of each. */
export interface Size {
  readonly machineSets: number;
  readonly machines: number;
}

/** The size that the budgets are for. */
const ordinary: Size = { machineSets: 100, machines: 1000 };

/** A control plane of its own that has nothing but AWS machines of Machine API. */
export interface Setting {
  readonly plane: ControlPlane;
  readonly client: KubeClient;
  readonly size: Size;
  /** As the deployment runs the operator. A cluster ten times as large has more to remember. */
  readonly memoryFlags: string;
  /** Whether budgets are for this size. */
  readonly isOrdinary: boolean;
}

/** Makes one and the bundle, and takes the figures of `measure`. CAPSTAN_BENCH_MACHINES is another size, which has no budget. */
export async function inSetting(
  env: NodeJS.ProcessEnv,
  measure: (setting: Setting) => Promise<Figure[]>,
): Promise<Figure[]> {
  const machines = Number(env['CAPSTAN_BENCH_MACHINES'] ?? ordinary.machines);
  if (!Number.isInteger(machines) || machines < 1)
    throw new Error('CAPSTAN_BENCH_MACHINES must be a number of machines');
  const size = { machines, machineSets: Math.ceil(machines / 10) };
  const plane = await startWholeControlPlane();
  const client = createClient(plane);
  const memoryFlags = `--max-old-space-size=${machines > ordinary.machines ? 1024 : 96} --max-semi-space-size=2`;
  const isOrdinary = machines === ordinary.machines;
  try {
    await makeBundle();
    await loadMachines(client, size);
    const figures = await measure({ plane, client, size, memoryFlags, isOrdinary });
    return isOrdinary ? figures : figures.map(({ budget: _none, ...figure }) => figure);
  } finally {
    await client.close();
    await plane.stop();
  }
}

/** What is shipped is a bundle; run from sources, the compiler would be measured with it. */
async function makeBundle(): Promise<void> {
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL('../../scripts/bundle.ts', import.meta.url))]);
}
