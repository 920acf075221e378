import type { JsonObject } from '@capstan/api';
import { asObject, isBlank, textAt } from '../../mapping/json.ts';
import type { Check, Finding } from '../../objects/platform.ts';
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
    return listOf(spec, 'additionalBlockDevices').flatMap((device, index): Unworded[] => {
      const at = ['additionalBlockDevices', index, 'name'];
      return textAt(device, 'name') === 'root'
        ? [{ code: 'Conflict', at, capiAt: at, value: 'root', hint: 'Give the block device another name.' }]
        : [];
    });
  }),
  check('A port without port security has no security groups of its own.', (spec) =>
    listOf(spec, 'ports').flatMap((port, index): Unworded[] => {
      const groups = port?.['securityGroups'];
      if (port?.['portSecurity'] !== false || !Array.isArray(groups) || groups.length === 0) return [];
      const hint = 'Remove the security groups of the port, or portSecurity.';
      return [{ code: 'Conflict', at: ['ports', index, 'securityGroups'], value: groups, hint }];
    }),
  ),
];

type Unworded = Omit<Finding, 'message'> & { readonly message?: string };

function check(rule: string, find: (spec: JsonObject) => readonly Unworded[]): Check {
  return { rule, find: (spec) => find(spec).map((finding) => ({ message: rule, ...finding })) };
}

function listOf(spec: JsonObject, field: string): (JsonObject | undefined)[] {
  const list = spec[field];
  return Array.isArray(list) ? list.map(asObject) : [];
}
