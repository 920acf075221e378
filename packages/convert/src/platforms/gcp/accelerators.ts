import { unknownWord } from '../../codecs/enumeration.ts';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';

type Maintenance = 'Migrate' | 'Terminate';

interface MapiSlots {
  gpus?: { count?: number | undefined; type?: string | undefined }[] | undefined;
  maintenance?: string | undefined;
  /** The type of an accelerator is a path with the zone in it. The zone itself is converted by a row of its own. */
  zone?: string | undefined;
}

interface CapiSlots {
  accelerators?: { count?: number | undefined; type?: string | undefined }[] | undefined;
  maintenance?: Maintenance | undefined;
  zone?: string | undefined;
}

/** A type by its path, of any length; the zone in it, if any, and the type itself. */
const typePath = /^(?:.*?zones\/([^/]+)\/acceleratorTypes\/)([^/]+)$/;

/**
 * GPUs, and what happens to the machine when its host is maintained: one with GPUs can only be terminated. CAPG does so
 * whatever the spec says; where a GCPMachine with GPUs says nothing, it is written, because Machine API hands GCP no more
 * than it is told.
 */
export function accelerators<C>(): Codec<MapiSlots, CapiSlots, C> {
  return {
    rule: 'one type of GPU at most; the type is a path with the zone',
    samples: {
      mapi: [
        {},
        { maintenance: 'Migrate' },
        { maintenance: 'Terminate' },
        { gpus: [{ count: 2, type: 'nvidia-tesla-t4' }], maintenance: 'Terminate' },
        { gpus: [{ count: 0, type: 'nvidia-tesla-v100' }] },
      ],
      capi: [
        {},
        { maintenance: 'Migrate' },
        { accelerators: [{ count: 1, type: 'zones/europe-west4-a/acceleratorTypes/nvidia-tesla-t4' }] },
        {
          accelerators: [{ count: 4, type: 'projects/p/zones/europe-west4-a/acceleratorTypes/nvidia-tesla-p100' }],
          maintenance: 'Terminate',
        },
      ],
    },

    toCapi(found, scope) {
      const { gpus = [], maintenance, zone } = found ?? {};
      const kept = maintenanceOf(maintenance, scope);
      const [gpu, second] = gpus;
      if (second !== undefined) scope.at('gpus').report({ ...oneType, value: gpus });
      if (gpu === undefined) return { maintenance: kept, zone };
      if (!gpu.type) scope.at('gpus', 0, 'type').report(typeMissing);
      const path = `zones/${zone}/acceleratorTypes/${gpu.type}`;
      // Machine API's webhook counts 0 as 1. Without a zone nothing is converted anyway.
      return {
        ...(zone && gpu.type && { accelerators: [{ count: gpu.count || 1, type: path }] }),
        maintenance: kept ?? 'Terminate',
        zone,
      };
    },

    toMapi(found, scope) {
      const { accelerators: list = [], maintenance, zone } = found ?? {};
      const [accelerator, second] = list;
      if (second !== undefined) scope.at('accelerators').report({ ...oneType, value: list });
      if (accelerator === undefined) return { maintenance, zone };
      const at = scope.at('accelerators', 0);
      if (!accelerator.count || accelerator.count < 1 || accelerator.count > maxCount) {
        at.at('count').report({
          code: 'InvalidValue',
          value: accelerator.count,
          message: 'GPUs are counted from 1',
          hint: 'Give the number of GPUs.',
        });
      }
      const [, pathZone, type] = typePath.exec(accelerator.type ?? '') ?? [];
      if (type === undefined || (zone && pathZone !== zone)) {
        at.at('type').report({
          code: accelerator.type ? 'InvalidValue' : 'Required',
          value: accelerator.type,
          message: `must be the path of a type in the zone of the machine: zones/${zone ?? 'ZONE'}/acceleratorTypes/TYPE`,
          hint: 'Correct the type of the GPU, or the failure domain of the machine.',
        });
      }
      return { gpus: [{ count: accelerator.count, type }], maintenance: maintenance ?? 'Terminate', zone };
    },
  };
}

/** Machine API counts in 32 bits. */
const maxCount = 2 ** 31 - 1;

function maintenanceOf<C>(value: string | undefined, scope: Scope<C>): Maintenance | undefined {
  if (!value) return undefined;
  if (value === 'Migrate' || value === 'Terminate') return value;
  scope.at('maintenance').report(unknownWord(value, ['Migrate', 'Terminate']));
  return undefined;
}

const oneType = {
  code: 'NotSupported',
  message: 'GCP attaches GPUs of one type to a machine',
  hint: 'List one type of GPU.',
} as const;

const typeMissing = { code: 'Required', message: 'no type of GPU is named', hint: 'Name the type.' } as const;

/** What documentation says of them. */
export const acceleratorFields: readonly FieldDoc[] = [
  {
    mapi: 'gpus',
    capi: 'guestAccelerators',
    outcome: 'mapped',
    rule: 'one type at most; a type is the path `zones/ZONE/acceleratorTypes/TYPE`',
    doc: "A count of 0 is 1, as Machine API's webhook has it. Other spellings of the path are carried.",
    whole: true,
  },
  {
    mapi: 'onHostMaintenance',
    capi: 'onHostMaintenance',
    outcome: 'mapped',
    rule: 'the same value; `Terminate` where there are GPUs and none is given',
    doc: 'CAPG terminates machines with GPUs whatever is written.',
  },
];
