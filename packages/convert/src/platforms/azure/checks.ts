import type { JsonObject } from '@capstan/api';
import { asObject, textAt } from '../../mapping/json.ts';
import { conflict, type Unworded } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';
import { parseArmId } from './arm-id.ts';
import { check } from './check.ts';
import { dataDiskChecks } from './data-disk-checks.ts';

const managedDisk = ['osDisk', 'managedDisk'] as const;
const encryption = [...managedDisk, 'securityProfile', 'securityEncryptionType'] as const;

/**
 * What CAPZ's webhook refuses, its controller reads otherwise, or Azure would refuse later. Mirrors ValidateAzureMachineSpec
 * (api/v1beta1/azuremachine_validation.go) and generateSecurityProfile (services/virtualmachines/spec.go).
 */
export const azureChecks: readonly Check[] = [
  check('A disk whose encryption is set needs its storageAccountType.', (spec) => {
    const paths = [
      [...managedDisk, 'diskEncryptionSet', 'id'],
      [...encryption],
      [...managedDisk, 'securityProfile', 'diskEncryptionSet', 'id'],
    ];
    const set = paths.find((path) => textAt(spec, ...path) !== undefined);
    return set !== undefined && textAt(spec, ...managedDisk, 'storageAccountType') === undefined
      ? conflict(set, 'Set osDisk.managedDisk.storageAccountType.')
      : [];
  }),
  check('An ephemeral OS disk cannot have a disk encryption set.', (spec) =>
    isEphemeral(spec) && hasKey(spec)
      ? conflict([...managedDisk, 'diskEncryptionSet', 'id'], 'Remove diskEncryptionSet, or diskSettings.')
      : [],
  ),
  check('An ephemeral OS disk needs cachingType ReadOnly.', (spec) =>
    isEphemeral(spec) && textAt(spec, 'osDisk', 'cachingType') !== 'ReadOnly'
      ? conflict(['osDisk', 'cachingType'], 'Set osDisk.cachingType: ReadOnly.')
      : [],
  ),
  check('Confidential encryption of the OS disk needs securityType ConfidentialVM.', (spec) =>
    textAt(spec, ...encryption) !== undefined && typeOf(spec) !== 'ConfidentialVM'
      ? conflict(encryption, 'Set securityType: ConfidentialVM, or remove securityEncryptionType.')
      : [],
  ),
  check(
    'A confidential VM needs securityEncryptionType on its OS disk; CAPZ would start it as a regular one.',
    (spec) =>
      typeOf(spec) === 'ConfidentialVM' && textAt(spec, ...encryption) === undefined
        ? [
            {
              code: 'Required',
              at: ['securityProfile', 'settings', 'securityType'],
              value: 'ConfidentialVM',
              hint: 'Set osDisk.managedDisk.securityProfile.securityEncryptionType to VMGuestStateOnly or DiskWithVMGuestState.',
            },
          ]
        : [],
  ),
  check('A confidential VM needs its vTPM.', (spec) =>
    isConfidential(spec) && firmware(spec, 'virtualizedTrustedPlatformModule') !== 'Enabled'
      ? firmwareMissing('virtualizedTrustedPlatformModule', 'vTpmEnabled')
      : [],
  ),
  check('securityEncryptionType DiskWithVMGuestState needs secure boot.', (spec) =>
    isConfidential(spec) && wholeDisk(spec) && firmware(spec, 'secureBoot') !== 'Enabled'
      ? firmwareMissing('secureBoot', 'secureBootEnabled')
      : [],
  ),
  check('A confidential VM cannot have encryptionAtHost: CAPZ refuses it or leaves it out.', (spec) =>
    textAt(spec, ...encryption) !== undefined && asObject(spec['securityProfile'])?.['encryptionAtHost'] === true
      ? conflict(
          ['securityProfile', 'encryptionAtHost'],
          'Remove encryptionAtHost, or keep the machines where they are.',
        )
      : [],
  ),
  check(
    'The disk encryption set of a confidential OS disk needs securityEncryptionType DiskWithVMGuestState.',
    (spec) =>
      textAt(spec, ...managedDisk, 'securityProfile', 'diskEncryptionSet', 'id') !== undefined && !wholeDisk(spec)
        ? conflict(
            [...managedDisk, 'securityProfile', 'diskEncryptionSet', 'id'],
            'Set securityEncryptionType: DiskWithVMGuestState, or remove diskEncryptionSet.',
          )
        : [],
  ),
  check('A capacity reservation group is named by its resource id.', (spec) => {
    const id = textAt(spec, 'capacityReservationGroupID');
    if (id === undefined || (parseArmId(id) !== undefined && id.startsWith('/'))) return [];
    const hint =
      'Write /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/capacityReservationGroups/NAME.';
    return [{ code: 'InvalidValue', at: ['capacityReservationGroupID'], value: id, hint }];
  }),
  check('An SSH key is a line of authorized_keys, in base64.', (spec) => {
    const key = textAt(spec, 'sshPublicKey');
    if (key === undefined || isKey(key)) return [];
    const hint = 'Encode the public key: base64 -w0 id_rsa.pub.';
    return [{ code: 'InvalidValue', at: ['sshPublicKey'], value: key, hint }];
  }),
  ...dataDiskChecks,
];

function hasKey(spec: JsonObject): boolean {
  return textAt(spec, ...managedDisk, 'diskEncryptionSet', 'id') !== undefined;
}

function isEphemeral(spec: JsonObject): boolean {
  return textAt(spec, 'osDisk', 'diskSettings', 'ephemeralStorageLocation') !== undefined;
}

function typeOf(spec: JsonObject): string | undefined {
  return textAt(spec, 'securityProfile', 'settings', 'securityType');
}

function isConfidential(spec: JsonObject): boolean {
  return typeOf(spec) === 'ConfidentialVM' && textAt(spec, ...encryption) !== undefined;
}

function wholeDisk(spec: JsonObject): boolean {
  return textAt(spec, ...encryption) === 'DiskWithVMGuestState';
}

function firmware(spec: JsonObject, field: string): string | undefined {
  return textAt(spec, 'securityProfile', 'settings', 'confidentialVM', 'uefiSettings', field);
}

function firmwareMissing(field: string, capiField: string): Unworded[] {
  return [
    {
      code: 'Conflict',
      at: ['securityProfile', 'settings', 'confidentialVM', 'uefiSettings', field],
      capiAt: ['securityProfile', 'uefiSettings', capiField],
      hint: 'Enable it, or do not ask for a confidential VM.',
    },
  ];
}

/** As ssh.ParseAuthorizedKey takes it, as far as can be told by its form. */
function isKey(base64: string): boolean {
  try {
    return atob(base64)
      .split('\n')
      .some((line) => /^(?:.* )?(?:ssh-|ecdsa-|sk-)[\w@.-]+ [A-Za-z0-9+/]+=*(?:\s.*)?$/.test(line.trim()));
  } catch {
    return false;
  }
}
