import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createClient, until } from '@capstan/kube/testing';
import { expect, onTestFinished, test } from 'vitest';
import { buildTimeoutMs } from './build.ts';
import { isAlive } from './folder-lock.ts';
import { startWholeControlPlane } from './whole.ts';

test('it is an OpenShift cluster of its platform, as far as machines go, and stop leaves nothing', async () => {
  const plane = await startWholeControlPlane({ platform: 'GCP' });
  onTestFinished(() => plane.stop());
  const client = createClient(plane);
  onTestFinished(() => client.close());
  const { items } = await client.list({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
  });
  expect(items.map((crd) => crd.metadata.name).sort()).toEqual([
    'clusters.cluster.x-k8s.io',
    'clusterversions.config.openshift.io',
    'controlplanemachinesets.machine.openshift.io',
    'featuregates.config.openshift.io',
    'gcpclusters.infrastructure.cluster.x-k8s.io',
    'gcpmachines.infrastructure.cluster.x-k8s.io',
    'gcpmachinetemplates.infrastructure.cluster.x-k8s.io',
    'infrastructures.config.openshift.io',
    'machines.cluster.x-k8s.io',
    'machines.machine.openshift.io',
    'machinesets.cluster.x-k8s.io',
    'machinesets.machine.openshift.io',
  ]);
  for (const name of ['openshift-machine-api', 'openshift-cluster-api']) {
    await client.get({ apiVersion: 'v1', kind: 'Namespace', name });
  }
  expect(Object.keys(plane.managers)).toEqual([]);
  await plane.stop();
  expect(plane.pids.filter(isAlive)).toEqual([]);
});

test(
  'when its process is killed, no manager, no server and no folder stays',
  async () => {
    const temporary = await mkdtemp('/tmp/capstan-whole-');
    onTestFinished(() => rm(temporary, { recursive: true }));
    // It ends when its standard input does, lest it outlive a test run that is killed itself.
    const script = `
      const { startWholeControlPlane } = await import(process.argv[1]);
      // Nothing has to answer there as long as there is no machine.
      const awsManager = { url: 'http://127.0.0.1:9' };
      const { pids } = await startWholeControlPlane({ clusterApiManager: true, controllerManager: true, awsManager });
      console.log(pids.join(' '));
      process.stdin.on('end', () => process.exit()).resume();
    `;
    const args = ['--input-type=module', '-e', script, join(import.meta.dirname, 'whole.ts')];
    const env = { ...process.env, TMPDIR: temporary };
    const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'], env });
    onTestFinished(() => {
      holder.kill('SIGKILL');
    });
    const [line] = await once(createInterface({ input: holder.stdout }), 'line');
    const pids = String(line).split(' ').map(Number);
    expect(pids).toHaveLength(10);
    expect(pids.filter((pid) => !isAlive(pid))).toEqual([]);

    holder.kill('SIGKILL');
    await until('the servers to end', () => !pids.some(isAlive) || undefined, { timeoutMs: 10_000 });
    const left = async () => (await readdir(temporary)).filter((name) => name.startsWith('capstan-'));
    await until('the folders to go', async () => (await left()).length === 0 || undefined, { timeoutMs: 10_000 });
  },
  buildTimeoutMs,
);
