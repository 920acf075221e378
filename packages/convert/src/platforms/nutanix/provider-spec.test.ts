import { nutanixMachineProviderConfig } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { converted } from '../../testing/fixture.ts';
import { expectRefused, nutanixFixture, thereAndBack, toInfra, toProvider } from '../../testing/nutanix.ts';
import { nutanixProviderShape } from './provider-shape.ts';

const { converter, capiMachine, infraSpec, mapiMachine, mapiSet, provider } = nutanixFixture;

describe('a provider spec', () => {
  it('as the webhook stores it, with nulls and empty structs, is the same as one without', () => {
    const stored = {
      apiVersion: 'machine.openshift.io/v1',
      kind: 'NutanixMachineProviderConfig',
      metadata: { creationTimestamp: null },
      bootType: '',
      categories: null,
      dataDisks: null,
      failureDomain: null,
      gpus: null,
      project: { type: '' },
    };
    expect(converter().toClusterApi(mapiSet(provider(stored)))).toEqual(converter().toClusterApi(mapiSet()));
  });

  it('comes back with its kind and apiVersion', () => {
    expect(toProvider({})).toMatchObject({
      apiVersion: 'machine.openshift.io/v1',
      kind: 'NutanixMachineProviderConfig',
    });
  });

  it.each([
    ['kind', 'AWSMachineProviderConfig'],
    ['apiVersion', 'nutanixprovider.machine.openshift.io/v1beta1'],
  ])('of another %s is refused: its fields mean something else', (field, value) => {
    expectRefused({ [field]: value }, { code: 'WrongKind', path: field, value, remedy: 'Give the provider spec' });
  });

  it('with the fields that it had before its first release is refused, not read as empty', () => {
    expectRefused(
      { num_sockets: 4 },
      { code: 'UnknownField', path: 'num_sockets', value: 4, remedy: 'Correct the name, or remove the field' },
    );
  });

  it('with metadata of its own is refused', () => {
    const metadata = { labels: { a: 'b' } };
    expectRefused({ metadata }, { code: 'NotSupported', path: 'metadata', value: metadata, remedy: 'Remove it' });
  });
});

describe('the credentials', () => {
  it("are the cluster's, and come from there", () => {
    expect(toInfra({ credentialsSecret: undefined })).toEqual(toInfra({}));
    expect(toProvider({}).credentialsSecret).toEqual({ name: 'nutanix-credentials' });
    expect(thereAndBack({}).credentialsSecret).toEqual({ name: 'nutanix-credentials' });
  });

  it('of another secret are refused: the machine would be made in another Prism Central, or by someone else', () => {
    expectRefused(
      { credentialsSecret: { name: 'other-prism' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'other-prism',
        remedy: "Use the cluster's, nutanix-credentials",
      },
    );
  });
});

describe('the labels that Machine API derives', () => {
  it('have the zone where the Prism Element cluster is known by name; Prism knows the others', () => {
    const cluster = { type: 'name', name: 'PE-Frankfurt-01' };
    const [named] = converted(converter().toMachineApi(...capiMachine(infraSpec({ cluster }))));
    expect(named).toHaveProperty(['metadata', 'labels', 'machine.openshift.io/zone'], 'PE-Frankfurt-01');
    const [machine] = converted(converter().toMachineApi(...capiMachine()));
    expect(machine).not.toHaveProperty(['metadata', 'labels', 'machine.openshift.io/zone']);
    expect(machine).not.toHaveProperty(['metadata', 'labels', 'machine.openshift.io/region']);
  });
});

it('a Machine has the same NutanixMachine as the template of a MachineSet', () => {
  const [infra] = converted(converter().toClusterApi(mapiMachine()));
  expect(infra).toHaveProperty('spec', toInfra({}));
});

it("the provider spec's own shape leaves out no field of openshift/api", () => {
  expect(Object.keys(nutanixProviderShape.fields)).toEqual(Object.keys(nutanixMachineProviderConfig.fields));
  expect(nutanixProviderShape.required).toContain('memorySize');
});
