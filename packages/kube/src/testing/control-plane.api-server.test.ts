import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test, vi } from 'vitest';
import { controlPlane } from '../../../../test/control-plane/connect.ts';
import { isNotFound } from '../client/api-error.ts';
import { createClient } from '../client/client.ts';
import { isRecord } from '../client/object.ts';
import { startControlPlane } from './control-plane.ts';
import { until } from './poll.ts';

const gone = (path: string) =>
  stat(path).then(
    () => undefined,
    () => true,
  );

function dead(pid: number): true | undefined {
  try {
    process.kill(pid, 0);
    return undefined;
  } catch {
    return true;
  }
}

test('control planes side by side know nothing of each other, and stop leaves nothing', async () => {
  const { binaries } = controlPlane();
  const planes = await Promise.all([startControlPlane({ binaries }), startControlPlane({ binaries })]);
  onTestFinished(async () => {
    await Promise.all(planes.map((plane) => plane.stop()));
  });
  const [one, two] = planes.map((plane) => createClient(plane));
  if (one === undefined || two === undefined) throw new Error('two were started');
  const name = 'only-in-one';
  await one.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await expect(two.get({ apiVersion: 'v1', kind: 'Namespace', name })).rejects.toSatisfy(isNotFound);
  await Promise.all([one.close(), two.close()]);

  for (const plane of planes) {
    expect(plane.pids.filter(dead)).toEqual([]);
    await plane.stop();
    expect(plane.pids.filter((pid) => !dead(pid))).toEqual([]);
    expect(await gone(plane.folder)).toBe(true);
  }
});

test('when its process is killed, no server and no folder stays', async () => {
  // It ends when its standard input does, lest it outlive a test run that is killed itself.
  const script = `
    const { startControlPlane } = await import(process.argv[1]);
    const { pids, folder } = await startControlPlane({ binaries: process.argv[2] });
    console.log(JSON.stringify({ pids, folder }));
    process.stdin.on('end', () => process.exit()).resume();
  `;
  const module = join(import.meta.dirname, 'control-plane.ts');
  const args = ['--input-type=module', '-e', script, module, controlPlane().binaries];
  const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    holder.kill('SIGKILL');
  });
  const [line] = await once(createInterface({ input: holder.stdout }), 'line');
  const report: unknown = JSON.parse(String(line));
  if (!isRecord(report) || !Array.isArray(report['pids'])) throw new Error(`no report: ${line}`);
  const pids = report['pids'].map(Number);
  expect(pids).toHaveLength(4);
  expect(pids.filter(dead)).toEqual([]);

  holder.kill('SIGKILL');
  await until('the servers to end', () => pids.every(dead) || undefined, { timeoutMs: 10_000 });
  await until('the folder to go', () => gone(String(report['folder'])), { timeoutMs: 10_000 });
});

test('a server that dies while it starts is reported with the end of its log', async () => {
  const binaries = await mkdtemp(join(tmpdir(), 'capstan-broken-'));
  onTestFinished(() => rm(binaries, { recursive: true }));
  await writeFile(join(binaries, 'etcd'), '#!/bin/sh\necho "the disk is full of sand"\nexit 3\n');
  await chmod(join(binaries, 'etcd'), 0o755);
  await expect(startControlPlane({ binaries })).rejects.toThrow(
    /^etcd ended with code 3 .*\nthe disk is full of sand$/,
  );
});

test('a taken port makes it start again with another', async () => {
  const real = controlPlane().binaries;
  const binaries = await mkdtemp(join(tmpdir(), 'capstan-busy-'));
  onTestFinished(() => rm(binaries, { recursive: true }));
  // The first time round it takes the shared control plane's port instead of the free one.
  const busy = new URL(controlPlane().url).port;
  const wrapper = `#!/bin/sh
if [ ! -e ${binaries}/tried ]; then touch ${binaries}/tried; set -- "$@" --secure-port=${busy}; fi
exec ${real}/kube-apiserver "$@"
`;
  await writeFile(join(binaries, 'kube-apiserver'), wrapper);
  await writeFile(join(binaries, 'etcd'), `#!/bin/sh\nexec ${real}/etcd "$@"\n`);
  for (const name of ['etcd', 'kube-apiserver']) await chmod(join(binaries, name), 0o755);
  const said: string[] = [];
  const plane = await startControlPlane({ binaries, log: (line) => said.push(line) });
  await plane.stop();
  expect(said).toEqual(['control plane: kube-apiserver found its port taken; trying another']);
});

test('an aborted start leaves nothing', async () => {
  const parent = await mkdtemp('/tmp/capstan-abort-');
  onTestFinished(() => rm(parent, { recursive: true }));
  vi.stubEnv('TMPDIR', parent);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const abort = new AbortController();
  const starting = startControlPlane({ binaries: controlPlane().binaries, signal: abort.signal });
  await until('it to begin', async () => (await readdir(parent)).length > 0 || undefined);
  abort.abort(new Error('changed my mind'));
  await expect(starting).rejects.toThrow('changed my mind');
  expect(await readdir(parent)).toEqual([]);
});

test('the kubeconfig has the same credentials and is for its owner only', async () => {
  const { kubeconfigPath, url, token } = controlPlane();
  expect((await stat(kubeconfigPath)).mode & 0o077).toBe(0);
  const text = await readFile(kubeconfigPath, 'utf8');
  expect(text).toContain(`"server": "${url}"`);
  expect(text).toContain(`"token": "${token}"`);
});
