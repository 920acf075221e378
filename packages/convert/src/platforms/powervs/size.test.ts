import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { Changes } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/powervs.ts';

describe('the size of a machine that does not say it', () => {
  it("is Machine API's, written out: CAPIBM would make a smaller one", () => {
    const size = { systemType: 's922', processorType: 'Shared', processors: '0.5', memoryGiB: 32 };
    expect(toInfra({})).toMatchObject(size);
    expect(toInfra({ systemType: '', processorType: '', processors: 0, memoryGiB: 0 })).toMatchObject(size);
  });

  it('is one whole processor where they are dedicated, and comes back unsaid', () => {
    expect(toInfra({ processorType: 'Dedicated' })).toMatchObject({ processorType: 'Dedicated', processors: 1 });
    expect(thereAndBack({ processorType: 'Dedicated' })).not.toHaveProperty('processors');
  });

  it("is CAPIBM's, written out in Machine API: its webhook would make a larger one", () => {
    const size = { systemType: 's922', processorType: 'Shared', processors: '0.25', memoryGiB: 2 };
    expect(toProvider({})).toMatchObject(size);
    expect(toProvider({ processors: 0, memoryGiB: 0, systemType: '', processorType: '' })).toMatchObject(size);
    expect(toProvider({ processorType: 'Capped' })).toMatchObject({ processorType: 'Capped', processors: '0.25' });
  });

  it('is refused where dedicated processors are not counted: CAPIBM would ask for a quarter of one', () => {
    expectInfraRefused(
      { processorType: 'Dedicated' },
      { code: 'InvalidValue', path: 'processors', value: '0.25', remedy: 'Set processors to a whole number' },
    );
  });
});

describe('processors', () => {
  it.each<[string, Json]>([
    ['Dedicated', 8],
    ['Dedicated', '8'],
    ['Shared', '0.5'],
    ['Shared', 2],
    ['Capped', '1.25'],
    ['Capped', '2.0'],
  ])('%s %j keep their form both ways', (processorType, processors) => {
    expect(toInfra({ processorType, processors })).toMatchObject({ processorType, processors });
    expect(thereAndBack({ processorType, processors })).toMatchObject({ processorType, processors });
    expect(toProvider({ processorType, processors })).toMatchObject({ processorType, processors });
    expect(backAndThere({ processorType, processors })).toMatchObject({ processorType, processors });
  });

  it.each<[Json, 'InvalidType' | 'InvalidValue']>([
    [0.5, 'InvalidType'],
    [2 ** 31, 'InvalidType'],
    [true, 'InvalidType'],
    [{}, 'InvalidType'],
    [[1], 'InvalidType'],
    ['two', 'InvalidValue'],
    ['0x2', 'InvalidValue'],
    ['1e1', 'InvalidValue'],
    [' 1', 'InvalidValue'],
    ['-1', 'InvalidValue'],
    ['NaN', 'InvalidValue'],
  ])(
    '%j are refused on both sides: no controller could read them, or they would read them differently',
    (value, code) => {
      const refusal = { code, path: 'processors', value, remedy: 'in quotes, such as "0.5"' };
      expectRefused({ processors: value }, refusal);
      expectInfraRefused({ processors: value }, refusal);
    },
  );
});

describe('a system or processor type', () => {
  it("is the same in any case: Machine API's controller lowers it, Cluster API knows one spelling", () => {
    const changes = { systemType: 'S1022', processorType: 'capped', processors: '1' };
    expect(toInfra(changes)).toMatchObject({ systemType: 's1022', processorType: 'Capped' });
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it.each<[string, string, Changes]>([
    ['system type', 'e880', { systemType: 'e880' }],
    ['processor type', 'Donated', { processorType: 'Donated' }],
  ])('that Cluster API does not know is refused by name: %s %s', (noun, value, changes) => {
    const [path = ''] = Object.keys(changes);
    expectRefused(changes, {
      code: 'NotSupported',
      path,
      value,
      remedy: 'keep these machines on Machine API',
      says: noun,
    });
  });

  it.each(['s922', 'e980', 's1022', 'e1050', 'e1080', 's1122'])('%s comes back', (systemType) => {
    expect(thereAndBack({ systemType })['systemType']).toBe(systemType);
    expect(backAndThere({ systemType })['systemType']).toBe(systemType);
  });
});

describe('memory', () => {
  it('is the same number', () => {
    expect(toInfra({ memoryGiB: 256 })['memoryGiB']).toBe(256);
    expect(toProvider({ memoryGiB: 256 })['memoryGiB']).toBe(256);
  });
});
