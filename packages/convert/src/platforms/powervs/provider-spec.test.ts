import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  capiMachine,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiMachine,
  mapiSet,
  provider,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/powervs.ts';

const { toClusterApi, toMachineApi } = converter();

describe('credentials', () => {
  it('of another secret are refused: CAPIBM would act with those of its manager', () => {
    expectRefused(
      { credentialsSecret: { name: 'other' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'other',
        remedy: 'keep these machines on Machine API',
        says: 'powervs-credentials',
      },
    );
  });

  it("may be left out, and are written on the way back: Machine API's webhook insists on them", () => {
    expect(remarks({ credentialsSecret: undefined })).toEqual([]);
    expect(toProvider({})['credentialsSecret']).toEqual({ name: 'powervs-credentials' });
  });
});

describe('user data', () => {
  it('is read from the same secret', () => {
    const set = mapiSet(provider({ userDataSecret: { name: 'db2-user-data' } }));
    const [template, machineSet] = converted(toClusterApi(set));
    expect(at(machineSet, 'spec.template.spec.bootstrap.dataSecretName')).toBe('db2-user-data');
    const [back] = converted(toMachineApi(machineSet, template));
    expect(at(back, 'spec.template.spec.providerSpec.value.userDataSecret')).toEqual({ name: 'db2-user-data' });
  });

  it("is the workers' where Machine API's webhook would say so", () => {
    const [, machine] = converted(toClusterApi(mapiMachine(provider({ userDataSecret: undefined }))));
    expect(at(machine, 'spec.bootstrap.dataSecretName')).toBe('worker-user-data');
  });

  it('must be named in Cluster API: nothing would ever make it', () => {
    const errors = errorsOf(toMachineApi(...capiMachine(infraSpec(), { bootstrap: {} })));
    expect(errors).toMatchObject([{ code: 'Required', path: 'spec.bootstrap.dataSecretName' }]);
    expect(errors[0]?.hint).toContain('Set bootstrap.dataSecretName');
  });
});

describe('an SSH key pair', () => {
  it('has the same name', () => {
    expect(toInfra({ keyPairName: 'ops' })['sshKey']).toBe('ops');
    expect(toProvider({ sshKey: 'ops' })['keyPairName']).toBe('ops');
  });

  it.each([undefined, ''])('must be named (%j), since Machine API takes no machine without', (value) => {
    const remedy = 'Name a key pair of the workspace';
    expectRefused({ keyPairName: value }, { code: 'Required', path: 'keyPairName', remedy });
    expectInfraRefused({ sshKey: value }, { code: 'Required', path: 'sshKey', remedy });
  });
});

describe('a failure domain', () => {
  it.each(['dal10', 'dal12'])('%s is refused and not dropped: CAPIBM puts machines where the workspace is', (zone) => {
    const set = errorsOf(toMachineApi(...capiSet(infraSpec(), { machine: { failureDomain: zone } })));
    expect(set).toMatchObject([
      { code: 'NotSupported', object: 'self', path: 'spec.template.spec.failureDomain', value: zone },
    ]);
    expect(set[0]?.hint).toBe('Remove failureDomain.');
    const machine = errorsOf(toMachineApi(...capiMachine(infraSpec(), { failureDomain: zone })));
    expect(machine).toMatchObject([{ code: 'NotSupported', path: 'spec.failureDomain', value: zone }]);
  });
});

describe('what is no Power VS provider spec', () => {
  it('is refused by its kind', () => {
    expectRefused(
      { kind: 'IBMCloudMachineProviderSpec' },
      {
        code: 'WrongKind',
        path: 'kind',
        value: 'IBMCloudMachineProviderSpec',
        remedy: 'Give the provider spec of that platform',
        says: 'PowerVS',
      },
    );
  });

  it('is refused by its version: the older API had other fields', () => {
    const apiVersion = 'powervsprovider.openshift.io/v1alpha1';
    expectRefused(
      { apiVersion },
      { code: 'WrongKind', path: 'apiVersion', value: apiVersion, remedy: 'Give the provider spec' },
    );
  });

  it('is refused by a field that nobody knows', () => {
    expectRefused(
      { serviceInstanceID: 'x' },
      { code: 'UnknownField', path: 'serviceInstanceID', value: 'x', remedy: 'remove the field' },
    );
  });

  it('is refused by metadata that says something', () => {
    const metadata = { name: 'test' };
    expectRefused({ metadata }, { code: 'NotSupported', path: 'metadata', value: metadata, remedy: 'Remove it' });
  });
});

it("takes what Go leaves behind for nothing, and comes back with the API's own version", () => {
  const left = { metadata: { creationTimestamp: null }, loadBalancers: null, systemType: '', userDataSecret: {} };
  expect(remarks(left)).toEqual([]);
  expect(thereAndBack(left)).toEqual({
    apiVersion: 'machine.openshift.io/v1',
    kind: 'PowerVSMachineProviderConfig',
    ...provider(),
    systemType: 's922',
    processorType: 'Shared',
    processors: '0.5',
    memoryGiB: 32,
  });
});
