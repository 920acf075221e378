import { describe, expect, it } from 'vitest';
import type { Changes } from '../../testing/fixture.ts';
import { expectInfraRefused, expectRefused, remarks, toProvider } from '../../testing/powervs.ts';
import type { Refusal } from '../../testing/ways.ts';

const invalid = (path: string, value: Refusal['value'], remedy: string, says: string): Refusal => ({
  code: 'InvalidValue',
  path,
  ...(value !== undefined && { value }),
  remedy,
  says,
});
const dedicated = 'Set processors to a whole number, or processorType';

/** What a webhook or Power VS would refuse only once the objects are applied, and where it is found before. */
const found: readonly (readonly [what: string, changes: Changes, refusal: Refusal])[] = [
  ['too little memory', { memoryGiB: 1 }, invalid('memoryGiB', 1, 'Set memoryGiB to 2 or more', 'at least 2 GiB')],
  ['memory below nothing', { memoryGiB: -4 }, invalid('memoryGiB', -4, 'Set memoryGiB', 'at least 2 GiB')],
  [
    'too few processors',
    { processors: '0.2' },
    invalid('processors', '0.2', 'Set processors to "0.25" or more', 'at least 0.25'),
  ],
  ['processors below none', { processors: -1 }, invalid('processors', -1, 'Set processors', 'at least 0.25')],
  [
    'a part of a dedicated processor',
    { processorType: 'Dedicated', processors: '1.5' },
    invalid('processors', '1.5', dedicated, 'come whole'),
  ],
  [
    'too much memory on s922',
    { systemType: 's922', memoryGiB: 943 },
    invalid('memoryGiB', 943, 'use a larger system type', 'at most 942 GiB'),
  ],
  [
    'too many processors on s922',
    { systemType: 's922', processors: 16 },
    invalid('processors', 16, 'use a larger system type', 'at most 15 processors'),
  ],
  [
    'too much memory on e980',
    { systemType: 'e980', memoryGiB: 15308 },
    invalid('memoryGiB', 15308, 'use a larger system type', 'at most 15307 GiB'),
  ],
  [
    'too many processors on e980',
    { systemType: 'e980', processors: '143.5' },
    invalid('processors', '143.5', 'use a larger system type', 'at most 143 processors'),
  ],
];

describe('a machine that no cloud would make', () => {
  it.each(found)('is refused for %s, on both sides and before anything is applied', (_, changes, refusal) => {
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it('is measured by the default of its system type', () => {
    expectRefused({ memoryGiB: 1000 }, invalid('memoryGiB', 1000, 'use a larger system type', 's922'));
    expectInfraRefused({ processors: 20 }, invalid('processors', 20, 'use a larger system type', 's922'));
  });

  it("is refused where Machine API's webhook makes half a dedicated processor of a spelling that it does not know", () => {
    expectRefused({ processorType: 'dedicated' }, invalid('processors', undefined, dedicated, 'come whole'));
  });

  it.each<[string, Changes]>([
    ['the least', { memoryGiB: 2, processors: '0.25' }],
    ['the most of s922', { memoryGiB: 942, processors: 15 }],
    ['the most of e980', { systemType: 'e980', memoryGiB: 15307, processors: '143' }],
    ['a large machine on a newer system', { systemType: 's1122', memoryGiB: 4000, processors: 30 }],
    ['whole dedicated processors', { processorType: 'Dedicated', processors: '2.0' }],
  ])('is not %s', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(toProvider(changes)).toMatchObject(changes);
  });
});
