import { ignoredField, made, nonEmpty } from './made.ts';
import type { CapiDevice, CapiRootVolume, MapiDevice, MapiRootVolume, OpenStackScope, VolumeZone } from './types.ts';

/** The root volume. One without a size is none, on which a check has its say. */
export function rootToCapi(root: MapiRootVolume | undefined, scope: OpenStackScope): CapiRootVolume | undefined {
  if (root?.deviceType) scope.at('deviceType').report(ignoredField(root.deviceType));
  if (root?.sourceType) scope.at('sourceType').report(ignoredField(root.sourceType));
  if (!root?.diskSize) return undefined;
  return made({
    sizeGiB: sizeOf(root.diskSize, scope.at('diskSize')),
    type: root.volumeType || undefined,
    availabilityZone: zoneToCapi(root.availabilityZone, scope.at('availabilityZone')),
  });
}

/** The way back; with a root volume Machine API's actuator takes the image from there. */
export function rootToMapi(
  root: CapiRootVolume | undefined,
  image: string | undefined,
  machineZone: string | undefined,
  scope: OpenStackScope,
): MapiRootVolume | undefined {
  if (root === undefined) return undefined;
  return made({
    diskSize: root.sizeGiB,
    sourceUUID: image,
    volumeType: root.type || undefined,
    availabilityZone: zoneToMapi(root.availabilityZone, machineZone, scope.at('availabilityZone')),
  });
}

/** Additional block devices; those of type Local have no volume. */
export function devicesToCapi(
  devices: readonly MapiDevice[] | undefined,
  scope: OpenStackScope,
): CapiDevice[] | undefined {
  const seen = new Set<string>();
  return nonEmpty(
    (devices ?? []).map((device, index) => {
      const at = scope.at(index);
      const { name = '', storage } = device;
      if (seen.has(name)) at.at('name').report({ value: name, ...sameName });
      seen.add(name);
      const volume = storage?.volume;
      const type = storageType(storage?.type, at.at('storage', 'type'));
      if (type === 'Local' && volume !== undefined) warnUnused(volume, at.at('storage', 'volume'));
      return made<CapiDevice>({
        name,
        sizeGiB: sizeOf(device.sizeGiB, at.at('sizeGiB')),
        storage: made({
          type,
          volume:
            type === 'Volume'
              ? made({
                  type: volume?.type || undefined,
                  availabilityZone: zoneToCapi(
                    volume?.availabilityZone,
                    at.at('storage', 'volume', 'availabilityZone'),
                  ),
                })
              : undefined,
        }),
      });
    }),
  );
}

/** The way back. */
export function devicesToMapi(
  devices: readonly CapiDevice[] | undefined,
  machineZone: string | undefined,
  scope: OpenStackScope,
): MapiDevice[] | undefined {
  return nonEmpty(
    (devices ?? []).map(({ name, sizeGiB, storage }, index) => {
      const at = scope.at(index, 'storage');
      const size = sizeOf(sizeGiB, scope.at(index, 'sizeGiB'));
      const type = storageType(storage?.type, at.at('type'));
      const zone = () =>
        zoneToMapi(storage?.volume?.availabilityZone, machineZone, at.at('volume', 'availabilityZone'));
      const volume =
        type === 'Volume' ? made({ type: storage?.volume?.type || undefined, availabilityZone: zone() }) : undefined;
      return made<MapiDevice>({ name, sizeGiB: size, storage: made({ type, volume }) });
    }),
  );
}

/** Machine API's '' is the zone of the server, as openshift/api has it; CAPO takes no zone at all unless told this. */
function zoneToCapi(zone: string | undefined, scope: OpenStackScope): VolumeZone {
  if (!zone) return { from: 'Machine' };
  if (zone.includes(' ')) {
    scope.report({
      code: 'InvalidValue',
      value: zone,
      message: 'contains a space, and Cluster API takes no such zone for a volume',
      hint: 'Correct the zone.',
    });
    return {};
  }
  return { from: 'Name', name: zone };
}

function zoneToMapi(
  zone: VolumeZone | undefined,
  machineZone: string | undefined,
  scope: OpenStackScope,
): string | undefined {
  if (zone === undefined) {
    if (machineZone) {
      scope.report({
        code: 'Required',
        message: `CAPO leaves the zone of this volume to Cinder, and Machine API would take the machine's, which is ${machineZone}`,
        hint: 'Set availabilityZone to {from: Machine}, or to {from: Name} with the name of a zone.',
      });
    }
    return undefined;
  }
  const isNamed = (zone.from ?? 'Name') === 'Name';
  if (isNamed && !zone.name) {
    scope.at('name').report({
      code: 'Required',
      message: 'from is Name, and no zone is named',
      hint: 'Name the zone, or set from to Machine.',
    });
  }
  if (!isNamed && zone.name) {
    scope.at('name').report({
      code: 'Conflict',
      value: zone.name,
      message: `from is ${zone.from}, which leaves no zone to name`,
      hint: 'Remove the name, or set from to Name.',
    });
  }
  return isNamed ? zone.name : undefined;
}

function sizeOf(size: number | undefined, scope: OpenStackScope): number | undefined {
  if (size !== undefined && size >= 1) return size;
  scope.report({
    code: size === undefined ? 'Required' : 'InvalidValue',
    ...(size !== undefined && { value: size }),
    message: 'a volume has a size of at least 1 GiB',
    hint: 'Correct the size.',
  });
  return 1;
}

function storageType(type: string | undefined, scope: OpenStackScope): string {
  if (type !== 'Local' && type !== 'Volume') {
    scope.report({
      code: 'InvalidValue',
      value: type,
      message: 'unknown value; known are Local, Volume',
      hint: 'Use one of Local, Volume.',
    });
  }
  return type ?? '';
}

function warnUnused(volume: object, scope: OpenStackScope): void {
  scope.report({
    code: 'DroppedWithoutEffect',
    severity: 'warning',
    value: volume,
    message: 'has no effect: a device of type Local is no volume',
    hint: 'Remove it.',
  });
}

const sameName = {
  code: 'Duplicate',
  message: 'another block device has this name',
  hint: 'Give each block device a name of its own.',
} as const;
