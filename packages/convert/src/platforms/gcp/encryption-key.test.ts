import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  gcpFixture,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

const image = 'projects/rhcos-cloud/global/images/rhcos';
const kmsKey = { name: 'node-key', keyRing: 'ocp', location: 'europe-west4', projectID: 'acme-security' };
const kmsKeyServiceAccount = 'service-123456789012@compute-system.iam.gserviceaccount.com';
const kmsKeyName = 'projects/acme-security/locations/europe-west4/keyRings/ocp/cryptoKeys/node-key';
const managed = { keyType: 'Managed', managedKey: { kmsKeyName } };
const boot = (encryptionKey: Json) => ({
  autoDelete: true,
  boot: true,
  image,
  sizeGb: 128,
  type: 'pd-ssd',
  encryptionKey,
});
const data = (encryptionKey: Json) => ({
  autoDelete: true,
  boot: false,
  image: '',
  sizeGb: 99,
  type: 'pd-ssd',
  encryptionKey,
});
const rootOnly = (encryptionKey: Json) => ({ disks: [boot(encryptionKey)] });

describe('the key of the root disk', () => {
  it('is four names there and one path here, with the account that uses it', () => {
    const changes = rootOnly({ kmsKey, kmsKeyServiceAccount });
    expect(toInfra(changes).rootDiskEncryptionKey).toEqual({ ...managed, kmsKeyServiceAccount });
    expect(thereAndBack(changes).disks).toEqual(changes.disks);
    expect(toProvider({ rootDiskEncryptionKey: managed })).toMatchObject({ disks: [{ encryptionKey: { kmsKey } }] });
    expect(backAndThere({ rootDiskEncryptionKey: managed }).rootDiskEncryptionKey).toEqual(managed);
  });

  it.each([{}, { projectID: '' }])("is one of the machine's project where it names none: %j", (project) => {
    const changes = rootOnly({ kmsKey: { name: 'k', keyRing: 'r', location: 'l', ...project } });
    expect(toInfra(changes).rootDiskEncryptionKey).toEqual({
      keyType: 'Managed',
      managedKey: { kmsKeyName: 'projects/acme-ocp-prod/locations/l/keyRings/r/cryptoKeys/k' },
    });
    expect(thereAndBack(changes).disks).toEqual(changes.disks);
  });

  it.each(['name', 'keyRing', 'location'])('without its %s is refused', (field) => {
    const refusal = { code: 'Required', path: `disks[0].encryptionKey.kmsKey.${field}` } as const;
    expectRefused(rootOnly({ kmsKey: { ...kmsKey, [field]: '' } }), { ...refusal, remedy: `Set ${field}` });
  });

  it('of a project that is not known is refused, not left out', () => {
    const cluster = { platformStatus: { gcp: { region: 'europe-west4' } }, infraCluster: null };
    expectRefused(
      rootOnly({ kmsKey: { name: 'k', keyRing: 'r', location: 'l' } }),
      { code: 'Required', path: 'disks[0].encryptionKey.kmsKey.projectID', remedy: 'Set projectID' },
      cluster,
    );
  });

  it.each([
    ['a name with a dot', { ...kmsKey, projectID: 'example.com:acme' }],
    ['a slash in a name', { ...kmsKey, keyRing: 'a/cryptoKeys/b' }],
    ['a path of more than 160 characters', { ...kmsKey, name: 'k'.repeat(110) }],
  ])('with %s is refused at its own place: the CRD would refuse it', (_, key) => {
    expectRefused(rootOnly({ kmsKey: key }), {
      code: 'InvalidValue',
      path: 'disks[0].encryptionKey.kmsKey',
      value: `projects/${key.projectID}/locations/${key.location}/keyRings/${key.keyRing}/cryptoKeys/${key.name}`,
      remedy: 'Use a key with such a name',
    });
  });

  it.each(['123456789012-compute@developer.gserviceaccount.com', `${'a'.repeat(70)}@p.iam.gserviceaccount.com`])(
    'used by %s is refused, because the CRD takes accounts of projects only',
    (email) => {
      expectRefused(rootOnly({ kmsKey, kmsKeyServiceAccount: email }), {
        code: 'InvalidValue',
        path: 'disks[0].encryptionKey.kmsKeyServiceAccount',
        value: email,
        remedy: 'Let a service account of the project',
      });
    },
  );

  it('is none where only the account is named, which Machine API ignores', () => {
    const changes = rootOnly({ kmsKeyServiceAccount });
    expect(toInfra(changes)).not.toHaveProperty('rootDiskEncryptionKey');
    expect(thereAndBack(changes).disks).toEqual(changes.disks);
  });
});

describe('the key of a data disk', () => {
  it('is that of the root disk, which CAPG uses for all', () => {
    const changes = { disks: [boot({ kmsKey }), data({ kmsKey })] };
    expect(toInfra(changes)).toMatchObject({
      rootDiskEncryptionKey: managed,
      additionalDisks: [{ encryptionKey: managed }],
    });
    expect(thereAndBack(changes).disks).toEqual(changes.disks);
  });

  it.each([
    ['another', [boot({ kmsKey }), data({ kmsKey: { ...kmsKey, name: 'other' } })]],
    ['one used by another account', [boot({ kmsKey }), data({ kmsKey, kmsKeyServiceAccount })]],
    ['one where the root disk has none, at which CAPG crashes', [boot(null), data({ kmsKey })]],
  ])('is refused where it is %s', (_, disks) => {
    expectRefused(
      { disks },
      { code: 'NotSupported', path: 'disks[1].encryptionKey', remedy: 'Use one key', says: 'and no other' },
    );
  });

  it('is refused in Cluster API where it says what CAPG does not do', () => {
    const other = { keyType: 'Managed', managedKey: { kmsKeyName: kmsKeyName.replace('node', 'other') } };
    for (const rootDiskEncryptionKey of [managed, undefined]) {
      expectInfraRefused(
        { rootDiskEncryptionKey, additionalDisks: [{ deviceType: 'pd-ssd', size: 99, encryptionKey: other }] },
        { code: 'NotSupported', path: 'additionalDisks[0].encryptionKey', value: other, remedy: 'Use one key' },
      );
    }
  });
});

describe('a key in Cluster API', () => {
  it('that the user supplies is refused, and shown to nobody', () => {
    const rawKey = 'c2VjcmV0IHNlY3JldCBzZWNyZXQ=';
    const infra: JsonObject = gcpFixture.infraSpec({
      rootDiskEncryptionKey: { keyType: 'Supplied', suppliedKey: { rawKey } },
    });
    const errors = errorsOf(gcpFixture.converter().toMachineApi(...gcpFixture.capiSet(infra)));
    expect(errors.map(({ code, path }) => [code, path])).toEqual([
      ['NotSupported', 'spec.template.spec.rootDiskEncryptionKey.keyType'],
    ]);
    expect(errors[0]?.hint).toContain('Use keyType: Managed');
    expect(JSON.stringify(errors)).not.toContain(rawKey);
  });

  it('that is both managed and supplied is refused without showing it', () => {
    expectInfraRefused(
      { rootDiskEncryptionKey: { ...managed, suppliedKey: { rawKey: 'a2V5' } } },
      { code: 'NotSupported', path: 'rootDiskEncryptionKey.suppliedKey', remedy: 'Use keyType: Managed' },
    );
  });

  it.each([`${kmsKeyName}/cryptoKeyVersions/3`, `https://cloudkms.googleapis.com/v1/${kmsKeyName}`])(
    'named %s is refused: Machine API has no place for the rest',
    (name) => {
      expectInfraRefused(
        { rootDiskEncryptionKey: { keyType: 'Managed', managedKey: { kmsKeyName: name } } },
        {
          code: 'InvalidValue',
          path: 'rootDiskEncryptionKey.managedKey.kmsKeyName',
          value: name,
          remedy: 'Write the name of the key',
        },
      );
    },
  );

  it.each([
    ['', 'Remove the field'],
    ['nobody', 'Correct the value'],
  ])('used by %j is refused, as the API server would', (email, remedy) => {
    expectInfraRefused(
      { rootDiskEncryptionKey: { ...managed, kmsKeyServiceAccount: email } },
      { code: 'InvalidValue', path: 'rootDiskEncryptionKey.kmsKeyServiceAccount', value: email, remedy },
    );
  });

  it.each(['', undefined])('of no type (%j) is refused', (keyType) => {
    const { keyType: _, ...key } = managed;
    expectInfraRefused(
      { rootDiskEncryptionKey: keyType === undefined ? key : { ...key, keyType } },
      { code: 'Required', path: 'rootDiskEncryptionKey.keyType', remedy: 'Set keyType: Managed' },
    );
  });

  it('without a name is refused', () => {
    expectInfraRefused(
      { rootDiskEncryptionKey: { keyType: 'Managed' } },
      { code: 'Required', path: 'rootDiskEncryptionKey.managedKey.kmsKeyName', remedy: 'Write the name' },
    );
  });
});
