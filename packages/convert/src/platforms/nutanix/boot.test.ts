import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectRefused,
  nutanixFixture,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/nutanix.ts';

const { converter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } = nutanixFixture;

describe('the boot type', () => {
  it.each([
    ['Legacy', 'legacy'],
    ['UEFI', 'uefi'],
  ])('%s is %s', (mapi, capi) => {
    expect(toInfra({ bootType: mapi }).bootType).toBe(capi);
    expect(toProvider({ bootType: capi }).bootType).toBe(mapi);
    expect(thereAndBack({ bootType: mapi }).bootType).toBe(mapi);
    expect(backAndThere({ bootType: capi }).bootType).toBe(capi);
  });

  it.each([undefined, '', null])('%j is left to Prism on both sides', (bootType) => {
    expect(toInfra({ bootType })).not.toHaveProperty('bootType');
    expect(toProvider({ bootType })).not.toHaveProperty('bootType');
  });

  it('SecureBoot is refused: as uefi the machine would boot what is not signed', () => {
    expectRefused(
      { bootType: 'SecureBoot' },
      { code: 'NotSupported', path: 'bootType', value: 'SecureBoot', remedy: 'Keep this on Machine API' },
    );
  });

  it.each(['uefi', 'BIOS'])('%s is none of Machine API and is refused', (bootType) => {
    expectRefused({ bootType }, { code: 'InvalidValue', path: 'bootType', value: bootType, remedy: 'Legacy, UEFI' });
  });
});

describe('the secret with user data', () => {
  it('has the same name on both sides', () => {
    const [, set] = converted(
      converter().toClusterApi(mapiSet(provider({ userDataSecret: { name: 'gpu-user-data' } }))),
    );
    expect(at(set, 'spec.template.spec.bootstrap.dataSecretName')).toBe('gpu-user-data');
    expect(toProvider({}).userDataSecret).toEqual({ name: 'worker-user-data' });
  });

  it.each([undefined, {}, { name: '' }])("that is %j is the webhook's default", (userDataSecret) => {
    const [, set] = converted(converter().toClusterApi(mapiSet(provider({ userDataSecret }))));
    expect(at(set, 'spec.template.spec.bootstrap.dataSecretName')).toBe('worker-user-data');
  });

  it('must be named in Cluster API, where nothing would make one', () => {
    const [machine, infra] = capiMachine(infraSpec(), { bootstrap: {} });
    expect(errorsOf(converter().toMachineApi(machine, infra))).toMatchObject([
      { code: 'Required', path: 'spec.bootstrap.dataSecretName', hint: expect.stringContaining('worker-user-data') },
    ]);
  });

  it('no longer gives new machines their host name: a MachineSet warns, a Machine that has its name does not', () => {
    expect(remarks({})).toEqual([{ code: 'NotChecked', severity: 'warning', path: 'userDataSecret.name' }]);
    expect(converter().toClusterApi(mapiMachine()).issues).toEqual([]);
    expect(converter().toMachineApi(...capiSet()).issues).toEqual([]);
  });
});

describe('bootstrapRef', () => {
  const own = { apiVersion: 'v1', kind: 'Secret', name: 'worker-user-data', namespace: 'openshift-cluster-api' };

  it.each([own, { kind: 'Secret', name: 'worker-user-data' }])(
    "that CAPX wrote from the Machine's own secret is no configuration: %j",
    (bootstrapRef) => {
      const conversion = converter().toMachineApi(...capiMachine(infraSpec({ bootstrapRef })));
      expect(conversion.issues).toEqual([]);
      const [machine] = converted(conversion);
      expect(machine).toEqual(converted(converter().toMachineApi(...capiMachine()))[0]);
    },
  );

  it('is no difference between two NutanixMachines, so sync does not write them again and again', () => {
    const isSameInfraSpec = converter().same.knownInfra;
    expect(isSameInfraSpec(infraSpec({ bootstrapRef: own }), infraSpec())).toBe(true);
    expect(isSameInfraSpec(infraSpec({ bootstrapRef: { kind: 'Image', name: 'boot' } }), infraSpec())).toBe(false);
  });

  it.each([
    { kind: 'Image', name: 'ocp1-bootstrap-ign' },
    { ...own, name: 'other-user-data' },
    { ...own, namespace: 'default' },
    { ...own, apiVersion: 'v2' },
    { name: 'worker-user-data' },
  ])('to anything else is refused: the machine boots from it, and Machine API could not: %j', (bootstrapRef) => {
    const errors = errorsOf(converter().toMachineApi(...capiMachine(infraSpec({ bootstrapRef }))));
    expect(errors).toMatchObject([
      {
        code: 'NotSupported',
        object: 'infra',
        path: 'spec.bootstrapRef',
        value: bootstrapRef,
        hint: expect.stringContaining('Remove bootstrapRef'),
      },
    ]);
    expect(errors).toHaveLength(1);
  });
});
