import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../../testing/aws.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const converter = awsConverter();
const providerID = 'aws:///us-east-1a/i-0123456789abcdef0';
const instanceID = 'i-0123456789abcdef0';

describe('a running machine', () => {
  it('keeps its instance: CAPA adopts it by its id and does not make another', () => {
    const [infra, machine] = converted(converter.toClusterApi(mapiMachine(provider(), { providerID })));
    expect(at(machine, 'spec.providerID')).toBe(providerID);
    expect(at(infra, 'spec')).toMatchObject({ providerID, instanceID });
    const [back] = converted(converter.toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each([
    [{ providerID }, {}],
    [{}, { providerID }],
    [{}, { providerID, instanceID }],
  ])('is known by whichever of Machine %j and AWSMachine %j names it', (machine, infra) => {
    const [back] = converted(converter.toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each(['aws:///us-east-1a/', 'aws:///us-east-1a/vm-1', 'i-0123456789abcdef0', 'azure:///i-1/x'])(
    'whose id %s names no instance is refused: CAPA would start another',
    (wrong) => {
      const errors = errorsOf(converter.toClusterApi(mapiMachine(provider(), { providerID: wrong })));
      expect(errors).toMatchObject([{ code: 'InvalidValue', path: 'spec.providerID', value: wrong }]);
      expect(errors[0]?.hint).toContain('Correct the provider id');
    },
  );
});

describe('a machine that is not there yet', () => {
  it.each([undefined, ''])('has no id on either side (%j)', (id) => {
    const [infra, machine] = converted(converter.toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(at(machine, 'spec')).not.toHaveProperty('providerID');
    expect(at(infra, 'spec')).not.toHaveProperty('providerID');
    expect(at(infra, 'spec')).not.toHaveProperty('instanceID');
  });
});

describe('ids that contradict each other are refused:', () => {
  const other = 'aws:///us-east-1a/i-0fedcba9876543210';

  it.each([
    ['Machine and AWSMachine', { providerID: other }, { providerID }, 'spec.providerID', providerID],
    ['provider id and instance id', { providerID: other }, { instanceID }, 'spec.instanceID', instanceID],
    ['an instance id alone', {}, { instanceID }, 'spec.instanceID', instanceID],
  ])('%s', (_, machine, infra, path, value) => {
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(errors).toMatchObject([{ code: 'Conflict', object: 'infra', path, value }]);
    expect(errors[0]?.hint).toContain('name');
  });
});

describe('a template that names an instance', () => {
  it('is refused: every machine of the set would be that one', () => {
    const errors = errorsOf(converter.toClusterApi(mapiSet(provider(), { machine: { providerID } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path: 'spec.template.spec.providerID', value: providerID }]);
    expect(errors[0]?.hint).toContain('Remove it from the template');
  });

  it.each([
    ['MachineSet', { providerID }, {}, 'self', providerID],
    ['AWSMachineTemplate', {}, { providerID }, 'infra', providerID],
    ['AWSMachineTemplate by its instance', {}, { instanceID }, 'infra', instanceID],
  ])('is refused in a %s of Cluster API too', (_, machine, infra, object, value) => {
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(infra), { machine })));
    const path = `spec.template.spec.${value === instanceID ? 'instanceID' : 'providerID'}`;
    expect(errors).toMatchObject([{ code: 'NotSupported', object, path, value }]);
  });
});
