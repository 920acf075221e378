import type { JsonObject } from '@capstan/api';
import { asObject } from '../../mapping/json.ts';
import { check } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';

/** What CAPIBM's webhook refuses in a boot volume, found before anything is applied. Mirrors its validateVolumes. */
export const ibmCloudChecks: readonly Check[] = [
  volumeCheck('A boot volume has 10 to 250 GiB.', ({ sizeGiB }) =>
    typeof sizeGiB === 'number' && sizeGiB !== 0 && (sizeGiB < 10 || sizeGiB > 250)
      ? { field: 'sizeGiB', capiField: 'sizeGiB', hint: 'Set a size of 10 to 250.' }
      : undefined,
  ),
  volumeCheck('Only volumes of the profile custom have iops of their own.', ({ iops, profile }) =>
    iops && profile !== 'custom'
      ? { field: 'iops', capiField: 'iops', hint: 'Set profile: custom, or remove iops.' }
      : undefined,
  ),
  volumeCheck('The encryption key of a boot volume is the CRN of a root key.', ({ encryptionKey }) =>
    typeof encryptionKey === 'string' && encryptionKey !== '' && !crnFormat.test(encryptionKey)
      ? {
          field: 'encryptionKey',
          capiField: 'encryptionKeyCRN',
          hint: 'Write the CRN of the key, which begins with crn:v1:.',
        }
      : undefined,
  ),
];

/** Ten parts with colons between them; the first three name the cloud, the others what is in it. */
const crnFormat =
  /^crn:v[0-9]+:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]+:[a-z0-9-]*:([a-z]\/[a-z0-9-]+)?:[a-z0-9-]*:[a-z0-9-]*:[\w\-./]*$/;

interface Breach {
  readonly field: string;
  readonly capiField: string;
  readonly hint: string;
}

function volumeCheck(rule: string, breach: (volume: JsonObject) => Breach | undefined): Check {
  return check(rule, ({ bootVolume }) => {
    const volume = asObject(bootVolume);
    const found = volume && breach(volume);
    if (volume === undefined || found === undefined) return [];
    const { field, capiField, hint } = found;
    const value = volume[field];
    return [
      {
        code: 'InvalidValue',
        at: ['bootVolume', field],
        capiAt: ['bootVolume', capiField],
        ...(value !== undefined && { value }),
        hint,
      },
    ];
  });
}
