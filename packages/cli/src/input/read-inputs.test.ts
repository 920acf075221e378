import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Limits } from './limits.ts';
import { type Inputs, readInputs } from './read-inputs.ts';

const machineSet = (name: string) =>
  `apiVersion: machine.openshift.io/v1beta1\nkind: MachineSet\nmetadata:\n  name: ${name}\n`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'capstan-input-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function file(path: string, content: string | Uint8Array): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}

async function* stdin(...chunks: string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield new TextEncoder().encode(chunk);
}

const read = (paths: string[], limits: Partial<Limits> = {}): Promise<Inputs> =>
  readInputs(paths, { stdin: stdin(), limits });

const names = ({ objects }: Inputs) =>
  objects.map(({ value, line }) => `${JSON.stringify(value['metadata'])}@${line}`.replace(/\{"name":"(.*?)"\}/, '$1'));
const codes = ({ problems }: Inputs) =>
  problems.map(({ code, line }) => (line === undefined ? code : `${code}@${line}`));

describe('what -f takes', () => {
  it('every document of several files, in the order in which they are given, each with its file and line', async () => {
    const b = file('b.yaml', `# a comment\n---\n${machineSet('one')}---\n${machineSet('two')}`);
    const a = file('a.json', `\n{"apiVersion":"v1","kind":"X","metadata":{"name":"three"}}`);
    const inputs = await read([b, a]);
    expect(inputs.objects.map((object) => object.file)).toEqual([b, b, a]);
    expect(names(inputs)).toEqual(['one@3', 'two@8', 'three@2']);
    expect(inputs.problems).toEqual([]);
  });

  it('- is standard input, named <stdin>, and read once however often it is given', async () => {
    const inputs = await readInputs(['-', '-'], {
      stdin: stdin(machineSet('a').slice(0, 20), machineSet('a').slice(20)),
    });
    expect(inputs.objects.map((object) => object.file)).toEqual(['<stdin>']);
    expect(names(inputs)).toEqual(['a@1']);
  });

  it('the pipe of a process substitution', () => {
    const script = `import { readInputs } from ${JSON.stringify(join(import.meta.dirname, 'read-inputs.ts'))};
      const inputs = await readInputs([process.argv[1]], { stdin: process.stdin });
      console.log(inputs.objects.length, JSON.stringify(inputs.problems));`;
    const command = `"$NODE" --input-type=module -e "$SCRIPT" <(echo '{"apiVersion":"v1","kind":"X"}')`;
    const env = { ...process.env, NODE: process.execPath, SCRIPT: script };
    expect(spawnSync('bash', ['-c', command], { env, encoding: 'utf8' }).stdout.trim()).toBe('1 []');
  });

  it('UTF-16 as PowerShell writes it, and a byte order mark before UTF-8', async () => {
    const utf16 = file('utf16.yaml', Buffer.from(`\ufeff${machineSet('a')}`, 'utf16le'));
    const utf8 = file('utf8.yaml', `\ufeff${machineSet('b')}`);
    expect(names(await read([utf16, utf8]))).toEqual(['a@1', 'b@1']);
  });

  it('a URL is not taken for a file name: the user learns how to pipe it in', async () => {
    const { problems } = await read(['https://example.com/a.yaml']);
    expect(problems).toMatchObject([{ code: 'FileNotReadable', hint: expect.stringContaining('curl') }]);
  });

  it('aborting stops it with the reason of the signal', async () => {
    const controller = new AbortController();
    const reason = new Error('interrupted');
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (;;) {
        yield new Uint8Array([0x20]);
        controller.abort(reason);
      }
    }
    await expect(readInputs(['-'], { stdin: endless(), signal: controller.signal })).rejects.toBe(reason);
    const many = file('many.yaml', machineSet('x').concat('---\n').repeat(20_000));
    const reading = readInputs([many], { stdin: stdin(), signal: AbortSignal.timeout(100) });
    await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

describe('a directory', () => {
  it('gives the objects of our API groups, also far below, sorted, under the paths as the user would write them', async () => {
    file('mg/b/machinesets/two.yaml', machineSet('two'));
    file('mg/a.yml', machineSet('one'));
    file(
      'mg/infra.json',
      '{"apiVersion":"config.openshift.io/v1","kind":"Infrastructure","metadata":{"name":"cluster"}}',
    );
    file('mg/capi.yaml', 'apiVersion: cluster.x-k8s.io/v1beta2\nkind: Cluster\nmetadata:\n  name: c\n');
    const inputs = await read([`${folder}/mg/`]);
    expect(inputs.objects.map((object) => object.file)).toEqual(
      ['a.yml', 'b/machinesets/two.yaml', 'capi.yaml', 'infra.json'].map((path) => join(folder, 'mg', path)),
    );
    expect(inputs.problems).toEqual([]);
  });

  it('does not trouble the user with what is broken or not ours, as long as our groups are not in it', async () => {
    file('mg/a.yaml', machineSet('a'));
    file('mg/broken.yaml', 'a: [1\n\tb: "');
    file('mg/pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\n');
    file('mg/values.yaml', 'replicas: 3\n');
    file('mg/binary.json', new Uint8Array([0, 1, 2]));
    file('mg/machine.log', machineSet('log'));
    file('mg/.git/x.yaml', machineSet('hidden'));
    file('mg/empty.yaml', '');
    const inputs = await read([join(folder, 'mg')]);
    expect(names(inputs)).toEqual(['a@1']);
    expect(inputs.problems).toEqual([]);
  });

  it('leaves out other objects next to ours, and the mistakes in them', async () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  ownerReferences:\n  - apiVersion: machine.openshift.io/v1beta1\n';
    file('mg/a.yaml', `${pod}---\n${machineSet('a')}---\n${pod}spec: {flag: yes}\n`);
    const inputs = await read([join(folder, 'mg')]);
    expect(names(inputs)).toEqual(['a@7']);
    expect(inputs.problems).toEqual([]);
  });

  it('says so when a file that mentions our groups is broken', async () => {
    const broken = file('mg/a.yaml', `${machineSet('a')}spec: [\n`);
    file('mg/b.yaml', `# machine.openshift.io/v1beta1\nreplicas: 3\n`);
    const { problems } = await read([join(folder, 'mg')]);
    expect(problems).toMatchObject([
      { file: broken, code: 'YamlInvalid', severity: 'error' },
      { code: 'NotAnObject', severity: 'warning', line: 2 },
    ]);
  });

  it('without a file that could be read, or without an object of ours, is an error that says which', async () => {
    mkdirSync(join(folder, 'empty'));
    file('other/pod.yaml', 'apiVersion: v1\nkind: Pod\n');
    const { problems } = await read([join(folder, 'empty'), join(folder, 'other')]);
    expect(problems.map(({ code }) => code)).toEqual(['DirectoryEmpty', 'DirectoryEmpty']);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('no *.yaml, *.yml or *.json file'),
      expect.stringContaining('none of the 1 files'),
    ]);
  });

  it('follows links to files, as in a mounted ConfigMap, and not to directories, so a circle ends', async () => {
    file('data/a.yaml', machineSet('a'));
    mkdirSync(join(folder, 'mg'));
    symlinkSync('../data/a.yaml', join(folder, 'mg/a.yaml'));
    symlinkSync('.', join(folder, 'mg/loop.yaml'));
    symlinkSync('nowhere', join(folder, 'mg/z.yaml'));
    const inputs = await read([join(folder, 'mg')]);
    expect(names(inputs)).toEqual(['a@1']);
    expect(codes(inputs)).toEqual(['FileNotReadable']);
  });
});

describe('a file that cannot be read costs the user nothing else', () => {
  it.each([
    ['a missing file', () => join(folder, 'missing.yaml'), /no such file/],
    ['a path through a file', () => join(file('plain', ''), 'a.yaml'), /is a file/],
    ['a file that the system refuses to read', () => '/proc/self/mem', /I\/O error|not allowed/],
  ])('%s', async (_, path, message) => {
    const inputs = await read([path(), file('good.yaml', machineSet('good'))]);
    expect(names(inputs)).toEqual(['good@1']);
    expect(inputs.problems).toMatchObject([{ code: 'FileNotReadable', severity: 'error' }]);
    expect(inputs.problems[0]?.message).toMatch(message);
  });

  it('a file over 128 MiB, refused by its size without being read; from a pipe by counting', async () => {
    const big = file('big.yaml', '');
    truncateSync(big, 200 * 1024 * 1024);
    const { problems } = await read([big, file('mg/a.yaml', machineSet('a'))]);
    expect(problems).toMatchObject([{ code: 'FileTooLarge', hint: expect.stringContaining('split') }]);
    expect(problems[0]?.message).toBe('this is 200 MiB; Capstan takes at most 128 MiB at once');
    const piped = await readInputs(['-'], { stdin: stdin('123456', '7890'), limits: { fileBytes: 8 } });
    expect(codes(piped)).toEqual(['FileTooLarge']);
  });

  it.each([
    ['empty', ''],
    ['blanks', '  \n\n'],
    ['comments and markers', '# nothing\n---\n---\n# here\n...\n'],
    ['nulls', '---\nnull\n---\n~\n'],
  ])('a file with nothing in it: %s', async (_, content) => {
    expect(codes(await read([file('a.yaml', content)]))).toEqual(['FileEmpty']);
  });

  it.each([
    ['NUL bytes', new Uint8Array([0x61, 0x00, 0x62]), /NUL/],
    ['Latin-1', new Uint8Array([0x61, 0x3a, 0x20, 0xe9]), /UTF-8/],
    ['gzip', new Uint8Array([0x1f, 0x8b, 0x08]), /gzip/],
    ['zip', new Uint8Array([0x50, 0x4b, 0x03, 0x04]), /zip/],
  ])('a file that is no text: %s', async (_, content, message) => {
    const { problems } = await read([file('a.yaml', content)]);
    expect(problems).toMatchObject([{ code: 'NotText', message: expect.stringMatching(message) }]);
  });

  it('a flood of problems or objects ends with one that says so', async () => {
    const wrong = await read([file('a.yaml', 'a: b\n---\n'.repeat(50)), file('b.yaml', 'a: b')], { problems: 10 });
    expect(wrong.problems).toHaveLength(12);
    expect(wrong.problems.at(-1)?.code).toBe('TooManyProblems');
    const many = await read([file('c.yaml', 'apiVersion: v1\nkind: A\n---\n'.repeat(50))], { objects: 10 });
    expect(codes(many)).toEqual(['TooManyObjects']);
  });
});

it('a file name is never taken from what a file says: every object keeps the path that was given', async () => {
  const path = file('a.yaml', `${machineSet('../../etc/passwd')}`);
  expect((await read([path])).objects[0]?.file).toBe(path);
});
