import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { Changes } from '../../testing/fixture.ts';
import { expectInfraRefused, expectRefused, remarks, toInfra } from '../../testing/ibmcloud.ts';
import type { Refusal } from '../../testing/ways.ts';

const crn = 'crn:v1:bluemix:public:hs-crypto:us-south:a/0123456789abcdef:0f0f-1:key:AA-bb_1.2/3';
const volume = (bootVolume: Json): Changes => ({ bootVolume });

describe("a boot volume that CAPIBM's webhook would refuse", () => {
  it.each<[string, Json, Refusal]>([
    [
      'too small',
      { sizeGiB: 9 },
      { code: 'InvalidValue', path: 'bootVolume.sizeGiB', value: 9, remedy: '10 to 250', says: '10 to 250' },
    ],
    [
      'too large',
      { sizeGiB: 251 },
      { code: 'InvalidValue', path: 'bootVolume.sizeGiB', value: 251, remedy: '10 to 250' },
    ],
    [
      'of negative size',
      { sizeGiB: -1 },
      { code: 'InvalidValue', path: 'bootVolume.sizeGiB', value: -1, remedy: '10 to 250' },
    ],
    [
      'with iops of its own on a tier',
      { sizeGiB: 100, profile: '10iops-tier', iops: 1000 },
      { code: 'InvalidValue', path: 'bootVolume.iops', value: 1000, remedy: 'profile: custom' },
    ],
    [
      'with iops of its own and no profile',
      { sizeGiB: 100, iops: 1000 },
      { code: 'InvalidValue', path: 'bootVolume.iops', value: 1000, remedy: 'profile: custom' },
    ],
    [
      'encrypted by the id of a key',
      { sizeGiB: 100, encryptionKey: '7a8b9c0d-aaaa' },
      { code: 'InvalidValue', path: 'bootVolume.encryptionKey', value: '7a8b9c0d-aaaa', remedy: 'Write the CRN' },
    ],
    [
      'encrypted by a CRN with a part missing',
      { sizeGiB: 100, encryptionKey: 'crn:v1:bluemix:public:kms:eu-de:a/0:1:key' },
      { code: 'InvalidValue', path: 'bootVolume.encryptionKey', remedy: 'Write the CRN' },
    ],
  ])('is refused %s before anything is applied', (_, bootVolume, refusal) => {
    expectRefused(volume(bootVolume), refusal);
  });

  it.each<[string, Json]>([
    ['of the least size', { sizeGiB: 10 }],
    ['of the greatest size', { sizeGiB: 250 }],
    ['with iops of its own', { sizeGiB: 100, profile: 'custom', iops: 1000 }],
    ['encrypted by a key of Hyper Protect', { sizeGiB: 100, encryptionKey: crn }],
  ])('is not one %s', (_, bootVolume) => {
    expect(remarks(volume(bootVolume))).toEqual([]);
    expect(toInfra(volume(bootVolume))).toHaveProperty('bootVolume');
  });

  it.each<[string, Json, Refusal]>([
    ['its size', { sizeGiB: 300 }, { code: 'InvalidValue', path: 'bootVolume.sizeGiB', value: 300, remedy: '10 to' }],
    [
      'its iops',
      { sizeGiB: 100, iops: 3 },
      { code: 'InvalidValue', path: 'bootVolume.iops', value: 3, remedy: 'remove iops' },
    ],
    [
      'its key',
      { sizeGiB: 100, encryptionKeyCRN: 'crn' },
      { code: 'InvalidValue', path: 'bootVolume.encryptionKeyCRN', value: 'crn', remedy: 'Write the CRN' },
    ],
  ])('is refused at its own place in an infra machine for %s', (_, bootVolume, refusal) => {
    expectInfraRefused(volume(bootVolume), refusal);
  });
});
