/**
 * `make run`: the main job on an embedded cluster. A real etcd and kube-apiserver with the example cluster's machines, a stand-in for
 * Machine API's controllers, and the operator as a process of its own, until Ctrl-C.
 */

import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type KubeClient, type KubeObject, systemClock } from '@capstan/kube';
import { defaultNamespaces, describeCluster, listCluster } from '@capstan/operator';
import {
  createStandInCloud,
  gatesOn,
  loadSaved,
  seedStandInCloud,
  standInName,
  startMachineApiStandIn,
} from '@capstan/operator/testing';
import { startWholeControlPlane } from '../test/control-plane/whole.ts';
import { exampleCluster } from '../test/conversion/examples.ts';
import { runInterruptible } from './interrupt.ts';
import { root, runCommand } from './run-command.ts';

const example = 'examples/clusters/aws';
const kubeconfig = 'out/kubeconfig';
const logFile = 'out/operator.log';
/** What is not in step after so long will not be without being looked at. */
const patienceMs = 120_000;

async function run(signal: AbortSignal): Promise<number> {
  await mkdir(join(root, 'out'), { recursive: true });
  console.log('starting etcd and kube-apiserver (the first time they are built from source: some minutes)');
  const plane = await startWholeControlPlane({ platform: 'AWS', signal, log: console.log });
  const ends: (() => Promise<unknown>)[] = [() => plane.stop()];
  try {
    await copyFile(plane.kubeconfigPath, join(root, kubeconfig));
    const client = createClient(plane, { userAgent: standInName });
    ends.push(() => client.close());
    const made = await loadSaved(client, [...gatesOn(), ...(await savedObjects()), ...userData()]);
    await client.create(clusterApiClient);
    const machines = made.filter(({ kind }) => kind === 'Machine');
    const sets = made.filter(({ kind }) => kind === 'MachineSet');
    console.log(`loaded ${example}: ${sets.length} MachineSets, ${machines.length} Machines`);

    const cloud = createStandInCloud();
    seedStandInCloud(cloud, machines);
    const namespace = defaultNamespaces.machineApi;
    const parts = { clock: systemClock, random: Math.random, signal };
    const standIn = await startMachineApiStandIn({ client, namespace, cloud, ...parts });
    ends.push(() => standIn.stop());
    console.log("started a stand-in for Machine API's controllers");

    const operator = startOperator();
    ends.push(operator.stop);
    console.log(`started capstan operator, process ${operator.pid}; its log is ${logFile}\n`);
    await untilInStep(client, operator.ended, signal);
    await runCommand(['bin/capstan', 'status', '--kubeconfig', kubeconfig], { signal });
    if (signal.aborted) return 0;
    console.log(tryNext);
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    return 0;
  } finally {
    console.log('\nstopping');
    for (const end of ends.toReversed()) await end();
  }
}

/** The objects of the example that a control plane can hold. */
async function savedObjects(): Promise<KubeObject[]> {
  return (await exampleCluster()).map((object): KubeObject => JSON.parse(JSON.stringify(object)));
}

/** What the machines of the example boot from; a must-gather has no secrets. */
function userData(): KubeObject[] {
  const { machineApi: namespace } = defaultNamespaces;
  const text = Buffer.from('{"ignition":{"version":"3.4.0"}}').toString('base64');
  return ['worker-user-data', 'master-user-data'].map((name) => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    data: { disableTemplating: Buffer.from('true').toString('base64'), userData: text },
  }));
}

/** As deploy/ makes it: Cluster API looks at Nodes as this account. */
const clusterApiClient: KubeObject = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'capstan-cluster-api-client', namespace: defaultNamespaces.clusterApi },
};

function startOperator() {
  const args = ['operator', '--kubeconfig', kubeconfig, '--health-addr', '0', '--metrics-bind-address', '0'];
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
async function untilInStep(client: KubeClient, ended: Promise<number>, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  let hasEnded = false;
  void ended.then(() => {
    hasEnded = true;
  });
  for (let shown = ''; ; ) {
    const { summary } = describeCluster(await listCluster(client, defaultNamespaces, signal));
    const { synchronized, notSynchronized, waiting } = summary;
    const seconds = Math.round((performance.now() - started) / 1000);
    const line = `${synchronized} in step, ${notSynchronized} not, ${waiting} waiting`;
    if (line !== shown) console.log(`${String(seconds).padStart(3)} s  ${line}`);
    shown = line;
    if (waiting === 0) return console.log();
    if (hasEnded) throw new Error(`the operator has ended\nhint: see ${logFile}`);
    if (performance.now() - started > patienceMs) {
      throw new Error(`${waiting} objects were not looked at within ${patienceMs / 1000} s\nhint: see ${logFile}`);
    }
    await systemClock.sleep(250, signal);
  }
}

const tryNext = `
The cluster is up, and the operator keeps it in step. In another terminal:

  export KUBECONFIG=$PWD/${kubeconfig}
  bin/capstan status
  oc get machinesets.cluster.x-k8s.io,machines.cluster.x-k8s.io -n openshift-cluster-api
  oc get machinesets.machine.openshift.io -n openshift-machine-api -o yaml      # status.conditions: Synchronized
  oc scale machinesets.machine.openshift.io harbour-k7m2q-worker-eu-west-1a -n openshift-machine-api --replicas=3
  oc get events.events.k8s.io -n openshift-machine-api

Without a cluster:

  bin/capstan plan -f ${example}
  bin/capstan convert -f ${example} --target-capi 1.12

Ctrl-C stops everything; nothing is left behind.`;

await runInterruptible(async (signal) => {
  try {
    const code = await run(signal);
    // Ctrl-C is how it ends, and not a failure.
    if (signal.aborted) process.exit(code);
    return code;
  } catch (error) {
    if (signal.aborted) return 0;
    const message = error instanceof Error ? error.message : String(error);
    console.error(`error: ${message.replace(/\nhint: /, '\nhint: ')}`);
    return 1;
  }
});
