import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { infrastructure, type Loose, machine, machineSet, nativeSet, parseObjects, scratch, yaml } from './inputs.ts';
import { expectGoodMessages } from './messages.ts';
import { capstan, root, shell } from './run.ts';

const files = scratch();
const withNodeLabel = (set: Loose) => {
  set.spec.template.spec.metadata = { labels: { 'example.com/pool': 'a' } };
};
const withTaint = (set: Loose) => {
  set.spec.template.spec.taints = [{ key: 'a', effect: 'NoSchedule' }];
};
const cluster = yaml(infrastructure());
const ready = yaml(infrastructure(), machineSet('ready'));
const blocked = yaml(infrastructure(), machineSet('ready'), machineSet('tainted', withTaint));

it('ends with 0 where there are only warnings', async () => {
  const { code, stdout, stderr } = await capstan(['convert', '-f', '-'], {
    stdin: yaml(infrastructure(), machineSet('labelled', withNodeLabel)),
  });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^<stdin>:\d+ MachineSet\/labelled spec\.\S+: warning: .*\(found "a"\)\n {2}hint: ./);
  expect(parseObjects(stdout)).toHaveLength(2);
  expectGoodMessages(stderr);
});

it('ends with 2 where something is blocked, and prints the rest', async () => {
  const { code, stdout, stderr } = await capstan(['convert', '-f', '-'], { stdin: blocked });
  expect(code).toBe(2);
  expect(stderr).toContain('left out, because of the errors above: MachineSet/tainted\n');
  expect(parseObjects(stdout).map(({ metadata }) => metadata.name)).toEqual([
    expect.stringMatching(/^ready-[0-9a-f]{10}$/),
    'ready',
  ]);
  expectGoodMessages(stderr);
});

it('ends with 1 where something is blocked and something failed', async () => {
  const { code, stderr } = await capstan(['plan', '-f', '-', '-f', 'no-such-file'], { stdin: blocked });
  expect(code).toBe(1);
  expectGoodMessages(stderr);
});

it('prints nothing but one List with -o json, whatever is on stderr', async () => {
  const { code, stdout, stderr } = await capstan(['convert', '-f', '-', '-f', 'no-such-file', '-o', 'json'], {
    stdin: yaml(infrastructure(), machineSet('tainted', withTaint)),
  });
  expect(code).toBe(1);
  expect(stderr).not.toBe('');
  expect(JSON.parse(stdout)).toEqual({ apiVersion: 'v1', kind: 'List', items: [] });
});

it('puts what is said of the cluster on stderr where stdout is the JSON report', async () => {
  const awsCluster = {
    apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
    kind: 'AWSCluster',
    metadata: { name: infrastructure().status.infrastructureName, namespace: 'openshift-cluster-api' },
    spec: { region: infrastructure().status.platformStatus.aws.region },
  };
  const { code, stdout, stderr } = await capstan(['plan', '-f', '-', '-o', 'json'], {
    stdin: `${ready}---\n${yaml(awsCluster)}`,
  });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).summary.ready).toBe(1);
  expect(stderr).toMatch(/^<stdin>:\d+ AWSCluster\/\S+ spec\.sshKeyName: warning: /);
  expectGoodMessages(stderr);
});

it('writes a report with exactly the documented keys', async () => {
  const report = join(files.path, 'report.json');
  const objects = [
    machineSet('labelled', withNodeLabel),
    machineSet('tainted', withTaint),
    machine('master-0', { kind: 'ControlPlaneMachineSet', name: 'cluster', apiVersion: 'machine.openshift.io/v1' }),
    machineSet('moved', (set) => {
      set.status = { authoritativeAPI: 'ClusterAPI' };
    }),
  ];
  const input = files.write('report-input.yaml', yaml(infrastructure(), ...objects));
  const { code } = await capstan(['convert', '-f', input, '--report', report]);
  expect(code).toBe(2);
  const content = JSON.parse(readFileSync(report, 'utf8'));
  expect(Object.keys(content)).toEqual(['version', 'objects', 'handover', 'summary']);
  expect(content.version).toBe(1);
  expect(content.summary).toEqual({ ready: 0, warning: 1, blocked: 1, ignored: 1, migrated: 1 });
  for (const object of content.objects) {
    expect(Object.keys(object)).toEqual(['source', 'platform', 'direction', 'verdict', 'targets', 'issues']);
    expect(Object.keys(object.source)).toEqual(['file', 'line', 'apiVersion', 'kind', 'namespace', 'name']);
    for (const target of object.targets)
      expect(Object.keys(target)).toEqual(['apiVersion', 'kind', 'namespace', 'name']);
    for (const issue of object.issues) {
      expect(Object.keys(issue).filter((key) => key !== 'value')).toEqual([
        'severity',
        'code',
        'path',
        'message',
        'hint',
      ]);
    }
  }
  const [labelled, tainted] = content.objects;
  expect(labelled).toMatchObject({
    source: { file: input, kind: 'MachineSet', namespace: 'openshift-machine-api', name: 'labelled' },
    platform: 'AWS',
    direction: 'cluster-api',
    verdict: 'warning',
    targets: [
      { kind: 'AWSMachineTemplate' },
      { kind: 'MachineSet', namespace: 'openshift-cluster-api', name: 'labelled' },
    ],
    issues: [{ severity: 'warning', code: 'NodeLabelNotPropagated', value: 'a' }],
  });
  expect(tainted).toMatchObject({ verdict: 'blocked', targets: [], issues: [{ severity: 'error' }] });
});

it('says of an issue of the infra template in the report which object its path is in', async () => {
  const objects = nativeSet((_, template) => {
    template.spec.template.spec.cloudInit = { insecureSkipSecretsManager: true };
  });
  const { stdout } = await capstan(['plan', '-f', '-', '-o', 'json'], { stdin: yaml(infrastructure(), ...objects) });
  const [{ issues }] = JSON.parse(stdout).objects;
  expect(issues[0]).toMatchObject({
    path: 'spec.template.spec.cloudInit',
    object: { kind: 'AWSMachineTemplate', file: '<stdin>', line: expect.any(Number) },
  });
});

it.each([
  ['in a folder that is not there', '/no/such/folder/report.json', 'there is no such folder'],
  ['that is a folder', files.path, 'this is a folder'],
])('refuses a report %s', async (_, path, reason) => {
  const { code, stderr } = await capstan(['convert', '-f', '-', '--report', path], { stdin: ready });
  expect(code).toBe(1);
  expect(stderr).toBe(
    `error: cannot write the report to ${path}: ${reason}\nhint: Name a file in a folder that can be written.\n`,
  );
});

it('refuses a report that would replace an input', async () => {
  const input = files.write('precious.yaml', ready);
  const { code, stderr } = await capstan(['convert', '-f', input, '--report', `${files.path}/./precious.yaml`]);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /precious\.yaml is one of the inputs, and the report would replace it\nhint: Name another file\.\n$/,
  );
  expect(readFileSync(input, 'utf8')).toBe(ready);
});

it('ends with 130 and says nothing on Ctrl-C while stdin stays open', async () => {
  const { code, stdout, stderr } = await capstan(['convert', '-f', '-'], {
    stdin: { open: true },
    whileRunning: async ({ write, kill }) => {
      await write('# '.padEnd(200_000, 'x'));
      kill('SIGINT');
    },
  });
  expect({ code, stdout, stderr }).toEqual({ code: 130, stdout: '', stderr: '' });
});

it('ends quietly with 0 when the reader of a large output has read enough', async () => {
  const sets = Array.from({ length: 2000 }, (_, index) => machineSet(`set-${index}`));
  const list = { apiVersion: 'v1', kind: 'List', items: [infrastructure(), ...sets] };
  const input = files.write('many.json', JSON.stringify(list));
  const script = (verb: string) => `capstan ${verb} -f '${input}' | head -1; echo "exit code \${PIPESTATUS[0]}"`;
  const { stdout, stderr } = await shell(`${script('convert')}; ${script('plan')}`);
  expect(stderr).toBe('');
  const [object, first, header, second] = stdout.split('\n');
  expect(object).toMatch(/^apiVersion: /);
  expect(header).toMatch(/^NAME +PLATFORM /);
  expect([first, second]).toEqual(['exit code 0', 'exit code 0']);
});

it('colours on a terminal, and not where NO_COLOR is set', async () => {
  const input = files.write('colour.yaml', ready);
  const onTerminal = `import pty, sys; sys.exit(pty.spawn(['${root}/bin/capstan', 'plan', '-f', '${input}']) >> 8)`;
  const script = `python3 -c "${onTerminal}"`;
  const coloured = await shell(script, { env: { TERM: 'xterm' } });
  const plain = await shell(script, { env: { TERM: 'xterm', NO_COLOR: '1' } });
  expect(coloured.stdout).toContain('\u001b[32mready\u001b[39m');
  expect(plain.stdout).toContain('ready');
  expect(plain.stdout).not.toContain('\u001b');
});

it('lets nothing of an input act on the terminal', async () => {
  const hostile = machineSet('hostile', (set) => {
    set.metadata.name = 'a\u001b[2Jb';
    set.spec.template.spec.providerSpec.value['\u001b[31m\u202e'] = '\u0007';
  });
  const stdin = yaml(infrastructure(), hostile);
  const plan = await capstan(['plan', '-f', '-'], { stdin });
  const convert = await capstan(['convert', '-f', '-'], { stdin });
  expect([plan.code, convert.code]).toEqual([2, 2]);
  expectGoodMessages(plan.stdout);
  expectGoodMessages(convert.stderr);
  expect(convert.stderr).toContain('MachineSet/a\\u001b[2Jb');
});

it('reads a cluster from several inputs, in any order', async () => {
  const set = files.write('set.yaml', yaml(machineSet('one')));
  const { code, stdout } = await capstan(['plan', '-f', set, '-f', '-'], { stdin: cluster });
  expect(code).toBe(0);
  expect(stdout).toContain('1 ready\n');
});
