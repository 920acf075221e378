import { asObject, isBlank, listAt, textAt } from '../../mapping/json.ts';
import { check, type Unworded } from '../../objects/check.ts';
import type { Check } from '../../objects/platform.ts';
import { idOrName } from './image.ts';
import { isUuid } from './references.ts';

/**
 * What CAPO's CRD and webhooks refuse and no shape says, and what its controller would read otherwise than Machine API. Rules
 * over ports are where ports are converted.
 */
export const openStackChecks: readonly Check[] = [
  check('A flavor is needed, by its name.', ({ flavor }) => {
    if (typeof flavor !== 'string' || flavor === '')
      return [{ code: 'Required', at: ['flavor'], hint: 'Give the name of the flavor.' }];
    return isUuid(flavor) ? [{ at: ['flavor'], value: flavor, ...idOrName('flavor') }] : [];
  }),
  check('A root volume needs a size; without one Machine API boots from the disk of the flavor.', (spec) => {
    const root = asObject(spec['rootVolume']);
    return isBlank(root) || root?.['diskSize']
      ? []
      : [
          {
            code: 'Required',
            at: ['rootVolume', 'diskSize'],
            capiAt: ['rootVolume', 'sizeGiB'],
            hint: 'Set rootVolume.diskSize, or remove rootVolume.',
          },
        ];
  }),
  check('Beside a root volume no block device is called root.', (spec) => {
    if (isBlank(spec['rootVolume'])) return [];
    return listAt(spec, 'additionalBlockDevices').flatMap((device, index): Unworded[] => {
      const at = ['additionalBlockDevices', index, 'name'];
      return textAt(device, 'name') === 'root'
        ? [{ code: 'Conflict', at, capiAt: at, value: 'root', hint: 'Give the block device another name.' }]
        : [];
    });
  }),
  check('A port without port security has no security groups of its own.', (spec) =>
    listAt(spec, 'ports').flatMap((port, index): Unworded[] => {
      const groups = listAt(port, 'securityGroups');
      if (asObject(port)?.['portSecurity'] !== false || groups.length === 0) return [];
      const hint = 'Remove the security groups of the port, or portSecurity.';
      return [{ code: 'Conflict', at: ['ports', index, 'securityGroups'], value: groups, hint }];
    }),
  ),
];
