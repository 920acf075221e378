import { describe, expect, it } from 'vitest';
import { backAndThere, expectInfraRefused, expectRefused, thereAndBack, toInfra } from '../../testing/aws-ways.ts';

describe('a spot instance', () => {
  it.each([{}, { maxPrice: '0.5' }, { maxPrice: '' }])(
    'asked for by options %j is asked for on the other side',
    (options) => {
      const asked = options.maxPrice ? options : {};
      expect(toInfra({ spotMarketOptions: options }).spotMarketOptions).toEqual(asked);
      expect(thereAndBack({ spotMarketOptions: options }).spotMarketOptions).toEqual(asked);
      expect(backAndThere({ spotMarketOptions: options }).spotMarketOptions).toEqual(asked);
    },
  );

  it('is not asked for where the options are null', () => {
    expect(toInfra({ spotMarketOptions: null })).not.toHaveProperty('spotMarketOptions');
  });
});

describe('the market type', () => {
  it.each([
    [{ marketType: 'OnDemand' }],
    [{ marketType: 'Spot' }],
    [{ marketType: 'Spot', spotMarketOptions: {} }],
    [{ marketType: 'CapacityBlock', capacityReservationId: 'cr-0a1b2c3d4e5f60718' }],
  ])('%j is the same on both sides', (market) => {
    expect(toInfra(market)).toMatchObject(market);
    expect(thereAndBack(market)).toMatchObject(market);
    expect(backAndThere(market)).toMatchObject(market);
  });

  it('that is unknown is refused with those that are known', () => {
    expectRefused(
      { marketType: 'Auction' },
      {
        code: 'InvalidValue',
        path: 'marketType',
        value: 'Auction',
        remedy: 'Correct the value',
        says: 'OnDemand, Spot, CapacityBlock',
      },
    );
    expectInfraRefused(
      { marketType: 'Auction' },
      {
        code: 'InvalidValue',
        path: 'marketType',
        value: 'Auction',
        remedy: 'Correct the value',
        says: 'OnDemand, Spot, CapacityBlock',
      },
    );
  });
});

describe('a capacity reservation', () => {
  it('is the same on both sides', () => {
    expect(toInfra({ capacityReservationId: 'cr-1' }).capacityReservationId).toBe('cr-1');
    expect(thereAndBack({ capacityReservationId: 'cr-1' }).capacityReservationId).toBe('cr-1');
  });

  it('that Go wrote as an empty string is none', () => {
    expect(toInfra({ capacityReservationId: '' })).not.toHaveProperty('capacityReservationId');
  });

  it('preferred among others is refused, not dropped', () => {
    expectInfraRefused(
      { capacityReservationPreference: 'CapacityReservationsOnly' },
      {
        code: 'NotSupported',
        path: 'capacityReservationPreference',
        value: 'CapacityReservationsOnly',
        remedy: 'Remove the field',
      },
    );
  });

  it('preferred by nothing converts', () => {
    expect(backAndThere({ capacityReservationPreference: '' })).toHaveProperty('instanceType');
  });
});

describe('a placement group', () => {
  const group = { placementGroupName: 'ocp1-train', placementGroupPartition: 2 };

  it('and its partition are the same on both sides', () => {
    expect(toInfra(group)).toMatchObject(group);
    expect(thereAndBack(group)).toMatchObject(group);
    expect(backAndThere(group)).toMatchObject(group);
  });

  it('without a partition, as Go may write it, has none', () => {
    expect(toInfra({ placementGroupPartition: 0 })).not.toHaveProperty('placementGroupPartition');
    expect(thereAndBack({ placementGroupPartition: 0 }).placementGroupPartition ?? 0).toBe(0);
  });

  it.each([-1, 8])(
    'with a partition that AWS does not have (%i) is refused, not put to none',
    (placementGroupPartition) => {
      const refusal = {
        code: 'InvalidValue',
        path: 'placementGroupPartition',
        value: placementGroupPartition,
        remedy: 'Correct',
      } as const;
      expectRefused({ placementGroupPartition }, refusal);
      expectInfraRefused({ placementGroupPartition }, refusal);
    },
  );
});

describe('the tenancy', () => {
  it.each(['default', 'dedicated', 'host'])('%s is the same on both sides', (tenancy) => {
    expect(toInfra({ placement: { region: 'us-east-1', tenancy } }).tenancy).toBe(tenancy);
    expect(backAndThere({ tenancy }).tenancy).toBe(tenancy);
  });

  it('that is unknown is refused, not cast', () => {
    expectRefused(
      { placement: { region: 'us-east-1', tenancy: 'shared' } },
      {
        code: 'InvalidValue',
        path: 'placement.tenancy',
        value: 'shared',
        remedy: 'Correct',
        says: 'default, dedicated, host',
      },
    );
  });
});
