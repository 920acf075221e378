import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, type KubeClient, systemClock } from '@capstan/kube';
import { defaultNamespaces, describeCluster, isPolicyLive, listCluster, type SetStatus } from '@capstan/operator';
import { root, runCommand } from './run-command.ts';

/** What the story is told of. */
export interface Demo {
  readonly client: KubeClient;
  readonly kubeconfig: string;
  readonly example: string;
  readonly signal: AbortSignal;
}

const { clusterApi } = defaultNamespaces;
const one = 'harbour-k7m2q-worker-eu-west-1a';
const guard = 'capstan-cluster-api-machine-set';
const backups = 'out/backups';

/**
 * What an administrator would do with a cluster that is in step, by the commands that he would type: plan, move one set there and
 * back, try an edit on the wrong side, move the rest. Returns early when aborted; throws where a command fails.
 */
export async function tellStory(demo: Demo): Promise<void> {
  const { client, example, signal } = demo;
  await rm(join(root, backups), { recursive: true, force: true });
  await showStatus(demo);
  console.log(`\n$ capstan plan -f ${example}`);
  const { output } = await runCommand(['bin/capstan', 'plan', '-f', example], { signal, capture: true });
  console.log(`  ${/^\d+ (?:ready|warning|blocked).*$/m.exec(output)?.[0] ?? output}`);
  await refuseWrongEdit(demo);
  await migrate(demo, [one], 'cluster-api');
  await migrate(demo, [one], 'machine-api');
  if (signal.aborted) return;
  const { machineSets } = describeCluster(await listCluster(client, defaultNamespaces, signal));
  const whole = machineSets.filter(isInStep);
  await migrate(
    demo,
    whole.map(({ name }) => name),
    'cluster-api',
  );
  const stay = machineSets.filter((set) => !isInStep(set)).map(({ name }) => name);
  if (stay.length > 0) console.log(`  what is not in step stays with Machine API: ${stay.join(', ')}`);
}

/** The sets and how many objects are in step: all of it is more than fits beside what follows. */
async function showStatus({ kubeconfig, signal }: Demo): Promise<void> {
  console.log('$ capstan status');
  const command = ['bin/capstan', 'status', '--kubeconfig', kubeconfig] as const;
  const { output } = await runCommand(command, { signal, capture: true });
  for (const line of output.split('\n')) {
    if (/^(?:NAME|MachineSet\/|\d+ objects? in step)/.test(line)) console.log(`  ${line}`);
  }
}

function isInStep(set: SetStatus): boolean {
  return [set, ...set.machines].every(({ synchronized }) => synchronized.status === 'True');
}

/** Shows what a policy says of an edit of the half that does not act. */
async function refuseWrongEdit({ client, signal }: Demo): Promise<void> {
  while (!signal.aborted && !(await isPolicyLive(client, guard, clusterApi, { signal }))) {
    await systemClock.sleep(250, signal);
  }
  if (signal.aborted) return;
  const target = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineSet', namespace: clusterApi, name: one };
  console.log(`\n$ oc scale machinesets.cluster.x-k8s.io ${one} -n ${clusterApi} --replicas=5`);
  try {
    await client.mergePatch(target, { spec: { replicas: 5 } }, { signal });
    throw new Error('an edit of the half that does not act was let through');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    console.log(`  refused: ${error.message.replace(/^.*denied request: /, '')}`);
  }
}

async function migrate({ kubeconfig, signal }: Demo, sets: readonly string[], to: string): Promise<void> {
  if (signal.aborted) return;
  const names = sets.map((name) => `MachineSet/${name}`);
  const shown = names.length > 1 ? `MachineSet/... (${names.length} sets)` : names.join(' ');
  console.log(`\n$ capstan migrate ${shown} --include-machines --to ${to} --yes`);
  const began = performance.now();
  const folder = join(backups, `${to}-${names.length}-${Date.now()}`);
  const flags = ['--include-machines', '--batch', '100%', '--to', to, '--yes', '--backup-dir', folder];
  const { code, output } = await runCommand(
    ['bin/capstan', 'migrate', ...names, ...flags, '--kubeconfig', kubeconfig],
    { signal, capture: true },
  );
  if (signal.aborted) return;
  if (code !== 0) throw new Error(`capstan migrate ended with ${code}:\n${output}\nhint: see out/operator.log`);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`  ${/^\d+ of \d+ changes?.*$/m.exec(output)?.[0] ?? output} ${seconds} s`);
  const undo = /capstan migrate --rollback \S+/.exec(output)?.[0];
  if (undo !== undefined) console.log(`  to take it back: ${undo}`);
}
