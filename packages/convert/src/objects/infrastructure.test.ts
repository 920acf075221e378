import { describe, expect, it } from 'vitest';
import { otherThanInfrastructure, platformSpecOf, platformStatusOf, userTagsIn } from './infrastructure.ts';

const infrastructure = {
  spec: { platformSpec: { type: 'AWS', aws: { region: 'of spec' } } },
  status: { platformStatus: { type: 'AWS', aws: { region: 'of status' } } },
};

describe('what the Infrastructure object says of a platform', () => {
  it('is read from its spec and its status', () => {
    expect(platformSpecOf(infrastructure, 'aws')).toEqual({ region: 'of spec' });
    expect(platformStatusOf(infrastructure, 'aws')).toEqual({ region: 'of status' });
  });

  it.each([{}, { spec: null, status: 'x' }, infrastructure])('is nothing where nothing is said: %j', (object) => {
    expect(platformSpecOf(object, 'gcp')).toEqual({});
    expect(platformStatusOf(object, 'gcp')).toEqual({});
  });
});

describe('a value of the infra cluster', () => {
  const place = { kind: 'AWSCluster', at: ['spec', 'region'], noun: 'region' };

  it('is refused where the Infrastructure says another, for the two are of different clusters', () => {
    expect(otherThanInfrastructure(place, 'us-east-1', 'us-east-2')).toMatchObject([
      {
        code: 'DifferentFromCluster',
        value: 'us-east-1',
        hint: 'Give the AWSCluster and the Infrastructure of one cluster.',
      },
    ]);
  });

  it.each([
    ['us-east-1', 'us-east-1'],
    [undefined, 'us-east-1'],
    ['us-east-1', undefined],
  ])('is fine as %s where the Infrastructure says %s', (found, wanted) => {
    expect(otherThanInfrastructure(place, found, wanted)).toEqual([]);
  });
});

describe('tags that the user told the installer', () => {
  it('are a map, in which one without a value is empty and one without a key is none', () => {
    const list = [
      { key: 'team', value: 'data' },
      { key: 'note' },
      { value: 'x' },
      'y',
      { key: '__proto__', value: 'z' },
    ];
    expect(Object.entries(userTagsIn(list))).toEqual([
      ['team', 'data'],
      ['note', ''],
      ['__proto__', 'z'],
    ]);
  });

  it.each([undefined, null, {}, 'x'])('are none where there is no list: %j', (list) => {
    expect(userTagsIn(list)).toEqual({});
  });
});
