import type { JsonObject } from '@capstan/api';
import { asObject } from '../../mapping/json.ts';
import type { Check, Finding } from '../../objects/platform.ts';

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
];

function adapterCheck(rule: string, isFine: (properties: JsonObject) => boolean, hint: string): Check {
  return {
    rule,
    find: ({ dataDisks }) =>
      (Array.isArray(dataDisks) ? dataDisks : []).flatMap((disk: unknown, index): Finding[] => {
        const properties = asObject(asObject(disk)?.['deviceProperties']);
        if (properties === undefined || isFine(properties)) return [];
        const at = ['dataDisks', index, 'deviceProperties', 'adapterType'];
        return [
          {
            code: 'NotSupported',
            at,
            capiAt: at,
            ...(properties['adapterType'] !== undefined && { value: properties['adapterType'] }),
            message: rule,
            hint,
          },
        ];
      }),
  };
}
