import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { Changes } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/ibmcloud.ts';
import type { Refusal } from '../../testing/ways.ts';

const crn =
  'crn:v1:bluemix:public:kms:eu-de:a/0123456789abcdef0123456789abcdef:5f1c9c2e-1111-4222-8333-944455556666:key:7a8b9c0d-aaaa-4bbb-8ccc-0d1e2f3a4b5c';
const volume = (bootVolume: Json): Changes => ({ bootVolume });

describe('a boot volume', () => {
  it.each<[string, Json]>([
    ['nothing', { encryptionKey: '' }],
    ['only zeros', { encryptionKey: '', profile: '', sizeGiB: 0, iops: 0, bandwidth: 0 }],
    ['the default profile', { encryptionKey: '', profile: 'general-purpose' }],
  ])("that says %s is left out: CAPIBM's webhook would want a size for it", (_, bootVolume) => {
    expect(toInfra(volume(bootVolume))).not.toHaveProperty('bootVolume');
    expect(remarks(volume(bootVolume))).toEqual([]);
  });

  it('with all its fields is the same there, and is deleted with its instance as before', () => {
    const bootVolume = { encryptionKey: crn, profile: 'custom', sizeGiB: 200, iops: 6000 };
    expect(toInfra(volume(bootVolume))).toMatchObject({
      bootVolume: {
        encryptionKeyCRN: crn,
        profile: 'custom',
        sizeGiB: 200,
        iops: 6000,
        deleteVolumeOnInstanceDelete: true,
      },
    });
    expect(remarks(volume(bootVolume))).toEqual([]);
    expect(thereAndBack(volume(bootVolume))).toMatchObject({ bootVolume });
  });

  it('that is only encrypted gets the size of an RHCOS image, with a warning, and comes back without one', () => {
    const bootVolume = { encryptionKey: crn };
    expect(toInfra(volume(bootVolume))).toMatchObject({
      bootVolume: { encryptionKeyCRN: crn, profile: 'general-purpose', sizeGiB: 100 },
    });
    expect(remarks(volume(bootVolume))).toEqual([{ code: 'NotChecked', path: 'bootVolume', severity: 'warning' }]);
    expect(thereAndBack(volume(bootVolume))).toMatchObject({ bootVolume });
    expect(thereAndBack(volume(bootVolume))['bootVolume']).not.toHaveProperty('sizeGiB');
  });

  it('whose written size was edited in Cluster API has that size on the way back', () => {
    const edited = { bootVolume: { encryptionKeyCRN: crn, profile: 'general-purpose', sizeGiB: 150 } };
    expect(thereAndBack(volume({ encryptionKey: crn }), {}, edited)).toMatchObject({ bootVolume: { sizeGiB: 150 } });
  });

  it.each<[string, Json, Refusal]>([
    [
      'of the profile sdp, which this CAPIBM does not have',
      { profile: 'sdp', sizeGiB: 200 },
      { code: 'TargetTooOld', path: 'bootVolume.profile', value: 'sdp', remedy: 'Use another profile' },
    ],
    [
      'with a bandwidth, which this CAPIBM does not have',
      { sizeGiB: 200, bandwidth: 2000 },
      { code: 'TargetTooOld', path: 'bootVolume.bandwidth', value: 2000, remedy: 'Remove bandwidth' },
    ],
    [
      'of a profile that nobody has',
      { profile: 'gp3', sizeGiB: 200 },
      { code: 'InvalidValue', path: 'bootVolume.profile', value: 'gp3', remedy: 'general-purpose' },
    ],
  ])('is refused %s', (_, bootVolume, refusal) => {
    expectRefused(volume(bootVolume), refusal);
  });
});

describe('the boot volume of an infra machine', () => {
  it('that outlives its instance is refused: Machine API would have it deleted, with what is on it', () => {
    expectInfraRefused(volume({ sizeGiB: 100, deleteVolumeOnInstanceDelete: false }), {
      code: 'NotSupported',
      path: 'bootVolume.deleteVolumeOnInstanceDelete',
      value: false,
      remedy: 'Set deleteVolumeOnInstanceDelete: true',
    });
  });

  it("with the server's defaults alone is none, and says so on the way back too", () => {
    const defaults = volume({ deleteVolumeOnInstanceDelete: true, profile: 'general-purpose' });
    expect(toProvider(defaults)).not.toHaveProperty('bootVolume');
  });

  it('keeps the name of its attachment', () => {
    const named = volume({ name: 'boot', sizeGiB: 100, profile: 'general-purpose' });
    expect(toProvider(named)).toMatchObject({ bootVolume: { sizeGiB: 100 } });
    expect(backAndThere(named)).toMatchObject({ bootVolume: { name: 'boot', sizeGiB: 100 } });
  });

  it('without a size has none on Machine API, and none again when it comes back', () => {
    const unsized = volume({ encryptionKeyCRN: crn, profile: '5iops-tier' });
    expect(toProvider(unsized)).toMatchObject({ bootVolume: { encryptionKey: crn, profile: '5iops-tier' } });
    expect(backAndThere(unsized)['bootVolume']).not.toHaveProperty('sizeGiB');
  });
});
