import { cpSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { infrastructure, machineSet, scratch, yaml } from './inputs.ts';
import { expectGoodMessages } from './messages.ts';
import { capstan, root, shell } from './run.ts';

const files = scratch();
const infrastructureFile = 'examples/machinesets/infrastructure.yaml';

it.each([
  [['convert'], 'nothing to read: no file, directory or - was given', 'Use -f FILE, -f DIRECTORY'],
  [['plan', '--kubeconfig', 'nowhere'], 'nowhere: there is no such file', 'Give the path of a kubeconfig'],
  [['doctor', 'node/a'], '"node/a" names no Machine and no MachineSet', 'Write TYPE/NAME'],
  [['explain'], "missing required argument 'topic'", 'Run capstan explain --help'],
  [['pln'], 'there is no verb "pln"', 'Did you mean capstan plan?'],
  [['frobnicate'], 'there is no verb "frobnicate"', 'The verbs are plan, convert, status, doctor, diff,'],
  [['operator', 'extra'], 'capstan operator takes flags only; got "extra"', 'Leave it away.'],
  [
    ['operator', '--controllers', 'x'],
    '--controllers names "x", which is none',
    'Use some of prerequisites, sync, migration, policies.',
  ],
  [['operator', '--lease-duration', '5s'], 'the times of the Lease do not fit', 'Keep --retry-period'],
  [['operator', '--retry-period', 'soon'], "argument 'soon' is invalid", 'Run capstan operator --help'],
  [['operator', '--health-addr', '99999'], '--health-addr is "99999", which is no address', 'Write it as :9440'],
  [['operator', '--feature-gates', 'x'], '--feature-gates names x', 'Gates are MachineAPIMigration'],
  [['status', '--kubeconfig', '/nonexistent'], '/nonexistent: there is no such file', 'Give the path of a kubeconfig'],
  [['policies'], "missing required argument 'what'", 'Run capstan policies --help'],
  [['policies', 'tset'], 'capstan policies has no "tset"', 'Use one of list, status, test.'],
  [['policies', 'test'], 'nothing to test: no object was given', 'Use -f FILE'],
  [['policies', 'test', '-f', 'x', '--delete', '--scale', '1'], 'cannot be used with option', 'Run capstan policies'],
  [['policies', 'list', '--policies', infrastructureFile], 'there is no policy in', 'Give manifests of'],
  [['policies', 'status', '--kubeconfig', '/nonexistent'], '/nonexistent: there is no such file', 'Give the path'],
  [['help', 'frobnicate'], 'there is no verb "frobnicate"', 'The verbs are'],
  [['version'], 'there is no verb "version"', 'Did you mean capstan --version?'],
  [['convert', '--reprot', 'x'], "unknown option '--reprot'", 'Did you mean --report? Run capstan convert --help'],
  [['plan', '-f'], "option '-f, --filename <path>' argument missing", 'Run capstan plan --help'],
  [['plan', '-o', 'yaml'], "option '-o, --output <format>' argument 'yaml' is invalid", 'Use one of table, json.'],
  [['plan', '--target-capi', '1.13'], "argument '1.13' is invalid", 'Use one of 1.11, 1.12.'],
  [['plan', '-f', 'a.yaml', 'b.yaml'], 'capstan plan takes flags only; got "b.yaml"', 'has a -f of its own'],
  [['explain', 'a', 'b'], 'capstan explain takes one argument; got "a, b"', 'Give one at a time.'],
  [['plan', '-f', '-', '--region', 'r'], '--region goes with --infrastructure-name', 'Give both'],
  [
    ['convert', '-f', 'examples/machinesets/aws-capi-native.yaml', '-f', infrastructureFile, '--with-cluster'],
    '--with-cluster is for the way to Cluster API',
    'Leave --with-cluster away',
  ],
  [['completion', 'constructor'], 'no completion for the shell "constructor"', 'Use one of bash, zsh, fish.'],
  [['explain', 'AmbigousScalar'], 'neither API has "AmbigousScalar"', 'Did you mean AmbiguousScalar?'],
  [['explain', 'kmsKye'], 'neither API has "kmsKye"', 'Did you mean spec.providerSpec.value.blockDevices[].ebs.kmsKey'],
])('capstan %j says what was wrong and what to write', async (args, message, hint) => {
  const { code, stdout, stderr } = await capstan(args);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  const [error, then, ...rest] = stderr.split('\n');
  expect(error).toContain(`error: `);
  expect(error).toContain(message);
  expect(then).toContain(`hint: `);
  expect(then).toContain(hint);
  expect(rest).toEqual(['']);
  expectGoodMessages(stderr);
});

it('prints the version of the package', async () => {
  const { version } = JSON.parse(readFileSync(`${root}/packages/cli/package.json`, 'utf8'));
  expect(await capstan(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});

it("prints a verb's help the ways that people ask for it, and the whole without a verb", async () => {
  const [flag, verb, alone, whole] = await Promise.all([
    capstan(['plan', '-h']),
    capstan(['help', 'plan']),
    capstan([]),
    capstan(['--help']),
  ]);
  expect(verb).toEqual(flag);
  expect(alone).toEqual(whole);
  expect(alone.code).toBe(0);
});

it('prints a completion script that bash takes, and that completes', async () => {
  const script = `
    source <(capstan completion bash) || exit 9
    complete_at() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _capstan; echo "\${COMPREPLY[@]}"; }
    complete_at capstan c
    complete_at capstan convert --re
    complete_at capstan convert --to c
    complete_at capstan plan -o ''
    complete_at capstan completion ''
    cd examples; complete_at capstan plan -f READ`;
  const { code, stdout, stderr } = await shell(script);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'convert completion',
    '--region --report',
    'cluster-api',
    'table json',
    'bash zsh fish',
    'README.md',
    '',
  ]);
});

it('runs from any folder through a symbolic link, and says where files are from there', async () => {
  const elsewhere = join(files.path, 'elsewhere');
  mkdirSync(elsewhere);
  const link = join(files.path, 'linked');
  symlinkSync(`${root}/bin/capstan`, link);
  symlinkSync('linked', join(files.path, 'capstan'));
  files.write(
    'elsewhere/set.yaml',
    yaml(
      infrastructure(),
      machineSet('bad', ({ spec }) => delete spec.template.spec.providerSpec),
    ),
  );
  const { code, stderr } = await capstan(['convert', '-f', 'set.yaml'], { program: '../capstan', cwd: elsewhere });
  expect(code).toBe(2);
  expect(stderr).toMatch(/^set\.yaml:\d+ MachineSet\/bad /);
});

it('says what to run where nothing is installed', async () => {
  const clone = join(files.path, 'clone');
  cpSync(`${root}/bin`, join(clone, 'bin'), { recursive: true });
  const { code, stdout, stderr } = await capstan(['plan'], { program: join(clone, 'bin/capstan') });
  expect({ code, stdout, stderr }).toEqual({
    code: 1,
    stdout: '',
    stderr: `error: Capstan is not installed in ${clone}\nhint: Run make -C ${clone} setup\n`,
  });
});

it('names the command that shows the objects of a plan, as a shell takes it', async () => {
  const input = files.write("a cluster's.yaml", yaml(machineSet('one')));
  const flags = [
    '-f',
    input,
    '--infrastructure-name',
    'orchard-w9xtn',
    '--region',
    'eu-central-1',
    '--target-capi',
    '1.12',
  ];
  const { stdout } = await capstan(['plan', ...flags]);
  const command = /^To see the objects: (.*)$/m.exec(stdout)?.[1] ?? '';
  expect(command).toContain('--to cluster-api --target-capi 1.12');
  const { code, stdout: objects } = await shell(command);
  expect(code).toBe(0);
  expect(objects).toContain('kind: AWSMachineTemplate');
});

it('wants a region only where the platform has some', async () => {
  const worker = (platform: string, name: string) =>
    capstan(['convert', '-f', `examples/platforms/${platform}/worker.yaml`, '--infrastructure-name', name]);
  expect((await worker('vsphere', 'north-7kq2d')).code).toBe(0);
  expect((await worker('baremetal', 'forge-m2x9p')).code).toBe(0);
  const aws = await worker('aws', 'ocp1-x7k2p');
  expect(aws.code).toBe(1);
  expect(aws.stderr).toContain(
    "the cluster's region is not known, and machines on AWS have one\nhint: Give it with --region",
  );
});
