import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { expectInfraRefused, expectRefused, remarks, thereAndBack, toInfra, toProvider } from '../../testing/azure.ts';

const both = { secureBoot: 'Enabled', virtualizedTrustedPlatformModule: 'Enabled' };
const uefiSettings = { secureBootEnabled: true, vTpmEnabled: true };
const trusted = (firmware: JsonObject) => ({
  securityProfile: { settings: { securityType: 'TrustedLaunch', trustedLaunch: { uefiSettings: firmware } } },
});
const osDisk = (securityProfile: JsonObject) => ({
  osType: 'Linux',
  diskSizeGB: 128,
  cachingType: 'ReadWrite',
  managedDisk: { storageAccountType: 'Premium_LRS', securityProfile },
});

describe('trusted launch', () => {
  it('is the same on both sides', () => {
    const capi = { securityType: 'TrustedLaunch', uefiSettings };
    expect(toInfra(trusted(both)).securityProfile).toEqual(capi);
    expect(toProvider({ securityProfile: capi }).securityProfile).toEqual(trusted(both).securityProfile);
  });

  it('with nothing enabled is refused: CAPZ would start a regular machine', () => {
    expectRefused(trusted({ secureBoot: 'Disabled' }), {
      code: 'NotSupported',
      path: 'securityProfile.settings.trustedLaunch.uefiSettings',
      remedy: 'to Enabled',
    });
  });

  it('with one thing disabled warns that CAPZ does not tell Azure, and keeps it', () => {
    const mapi = trusted({ ...both, secureBoot: 'Disabled' });
    expect(remarks(mapi)).toEqual([
      {
        severity: 'warning',
        code: 'NotChecked',
        path: 'securityProfile.settings.trustedLaunch.uefiSettings.secureBoot',
      },
    ]);
    expect(toInfra(mapi).securityProfile).toMatchObject({
      uefiSettings: { secureBootEnabled: false, vTpmEnabled: true },
    });
    expect(thereAndBack(mapi).securityProfile).toEqual(mapi.securityProfile);
  });
});

describe('a confidential VM', () => {
  const settings = { securityType: 'ConfidentialVM', confidentialVM: { uefiSettings: both } };
  const disk = osDisk({
    securityEncryptionType: 'DiskWithVMGuestState',
    diskEncryptionSet: { id: '/subscriptions/x' },
  });

  it('keeps its encryption, its key and its firmware settings', () => {
    const mapi = { securityProfile: { settings, encryptionAtHost: false }, osDisk: disk };
    expect(toInfra(mapi)).toMatchObject({
      osDisk: disk,
      securityProfile: { securityType: 'ConfidentialVM', uefiSettings, encryptionAtHost: false },
    });
    expect(thereAndBack(mapi)).toMatchObject(mapi);
  });
});

it('an encryption of the OS disk that nobody knows is refused', () => {
  expectRefused(
    {
      securityProfile: { settings: { securityType: 'ConfidentialVM', confidentialVM: { uefiSettings: both } } },
      osDisk: osDisk({ securityEncryptionType: 'Everything' }),
    },
    {
      code: 'InvalidValue',
      path: 'osDisk.managedDisk.securityProfile.securityEncryptionType',
      value: 'Everything',
      remedy: 'Use one of VMGuestStateOnly',
    },
  );
});

describe('host encryption', () => {
  it.each([true, false])('%j is the same on both sides', (encryptionAtHost) => {
    expect(toInfra({ securityProfile: { encryptionAtHost } }).securityProfile).toEqual({ encryptionAtHost });
    expect(toProvider({ securityProfile: { encryptionAtHost } }).securityProfile).toEqual({ encryptionAtHost });
  });
});

describe('security settings', () => {
  it.each([{}, { settings: { securityType: '' } }, { settings: {} }])(
    'that say nothing (%j) are none',
    (securityProfile) => {
      expect(toInfra({ securityProfile })).not.toHaveProperty('securityProfile');
    },
  );

  it('of the other type are refused', () => {
    const confidentialVM = { uefiSettings: both };
    const { settings } = trusted(both).securityProfile;
    expectRefused(
      { securityProfile: { settings: { ...settings, confidentialVM } } },
      { code: 'Conflict', path: 'securityProfile.settings.confidentialVM', value: confidentialVM, remedy: 'Remove it' },
    );
  });

  it('of no type are refused, on both sides', () => {
    const trustedLaunch = { uefiSettings: both };
    expectRefused(
      { securityProfile: { settings: { securityType: '', trustedLaunch } } },
      {
        code: 'Conflict',
        path: 'securityProfile.settings.trustedLaunch',
        value: trustedLaunch,
        remedy: 'set securityType',
      },
    );
    expectInfraRefused(
      { securityProfile: { uefiSettings } },
      { code: 'NotSupported', path: 'securityProfile.uefiSettings', value: uefiSettings, remedy: 'Set securityType' },
    );
  });

  it('that nobody knows are refused', () => {
    expectRefused(
      { securityProfile: { settings: { securityType: 'Standard' } } },
      {
        code: 'InvalidValue',
        path: 'securityProfile.settings.securityType',
        value: 'Standard',
        remedy: 'Use one of ConfidentialVM',
      },
    );
    expectRefused(trusted({ ...both, secureBoot: 'On' }), {
      code: 'InvalidValue',
      path: 'securityProfile.settings.trustedLaunch.uefiSettings.secureBoot',
      value: 'On',
      remedy: 'Use one of Enabled',
    });
  });
});
