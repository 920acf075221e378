import type { Scope } from '../../mapping/issue.ts';
import { deepEqual } from '../../mapping/json.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { checkSize, checkType, type Disk, defaultType, onlyDeleted } from './disk.ts';
import { imageToCapi, imageToMapi } from './disk-image.ts';
import { diskSamples } from './disk-samples.ts';
import { type EncryptionKey, keyToCapi, keyToMapi } from './encryption-key.ts';
import type { GCPFacts } from './facts.ts';
import { labelEntries } from './user-labels.ts';

interface MapiSlots {
  disks?: Disk[] | undefined;
}

interface DataDisk {
  deviceType?: string | undefined;
  size?: number | undefined;
  encryptionKey?: EncryptionKey | undefined;
}

interface CapiSlots {
  image?: string | undefined;
  imageFamily?: string | undefined;
  rootSize?: number | undefined;
  rootType?: string | undefined;
  rootKey?: EncryptionKey | undefined;
  additional?: DataDisk[] | undefined;
}

type Context = RowContext<GCPFacts>;

/** CAPG gives a data disk of no size this many GB. */
const defaultDataSize = 30;

/** Machine API lists disks, one of which boots; Cluster API has a root disk, which comes first, and a list of others. */
export function disks(): Codec<MapiSlots, CapiSlots, Context> {
  return {
    rule: 'the disk with boot is the root disk, the others keep their order',
    samples: diskSamples,

    toCapi(found, scope) {
      const list = found?.disks ?? [];
      const boots = list.flatMap(({ boot }, index) => (boot === true ? [index] : []));
      const [first, second] = boots;
      if (first === undefined) scope.at('disks').report(noBootDisk);
      if (second !== undefined) scope.at('disks', second, 'boot').report(secondBootDisk);
      list.forEach((disk, index) => {
        onlyDeleted(disk, scope.at('disks', index));
      });
      const root = first === undefined ? undefined : list[first];
      if (root === undefined || first === undefined) return {};
      const at = scope.at('disks', first);
      checkSize(root.sizeGb, at.at('sizeGb'));
      checkType(root.type, at.at('type'));
      const rootKey = keyToCapi(root.encryptionKey, at.at('encryptionKey'));
      const additional = list.flatMap((disk, index) =>
        disk.boot === true ? [] : [dataToCapi(disk, rootKey, scope.at('disks', index))],
      );
      return {
        image: imageToCapi(root.image, at.at('image')),
        rootSize: root.sizeGb || undefined,
        rootType: root.type || defaultType,
        rootKey,
        ...(additional.length > 0 && { additional }),
      };
    },

    toMapi(found, scope) {
      const { rootSize, rootType, rootKey, additional = [] } = found ?? {};
      checkSize(rootSize, scope.at('rootSize'));
      checkType(rootType, scope.at('rootType'));
      const root: Disk = {
        autoDelete: true,
        boot: true,
        image: imageToMapi(found ?? {}, scope),
        sizeGb: rootSize || undefined,
        type: rootType || defaultType,
        encryptionKey: keyToMapi(rootKey, scope.at('rootKey')),
      };
      return {
        disks: [root, ...additional.map((disk, index) => dataToMapi(disk, rootKey, scope.at('additional', index)))],
      };
    },

    canonMapi: (found) =>
      found?.disks?.map((disk) => ({
        ...disk,
        boot: disk.boot || undefined,
        sizeGb: disk.sizeGb || undefined,
        labels: labelEntries(disk.labels),
      })),
    canonCapi: (found) => ({
      ...found,
      rootSize: found?.rootSize || undefined,
      rootType: found?.rootType || defaultType,
    }),
  };
}

function dataToCapi(disk: Disk, rootKey: EncryptionKey | undefined, scope: Scope<Context>): DataDisk {
  checkType(disk.type, scope.at('type'));
  if (!disk.sizeGb) scope.at('sizeGb').report(sizeMissing);
  else checkSize(disk.sizeGb, scope.at('sizeGb'));
  if (disk.image) {
    scope.at('image').report({
      code: 'NotSupported',
      value: disk.image,
      message: 'Cluster API makes data disks empty',
      hint: 'Remove the image, or keep these machines on Machine API.',
    });
  }
  if (labelEntries(disk.labels) !== undefined) {
    scope.at('labels').report({
      code: 'NotSupported',
      value: disk.labels,
      message: 'CAPG puts no labels on data disks',
      hint: 'Remove the labels of this disk, or keep these machines on Machine API.',
    });
  }
  const encryptionKey = keyToCapi(disk.encryptionKey, scope.at('encryptionKey'));
  if (!sameKey(encryptionKey, rootKey)) scope.at('encryptionKey').report(keyOfRoot(disk.encryptionKey));
  return { deviceType: disk.type || defaultType, size: disk.sizeGb, ...(encryptionKey && { encryptionKey }) };
}

function dataToMapi(disk: DataDisk, rootKey: EncryptionKey | undefined, scope: Scope<Context>): Disk {
  checkType(disk.deviceType, scope.at('deviceType'));
  if (disk.size === 0) scope.at('size').report(sizeMissing);
  else checkSize(disk.size, scope.at('size'));
  const encryptionKey = keyToMapi(disk.encryptionKey, scope.at('encryptionKey'));
  if (encryptionKey !== undefined && !sameKey(disk.encryptionKey, rootKey))
    scope.at('encryptionKey').report(keyOfRoot(disk.encryptionKey));
  return {
    autoDelete: true,
    boot: false,
    image: '',
    sizeGb: disk.size ?? defaultDataSize,
    type: disk.deviceType || defaultType,
    ...(encryptionKey && { encryptionKey }),
  };
}

/** True for no key of its own, and for the root disk's. */
function sameKey(key: EncryptionKey | undefined, rootKey: EncryptionKey | undefined): boolean {
  return key === undefined || deepEqual(key, rootKey);
}

/** CAPG v1.12.0 takes the root disk's key for every encrypted disk, and crashes where the root disk has none. */
function keyOfRoot(value: unknown) {
  return {
    code: 'NotSupported',
    value,
    message: 'CAPG encrypts a data disk with the key of the boot disk and no other',
    hint: 'Use one key for all disks, or keep these machines on Machine API.',
  } as const;
}

const noBootDisk = {
  code: 'Required',
  message: 'there is no boot disk',
  hint: 'Set boot: true on the disk with the image.',
} as const;

const secondBootDisk = {
  code: 'Conflict',
  value: true,
  message: 'a second boot disk: a machine has one',
  hint: 'Set boot: false on all disks but one.',
} as const;

const sizeMissing = {
  code: 'Required',
  message: 'a data disk needs a size: GCP would choose one in Machine API, and CAPG another',
  hint: 'Give the size in GB, for instance 100.',
} as const;
