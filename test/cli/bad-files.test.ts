import { chmodSync, mkdirSync, symlinkSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { infrastructure, machineSet, parseObjects, scratch, yaml } from './inputs.ts';
import { errorsOf, expectGoodMessages } from './messages.ts';
import { capstan } from './run.ts';

const files = scratch();
const good = files.write('good.yaml', yaml(infrastructure(), machineSet('good')));

/** Converts a bad input together with a good one: one message, exit code 1, and the good one comes through. */
async function expectOneMessage(bad: string, message: RegExp, user: { uid?: number } = {}): Promise<void> {
  const { code, stdout, stderr } = await capstan(['convert', '-f', bad, '-f', good], { cwd: files.path, ...user });
  expect(stderr).toMatch(message);
  expect(errorsOf(stderr)).toHaveLength(1);
  expect(code).toBe(1);
  expect(parseObjects(stdout).map(({ kind }) => kind)).toEqual(['AWSMachineTemplate', 'MachineSet']);
  expect(stderr).toContain('1 of 1 object converted to Cluster API');
  expectGoodMessages(stderr);
}

const worker = yaml(machineSet('bad'));
let bomb = 'a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n';
for (let level = 1; level < 12; level += 1) {
  bomb += `a${level}: &a${level} [${Array(10)
    .fill(`*a${level - 1}`)
    .join(', ')}]\n`;
}

/** What a file may be, and what is said of it. */
const contents: Readonly<Record<string, readonly [content: string | Buffer, message: RegExp]>> = {
  'an empty file': ['', /^error: bad: there is nothing in it\nhint: Check how it was written: an oc get that fails/],
  'nothing but comments': ['---\n# nothing\n---\n', /^error: bad: there is nothing in it but comments/],
  'not YAML': ['a: [b\nc: d\n', /^error: bad:2: a \[ or \{ is not closed/],
  prose: ['Dear administrator,\nplease find: the cluster: attached.\n', /^error: bad:\d: /],
  'JSON that is none': ['{"kind": "MachineSet" "apiVersion": "v1"}', /^error: bad:1: this is not JSON: /],
  tabs: ['apiVersion: v1\nkind: X\nmetadata:\n\tname: x\n', /^error: bad:4: the line is indented with a tab\n/],
  'half a document': [
    worker.slice(0, worker.indexOf('instanceType') + 5),
    /^error: bad:\d+: the line is not of the form "key: value"\nhint: Add the colon/,
  ],
  'half a JSON document': [
    JSON.stringify(machineSet('bad')).slice(0, 700),
    /^error: bad:1: this is not JSON: .*\nhint: The file may have been cut off; write it again\.\n/,
  ],
  binary: [deflateRawSync(Buffer.from(worker)), /^error: bad: this is not text: /],
  'a compressed file': [gzipSync(worker), /^error: bad: this is compressed \(gzip\)\nhint: Unpack it first: /],
  'deep nesting': [
    `a: ${'['.repeat(5000)}${']'.repeat(5000)}`,
    /^error: bad:1: lists and maps are nested more than 100 deep/,
  ],
  'deep nesting in JSON': ['['.repeat(100_000), /^error: bad:1: lists and maps are nested more than 100 deep/],
  'an alias bomb': [bomb, /^error: bad:\d+: aliases repeat more than 100000 values\n/],
  '__proto__ keys': [
    worker.replace('metadata:', '__proto__: { isAdmin: true }\nmetadata:'),
    /^error: bad:\d+: MachineSet\/bad: the key "__proto__" is not accepted\n/,
  ],
  '__proto__ keys in JSON': [
    JSON.stringify(machineSet('bad')).replace('{', '{"__proto__": {"isAdmin": true}, '),
    /^error: bad:1: MachineSet\/bad: the key "__proto__" is not accepted\n/,
  ],
  'an unquoted n': [
    worker.replace('name: bad\n', 'name: bad\n  annotations:\n    spot: n\n'),
    /^error: bad:\d+: MachineSet\/bad metadata\.annotations\.spot: n has no quotes, and oc apply reads this as the boolean false\nhint: Quote it if it is text: "n"; write false/,
  ],
  'a key that is there twice': [
    worker.replace('kind:', 'kind: Other\nkind:'),
    /^error: bad:\d+: \S+: the key "kind" is there twice\n/,
  ],
  'no Kubernetes object': ['- a\n- b\n', /^error: bad:1: this is a list, not a Kubernetes object\n/],
};

it.each(Object.keys(contents))('one clear message, and the rest comes through: %s', async (name) => {
  const [content, message] = contents[name] ?? ['', /^$/];
  files.write('bad', content);
  await expectOneMessage('bad', message);
});

it('one clear message, and the rest comes through: a missing file', async () => {
  await expectOneMessage(
    'no-such-file',
    /^error: no-such-file: there is no such file or directory\nhint: Check the path/,
  );
});

it('one clear message, and the rest comes through: a file behind a circle of links', async () => {
  symlinkSync('circle', join(files.path, 'circle'));
  await expectOneMessage('circle', /^error: circle: the symbolic links of this path lead in a circle\n/);
});

it('one clear message, and the rest comes through: a file that may not be read', async ({ skip }) => {
  // Root reads everything, so it is done as nobody, if nobody may use this clone.
  const user = process.getuid?.() === 0 ? { uid: 65534 } : {};
  if ((await capstan(['--version'], user)).code !== 0) skip('only root may read this clone');
  chmodSync(files.path, 0o755);
  chmodSync(files.write('locked', worker), 0);
  await expectOneMessage('locked', /^error: locked: you are not allowed to read this\nhint: Check the owner/, user);
});

it('one clear message, and the rest comes through: 200 MB', async () => {
  truncateSync(files.write('huge', ''), 200 * 1024 * 1024);
  const started = performance.now();
  await expectOneMessage('huge', /^error: huge: this is 200 MiB; Capstan takes at most 128 MiB at once\n/);
  // It is refused by its size: reading it would take longer than anything else here.
  expect(performance.now() - started).toBeLessThan(10_000);
});

it('one clear message, and the rest comes through: a folder without files', async () => {
  mkdirSync(join(files.path, 'folder'));
  await expectOneMessage(
    'folder',
    /^error: folder: there is no \*\.yaml, \*\.yml or \*\.json file in this directory\n/,
  );
});

it('one clear message, and the rest comes through: a URL', async () => {
  await expectOneMessage(
    'https://example.com/a.yaml',
    /^error: \S+: Capstan does not fetch URLs\nhint: Pipe it in: curl /,
  );
});

it('the rest of a file comes through where one of its documents cannot be read', async () => {
  files.write('bad', `${worker}---\na: [\n---\n${yaml(machineSet('also-good'))}`);
  const { code, stdout, stderr } = await capstan(['convert', '-f', 'bad', '-f', good], { cwd: files.path });
  expect(code).toBe(1);
  expect(errorsOf(stderr)).toHaveLength(1);
  expect(parseObjects(stdout)).toHaveLength(6);
});

it('a List in a List is read', async () => {
  const list = (...items: unknown[]) => ({ apiVersion: 'v1', kind: 'List', items });
  const { code, stdout } = await capstan(['convert', '-f', '-'], {
    stdin: yaml(list(infrastructure(), list(machineSet('inner')))),
  });
  expect(code).toBe(0);
  expect(parseObjects(stdout).at(-1)).toMatchObject({ kind: 'MachineSet', metadata: { name: 'inner' } });
});

it('a file that is bad is not also reported as what is missing because of it', async () => {
  const only = await capstan(['plan', '-f', 'no-such-file']);
  const set = files.write('set.yaml', yaml(machineSet('one')));
  const infra = await capstan(['convert', '-f', set, '--infrastructure', 'no-such-file']);
  for (const { code, stdout, stderr } of [only, infra]) {
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'error: no-such-file: there is no such file or directory\nhint: Check the path; it is taken from the current directory.\n',
    );
  }
});
