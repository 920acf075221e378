import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { textAt } from '@capstan/convert';
import { until } from '@capstan/kube/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { expectGolden } from '../cli/golden.ts';
import { capstan, type RunOptions, type RunResult } from '../cli/run.ts';
import { buildTimeoutMs } from '../control-plane/build.ts';
import type { Driver } from './driver.ts';
import { type MoveWorld, startMoveWorld } from './world.ts';

let world: MoveWorld;
let folder: string;
let driver: Driver | undefined;

beforeAll(async () => {
  world = await startMoveWorld({ a: 2, b: 0 });
  folder = await mkdtemp(join(tmpdir(), 'capstan-migrate-'));
  driver = world.drive();
  await inStep();
  await driver.stop();
}, buildTimeoutMs);
afterAll(async () => {
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  await driver?.stop();
  driver = undefined;
});

const migrate = (args: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
  capstan(['migrate', ...args], {
    cwd: folder,
    env: { KUBECONFIG: world.plane.kubeconfigPath },
    timeoutMs: 60_000,
    ...options,
  });

/** Sync is quick, and not that quick. */
async function inStep(): Promise<void> {
  await until('all to be in step', async () => {
    const { code } = await migrate(['--all', '--include-machines', '--to', 'cluster-api', '--dry-run']);
    return code === 0 ? true : undefined;
  });
}

/** Compares a screen, but for when it was and for the steps between, which a watch may or may not see. */
function expectScreen(name: string, args: readonly string[], result: RunResult): void {
  const always = (text: string) =>
    text
      .replaceAll(/\d{8}-\d{6}-/g, '20261125-183005-')
      .replaceAll(/^\S+(?: \(new machines\))?: (?:asked|migrating|resync|starting)(?:, waits for: .*)?\n/gm, '')
      .replaceAll(/^( {2}\S+): (?:asked|migrating)$/gm, '$1: migrating')
      // Which of a wave comes first is chance.
      .replaceAll(/(?:^\S.*: moved\n)+/gm, (moved) => moved.split('\n').filter(Boolean).sort().join('\n').concat('\n'));
  const { code, stdout, stderr } = result;
  expectGolden(`migrate/${name}`, ['migrate', ...args.map(always)], {
    code,
    stdout: always(stdout),
    stderr: always(stderr),
  });
}

const runIn = ({ stdout }: RunResult): string => /Run (\S+?)(?:,|\n)/.exec(stdout)?.[1] ?? '';
const acts = async (kind: 'Machine' | 'MachineSet', name: string) =>
  textAt(await world.get(kind, name), 'status', 'authoritativeAPI');

describe('capstan migrate', { timeout: 120_000 }, () => {
  const all = ['--all', '--include-machines', '--to', 'cluster-api'];
  let run = '';

  test('shows the plan in a dry run, and changes nothing', async () => {
    driver = world.drive();
    const before = await world.get('Machine', 'a-0');
    const args = [...all, '--batch', '1', '--dry-run'];
    expectScreen('dry-run', args, await migrate(args));
    expect(await world.get('Machine', 'a-0')).toEqual(before);
    expect(await readdir(folder)).toEqual([]);
  });

  test('says that machines stay unless they are asked for', async () => {
    driver = world.drive();
    const args = ['machineset/a', '--to', 'cluster-api', '--dry-run'];
    expectScreen('dry-run-set', args, await migrate(args));
  });

  test('does nothing unasked: without a terminal it wants --yes', async () => {
    driver = world.drive();
    const result = await migrate(all);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('--yes');
    expect(await readdir(folder)).toEqual([]);
  });

  test('names what is in the way and what to do, and ends with 2', async () => {
    driver = world.drive();
    const args = ['machineset/a', 'machine/gone', '--to', 'cluster-api', '--yes'];
    expectScreen('blocked', args, await migrate(args));
    expect(await acts('MachineSet', 'a')).toBe('MachineAPI');
  });

  test('moves all, saves what was before for its owner alone, and says how to take it back', async () => {
    driver = world.drive();
    const args = [...all, '--yes', '--batch', '100%'];
    const result = await migrate(args);
    expectScreen('moved', args, result);
    run = runIn(result);
    for (const name of ['a-0', 'a-1']) expect(await acts('Machine', name)).toBe('ClusterAPI');
    const saved = join(folder, `capstan-backup-${run}`);
    expect((await stat(saved)).mode & 0o777).toBe(0o700);
    const files = await readdir(saved);
    expect(files.toSorted()).toEqual([
      'awsmachines.infrastructure.cluster.x-k8s.io_a-0.yaml',
      'awsmachines.infrastructure.cluster.x-k8s.io_a-1.yaml',
      'machines.cluster.x-k8s.io_a-0.yaml',
      'machines.cluster.x-k8s.io_a-1.yaml',
      'machines.machine.openshift.io_a-0.yaml',
      'machines.machine.openshift.io_a-1.yaml',
      'machinesets.cluster.x-k8s.io_a.yaml',
      'machinesets.cluster.x-k8s.io_b.yaml',
      'machinesets.machine.openshift.io_a.yaml',
      'machinesets.machine.openshift.io_b.yaml',
    ]);
    for (const file of files) expect((await stat(join(saved, file))).mode & 0o777).toBe(0o600);
    const text = await readFile(join(saved, 'machines.machine.openshift.io_a-0.yaml'), 'utf8');
    expect(parse(text)).toMatchObject({ kind: 'Machine', status: { authoritativeAPI: 'MachineAPI' } });
  });

  test('has nothing to do a second time', async () => {
    driver = world.drive();
    expectScreen('again', [...all, '--yes'], await migrate([...all, '--yes']));
  });

  test('takes a run back by its id, and says how to undo that', async () => {
    driver = world.drive();
    const args = ['--rollback', run, '--yes', '--batch', '100%'];
    expectScreen('rollback', args, await migrate(args));
    for (const name of ['a-0', 'a-1']) expect(await acts('Machine', name)).toBe('MachineAPI');
  });

  test('tells of a run that nobody knows', async () => {
    const result = await migrate(['--run', '20200101-000000-aaaaaa']);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('20200101-000000-aaaaaa');
  });

  test('writes a document a line with -o json, the last with what has become of all', async () => {
    driver = world.drive();
    const result = await migrate(['machineset/b', '--to', 'cluster-api', '--yes', '-o', 'json']);
    expect(result.stderr).toBe('');
    const lines = result.stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ version: 1, type: 'plan', to: 'cluster-api' });
    expect(lines[1]).toEqual({ version: 1, type: 'wave', wave: 1, of: 1 });
    expect(lines.at(-1)).toMatchObject({
      type: 'end',
      ending: 'done',
      moved: [{ object: 'machinesets.machine.openshift.io/b', part: 'both', state: 'moved' }],
      underWay: [],
      undo: `capstan migrate --rollback ${lines[0].run}`,
    });
    expect((await migrate(['--rollback', lines[0].run, '--yes'])).code).toBe(0);
  });

  test('can ask and leave, where there is one wave alone', async () => {
    driver = world.drive();
    const refused = await migrate([...all, '--yes', '--no-wait']);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('--no-wait');
    const args = ['machineset/b', '--to', 'cluster-api', '--yes', '--no-wait'];
    const result = await migrate(args);
    expect(result).toMatchObject({ code: 0 });
    expect(result.stdout).toContain('Asked for: machinesets.machine.openshift.io/b');
    expect((await migrate(['--rollback', runIn(result), '--yes'])).code).toBe(0);
  });

  test('on Ctrl-C says what is moved, what is under way, and both commands; and it can go on', async () => {
    driver = world.drive({ lets: (name, status) => name !== 'a-1' || status === 'Migrating' });
    const args = [...all, '--yes', '--batch', '1'];
    const result = await migrate(args, {
      whileRunning: async ({ kill }) => {
        // It begins with one when it has seen that the one before has moved.
        await until('a-1 to be under way', async () =>
          (await acts('Machine', 'a-1')) === 'Migrating' ? true : undefined,
        );
        kill('SIGINT');
      },
    });
    expect(result.code).toBe(130);
    expectScreen('interrupted', args, result);
    await driver.stop();
    driver = world.drive();
    const id = runIn(result);
    expect((await migrate(['--run', id, '--yes'])).code).toBe(0);
    for (const name of ['a-0', 'a-1']) expect(await acts('Machine', name)).toBe('ClusterAPI');
    expect((await migrate(['--rollback', id, '--yes'])).code).toBe(0);
  });

  test('never writes over what is there', async () => {
    driver = world.drive();
    const backup = join(folder, 'mine');
    const file = join(backup, 'machinesets.machine.openshift.io_b.yaml');
    const { code } = await migrate(['machineset/b', '--to', 'cluster-api', '--yes', '--backup-dir', backup]);
    expect(code).toBe(0);
    await writeFile(file, 'of mine');
    const again = ['machineset/b', '--to', 'machine-api', '--yes', '--backup-dir', backup];
    const result = await migrate(again);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('--backup-dir');
    expect(await readFile(file, 'utf8')).toBe('of mine');
    expect(await acts('MachineSet', 'b')).toBe('ClusterAPI');
  });
});

describe('usage', () => {
  test.each<[string, readonly string[], string]>([
    ['no direction', ['--all'], '--to cluster-api or --to machine-api'],
    ['nothing to move', ['--to', 'cluster-api'], 'machineset/NAME'],
    ['two ways', ['--to', 'cluster-api', '--all', '-l', 'a=b'], 'or --all'],
    ['a name without a type', ['--to', 'cluster-api', 'workers'], 'machinesets.machine.openshift.io/NAME'],
    ["the other API's kind", ['--to', 'cluster-api', 'machines.cluster.x-k8s.io/a'], 'machines.machine.openshift.io/a'],
    ['an id that is none', ['--run', 'x'], 'It looks like'],
    ['a run and names', ['--run', '20261125-183005-3fa9c1', 'machineset/a'], 'Leave names'],
    ['a batch that is none', ['--all', '--to', 'cluster-api', '--batch', '0'], 'batch'],
    ['a number of failures that is none', ['--all', '--to', 'cluster-api', '--max-failures', '-1'], 'max-failures'],
  ])('with %s says what to write', async (_, args, said) => {
    const result = await capstan(['migrate', ...args]);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(said);
  });
});
