import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { expectInfraRefused, expectRefused, remarks, thereAndBack, toInfra, toProvider } from '../../testing/azure.ts';

const os = (changes: JsonObject = {}) => ({
  osDisk: {
    osType: 'Linux',
    diskSizeGB: 128,
    cachingType: 'ReadWrite',
    managedDisk: { storageAccountType: 'Premium_LRS' },
    ...changes,
  },
});
const des = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d';

describe('the OS disk', () => {
  it('is the same disk on both sides', () => {
    expect(toInfra(os()).osDisk).toEqual(os().osDisk);
    expect(toProvider(os()).osDisk).toEqual(os().osDisk);
  });

  it('converts with the empty structs that Go writes', () => {
    const osDisk = {
      ...os().osDisk,
      diskSettings: {},
      managedDisk: {
        storageAccountType: 'Premium_LRS',
        securityProfile: { diskEncryptionSet: {} },
        diskEncryptionSet: {},
      },
    };
    expect(toInfra({ osDisk }).osDisk).toEqual(os().osDisk);
  });

  it('has no managedDisk in Cluster API where nothing is said of it, since CAPZ wants its type then', () => {
    expect(toInfra(os({ managedDisk: { storageAccountType: '' } })).osDisk).not.toHaveProperty('managedDisk');
  });

  it('without a word on caching says None, which is a warning since new machines may differ, and comes back without a word', () => {
    const { cachingType: _, ...osDisk } = os().osDisk;
    expect(toInfra({ osDisk })).toMatchObject({ osDisk: { cachingType: 'None' } });
    expect(remarks({ osDisk })).toEqual([{ code: 'NotChecked', path: 'osDisk.cachingType', severity: 'warning' }]);
    expect(thereAndBack({ osDisk }).osDisk).toEqual(osDisk);
  });

  it.each([undefined, 0])('must have its size (%j), which Cluster API would take from the image', (diskSizeGB) => {
    const { diskSizeGB: _, ...osDisk } = os().osDisk;
    const changes = { osDisk: { ...osDisk, ...(diskSizeGB !== undefined && { diskSizeGB }) } };
    expectRefused(changes, { code: 'Required', path: 'osDisk.diskSizeGB', remedy: 'Give the size in GB' });
  });

  it('must have its size on the way back', () => {
    const { diskSizeGB: _, ...osDisk } = os().osDisk;
    expectInfraRefused({ osDisk }, { code: 'Required', path: 'osDisk.diskSizeGB', remedy: 'Give the size in GB' });
  });

  it.each([4096, -1])('of %j GB is refused before the webhook of CAPZ does', (diskSizeGB) => {
    const refusal = {
      code: 'InvalidValue',
      path: 'osDisk.diskSizeGB',
      value: diskSizeGB,
      remedy: 'Use 1 to 2048',
    } as const;
    expectRefused(os({ diskSizeGB }), refusal);
    expectInfraRefused(os({ diskSizeGB }), refusal);
  });

  it('of Windows is refused: the two start it in different ways', () => {
    const refusal = {
      code: 'NotSupported',
      path: 'osDisk.osType',
      value: 'Windows',
      remedy: 'Keep the machines',
    } as const;
    expectRefused(os({ osType: 'Windows' }), refusal);
    expectInfraRefused(os({ osType: 'Windows' }), refusal);
    expectRefused(os({ osType: 'linux' }), {
      code: 'InvalidValue',
      path: 'osDisk.osType',
      value: 'linux',
      remedy: 'Use Linux',
    });
  });

  it('that is ephemeral stays so', () => {
    const local = os({ cachingType: 'ReadOnly', diskSettings: { ephemeralStorageLocation: 'Local' } });
    expect(toInfra(local)).toMatchObject({ osDisk: { diffDiskSettings: { option: 'Local' } } });
    expect(thereAndBack(local).osDisk).toEqual(local.osDisk);
  });

  it.each(['CacheDisk', 'NvmeDisk', 'ResourceDisk'])(
    'that is ephemeral on the %s is refused on the way back',
    (placement) => {
      expectInfraRefused(os({ cachingType: 'ReadOnly', diffDiskSettings: { option: 'Local', placement } }), {
        code: 'NotSupported',
        path: 'osDisk.diffDiskSettings.placement',
        value: placement,
        remedy: 'Remove the field',
      });
    },
  );

  it('that is ephemeral in a way nobody knows is refused', () => {
    expectRefused(os({ cachingType: 'ReadOnly', diskSettings: { ephemeralStorageLocation: 'Cache' } }), {
      code: 'InvalidValue',
      path: 'osDisk.diskSettings.ephemeralStorageLocation',
      value: 'Cache',
      remedy: 'Use Local',
    });
  });

  it('keeps its encryption set', () => {
    const managedDisk = { storageAccountType: 'Premium_LRS', diskEncryptionSet: { id: des } };
    expect(toInfra(os({ managedDisk })).osDisk).toMatchObject({ managedDisk });
    expect(toProvider(os({ managedDisk })).osDisk).toMatchObject({ managedDisk });
  });

  it('of an ultra disk, or of a kind nobody knows, is refused', () => {
    for (const storageAccountType of ['UltraSSD_LRS', 'Fast']) {
      const refusal = {
        code: 'InvalidValue',
        path: 'osDisk.managedDisk.storageAccountType',
        value: storageAccountType,
        remedy: 'Use one of Premium_LRS',
      } as const;
      expectRefused(os({ managedDisk: { storageAccountType } }), refusal);
      expectInfraRefused(os({ managedDisk: { storageAccountType } }), refusal);
    }
  });

  it('with a caching nobody knows is refused', () => {
    expectRefused(os({ cachingType: 'All' }), {
      code: 'InvalidValue',
      path: 'osDisk.cachingType',
      value: 'All',
      remedy: 'Use one of None, ReadOnly, ReadWrite',
    });
  });
});
