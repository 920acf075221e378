import type { Json, JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import type { Unworded } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';
import { check } from './check.ts';

/** Rules of both webhooks over data disks, and between them (ValidateDataDisks in CAPZ). */
export const dataDiskChecks: readonly Check[] = [
  each('A data disk has 4 to 32767 GB.', 'diskSizeGB', ({ diskSizeGB }) =>
    isWithin(diskSizeGB, 4, 32767) ? undefined : 'Use 4 to 32767.',
  ),
  each('The number of a data disk (lun) is 0 to 63, each once on a machine.', 'lun', ({ lun }, others) => {
    if (!isWithin(lun, 0, 63)) return 'Use 0 to 63.';
    return lun !== undefined && others.some((other) => other['lun'] === lun)
      ? 'Give each disk a number of its own.'
      : undefined;
  }),
  each(
    'The nameSuffix of a data disk is letters, digits, _ . and -, with a letter or digit at both ends, 78 at most, and each once on a machine.',
    'nameSuffix',
    ({ nameSuffix }, others) => {
      const suffix = typeof nameSuffix === 'string' ? nameSuffix : '';
      if (suffix === '') return undefined;
      if (suffix.length > 78 || !/^[a-zA-Z0-9](?:[\w.-]*[a-zA-Z0-9])?$/.test(suffix)) return 'Correct the suffix.';
      const isTaken = others.some((other) => other['nameSuffix'] === suffix);
      return isTaken ? 'Give each disk a suffix of its own.' : undefined;
    },
  ),
  each('An ultra disk has cachingType None.', 'cachingType', (disk) => {
    const isUltra = textAt(disk, 'managedDisk', 'storageAccountType') === 'UltraSSD_LRS';
    const caching = textAt(disk, 'cachingType') ?? 'None';
    return isUltra && caching !== 'None' ? 'Set cachingType: None.' : undefined;
  }),
];

/** A rule over one disk and those before it: the order to the user where it is broken. */
function each(
  rule: string,
  field: string,
  remedy: (disk: JsonObject, before: readonly JsonObject[]) => string | undefined,
): Check {
  return check(rule, (spec) => {
    const disks = listAt(spec, 'dataDisks').map((disk) => asObject(disk) ?? {});
    return disks.flatMap((disk, index): Unworded[] => {
      const hint = remedy(disk, disks.slice(0, index));
      if (hint === undefined) return [];
      const at = ['dataDisks', index, field];
      const value = disk[field];
      return [{ code: 'InvalidValue', at, capiAt: at, hint, ...(value !== undefined && { value }) }];
    });
  });
}

function isWithin(value: Json | undefined, least: number, most: number): boolean {
  // What is missing is reported where the disk is converted.
  return value === undefined || (typeof value === 'number' && value >= least && value <= most);
}
