import type { JsonObject } from '@capstan/api';
import { asObject, listAt } from '../../mapping/json.ts';
import { check, type Unworded } from '../../objects/check.ts';
import { metadataCheck, noWindows } from '../../objects/metadata-check.ts';
import type { Check } from '../../objects/platform.ts';

/** What CAPX's controller refuses or cannot make, found before it tries. Mirrors its validation of data disks. */
export const nutanixChecks: readonly Check[] = [
  adapterCheck(
    'A CD-ROM must be on IDE, the one adapter that both APIs have for it.',
    ({ deviceType, adapterType }) => deviceType !== 'CDRom' || adapterType === 'IDE',
    'Use adapterType: IDE.',
  ),
  adapterCheck(
    "Cluster API's provider cannot attach a disk to an adapter of type SPAPR.",
    ({ deviceType, adapterType }) => deviceType === 'CDRom' || adapterType !== 'SPAPR',
    'Use SCSI, PCI, SATA or IDE.',
  ),
  noWindows,
  metadataCheck({
    rule: 'CAPX places machines with metro.nutanix.com labels and annotations in a Metro domain, which Machine API has not.',
    hint: 'Leave these machines under the API that has them, or remove what begins with metro.nutanix.com/.',
    of: ['labels', 'annotations'],
    isMeant: (key) => key.startsWith('metro.nutanix.com/'),
  }),
];

function adapterCheck(rule: string, isFine: (properties: JsonObject) => boolean, hint: string): Check {
  return check(rule, (spec) =>
    listAt(spec, 'dataDisks').flatMap((disk, index): Unworded[] => {
      const properties = asObject(asObject(disk)?.['deviceProperties']);
      if (properties === undefined || isFine(properties)) return [];
      const at = ['dataDisks', index, 'deviceProperties', 'adapterType'];
      const value = properties['adapterType'];
      return [{ code: 'NotSupported', at, capiAt: at, ...(value !== undefined && { value }), hint }];
    }),
  );
}
