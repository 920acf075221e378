import type { JsonObject } from '@capstan/api';
import { asObject, deepEqual, listAt, textAt } from '../../mapping/json.ts';
import { check } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';
import { labelEntries } from './user-labels.ts';

/** Series of machine types that can compute confidentially, by technology; as CAPG's webhook has them. */
const confidentialSeries: { readonly [technology: string]: readonly string[] } = {
  Enabled: ['n2d', 'c2d', 'c3d'],
  AMDEncryptedVirtualization: ['n2d', 'c2d', 'c3d'],
  AMDEncryptedVirtualizationNestedPaging: ['n2d'],
  IntelTrustedDomainExtensions: ['c3'],
};

/** GPUs that Machine API attaches, which it does to machine types of the series n1 only. */
const attachedGpus = /^nvidia-tesla-(k80|p100|v100|p4|t4)$/;

/**
 * What CAPG's webhook or Machine API's webhook and controller refuse (and GCP would), found before anything is applied.
 */
export const gcpChecks: readonly Check[] = [
  check('Confidential computing needs onHostMaintenance: Terminate.', (spec) =>
    technologyOf(spec) !== undefined && spec['onHostMaintenance'] !== 'Terminate'
      ? [
          {
            code: 'Conflict',
            at: ['confidentialCompute'],
            value: spec['confidentialCompute'] ?? '',
            hint: 'Set onHostMaintenance: Terminate, or confidentialCompute: Disabled.',
          },
        ]
      : [],
  ),
  check('Confidential computing needs a machine type that has the technology.', (spec) => {
    const technology = technologyOf(spec);
    const series = technology === undefined ? undefined : confidentialSeries[technology];
    if (series === undefined || series.includes(seriesOf(spec))) return [];
    return [
      {
        code: 'Conflict',
        at: ['machineType'],
        value: spec['machineType'] ?? '',
        hint: `For ${technology} use a machine type of ${series.join(', ')}.`,
      },
    ];
  }),
  check('GPUs are attached to machine types of the series n1 only; a2, a3 and others come with their own.', (spec) =>
    gpuOf(spec) !== undefined && seriesOf(spec) !== 'n1'
      ? [
          {
            code: 'Conflict',
            at: ['gpus'],
            capiAt: ['guestAccelerators'],
            value: spec['machineType'] ?? '',
            hint: 'Remove the GPUs, or use a machine type of n1.',
          },
        ]
      : [],
  ),
  check('Machine API attaches the GPUs nvidia-tesla-k80, p100, v100, p4 and t4.', (spec) => {
    const type = textAt(gpuOf(spec), 'type');
    if (type === undefined || attachedGpus.test(type)) return [];
    return [
      {
        code: 'NotSupported',
        at: ['gpus', 0, 'type'],
        capiAt: ['guestAccelerators', 0, 'type'],
        value: type,
        hint: 'Use one of them.',
      },
    ];
  }),
  check('A machine with GPUs cannot be migrated when its host is maintained.', (spec) => {
    const hasGpu = gpuOf(spec) !== undefined || ['a2', 'a3'].includes(seriesOf(spec));
    if (!hasGpu || spec['onHostMaintenance'] !== 'Migrate') return [];
    return [
      {
        code: 'Conflict',
        at: ['onHostMaintenance'],
        capiAt: ['onHostMaintenance'],
        value: 'Migrate',
        hint: 'Set onHostMaintenance: Terminate.',
      },
    ];
  }),
  check('CAPG gives the boot disk the labels of the machine.', (spec) => {
    return listAt(spec, 'disks').flatMap((item, index) => {
      const disk = asObject(item);
      const labels = labelEntries(disk?.['labels']);
      const isFine = labels === undefined || deepEqual(labels, labelEntries(spec['labels']));
      if (disk?.['boot'] !== true || isFine) return [];
      return [
        {
          code: 'NotSupported',
          at: ['disks', index, 'labels'],
          value: disk['labels'] ?? null,
          hint: 'Remove the labels of the disk, or make them those of the machine.',
        },
      ];
    });
  }),
];

function technologyOf(spec: JsonObject): string | undefined {
  const technology = textAt(spec, 'confidentialCompute');
  return technology === 'Disabled' ? undefined : technology;
}

function seriesOf(spec: JsonObject): string {
  return textAt(spec, 'machineType')?.split('-')[0] ?? '';
}

function gpuOf(spec: JsonObject): JsonObject | undefined {
  return asObject(listAt(spec, 'gpus')[0]);
}
