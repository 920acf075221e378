import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { expectInfraRefused, expectRefused, toInfra } from '../../testing/azure.ts';

const des = { id: '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/d' };
const os = (changes: JsonObject, managed: JsonObject = { storageAccountType: 'Premium_LRS' }): JsonObject => ({
  osType: 'Linux',
  diskSizeGB: 128,
  cachingType: 'ReadWrite',
  managedDisk: managed,
  ...changes,
});
const both = { secureBoot: 'Enabled', virtualizedTrustedPlatformModule: 'Enabled' };
const confidential = (uefiSettings: JsonObject, more: JsonObject = {}) => ({
  securityProfile: { ...more, settings: { securityType: 'ConfidentialVM', confidentialVM: { uefiSettings } } },
});
const encrypted = (securityEncryptionType: string, more: JsonObject = {}) => ({
  osDisk: os({}, { storageAccountType: 'Premium_LRS', securityProfile: { securityEncryptionType, ...more } }),
});
const capiConfidential = (uefiSettings: JsonObject, more: JsonObject = {}) => ({
  securityProfile: { ...more, securityType: 'ConfidentialVM', uefiSettings },
});
const disk = (changes: JsonObject = {}) => ({
  nameSuffix: 'a',
  lun: 0,
  diskSizeGB: 16,
  cachingType: 'None',
  deletionPolicy: 'Delete',
  managedDisk: { storageAccountType: 'Premium_LRS' },
  ...changes,
});
const encryptionPath = 'osDisk.managedDisk.securityProfile.securityEncryptionType';
const firmwarePath = 'securityProfile.settings.confidentialVM.uefiSettings';

/** What CAPZ's webhook or Azure would refuse only once the objects are applied, or CAPZ would read otherwise. */
describe('before anything is applied', () => {
  it('a confidential disk without a kind of storage, which CAPZ wants then, is refused', () => {
    const securityProfile = { securityEncryptionType: 'VMGuestStateOnly' };
    expectRefused(
      { ...confidential(both), osDisk: os({}, { storageAccountType: '', securityProfile }) },
      { code: 'Conflict', path: encryptionPath, remedy: 'Set osDisk.managedDisk.storageAccountType' },
    );
  });

  it('a disk encryption set without a kind of storage is refused', () => {
    const changes = { osDisk: os({}, { storageAccountType: '', diskEncryptionSet: des }) };
    const path = 'osDisk.managedDisk.diskEncryptionSet.id';
    expectRefused(changes, { code: 'Conflict', path, remedy: 'Set osDisk.managedDisk.storageAccountType' });
    expectInfraRefused(
      { osDisk: os({}, { diskEncryptionSet: des }) },
      { code: 'Conflict', path, remedy: 'Set osDisk.managedDisk.storageAccountType' },
    );
  });

  it('an ephemeral disk with a disk encryption set is refused', () => {
    expectRefused(
      {
        osDisk: os(
          { cachingType: 'ReadOnly', diskSettings: { ephemeralStorageLocation: 'Local' } },
          { storageAccountType: 'Premium_LRS', diskEncryptionSet: des },
        ),
      },
      { code: 'Conflict', path: 'osDisk.managedDisk.diskEncryptionSet.id', remedy: 'Remove diskEncryptionSet' },
    );
  });

  it('an ephemeral disk with another caching than ReadOnly is refused, on both sides', () => {
    const refusal = {
      code: 'Conflict',
      path: 'osDisk.cachingType',
      remedy: 'Set osDisk.cachingType: ReadOnly',
    } as const;
    expectRefused({ osDisk: os({ diskSettings: { ephemeralStorageLocation: 'Local' } }) }, refusal);
    expectInfraRefused({ osDisk: os({ diffDiskSettings: { option: 'Local' } }) }, refusal);
  });

  it('an encrypted OS disk of a machine that is no confidential VM is refused', () => {
    expectRefused(encrypted('VMGuestStateOnly'), {
      code: 'Conflict',
      path: encryptionPath,
      remedy: 'Set securityType: ConfidentialVM',
    });
  });

  it('a confidential VM that CAPZ would start as a regular one is refused, on both sides', () => {
    const refusal = { code: 'Required', value: 'ConfidentialVM', remedy: 'securityEncryptionType' } as const;
    expectRefused(confidential(both), { ...refusal, path: 'securityProfile.settings.securityType' });
    expectInfraRefused(capiConfidential({ secureBootEnabled: true, vTpmEnabled: true }), {
      ...refusal,
      path: 'securityProfile.securityType',
    });
  });

  it('a confidential VM without its vTPM is refused', () => {
    expectRefused(
      { ...encrypted('VMGuestStateOnly'), ...confidential({ secureBoot: 'Enabled' }) },
      { code: 'Conflict', path: `${firmwarePath}.virtualizedTrustedPlatformModule`, remedy: 'Enable it' },
    );
    expectInfraRefused(
      { ...encrypted('VMGuestStateOnly'), ...capiConfidential({ vTpmEnabled: false }) },
      { code: 'Conflict', path: 'securityProfile.uefiSettings.vTpmEnabled', remedy: 'Enable it' },
    );
  });

  it('an encrypted disk without secure boot, on which CAPZ would crash, is refused', () => {
    expectRefused(
      { ...encrypted('DiskWithVMGuestState'), ...confidential({ virtualizedTrustedPlatformModule: 'Enabled' }) },
      { code: 'Conflict', path: `${firmwarePath}.secureBoot`, remedy: 'Enable it' },
    );
  });

  it.each(['VMGuestStateOnly', 'DiskWithVMGuestState'])(
    'host encryption that CAPZ would refuse or forget beside %s is refused',
    (type) => {
      expectRefused(
        { ...encrypted(type), ...confidential(both, { encryptionAtHost: true }) },
        { code: 'Conflict', path: 'securityProfile.encryptionAtHost', remedy: 'Remove encryptionAtHost' },
      );
    },
  );

  it('a key for a confidential disk that has none is refused', () => {
    expectRefused(
      { ...encrypted('VMGuestStateOnly', { diskEncryptionSet: des }), ...confidential(both) },
      {
        code: 'Conflict',
        path: 'osDisk.managedDisk.securityProfile.diskEncryptionSet.id',
        remedy: 'Set securityEncryptionType: DiskWithVMGuestState',
      },
    );
  });

  it.each(['VMGuestStateOnly', 'DiskWithVMGuestState'])('a whole confidential VM of %s is not refused', (type) => {
    expect(toInfra({ ...encrypted(type), ...confidential(both) })).toHaveProperty('vmSize');
  });

  it.each(['pool', '/capacityReservationGroups/pool'])(
    'a capacity reservation that is no resource id (%s) is refused',
    (id) => {
      const refusal = {
        code: 'InvalidValue',
        path: 'capacityReservationGroupID',
        value: id,
        remedy: 'Write /subscriptions/',
      } as const;
      expectRefused({ capacityReservationGroupID: id }, refusal);
      expectInfraRefused({ capacityReservationGroupID: id }, refusal);
    },
  );

  it.each(['ssh-rsa AAAA', btoa('hello'), '%'])('an SSH key that is none (%s) is refused', (sshPublicKey) => {
    const refusal = {
      code: 'InvalidValue',
      path: 'sshPublicKey',
      value: sshPublicKey,
      remedy: 'Encode the public key',
    } as const;
    expectRefused({ sshPublicKey }, refusal);
    expectInfraRefused({ sshPublicKey }, refusal);
  });
});

describe('a data disk', () => {
  const { deletionPolicy: _, ...capi } = disk();

  it.each([
    ['diskSizeGB', { diskSizeGB: 3 }, 3, 'Use 4 to 32767'],
    ['diskSizeGB', { diskSizeGB: 32768 }, 32768, 'Use 4 to 32767'],
    ['lun', { lun: 64 }, 64, 'Use 0 to 63'],
    ['nameSuffix', { nameSuffix: '-a' }, '-a', 'Correct the suffix'],
  ])('with a %s out of bounds (%j) is refused, on both sides', (field, changes, value, remedy) => {
    const refusal = { code: 'InvalidValue', path: `dataDisks[0].${field}`, value, remedy } as const;
    expectRefused({ dataDisks: [disk(changes)] }, refusal);
    expectInfraRefused({ dataDisks: [{ ...capi, ...changes }] }, refusal);
  });

  it.each([
    ['lun', { nameSuffix: 'b' }, 0],
    ['nameSuffix', { lun: 1 }, 'a'],
  ])('with the %s of another is refused', (field, changes, value) => {
    expectRefused(
      { dataDisks: [disk(), disk(changes)] },
      { code: 'InvalidValue', path: `dataDisks[1].${field}`, value, remedy: 'of its own' },
    );
  });

  it('of an ultra disk with caching is refused', () => {
    const changes = { cachingType: 'ReadOnly', managedDisk: { storageAccountType: 'UltraSSD_LRS' } };
    const refusal = {
      code: 'InvalidValue',
      path: 'dataDisks[0].cachingType',
      value: 'ReadOnly',
      remedy: 'Set cachingType: None',
    } as const;
    expectRefused({ dataDisks: [disk(changes)] }, refusal);
    expectInfraRefused({ dataDisks: [{ ...capi, ...changes }] }, refusal);
  });
});
