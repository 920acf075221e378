import { type KubeObject, systemClock } from '@capstan/kube';
import { defaultNamespaces, runUninstall } from '@capstan/operator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectGolden } from '../cli/golden.ts';
import { capstan } from '../cli/run.ts';
import { startWorld, type World } from './world.ts';

const mapiVersion = 'machine.openshift.io/v1beta1';
const capiVersion = 'cluster.x-k8s.io/v1beta2';
const { machineApi, clusterApi } = defaultNamespaces;

/** The same words whatever the cluster is called today; screens are compared. */
const uninstall = async (world: World, ...flags: string[]) =>
  capstan(['uninstall', '--kubeconfig', world.plane.kubeconfigPath, ...flags], { timeoutMs: 60_000 });

const sources = async (world: World): Promise<KubeObject[]> =>
  (await Promise.all(['Machine', 'MachineSet'].map((kind) => world.list(mapiVersion, kind, machineApi)))).flat();

const kinds: Readonly<Record<string, readonly string[]>> = {
  AWS: ['AWSMachine', 'AWSMachineTemplate', 'AWSCluster'],
  GCP: ['GCPMachine', 'GCPMachineTemplate', 'GCPCluster'],
};
const infraVersions: Readonly<Record<string, string>> = {
  AWS: 'infrastructure.cluster.x-k8s.io/v1beta2',
  GCP: 'infrastructure.cluster.x-k8s.io/v1beta1',
};

/** Everything in Cluster API's namespace that Capstan may have made, as `kind/name`. */
const made = async (world: World, type: string): Promise<string[]> => {
  const lists = await Promise.all([
    ...['Machine', 'MachineSet', 'Cluster'].map((kind) => world.list(capiVersion, kind, clusterApi)),
    ...(kinds[type] ?? []).map((kind) => world.list(infraVersions[type] ?? '', kind, clusterApi)),
    world.list('v1', 'Secret', clusterApi),
    world.list('coordination.k8s.io/v1', 'Lease', clusterApi),
  ]);
  return lists.flat().map(({ metadata }) => metadata.name);
};

const expectMachineApiAlone = async (world: World, type: string, others: readonly string[] = []): Promise<void> => {
  expect(await made(world, type)).toEqual(others);
  for (const { metadata } of await sources(world)) {
    expect(metadata.deletionTimestamp).toBeUndefined();
    expect(metadata.finalizers ?? []).not.toContain('sync.machine.openshift.io/finalizer');
    expect(Object.keys({ ...metadata.labels, ...metadata.annotations }).filter((key) => /capstan/.test(key))).toEqual(
      [],
    );
  }
  expect((await sources(world)).map(({ metadata }) => metadata.name).sort()).toEqual([
    'worker-1',
    'worker-2',
    'workers',
  ]);
};

describe('capstan uninstall on AWS', { timeout: 120_000 }, () => {
  let world: World;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    world = await startWorld('AWS');
    await world.admin.create({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'of-somebody-else', namespace: clusterApi },
      type: 'cluster.x-k8s.io/secret',
    });
    stop = await world.operate();
  }, 120_000);
  afterAll(() => world?.close());

  test('changes nothing while an operator acts: it would take each mirror that goes for a machine to end', async () => {
    const before = await made(world, 'AWS');
    const result = await uninstall(world, '--yes');
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('capstan-0 holds it, so an operator acts');
    expect(result.stderr).toContain('oc scale deployment');
    expect(await made(world, 'AWS')).toEqual(before);
    await stop();
  });

  test('a dry run shows all that would be done, and does none of it', async () => {
    const before = await sources(world);
    const result = await uninstall(world, '--dry-run');
    expectGolden('cluster/uninstall-dry-run', ['uninstall', '--dry-run'], result);
    expect(await sources(world)).toEqual(before);
  });

  test('does nothing unasked: without a terminal it wants --yes', async () => {
    const result = await uninstall(world);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('--yes');
  });

  test('changes nothing while Cluster API acts on anything, and names it', async () => {
    const status = (authoritativeAPI: string) =>
      world.admin.mergePatch(
        { apiVersion: mapiVersion, kind: 'Machine', namespace: machineApi, name: 'worker-1' },
        { status: { authoritativeAPI } },
        { subresource: 'status' },
      );
    for (const authority of ['Migrating', 'ClusterAPI']) {
      await status(authority);
      const result = await uninstall(world, '--yes');
      expect(result.code).toBe(2);
      expect(result.stderr).toContain('machines.machine.openshift.io worker-1: ');
    }
    for (const authority of ['Migrating', 'MachineAPI']) await status(authority);
    await expectStillPaired(world);
  });

  test('leaves a pair alone that others hold, says who, and does the rest', async () => {
    const ref = { apiVersion: capiVersion, kind: 'Machine', namespace: clusterApi, name: 'worker-1' };
    const { metadata } = await world.admin.get(ref);
    const finalizers = metadata.finalizers ?? [];
    await world.admin.mergePatch(ref, { metadata: { finalizers: [...finalizers, 'example.com/theirs'] } });
    const result = await uninstall(world, '--dry-run');
    expect(result.code).toBe(2);
    expect(result.stderr).toContain('Machine worker-1: others hold it by example.com/theirs');
    expect(result.stdout).not.toContain('worker-1');
    await world.admin.mergePatch(ref, { metadata: { finalizers } });
  });

  test('ends what a run that was stopped after any write has begun', async () => {
    const interrupted = new AbortController();
    let steps = 0;
    const options = { client: world.admin, clock: systemClock, random: Math.random, namespaces: defaultNamespaces };
    const onStep = () => {
      steps += 1;
      if (steps === 2) interrupted.abort(new Error('Ctrl-C'));
    };
    const running = runUninstall({ ...options, identity: 'test', onStep, onWaiting: () => {} }, interrupted.signal);
    await expect(running).rejects.toThrow('Ctrl-C');
    expect(await made(world, 'AWS')).not.toEqual(['of-somebody-else']);
    const result = await uninstall(world, '--yes');
    expect(result.stderr).toBe('');
    expectGolden('cluster/uninstall', ['uninstall', '--yes'], result);
    await expectMachineApiAlone(world, 'AWS', ['of-somebody-else']);
  });

  test('has nothing to do a second time', async () => {
    const result = await uninstall(world, '--yes');
    expectGolden('cluster/uninstall-again', ['uninstall', '--yes'], result);
  });
});

describe('capstan uninstall on GCP', { timeout: 120_000 }, () => {
  test('leaves Machine API alone with its machines, and the operator can come back', async () => {
    const world = await startWorld('GCP');
    try {
      await (await world.operate())();
      const result = await uninstall(world, '--yes');
      expect(result).toMatchObject({ code: 0, stderr: '' });
      await expectMachineApiAlone(world, 'GCP');
      await (await world.operate())();
      expect(await made(world, 'GCP')).toContain('workers');
    } finally {
      await world.close();
    }
  });
});

async function expectStillPaired(world: World): Promise<void> {
  expect((await world.list(capiVersion, 'Machine', clusterApi)).map(({ metadata }) => metadata.name)).toEqual([
    'worker-1',
    'worker-2',
  ]);
}
