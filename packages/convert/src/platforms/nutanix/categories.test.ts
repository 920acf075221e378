import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  nutanixFixture,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/nutanix.ts';

const owned = { key: 'kubernetes-io-cluster-ocp1-x7k2p', value: 'owned' };
const production = { key: 'Environment', value: 'Production' };
const gold = { key: 'Tier', value: 'gold' };

describe("the category of the cluster's own machines", () => {
  it.each([undefined, null, []])('is written for Cluster API where Machine API adds it by itself: %j', (categories) => {
    expect(toInfra({ categories }).additionalCategories).toEqual([owned]);
    expect(thereAndBack({ categories })).not.toHaveProperty('categories');
  });

  it('joins the categories of the machine, and leaves them again', () => {
    expect(toInfra({ categories: [production, gold] }).additionalCategories).toEqual([production, gold, owned]);
    expect(thereAndBack({ categories: [production, gold] }).categories).toEqual([production, gold]);
    expect(toProvider({ additionalCategories: [owned, production] }).categories).toEqual([production]);
    expect(backAndThere({ additionalCategories: [owned, production] }).additionalCategories).toContainEqual(owned);
  });

  it('that a user wrote is not written twice, and comes back as it was', () => {
    const categories = [owned, production];
    expect(toInfra({ categories }).additionalCategories).toEqual(categories);
    expect(thereAndBack({ categories }).categories).toEqual(categories);
  });

  it('beside another value of its key goes to Machine API without it, and is back in Cluster API', () => {
    const shared = { key: owned.key, value: 'shared' };
    expect(toProvider({ additionalCategories: [shared, owned] }).categories).toEqual([shared]);
    expect(toInfra({ categories: [shared] }).additionalCategories).toEqual([shared, owned]);
  });

  it.each([undefined, [production], [{ ...owned, value: 'shared' }]])(
    'that a Cluster API machine lacks is one that Machine API would add: %j warns, and comes back without it',
    (additionalCategories) => {
      const { toMachineApi } = nutanixFixture.converter();
      const conversion = toMachineApi(...nutanixFixture.capiSet(nutanixFixture.infraSpec({ additionalCategories })));
      expect(conversion).toMatchObject({
        ok: true,
        issues: [
          {
            code: 'NotChecked',
            severity: 'warning',
            object: 'infra',
            path: 'spec.template.spec.additionalCategories',
            message: expect.stringContaining(`category ${owned.key}, value owned`),
            hint: expect.stringContaining('Add the category'),
          },
        ],
      });
      expect(conversion.issues).toHaveLength(1);
      expect(backAndThere({ additionalCategories }).additionalCategories).toEqual(additionalCategories);
    },
  );
});

describe('categories', () => {
  it('are a set: their order is no difference', () => {
    const isSameInfraSpec = nutanixFixture.converter().same.knownInfra;
    const spec = (...additionalCategories: { key: string; value: string }[]) =>
      nutanixFixture.infraSpec({ additionalCategories });
    expect(isSameInfraSpec(spec(owned, production), spec(production, owned))).toBe(true);
    expect(isSameInfraSpec(spec(owned, production), spec(owned, gold))).toBe(false);
  });

  it('have each key once in Machine API; Cluster API could hold two values, so it is refused, not halved', () => {
    const other = { ...production, value: 'Staging' };
    const refusal = { code: 'Duplicate', value: 'Environment', remedy: 'Remove one' } as const;
    expectRefused({ categories: [production, gold, other] }, { ...refusal, path: 'categories[2].key' });
    expectInfraRefused(
      { additionalCategories: [owned, production, other] },
      { ...refusal, path: 'additionalCategories[2].key' },
    );
  });

  it.each([
    ['key', { key: '', value: 'x' }, 'Required'],
    ['value', { key: 'Environment', value: '' }, 'Required'],
    ['key', { key: 'k'.repeat(65), value: 'x' }, 'InvalidValue'],
    ['value', { key: 'Environment', value: 'v'.repeat(65) }, 'InvalidValue'],
  ] as const)('whose %s Machine API refuses are refused, at their own place: %j', (field, category, code) => {
    expectRefused(
      { categories: [gold, category] },
      { code, path: `categories[1].${field}`, remedy: `Correct the ${field}` },
    );
    expectInfraRefused(
      { additionalCategories: [owned, category] },
      { code, path: `additionalCategories[1].${field}`, remedy: `Correct the ${field}` },
    );
  });
});
