import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { expectInfraRefused, expectRefused, thereAndBack, toInfra, toProvider } from '../../testing/azure.ts';

const disk = (changes: JsonObject = {}) => ({
  nameSuffix: 'scratch',
  lun: 0,
  diskSizeGB: 512,
  cachingType: 'ReadOnly',
  deletionPolicy: 'Delete',
  managedDisk: { storageAccountType: 'Premium_LRS' },
  ...changes,
});
const des = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d';

describe('a data disk', () => {
  it('is the same disk on both sides, its number 0 included', () => {
    const { deletionPolicy: _, ...capi } = disk();
    expect(toInfra({ dataDisks: [disk()] }).dataDisks).toEqual([capi]);
    expect(toProvider({ dataDisks: [capi] }).dataDisks).toEqual([disk()]);
  });

  it('that would be detached with its data is refused: CAPZ deletes it', () => {
    expectRefused(
      { dataDisks: [disk({ deletionPolicy: 'Detach' })] },
      {
        code: 'NotSupported',
        path: 'dataDisks[0].deletionPolicy',
        value: 'Detach',
        remedy: 'Set deletionPolicy: Delete',
      },
    );
  });

  it('whose fate is not said is refused', () => {
    expectRefused(
      { dataDisks: [disk({ deletionPolicy: '' })] },
      { code: 'NotSupported', path: 'dataDisks[0].deletionPolicy', value: '', remedy: 'Set deletionPolicy: Delete' },
    );
  });

  it.each([undefined, ''])('without a word on caching (%j) has None, not the ReadWrite of CAPZ', (cachingType) => {
    const { cachingType: _, ...rest } = disk();
    const mapi = { ...rest, ...(cachingType !== undefined && { cachingType }) };
    expect(toInfra({ dataDisks: [mapi] }).dataDisks).toMatchObject([{ cachingType: 'None' }]);
    expect(thereAndBack({ dataDisks: [mapi] }).dataDisks).toEqual([mapi]);
  });

  it('without a word on caching in Cluster API has ReadWrite in Machine API', () => {
    const { cachingType: _, deletionPolicy: __, ...capi } = disk();
    expect(toProvider({ dataDisks: [capi] }).dataDisks).toMatchObject([{ cachingType: 'ReadWrite' }]);
  });

  it('without a word on its kind is Premium_LRS, as Machine API documents, and comes back without a word', () => {
    const mapi = disk({ managedDisk: { storageAccountType: '' } });
    expect(toInfra({ dataDisks: [mapi] }).dataDisks).toMatchObject([
      { managedDisk: { storageAccountType: 'Premium_LRS' } },
    ]);
    expect(thereAndBack({ dataDisks: [mapi] }).dataDisks).toEqual([mapi]);
  });

  it('of an ultra disk stays one', () => {
    const mapi = disk({
      cachingType: 'None',
      managedDisk: { storageAccountType: 'UltraSSD_LRS', diskEncryptionSet: { id: des } },
    });
    expect(thereAndBack({ dataDisks: [mapi] }).dataDisks).toEqual([mapi]);
  });

  it.each([
    [
      'managedDisk.storageAccountType',
      { managedDisk: { storageAccountType: 'StandardSSD_LRS' } },
      'StandardSSD_LRS',
      'NotSupported',
      'Use one of Premium_LRS',
    ],
    ['managedDisk.storageAccountType', { managedDisk: {} }, undefined, 'Required', 'Use one of Premium_LRS'],
    [
      'managedDisk.securityProfile',
      {
        managedDisk: {
          storageAccountType: 'Premium_LRS',
          securityProfile: { securityEncryptionType: 'VMGuestStateOnly' },
        },
      },
      { securityEncryptionType: 'VMGuestStateOnly' },
      'NotSupported',
      'Remove the field',
    ],
  ] as const)('that Machine API cannot have is refused at %s (%#)', (path, changes, value, code, remedy) => {
    const { deletionPolicy: _, ...capi } = disk();
    expectInfraRefused(
      { dataDisks: [{ ...capi, ...changes }] },
      { code, path: `dataDisks[0].${path}`, remedy, ...(value !== undefined && { value }) },
    );
  });

  it('must have its number on the way back, since CAPZ would choose one', () => {
    const { deletionPolicy: _, lun: __, ...capi } = disk();
    expectInfraRefused({ dataDisks: [capi] }, { code: 'Required', path: 'dataDisks[0].lun', remedy: 'Set lun' });
  });

  it('of a kind or caching that nobody knows is refused', () => {
    expectRefused(
      { dataDisks: [disk({ managedDisk: { storageAccountType: 'PremiumV2_LRS' } })] },
      {
        code: 'InvalidValue',
        path: 'dataDisks[0].managedDisk.storageAccountType',
        value: 'PremiumV2_LRS',
        remedy: 'Use one of Premium_LRS',
      },
    );
    expectRefused(
      { dataDisks: [disk({ cachingType: 'All' })] },
      { code: 'InvalidValue', path: 'dataDisks[0].cachingType', value: 'All', remedy: 'Use one of None' },
    );
  });

  it('must have its name', () => {
    const { deletionPolicy: _, ...capi } = disk({ nameSuffix: '' });
    const refusal = { code: 'Required', path: 'dataDisks[0].nameSuffix', remedy: 'Set nameSuffix' } as const;
    expectRefused({ dataDisks: [disk({ nameSuffix: '' })] }, refusal);
    expectInfraRefused({ dataDisks: [capi] }, refusal);
  });

  it('keeps its place among the others', () => {
    const dataDisks = [disk({ nameSuffix: 'b', lun: 5 }), disk({ nameSuffix: 'a', lun: 2 })];
    expect(thereAndBack({ dataDisks }).dataDisks).toEqual(dataDisks);
  });
});

describe('ultra disks', () => {
  it.each([
    ['Enabled', true],
    ['Disabled', false],
  ])('are %s on both sides', (ultraSSDCapability, ultraSSDEnabled) => {
    expect(toInfra({ ultraSSDCapability }).additionalCapabilities).toEqual({ ultraSSDEnabled });
    expect(toProvider({ additionalCapabilities: { ultraSSDEnabled } }).ultraSSDCapability).toBe(ultraSSDCapability);
  });

  it('are left to the data disks where nothing is said', () => {
    expect(toInfra({ ultraSSDCapability: '' })).not.toHaveProperty('additionalCapabilities');
    expect(toProvider({ additionalCapabilities: {} })).not.toHaveProperty('ultraSSDCapability');
  });

  it('in words that nobody knows are refused', () => {
    expectRefused(
      { ultraSSDCapability: 'On' },
      { code: 'InvalidValue', path: 'ultraSSDCapability', value: 'On', remedy: 'Use one of Enabled, Disabled' },
    );
  });
});
