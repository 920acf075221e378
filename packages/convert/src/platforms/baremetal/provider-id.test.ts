import { describe, expect, it } from 'vitest';
import { bareMetalFixture } from '../../testing/baremetal.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, infraSpec, provider } = bareMetalFixture;
const { toClusterApi, toMachineApi } = converter();
const host = 'baremetalhost:///openshift-machine-api/rack-12-u07';
const id = `${host}/3f0b9a52-7c1e-4d0f-9a44-1be5c2d7e8f6`;
const tie = 'metal3.io/BareMetalHost';

describe('the provider id of a machine that runs', () => {
  it.each([id, host])('%s is on both halves as it is, so that CAPM3 looks for no second host', (providerID) => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID })));
    expect([at(infra, 'spec.providerID'), at(machine, 'spec.providerID')]).toEqual([providerID, providerID]);
    const [back] = converted(toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it('is taken from either half, while the other does not know it yet', () => {
    const [fromMachine] = converted(toMachineApi(...capiMachine(infraSpec(), { providerID: id })));
    const [fromInfra] = converted(toMachineApi(...capiMachine(infraSpec({ providerID: id }))));
    expect([at(fromMachine, 'spec.providerID'), at(fromInfra, 'spec.providerID')]).toEqual([id, id]);
  });

  it.each(['metal3://openshift-cluster-api/rack-12-u07/worker-1', 'metal3://3f0b9a52-7c1e-4d0f-9a44-1be5c2d7e8f6'])(
    '%s is refused: Machine API would find no host and take another',
    (providerID) => {
      const refusal = {
        code: 'NotSupported',
        value: providerID,
        hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
      };
      const changes = { providerID };
      expect(errorsOf(toMachineApi(...capiMachine(infraSpec(changes), changes)))).toMatchObject([
        { ...refusal, object: 'self', path: 'spec.providerID' },
      ]);
      expect(errorsOf(toMachineApi(...capiMachine(infraSpec(changes))))).toMatchObject([
        { ...refusal, object: 'infra', path: 'spec.providerID' },
      ]);
      expect(errorsOf(toClusterApi(mapiMachine(provider(), changes)))).toMatchObject([
        { ...refusal, object: 'self', path: 'spec.providerID' },
      ]);
    },
  );

  it.each([
    'rack-12-u07',
    'baremetalhost:///rack-12-u07',
    'baremetalhost:///a/b/c/d',
    'baremetalhost:////rack-12-u07',
    'aws:///us-east-1a/i-0123456789abcdef0',
  ])('%s names no host and is refused', (providerID) => {
    expect(errorsOf(toClusterApi(mapiMachine(provider(), { providerID })))).toMatchObject([
      { code: 'InvalidValue', path: 'spec.providerID', value: providerID },
    ]);
    const [error] = errorsOf(toMachineApi(...capiMachine(infraSpec(), { providerID })));
    expect(error).toMatchObject({ code: 'InvalidValue', path: 'spec.providerID', value: providerID });
    expect(error?.hint).toContain('Correct the provider id');
  });

  it('of the two halves must be one', () => {
    const changes = { providerID: id };
    const [error, ...more] = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: host }), changes)));
    expect(error).toMatchObject({ code: 'Conflict', object: 'infra', path: 'spec.providerID', value: host });
    expect(error?.hint).toContain('both must name it');
    expect(more).toEqual([]);
  });

  it('in a template would give every machine one host, and is refused', () => {
    const set = errorsOf(toClusterApi(mapiSet(provider(), { machine: { providerID: id } })));
    expect(set).toMatchObject([{ code: 'NotSupported', path: 'spec.template.spec.providerID', value: id }]);
    const template = errorsOf(toMachineApi(...capiSet(infraSpec({ providerID: id }))));
    expect(template).toMatchObject([
      {
        code: 'NotSupported',
        object: 'infra',
        path: 'spec.template.spec.providerID',
        value: id,
        hint: 'Remove it from the template.',
      },
    ]);
  });
});

describe('the annotation by which a controller finds the host of a machine', () => {
  const annotations = { [tie]: 'openshift-machine-api/rack-12-u07' };

  it('is on both halves, so that CAPM3 looks for no second host before there is a provider id', () => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), {}, { annotations })));
    expect(at(infra, 'metadata.annotations')).toEqual(annotations);
    expect(at(machine, 'metadata.annotations')).toEqual(annotations);
    const [back] = converted(toMachineApi(machine, infra));
    expect(at(back, 'metadata.annotations')).toEqual(annotations);
  });

  it('on the Metal3Machine alone is refused: Machine API would take a second host', () => {
    const [machine, infra] = capiMachine();
    const tied = { ...infra, metadata: { name: 'worker-1', namespace: 'openshift-cluster-api', annotations } };
    expect(errorsOf(toMachineApi(machine, tied))).toMatchObject([
      {
        code: 'NotSupported',
        object: 'infra',
        path: `metadata.annotations["${tie}"]`,
        value: 'openshift-machine-api/rack-12-u07',
        hint: 'Keep this machine on Cluster API, and make a new one under Machine API.',
      },
    ]);
  });
});
