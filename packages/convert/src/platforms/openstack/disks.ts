import type { Codec } from '../../mapping/make-row.ts';
import { imageToCapi, imageToMapi } from './image.ts';
import { made } from './made.ts';
import type { CapiDevice, CapiImage, CapiRootVolume, Context, MapiDevice, MapiRootVolume } from './types.ts';
import { devicesToCapi, devicesToMapi, rootToCapi, rootToMapi } from './volumes.ts';

interface MapiDisks {
  zone?: string | undefined;
  image?: string | undefined;
  root?: MapiRootVolume | undefined;
  devices?: MapiDevice[] | undefined;
}

interface CapiDisks {
  zone?: string | undefined;
  image?: CapiImage | undefined;
  root?: CapiRootVolume | undefined;
  devices?: CapiDevice[] | undefined;
}

/**
 * The zone, the image and the disks: Machine API takes the image from the root volume where there is one, and both sides
 * take the zone of a volume from the machine where it has none of its own, though not by the same words.
 */
export function disks(): Codec<MapiDisks, CapiDisks, Context> {
  return {
    rule: 'together: a root volume names the image, and a volume without a zone takes that of the machine',
    fields: [
      { mapi: 'root.sourceUUID', capi: 'image.filter.name', outcome: 'mapped', rule: imageRule },
      { mapi: 'root.diskSize', capi: 'root.sizeGiB', outcome: 'mapped', rule: 'the same value; at least 1' },
      { mapi: 'root.volumeType', capi: 'root.type', outcome: 'mapped', rule: 'the same value' },
      { mapi: 'root.availabilityZone', capi: 'root.availabilityZone.name', outcome: 'mapped', rule: zoneRule },
      { capi: 'root.availabilityZone.from', outcome: 'mapped', rule: 'always written' },
      ...['root.deviceType', 'root.sourceType'].map((mapi) => ({ mapi, outcome: 'carried', ...unused }) as const),
      { mapi: 'devices[].name', capi: 'devices[].name', outcome: 'mapped', rule: 'the same value; no two alike' },
      { mapi: 'devices[].sizeGiB', capi: 'devices[].sizeGiB', outcome: 'mapped', rule: 'the same value; at least 1' },
      { mapi: 'devices[].storage.type', capi: 'devices[].storage.type', outcome: 'mapped', rule: '`Local`, `Volume`' },
      {
        mapi: 'devices[].storage.volume.type',
        capi: 'devices[].storage.volume.type',
        outcome: 'mapped',
        rule: 'the same value; without effect, and carried, where storage.type is `Local`',
      },
      {
        mapi: 'devices[].storage.volume.availabilityZone',
        capi: 'devices[].storage.volume.availabilityZone.name',
        outcome: 'mapped',
        rule: zoneRule,
      },
      { capi: 'devices[].storage.volume.availabilityZone.from', outcome: 'mapped', rule: 'always written' },
      ...['id', 'filter.tags', 'imageRef.name'].map(
        (field) => ({ capi: `image.${field}`, outcome: 'refused', ...byName }) as const,
      ),
    ],
    samples: {
      required: true,
      mapi: [
        { image: 'ocp1-x7k2p-rhcos' },
        { image: 'ocp1-x7k2p-rhcos', zone: 'nova-az1' },
        { image: 'rhcos', root: { diskSize: 100, sourceUUID: 'rhcos', volumeType: 'ssd', availabilityZone: 'az1' } },
        { zone: 'nova-az1', root: { diskSize: 25, sourceUUID: 'rhcos', deviceType: 'disk' } },
        {
          image: 'rhcos',
          devices: [
            { name: 'etcd', sizeGiB: 20, storage: { type: 'Local' } },
            {
              name: 'osd',
              sizeGiB: 512,
              storage: { type: 'Volume', volume: { type: 'ssd', availabilityZone: 'az2' } },
            },
            { name: 'logs', sizeGiB: 1, storage: { type: 'Volume' } },
          ],
        },
      ],
      capi: [
        { image: { filter: { name: 'rhcos' } }, zone: 'nova-az1' },
        { image: { filter: { name: 'rhcos' } }, root: { sizeGiB: 100, type: 'ssd' } },
        {
          zone: 'nova-az1',
          image: { filter: { name: 'rhcos' } },
          root: { sizeGiB: 1, availabilityZone: { from: 'Machine' } },
          devices: [
            { name: 'etcd', sizeGiB: 20, storage: { type: 'Local' } },
            { name: 'osd', sizeGiB: 9, storage: { type: 'Volume', volume: { availabilityZone: { name: 'az2' } } } },
          ],
        },
      ],
    },
    toCapi: ({ zone, image, root, devices } = {}, scope) =>
      made<CapiDisks>({
        zone: zone || undefined,
        image: imageToCapi(image, root?.sourceUUID, scope),
        root: rootToCapi(root, scope.at('root')),
        devices: devicesToCapi(devices, scope.at('devices')),
      }),
    toMapi({ zone, image, root, devices } = {}, scope) {
      const name = imageToMapi(image, scope);
      return made<MapiDisks>({
        zone: zone || undefined,
        image: name,
        root: rootToMapi(root, name, zone, scope.at('root')),
        devices: devicesToMapi(devices, zone, scope.at('devices')),
      });
    },
  };
}

const imageRule = 'with a root volume the name of the image, which must be that of image, if that is there';
const zoneRule = 'the name of a zone; where it is empty, `from` is `Machine`';
const unused = { rule: 'carried', doc: 'Machine API ignores it.' };
const byName = { rule: 'refused', doc: 'Machine API knows images by their names only.' };
