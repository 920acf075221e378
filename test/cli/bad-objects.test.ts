import { expect, it } from 'vitest';
import { infrastructure, type Loose, machine, machineSet, nativeSet, parseObjects, yaml } from './inputs.ts';
import { errorsOf, expectGoodMessages } from './messages.ts';
import { capstan } from './run.ts';

/** What converting some objects gives; `names` are those of the printed objects of the converted kinds. */
async function convert(objects: readonly Loose[], ...flags: string[]) {
  const { code, stdout, stderr } = await capstan(['convert', '-f', '-', ...flags], { stdin: yaml(...objects) });
  expectGoodMessages(stderr);
  const printed = parseObjects(stdout);
  const names = printed
    .filter(({ kind }) => kind === 'MachineSet' || kind === 'Machine')
    .map(({ metadata }) => metadata.name);
  return { code, stderr, printed, names, errors: errorsOf(stderr) };
}

/** Converts bad objects beside a good MachineSet: one message, and the good one comes through. */
async function expectOneMessage(objects: readonly Loose[], message: RegExp, code = 2): Promise<string> {
  const result = await convert([infrastructure(), machineSet('good'), ...objects]);
  expect(result.stderr).toMatch(message);
  expect(result.errors).toHaveLength(1);
  expect(result.code).toBe(code);
  expect(result.names).toContain('good');
  return result.stderr;
}

/** Where nothing can be converted at all: one message, exit code 1, no objects. */
async function expectNothing(objects: readonly Loose[], message: RegExp): Promise<void> {
  const { code, printed, errors, stderr } = await convert(objects);
  expect(stderr).toMatch(message);
  expect(errors).toHaveLength(1);
  expect(code).toBe(1);
  expect(printed).toEqual([]);
}

it('an object that is there twice with the same content counts once', async () => {
  const { code, names, errors } = await convert([infrastructure(), machineSet('a'), machineSet('a'), infrastructure()]);
  expect({ code, names, errors }).toEqual({ code: 0, names: ['a'], errors: [] });
});

it('an object that is there twice with different contents', async () => {
  const other = machineSet('good', (set) => {
    set.spec.replicas = 7;
  });
  await expectOneMessage(
    [other],
    /^<stdin>:\d+ MachineSet\/good metadata\.name: MachineSet good is there twice, with different contents; the first was taken\n/,
  );
});

it('a Machine without its MachineSet', async () => {
  const stderr = await expectOneMessage(
    [machine('alone', { kind: 'MachineSet', name: 'gone' })],
    /^<stdin>:\d+ Machine\/alone metadata\.ownerReferences: warning: its MachineSet gone is not part of the input\n {2}hint: Add the MachineSet/,
    0,
  );
  expect(stderr).toContain('2 of 2 objects converted');
});

it('a Machine with its MachineSet says nothing', async () => {
  const { code, errors, names } = await convert([
    machine('good-1', { kind: 'MachineSet', name: 'good' }),
    infrastructure(),
    machineSet('good'),
  ]);
  expect({ code, errors, names }).toEqual({ code: 0, errors: [], names: ['good', 'good-1'] });
});

it('a MachineSet without providerSpec', async () => {
  const bad = machineSet('bad', ({ spec }) => delete spec.template.spec.providerSpec);
  await expectOneMessage(
    [bad],
    /^<stdin>:\d+ MachineSet\/bad spec\.template\.spec\.providerSpec\.value: there is no provider spec.*\n {2}hint: Add providerSpec\.value\.\n/,
  );
});

it('a MachineSet with an empty providerSpec', async () => {
  const bad = machineSet('bad', ({ spec }) => {
    spec.template.spec.providerSpec = {};
  });
  await expectOneMessage([bad], /^<stdin>:\d+ MachineSet\/bad spec\.template\.spec\.providerSpec\.value: /);
});

it('a providerSpec of another platform', async () => {
  const bad = machineSet('bad', ({ spec }) => {
    spec.template.spec.providerSpec.value = { kind: 'AzureMachineProviderSpec', vmSize: 'Standard_D4s_v3' };
  });
  await expectOneMessage(
    [bad],
    /^<stdin>:\d+ MachineSet\/bad \S+\.providerSpec\.value\.kind: must be AWSMachineProviderConfig: the cluster runs on AWS \(found "AzureMachineProviderSpec"\)\n/,
  );
});

it('an object without a name', async () => {
  const bad = machineSet('', ({ metadata }) => delete metadata.name);
  const stderr = await expectOneMessage([bad], /^<stdin>:\d+ MachineSet\/\? metadata\.name: the object has no name\n/);
  expect(stderr).toContain('left out, because of the errors above: MachineSet/?\n');
});

it('names of 250 characters keep their templates apart and within 253', async () => {
  const [first, second] = ['a', 'b'].map((last) => `${'n'.repeat(249)}${last}`);
  const { code, errors, printed, names } = await convert([
    infrastructure(),
    machineSet(first ?? ''),
    machineSet(second ?? ''),
  ]);
  expect({ code, errors, names }).toEqual({ code: 0, errors: [], names: [first, second] });
  const templates = printed.filter(({ kind }) => kind === 'AWSMachineTemplate');
  const templateNames = templates.map(({ metadata }) => metadata.name);
  expect(new Set(templateNames).size).toBe(2);
  for (const name of templateNames) expect(name.length).toBeLessThanOrEqual(253);
  for (const { metadata } of printed) {
    for (const value of Object.values<string>(metadata.labels ?? {})) expect(value.length).toBeLessThanOrEqual(63);
  }
});

it('a Machine that a ControlPlaneMachineSet owns is ignored, not an error', async () => {
  const owner = { kind: 'ControlPlaneMachineSet', name: 'cluster', apiVersion: 'machine.openshift.io/v1' };
  const { code, errors, names, stderr } = await convert([
    infrastructure(),
    machineSet('good'),
    machine('master-0', owner),
  ]);
  expect({ code, errors, names }).toEqual({ code: 0, errors: [], names: ['good'] });
  expect(stderr).toContain('left out, because a ControlPlaneMachineSet owns them: Machine/master-0\n');
});

it('a half migrated cluster: what has moved is left, what is moving waits', async () => {
  const withAuthority = (name: string, authoritativeAPI: string) =>
    machineSet(name, (set) => {
      set.status = { authoritativeAPI };
    });
  const stderr = await expectOneMessage(
    [withAuthority('moving', 'Migrating'), withAuthority('moved', 'ClusterAPI'), withAuthority('here', 'MachineAPI')],
    /^<stdin>:\d+ MachineSet\/moving status\.authoritativeAPI: its authority is being handed over at this moment\n {2}hint: Wait until /,
  );
  expect(stderr).toContain('left out, because of the errors above: MachineSet/moving\n');
  expect(stderr).toContain('left out, because the target API acts on them already: MachineSet/moved\n');
});

it('machines of both APIs without --to', async () => {
  const both = [infrastructure(), machineSet('a'), ...nativeSet()];
  await expectNothing(
    both,
    /^error: the inputs hold machines of both APIs, so the direction is not clear\nhint: Say it: --to /,
  );
  const { code, names } = await convert(both, '--to', 'machine-api');
  expect({ code, names }).toEqual({ code: 0, names: ['orchard-w9xtn-batch-eu-central-1c'] });
});

it('no Infrastructure object', async () => {
  await expectNothing(
    [machineSet('a')],
    /^error: there is no Infrastructure object among the inputs, .*\nhint: Add it: oc get infrastructures\.config\.openshift\.io /,
  );
});

it('an Infrastructure object of another platform', async () => {
  const other = infrastructure(({ status }) => {
    status.platform = 'AlibabaCloud';
    status.platformStatus = { type: 'AlibabaCloud' };
  });
  await expectNothing(
    [other, machineSet('a')],
    /^error: <stdin>:\d+ Infrastructure\/cluster status\.platformStatus\.type: Capstan has no conversion for the platform AlibabaCloud\nhint: Platforms that can be converted: AWS/,
  );
});

it('an Infrastructure object without infrastructureName', async () => {
  const unnamed = infrastructure(({ status }) => delete status.infrastructureName);
  await expectNothing(
    [unnamed, machineSet('a')],
    /^error: <stdin>:\d+ Infrastructure\/cluster status\.infrastructureName: .* has no infrastructureName.*\nhint: Take the object with its status/,
  );
});

it('an Infrastructure object without a region', async () => {
  const nowhere = infrastructure(({ status }) => delete status.platformStatus.aws.region);
  await expectNothing(
    [nowhere, machineSet('a')],
    /^error: <stdin>:\d+ Infrastructure\/cluster status\.platformStatus\.aws\.region: .* does not say the cluster's region\n/,
  );
});

it('the Infrastructure objects of two clusters', async () => {
  const other = infrastructure(({ status }) => {
    status.infrastructureName = 'meadow-c4f8z';
  });
  await expectNothing(
    [infrastructure(), other, machineSet('a')],
    /^error: <stdin>:\d+ Infrastructure\/cluster: this Infrastructure object is not the only one, .*\nhint: Convert one cluster at a time\.\n/,
  );
});

it('an Infrastructure object that was read at two times is one', async () => {
  const later = infrastructure(({ metadata }) => {
    metadata.resourceVersion = '9999';
  });
  const { code, names } = await convert([infrastructure(), later, machineSet('a')]);
  expect({ code, names }).toEqual({ code: 0, names: ['a'] });
});

it('no Machine and no MachineSet', async () => {
  await expectNothing(
    [infrastructure()],
    /^error: there is no Machine or MachineSet among the inputs\nhint: Get them: oc get /,
  );
});

it('a Cluster API MachineSet without its template', async () => {
  const [set] = nativeSet().filter(({ kind }) => kind === 'MachineSet');
  const { code, errors, printed, stderr } = await convert([infrastructure(), set]);
  expect({ code, printed }).toEqual({ code: 2, printed: [] });
  expect(errors).toHaveLength(1);
  expect(stderr).toMatch(
    /^<stdin>:\d+ MachineSet\/\S+ spec\.template\.spec\.infrastructureRef: the AWSMachineTemplate orchard-w9xtn-batch-v1 that this refers to is not part of the input\n {2}hint: Add it: oc get awsmachinetemplates\.infrastructure\.cluster\.x-k8s\.io /,
  );
});

it('a Cluster API MachineSet that refers to a template of another kind', async () => {
  const objects = nativeSet((set) => {
    set.spec.template.spec.infrastructureRef.kind = 'DockerMachineTemplate';
  });
  const { code, errors, printed, stderr } = await convert([infrastructure(), ...objects]);
  expect({ code, printed }).toEqual({ code: 2, printed: [] });
  expect(errors).toHaveLength(1);
  expect(stderr).toMatch(
    /^<stdin>:\d+ MachineSet\/\S+ \S+\.infrastructureRef\.kind: must be AWSMachineTemplate \(found "DockerMachineTemplate"\)\n/,
  );
});

it('a template that is there twice with different contents', async () => {
  const other = nativeSet((_, template) => {
    template.spec.template.spec.instanceType = 'm7i.large';
  }).find(({ kind }) => kind === 'AWSMachineTemplate');
  const { code, errors, printed, stderr } = await convert([infrastructure(), ...nativeSet(), other]);
  expect({ code, printed }).toEqual({ code: 2, printed: [] });
  expect(errors).toHaveLength(1);
  expect(stderr).toMatch(
    /^<stdin>:\d+ AWSMachineTemplate\/\S+ metadata\.name: AWSMachineTemplate \S+ is there twice, with different contents\n/,
  );
});

it('a MachineSet of cluster.x-k8s.io/v1beta1', async () => {
  const old = nativeSet((set) => {
    set.apiVersion = 'cluster.x-k8s.io/v1beta1';
  });
  const { code, errors, printed, stderr } = await convert([infrastructure(), ...old]);
  expect({ code, printed }).toEqual({ code: 2, printed: [] });
  expect(errors).toHaveLength(1);
  expect(stderr).toMatch(
    /^<stdin>:\d+ MachineSet\/\S+ apiVersion: must be cluster\.x-k8s\.io\/v1beta2 \(found "cluster\.x-k8s\.io\/v1beta1"\)\n {2}hint: .*oc get machinesets\.v1beta2\.cluster\.x-k8s\.io /,
  );
});
