import type { JsonObject } from '@capstan/api';
import type { Segment } from '../../mapping/issue.ts';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { check } from '../../objects/check.ts';
import { noWindows } from '../../objects/metadata-check.ts';
import type { Check } from '../../objects/platform.ts';

const tagPattern = /^urn:vmomi:InventoryServiceTag:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[^:]+$/i;
const diskPattern = /^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/;

/**
 * What Machine API's webhook or controller refuses, or CAPV's, found before anything is applied. Mirrors the checks of
 * VSphereMachineProviderSpec in the webhooks of the Machine API operator, and what its controller does when it clones.
 */
export const vsphereChecks: readonly Check[] = [
  check('A full clone needs diskGiB: Machine API does not take the size of the disk from the template.', (spec) =>
    spec['cloneMode'] === 'linkedClone' || (typeof spec['diskGiB'] === 'number' && spec['diskGiB'] > 0)
      ? []
      : [{ code: 'Required', at: ['diskGiB'], hint: "Set diskGiB to the size of the template's disk, or more." }],
  ),
  check('A folder is an inventory path inside the datacenter, which must be named beside it.', (spec) => {
    const folder = textAt(spec, 'workspace', 'folder');
    const datacenter = textAt(spec, 'workspace', 'datacenter');
    const isInside = datacenter !== undefined && folder?.startsWith(`/${datacenter}/vm/`);
    if (folder === undefined || isInside) return [];
    const hint =
      datacenter === undefined
        ? 'Set the datacenter to the one that the folder is in.'
        : `Write the folder as /${datacenter}/vm/..., or name the datacenter that it is in.`;
    return [{ code: 'Conflict', at: ['workspace', 'folder'], value: folder, hint }];
  }),
  check('A template is named by its name, inventory path or instance UUID, not by the id of an object.', (spec) => {
    const template = textAt(spec, 'template');
    return template !== undefined && objectId.test(template)
      ? [{ ...place(['template']), value: template, hint: 'Write the name or the inventory path of the template.' }]
      : [];
  }),
  noWindows,
  check('At most 10 tags.', (spec) => {
    const { length } = listAt(spec, 'tagIDs');
    return length > 10 ? [{ code: 'InvalidValue', at: ['tagIDs'], value: length, hint: 'Remove some.' }] : [];
  }),
  check('Tags are named by their URN, as in urn:vmomi:InventoryServiceTag:UUID:GLOBAL.', (spec) =>
    listAt(spec, 'tagIDs').flatMap((tag, index) =>
      typeof tag === 'string' && tagPattern.test(tag)
        ? []
        : [
            {
              ...place(['tagIDs', index]),
              value: tag,
              hint: 'Write the URN of the tag: govc tags.info NAME prints it as the ID.',
            },
          ],
    ),
  ),
  check('The name of a data disk has at most 80 letters, digits, hyphens and underscores.', (spec) =>
    disksOf(spec).flatMap(({ name }, index) =>
      name.length <= 80 && diskPattern.test(name)
        ? []
        : [{ ...place(['dataDisks', index, 'name']), value: name, hint: 'Correct the name of the disk.' }],
    ),
  ),
  check('Data disks have different names.', (spec) =>
    disksOf(spec).flatMap(({ name }, index, disks) =>
      disks.findIndex((disk) => disk.name === name) === index
        ? []
        : [
            {
              ...place(['dataDisks', index, 'name']),
              code: 'Duplicate',
              value: name,
              hint: 'Give every data disk a name of its own.',
            },
          ],
    ),
  ),
  check('A data disk has 1 to 16384 GiB.', (spec) =>
    disksOf(spec).flatMap(({ size }, index) =>
      size >= 1 && size <= 16384
        ? []
        : [{ ...place(['dataDisks', index, 'sizeGiB']), value: size, hint: 'Correct the size of the disk.' }],
    ),
  ),
];

/** What CAPV takes for the id of an object, and Machine API for a name. */
const objectId = /^(?:VirtualMachine:)?vm-\d+$/;

/** A place that both sides have at the same path. */
function place(at: readonly Segment[]) {
  return { code: 'InvalidValue', at, capiAt: at } as const;
}

function disksOf(spec: JsonObject): { name: string; size: number }[] {
  return listAt(spec, 'dataDisks').map((disk) => {
    const size = asObject(disk)?.['sizeGiB'];
    return { name: textAt(disk, 'name') ?? '', size: typeof size === 'number' ? size : 0 };
  });
}
