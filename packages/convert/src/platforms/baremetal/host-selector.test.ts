import { describe, expect, it } from 'vitest';
import { backAndThere, expectRefused, remarks, thereAndBack, toInfra, toProvider } from '../../testing/baremetal.ts';

describe('a host selector', () => {
  it.each([
    [{ matchLabels: { rack: 'r12', 'example.com/pool': 'gpu' } }],
    [{ matchLabels: { rack: '' } }],
    [{ matchExpressions: [{ key: 'gpu.vendor', operator: 'In', values: ['nvidia', 'amd'] }] }],
    [
      {
        matchLabels: { rack: 'r12' },
        matchExpressions: [
          { key: 'site', operator: 'notin', values: ['lab'] },
          { key: 'cores', operator: 'Gt', values: ['31'] },
          { key: 'quarantine', operator: '!', values: [] },
        ],
      },
    ],
  ])('%j selects the same hosts on both sides, in the case in which it is written', (hostSelector) => {
    expect(toInfra({ hostSelector }).hostSelector).toEqual(hostSelector);
    expect(toProvider({ hostSelector }).hostSelector).toEqual(hostSelector);
    expect(thereAndBack({ hostSelector }).hostSelector).toEqual(hostSelector);
    expect(backAndThere({ hostSelector }).hostSelector).toEqual(hostSelector);
  });

  it.each([undefined, null, {}, { matchLabels: {}, matchExpressions: [] }])(
    'that is %j selects any host, as none does',
    (hostSelector) => {
      expect(toInfra({ hostSelector })).not.toHaveProperty('hostSelector');
      expect(toProvider({ hostSelector })).not.toHaveProperty('hostSelector');
    },
  );

  it.each([undefined, null])(
    'has an empty list of values where Machine API has %s: the CRD insists on one',
    (values) => {
      const requirement = { key: 'gpu', operator: 'Exists' };
      const given = { matchExpressions: [values === undefined ? requirement : { ...requirement, values }] };
      expect(toInfra({ hostSelector: given }).hostSelector).toEqual({
        matchExpressions: [{ ...requirement, values: [] }],
      });
      expect(remarks({ hostSelector: given })).toEqual([]);
    },
  );

  it('has each value once in Cluster API, and comes back as it was written', () => {
    const twice = { matchExpressions: [{ key: 'site', operator: 'in', values: ['fra', 'muc', 'fra'] }] };
    expect(toInfra({ hostSelector: twice }).hostSelector).toEqual({
      matchExpressions: [{ key: 'site', operator: 'in', values: ['fra', 'muc'] }],
    });
    expect(thereAndBack({ hostSelector: twice }).hostSelector).toEqual(twice);
  });

  it('that was changed on Cluster API comes back changed, whatever was carried', () => {
    const twice = { matchExpressions: [{ key: 'site', operator: 'in', values: ['fra', 'fra'] }] };
    const edited = { matchExpressions: [{ key: 'site', operator: 'in', values: ['ber'] }] };
    expect(thereAndBack({ hostSelector: twice }, undefined, { hostSelector: edited }).hostSelector).toEqual(edited);
  });

  it('whose labels are named as parts of JavaScript are keeps them', () => {
    const matchLabels = JSON.parse('{"constructor": "a", "toString": "b"}');
    expect(thereAndBack({ hostSelector: { matchLabels } }).hostSelector).toEqual({ matchLabels });
  });

  it.each(['key', 'operator'] as const)('with a requirement that lacks its %s is refused', (field) => {
    const { [field]: _, ...rest } = { key: 'site', operator: 'in', values: ['fra'] };
    expectRefused(
      { hostSelector: { matchExpressions: [rest] } },
      { code: 'Required', path: `hostSelector.matchExpressions[0].${field}`, remedy: 'Add the field' },
    );
  });
});
