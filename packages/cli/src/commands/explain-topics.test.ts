import { issueCodes, platforms } from '@capstan/convert';
import { expect, it } from 'vitest';
import { inputProblemCodes } from '../input/problem.ts';
import { allTopics, fieldsOfKind, findFields, kindNames, suggest } from './explain-topics.ts';
import { words } from './explain-words.ts';

const all = allTopics();
const found = (path: string) =>
  findFields(path, all).map(({ mapi, capi }) => [mapi, capi].map((place) => place && `${place.kind} ${place.path}`));

it('knows every issue code', () => {
  for (const code of [...Object.keys(issueCodes), ...Object.keys(inputProblemCodes)])
    expect(words.has(code)).toBe(true);
});

it('finds every field of every table by its own path, as it stands in messages', () => {
  for (const field of all) {
    for (const place of [field.mapi, field.capi]) {
      if (place === undefined) continue;
      expect(findFields(place.path.replaceAll('[]', '[0]'), all)).toContain(field);
      expect(findFields(`${place.kind}.${place.path}`, all)).toContain(field);
    }
  }
});

it('knows a kind that has a digit in its name, and what stands beside the template', () => {
  expect(found('Metal3Machine.spec.hostSelector')).toEqual([
    ['Machine spec.providerSpec.value.hostSelector', 'Metal3Machine spec.hostSelector'],
  ]);
  expect(found('metal3machinetemplates.spec.nodeReuse')).toEqual([[undefined, 'Metal3MachineTemplate spec.nodeReuse']]);
});

it("looks in the machine for what a set's template holds", () => {
  expect(found('spec.template.spec.providerSpec.value.iamInstanceProfile')).toEqual([
    ['Machine spec.providerSpec.value.iamInstanceProfile', 'AWSMachine spec.iamInstanceProfile'],
  ]);
  expect(found('spec.template.metadata.labels["a.b/c"]')).toEqual([
    ['Machine metadata.labels', 'Machine metadata.labels'],
  ]);
  expect(found('MachineSet spec.template.metadata.name')).toEqual([
    ['MachineSet spec.template.metadata.name', undefined],
  ]);
});

it('tells the kinds apart where one is given', () => {
  expect(found('machineset.metadata.labels')).toEqual([['MachineSet metadata.labels', 'MachineSet metadata.labels']]);
  expect(found('AWSMachineTemplate spec.template.spec.sshKeyName')).toEqual(found('awsmachine.spec.sshKeyName'));
  expect(found('awsmachineproviderconfig.keyName')).toEqual(found('awsmachine.spec.sshKeyName'));
  expect(found('openstackproviderspec.keyName')).toEqual(found('openstackmachine.spec.sshKeyName'));
  expect(found('spec.providerSpec.value.keyName').length).toBeGreaterThan(1);
});

it.each(['machines', 'Machines.machine.openshift.io', 'machinesets.cluster.x-k8s.io', 'awsmachinetemplates'])(
  '%s is a kind',
  (word) => {
    expect(fieldsOfKind(word)?.length).toBeGreaterThan(10);
  },
);

it('tells where the fields of an infra cluster are from, which convert --with-cluster prints', () => {
  expect(fieldsOfKind('AWSCluster')?.map(({ capi }) => capi?.path)).toContain('spec.region');
  expect(found('metal3cluster.spec.cloudProviderEnabled')).toEqual([
    [undefined, 'Metal3Cluster spec.cloudProviderEnabled'],
  ]);
});

it('names the facts that block a hand-over where their code is explained', () => {
  expect(words.get('HandoverBlocked')).toContain('provider-id-differs (BareMetal)');
});

it('finds nothing by what is no topic, without failing', () => {
  for (const topic of ['', '.', '[0]', 'constructor', '__proto__', 'machine.', 'spec..x', 'a'.repeat(100_000)]) {
    expect(fieldsOfKind(topic)).toBeUndefined();
    expect(found(topic)).toEqual([]);
    expect(suggest(topic, all)).toEqual([]);
  }
});

it('names every kind of every platform', () => {
  for (const { provider, infra } of platforms) {
    expect(kindNames).toEqual(
      expect.arrayContaining([provider.kind, infra.machineKind, infra.templateKind, infra.clusterKind]),
    );
  }
});
