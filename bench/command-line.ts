import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, stringify } from 'yaml';
import { type Figure, median } from './figures.ts';
import { infrastructure, machineSetTexts } from './inputs.ts';

const capstan = fileURLToPath(new URL('../bin/capstan', import.meta.url));
const memoryHook = fileURLToPath(new URL('memory-hook.ts', import.meta.url));

/** The command line as a user runs it: whole processes, files in, files out. */
export function commandLineFigures(folder: string): Figure[] {
  const json = writeJson(folder, 10_000);
  const yaml = writeYaml(folder, 10_000);
  const fromJson = run(folder, ['convert', '-f', json, '-o', 'json']);
  const fromYaml = run(folder, ['convert', '-f', yaml, '-o', 'yaml']);
  return [
    { name: 'convert 10,000 MachineSets, JSON in and out', value: fromJson.seconds, unit: 's', budget: 3 },
    { name: 'its memory', value: fromJson.megabytes, unit: 'MB', budget: 512 },
    { name: 'convert 10,000 MachineSets, YAML in and out', value: fromYaml.seconds, unit: 's', budget: 15 },
    { name: 'its memory', value: fromYaml.megabytes, unit: 'MB', budget: 512 },
    { name: 'capstan --help', value: helpTime(folder), unit: 'ms', budget: 150 },
    ...growth(folder),
  ];
}

/** Time per 1,000 more MachineSets, early and late: for linear growth the two are the same. */
function growth(folder: string): Figure[] {
  const sizes = [1_000, 10_000, 50_000];
  const times = sizes.map((size) => {
    // A file holds at most 128 MiB, as users' files do; more come in several.
    const files = Array.from({ length: Math.ceil(size / 10_000) }, (_, index) =>
      writeJson(folder, Math.min(size, 10_000), index * 10_000),
    );
    return run(folder, ['convert', ...files.flatMap((file) => ['-f', file]), '-o', 'json']).seconds;
  });
  const [small = 0, middle = 0, large = 0] = times;
  const early = (middle - small) / 9;
  const late = (large - middle) / 40;
  return [
    { name: 'convert 50,000 MachineSets, JSON', value: large, unit: 's' },
    {
      name: 'per 1,000 from 10,000 to 50,000, against 1,000 to 10,000',
      value: late / early,
      unit: 'times',
      budget: 1.5,
    },
  ];
}

function helpTime(folder: string): number {
  const times = Array.from({ length: 15 }, () => run(folder, ['--help']).seconds * 1000);
  return median(times);
}

function run(folder: string, args: readonly string[]): { seconds: number; megabytes: number } {
  const output = openSync(join(folder, 'output'), 'w');
  const memory = join(folder, 'memory');
  const isHelp = args.includes('--help');
  const start = performance.now();
  const { status, stderr } = spawnSync(capstan, args, {
    stdio: ['ignore', output, 'pipe'],
    encoding: 'utf8',
    // The hook costs a module to load, so help, which takes hardly longer than that, goes without.
    env: isHelp
      ? process.env
      : { ...process.env, NODE_OPTIONS: `--import=${memoryHook}`, CAPSTAN_BENCH_MEMORY: memory },
  });
  const seconds = (performance.now() - start) / 1000;
  closeSync(output);
  if (status !== 0) throw new Error(`capstan ${args.join(' ')} ended with ${status}: ${stderr}`);
  return { seconds, megabytes: isHelp ? 0 : Number(readFileSync(memory, 'utf8')) / 1024 };
}

function writeJson(folder: string, count: number, from = 0): string {
  const file = join(folder, `${from}-${count}.json`);
  const out = openSync(file, 'w');
  const first = from === 0 ? [infrastructure()] : [];
  const items = [...first, ...Array.from(machineSetTexts(1), (text): unknown => parse(text))];
  writeSync(out, '{"apiVersion":"v1","kind":"List","items":[');
  writeSync(out, first.map((item) => JSON.stringify(item, undefined, 4)).join(','));
  const template = JSON.stringify(items.at(-1), undefined, 4);
  for (let index = from; index < from + count; index++) {
    writeSync(
      out,
      `${index === from && first.length === 0 ? '' : ','}\n${template.replaceAll('worker-000000', `worker-${String(index).padStart(6, '0')}`)}`,
    );
  }
  writeSync(out, ']}');
  closeSync(out);
  return file;
}

function writeYaml(folder: string, count: number): string {
  const file = join(folder, `${count}.yaml`);
  const out = openSync(file, 'w');
  writeSync(out, stringify(infrastructure()));
  for (const text of machineSetTexts(count)) writeSync(out, `---\n${text}`);
  closeSync(out);
  return file;
}
