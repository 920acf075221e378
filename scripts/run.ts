/**
 * `make run`: the main job on an embedded cluster, as a story. A real etcd and kube-apiserver with the example cluster's machines,
 * stand-ins for the controllers of both APIs, and the operator as a process of its own: its machines come in step, one set goes to
 * Cluster API and back, then all of them go. With `--keep` the cluster stays until Ctrl-C.
 */

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type KubeClient, systemClock } from '@capstan/kube';
import { defaultNamespaces, describeCluster, listCluster } from '@capstan/operator';
import { startWholeControlPlane } from '../test/control-plane/whole.ts';
import { fillDemoCluster } from './demo-cluster.ts';
import { tellStory } from './demo-story.ts';
import { runInterruptible } from './interrupt.ts';
import { root } from './run-command.ts';

const example = 'examples/clusters/aws';
const kubeconfig = 'out/kubeconfig';
const logFile = 'out/operator.log';
/** What is not in step after so long will not be without being looked at. */
const patienceMs = 120_000;
/** As a shell has it for Ctrl-C. */
const interrupted = 130;

async function run(signal: AbortSignal, keeps: boolean): Promise<number> {
  await mkdir(join(root, 'out'), { recursive: true });
  console.log('starting etcd and kube-apiserver (the first time they are built from source: some minutes)');
  const plane = await startWholeControlPlane({ platform: 'AWS', signal, log: console.log });
  const ends: (() => Promise<unknown>)[] = [() => plane.stop()];
  try {
    await copyFile(plane.kubeconfigPath, join(root, kubeconfig));
    const { client, machineSets, machines, operatorKubeconfig } = await fillDemoCluster(plane, ends, signal);
    console.log(`loaded ${example}: ${machineSets} MachineSets, ${machines} Machines`);
    console.log('started stand-ins for the controllers of Machine API and of Cluster API: they acknowledge who acts');
    const operator = startOperator(operatorKubeconfig);
    ends.push(operator.stop);
    console.log(`started capstan operator, process ${operator.pid}; its log is ${logFile}\n`);
    const ended = operator.ended.then((code) => {
      if (signal.aborted) return;
      throw new Error(`the operator has ended with ${code}\nhint: see ${logFile}`);
    });
    ended.catch(() => {});
    const story = async (): Promise<void> => {
      await untilInStep(client, signal);
      await tellStory({ client, kubeconfig, example, signal });
    };
    await Promise.race([story(), ended]);
    if (signal.aborted) return interrupted;
    console.log(keeps ? whileUp + without + byCtrlC : howToKeep + without);
    if (keeps) await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return 0;
  } finally {
    console.log('\nstopping');
    for (const end of ends.toReversed()) await end();
  }
}

function startOperator(config: string) {
  const args = ['operator', '--kubeconfig', config, '--health-addr', '0', '--metrics-bind-address', '0'];
  const log = createWriteStream(join(root, logFile), { mode: 0o600 });
  // A group of its own: Ctrl-C is for us, who end it in order.
  const child = spawn('bin/capstan', args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  child.stderr.pipe(log);
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? 1)));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
  };
  process.once('exit', () => child.kill('SIGKILL'));
  return { pid: child.pid, ended, stop };
}

/** Waits until everything has been synchronized or said why not, and shows how far it is. */
async function untilInStep(client: KubeClient, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  for (let shown = ''; ; ) {
    const { summary } = describeCluster(await listCluster(client, defaultNamespaces, signal));
    const { synchronized, notSynchronized, waiting } = summary;
    const seconds = Math.round((performance.now() - started) / 1000);
    const line = `${synchronized} in step, ${notSynchronized} not, ${waiting} waiting`;
    if (line !== shown) console.log(`${String(seconds).padStart(3)} s  ${line}`);
    shown = line;
    if (waiting === 0) return console.log();
    if (performance.now() - started > patienceMs) {
      throw new Error(`${waiting} objects were not looked at within ${patienceMs / 1000} s\nhint: see ${logFile}`);
    }
    await systemClock.sleep(250, signal);
  }
}

const whileUp = `
The cluster is up, and the operator keeps it in step. In another terminal:

  export KUBECONFIG=$PWD/${kubeconfig}
  bin/capstan status
  bin/capstan doctor
  bin/capstan migrate --all --include-machines --to machine-api --dry-run
  oc get machinesets.machine.openshift.io -n openshift-machine-api -o yaml      # status.conditions: Synchronized
  oc get events.events.k8s.io -n openshift-machine-api
`;

const howToKeep = `
make run KEEP=1 does the same and leaves the cluster up for you to play with, until Ctrl-C.
`;

const without = `
Without a cluster:

  bin/capstan plan -f ${example}
  bin/capstan convert -f ${example} --target-capi 1.12`;

const byCtrlC = `

Ctrl-C stops everything; nothing is left behind.`;

await runInterruptible(async (signal) => {
  try {
    const code = await run(signal, process.argv.includes('--keep'));
    // Ctrl-C is how it ends once it is up, and not a failure.
    if (signal.aborted) process.exit(code);
    return code;
  } catch (error) {
    if (signal.aborted) return interrupted;
    const message = error instanceof Error ? error.message : String(error);
    console.error(`error: ${message.replace(/\nhint: /, '\nhint: ')}`);
    return 1;
  }
});
