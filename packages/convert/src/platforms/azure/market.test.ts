import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  capiMachine,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiMachine,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted } from '../../testing/fixture.ts';
import { canonicalPrice } from './price.ts';

describe('a spot machine', () => {
  it('is deleted when it is evicted, as Machine API has it: CAPZ would keep it deallocated', () => {
    expect(toInfra({ spotVMOptions: {} }).spotVMOptions).toEqual({ evictionPolicy: 'Delete' });
    expect(thereAndBack({ spotVMOptions: {} }).spotVMOptions).toEqual({});
    expect(toInfra({}).spotVMOptions).toBeUndefined();
  });

  it.each([
    [{}, undefined],
    [{ evictionPolicy: 'Deallocate' }, 'Deallocate'],
  ])('that is kept when it is evicted is refused on the way back: %j', (spotVMOptions, value) => {
    expectInfraRefused(
      { spotVMOptions },
      {
        code: 'NotSupported',
        path: 'spotVMOptions.evictionPolicy',
        ...(value && { value }),
        remedy: 'Set evictionPolicy: Delete',
      },
    );
  });

  it.each([
    ['0.35', '350m'],
    [0.35, '350m'],
    ['350m', '350m'],
    ['-1', '-1'],
    ['1.50', '1500m'],
    [2, '2'],
  ])(
    'that may cost %j says so in the spelling that every webhook makes of it, and comes back as it was',
    (maxPrice, wanted) => {
      expect(toInfra({ spotVMOptions: { maxPrice } }).spotVMOptions).toEqual({
        evictionPolicy: 'Delete',
        maxPrice: wanted,
      });
      expect(thereAndBack({ spotVMOptions: { maxPrice } }).spotVMOptions).toEqual({ maxPrice });
    },
  );

  it('has the same template where only the spelling of the price differs', () => {
    const spec = (maxPrice: string) => infraSpec({ spotVMOptions: { maxPrice, evictionPolicy: 'Delete' } });
    expect(converter().same.knownInfra(spec('0.35'), spec('350m'))).toBe(true);
    expect(converter().same.knownInfra(spec('0.35'), spec('351m'))).toBe(false);
    expect(backAndThere({ spotVMOptions: { maxPrice: '0.35', evictionPolicy: 'Delete' } }).spotVMOptions).toEqual({
      maxPrice: '0.35',
      evictionPolicy: 'Delete',
    });
  });

  it.each(['cheap', true, ['1']])('with a price that is none (%j) is refused', (maxPrice) => {
    expectRefused(
      { spotVMOptions: { maxPrice } },
      { code: 'InvalidValue', path: 'spotVMOptions.maxPrice', value: maxPrice, remedy: 'Write the price' },
    );
  });
});

it.each([
  ['0', '0'],
  ['0.0', '0'],
  ['1000', '1k'],
  ['0.0001', '100u'],
  ['0.0000000001', '1n'],
  ['1500000000', '1500M'],
  ['+2', '2'],
  ['.5', '500m'],
  ['1Ki', '1Ki'],
  ['1e3', '1e3'],
  ['1'.repeat(61), '1'.repeat(61)],
])('the quantity %s is %s, as Kubernetes spells it', (text, wanted) => {
  expect(canonicalPrice(text)).toBe(wanted);
});

describe('the zone', () => {
  it('is the failure domain of the Machine, not the deprecated one of the AzureMachine', () => {
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine()));
    expect(at(machine, 'spec.failureDomain')).toBe('1');
    expect(at(infra, 'spec')).not.toHaveProperty('failureDomain');
  });

  it.each([
    [{ failureDomain: '2' }, {}, '2'],
    [{}, { failureDomain: '3' }, '3'],
    [{ failureDomain: '1' }, { failureDomain: '2' }, '1'],
  ])('of %j and %j is the one that CAPZ takes', (machine, infra, zone) => {
    const [back] = converted(converter().toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(at(back, 'spec.providerSpec.value.zone')).toBe(zone);
  });

  it('is none where it is empty, not an empty failure domain', () => {
    const [, machine] = converted(converter().toClusterApi(mapiMachine({ ...mapiProvider(), zone: '' })));
    expect(at(machine, 'spec')).not.toHaveProperty('failureDomain');
  });
});

it('a capacity reservation is the same on both sides', () => {
  const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/capacityReservationGroups/pool';
  expect(toInfra({ capacityReservationGroupID: id }).capacityReservationGroupID).toBe(id);
  expect(toProvider({ capacityReservationGroupID: id }).capacityReservationGroupID).toBe(id);
  expect(toInfra({ capacityReservationGroupID: '' })).not.toHaveProperty('capacityReservationGroupID');
});

function mapiProvider() {
  return at(mapiMachine(), 'spec.providerSpec.value') as object;
}
