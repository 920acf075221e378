import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '@capstan/kube/testing';
import { defaultNamespaces } from '@capstan/operator';
import { serviceAccountEndpoint } from '@capstan/operator/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { capstan, root } from '../cli/run.ts';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { startWorld, type World } from '../uninstall/world.ts';

const { machineApi, clusterApi } = defaultNamespaces;
const infraVersion = 'infrastructure.cluster.x-k8s.io/v1beta2';

/** What somebody may see who looks after machines: no secrets, no Deployments, no admission policies. */
const rules = [
  { apiGroups: ['machine.openshift.io'], resources: ['machines', 'machinesets', 'controlplanemachinesets'] },
  { apiGroups: ['cluster.x-k8s.io'], resources: ['machines', 'machinesets', 'clusters'] },
  { apiGroups: ['infrastructure.cluster.x-k8s.io'], resources: ['awsmachines', 'awsmachinetemplates', 'awsclusters'] },
  { apiGroups: ['config.openshift.io'], resources: ['infrastructures', 'featuregates', 'clusterversions'] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'] },
  { apiGroups: [''], resources: ['namespaces'] },
].map((rule) => ({ ...rule, verbs: ['get', 'list', 'watch'] }));

interface Found {
  readonly check: string;
  readonly object?: { readonly kind: string; readonly name: string };
}

describe('an ordinary reader looks at a live cluster', { timeout: 120_000 }, () => {
  let world: World;
  let folder: string;
  let kubeconfig: string;

  beforeAll(async () => {
    world = await startWorld('AWS');
    await (await world.operate())();
    const { admin, plane } = world;
    const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'reader', namespace: 'default' } };
    await admin.create(account);
    const rbac = 'rbac.authorization.k8s.io/v1';
    await admin.create({ apiVersion: rbac, kind: 'ClusterRole', metadata: { name: 'reader' }, rules });
    await admin.create({
      apiVersion: rbac,
      kind: 'ClusterRoleBinding',
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'reader', namespace: 'default' }],
    });
    const { url, ca, token } = await serviceAccountEndpoint(plane, 'default', 'reader');
    folder = await mkdtemp(join(tmpdir(), 'capstan-doctor-'));
    kubeconfig = join(folder, 'kubeconfig');
    const name = 'reader';
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name, cluster: { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') } }],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      'current-context': name,
    };
    await writeFile(kubeconfig, JSON.stringify(config), { mode: 0o600 });
  }, buildTimeoutMs);

  afterAll(async () => {
    await world?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const asReader = (...args: string[]) => capstan([...args, '--kubeconfig', kubeconfig], { timeoutMs: 60_000 });
  const diagnosed = async (...args: string[]) => {
    const { code, stdout } = await asReader('doctor', ...args, '-o', 'json');
    const parsed: { findings: Found[]; notChecked: { check: string; why: string }[] } = JSON.parse(stdout);
    return { code, ...parsed };
  };
  const infraMachine = { apiVersion: infraVersion, kind: 'AWSMachine', namespace: clusterApi, name: 'worker-1' };

  test('doctor says what is wrong with the cluster, and what it could not see for want of a right', async () => {
    const { code, findings, notChecked } = await diagnosed();
    expect(code).toBe(2);
    expect(findings.map(({ check }) => check)).toEqual(['operator-idle', 'operator-absent']);
    const missing = notChecked.map(({ check }) => check);
    expect(missing).toEqual(['controller-down', 'missing-secret', 'no-policies']);
    for (const { why } of notChecked) expect(why).toContain('cannot');
  });

  test('diff finds nothing where all is in step', async () => {
    expect(await asReader('diff')).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('a mirror that somebody has changed and un-paused is found, and diff shows it by field', async () => {
    const live = await world.admin.get(infraMachine);
    const patch = {
      metadata: { annotations: { 'cluster.x-k8s.io/paused': null } },
      spec: { instanceMetadataOptions: { httpTokens: 'required' } },
    };
    await world.admin.mergePatch(infraMachine, patch);
    try {
      const { findings } = await diagnosed('machine/worker-1');
      expect(findings.map(({ check }) => check)).toEqual(expect.arrayContaining(['both-act', 'mirror-drift']));
      const unified = await asReader('diff', 'worker-1');
      expect(unified.code).toBe(1);
      expect(unified.stdout).toContain('+    cluster.x-k8s.io/paused: ""');
      const fields = await asReader('diff', '--fields', 'machine/worker-1');
      expect(fields.stdout).toContain('spec.instanceMetadataOptions.httpTokens');
      const named = await asReader('diff', 'machine/nobody');
      expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no Machine "nobody"') });
    } finally {
      const { annotations } = live.metadata;
      await world.admin.mergePatch(infraMachine, { metadata: { annotations }, spec: live['spec'] });
    }
  });

  test('plan without files is about the live cluster', async () => {
    const { code, stdout } = await asReader('plan', '-o', 'json');
    const { objects, summary }: { objects: { source: object; verdict: string }[]; summary: object } =
      JSON.parse(stdout);
    expect(objects.map(({ source }) => source)).toEqual(
      ['MachineSet/workers', 'Machine/worker-1', 'Machine/worker-2'].map((name) =>
        expect.objectContaining({ file: '<cluster>', line: 0, kind: name.split('/')[0], name: name.split('/')[1] }),
      ),
    );
    expect(code).toBe(0);
    expect(summary).toMatchObject({ blocked: 0 });
    expect((await asReader('plan')).stdout).toContain('To see the objects: capstan diff');
  });

  test('status says what an object waits for, and --watch goes on until Ctrl-C', async () => {
    const target = {
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'Machine',
      namespace: machineApi,
      name: 'worker-1',
    };
    const { stdout } = await asReader('status');
    expect(stdout).toContain('AUTHORITY');
    const seen = await capstan(['status', '--watch', '--kubeconfig', kubeconfig], {
      timeoutMs: 60_000,
      async whileRunning({ kill, stdout: printed }) {
        const prints = (text: string) =>
          until(`status to print ${text}`, async () => printed().includes(text) || undefined, { timeoutMs: 40_000 });
        await prints('Machine/worker-1');
        await world.admin.mergePatch(target, { spec: { authoritativeAPI: 'ClusterAPI' } });
        await prints('MachineAPI -> ClusterAPI');
        kill('SIGINT');
      },
    });
    await world.admin.mergePatch(target, { spec: { authoritativeAPI: 'MachineAPI' } });
    expect(seen.code).toBe(130);
    expect(seen.stdout).toMatch(
      /^\S+Z Machine\/worker-1, .*authority MachineAPI -> ClusterAPI.*waits for the operator/m,
    );
  });

  test('on a terminal --watch draws the tree again, and Ctrl-C ends it', async () => {
    // Python has the terminal that Node lacks.
    const script = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';
    const args = ['-c', script, `${root}/bin/capstan`, 'status', '--watch', '--kubeconfig', kubeconfig];
    const seen = await capstan(args, {
      program: 'python3',
      stdin: { open: true },
      timeoutMs: 60_000,
      async whileRunning({ write, stdout }) {
        const draws = () => stdout().split('\u001b[H\u001b[2J').length - 1;
        await until('the tree to be drawn twice', async () => draws() >= 2 || undefined, { timeoutMs: 40_000 });
        await write('\u0003');
      },
    });
    expect(seen.code).toBe(130);
    expect(seen.stdout).toContain('MachineSet/workers');
    expect(seen.stdout).toContain('watching; Ctrl-C ends it');
  });
});
