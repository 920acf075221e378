import type { NutanixMachineProviderConfig, NutanixMachineSpec } from '@capstan/api';
import { enumeration } from '../../codecs/enumeration.ts';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { listOf, nested } from '../../mapping/nested.ts';
import type { Loose } from '../../mapping/path.ts';
import { rowsFor } from '../../mapping/rows.ts';
import { type Address, addresses, isTaken } from './device-index.ts';
import { size } from './quantity.ts';
import { type ResourceId, readId, resourceId } from './resource-id.ts';

type MapiDisk = NonNullable<Loose<NutanixMachineProviderConfig>['dataDisks']>[number];
type CapiDisk = NonNullable<Loose<NutanixMachineSpec>['dataDisks']>[number];
type MapiProperties = NonNullable<MapiDisk['deviceProperties']>;
type CapiProperties = NonNullable<CapiDisk['deviceProperties']>;
type MapiStorage = NonNullable<MapiDisk['storageConfig']>;
type CapiStorage = NonNullable<CapiDisk['storageConfig']>;

/**
 * Data disks. The fields are alike; what they mean differs in the index of the address, which Machine API takes as it is and
 * CAPX chooses where it is 0. It is written out for Machine API, and refused where CAPX would choose another one.
 */
export function dataDisks<C>(): Codec<MapiDisk[], CapiDisk[], C> {
  const list = listOf<MapiDisk, CapiDisk, C>(disk());
  const samples = [
    // Most machines have none.
    ...[[], [], [], []],
    [{ diskSize: '200Gi' }],
    [{ diskSize: '1Ti' }],
    [scsi(1), scsi(2), { ...scsi(3), storageConfig: { diskMode: 'Standard' } }],
    [{ ...scsi(1), storageConfig: { diskMode: 'Flash', storageContainer: { type: 'uuid', uuid } } }],
    [{ diskSize: '10Gi', deviceProperties: { deviceType: 'Disk', adapterType: 'PCI', deviceIndex: 0 } }],
    [{ ...cdRom, dataSource: { type: 'uuid', uuid } }],
  ] as const;
  return {
    ...list,
    samples: { mapi: samples, capi: [...samples, [free]] },
    toCapi(disks, scope) {
      const converted = list.toCapi(disks, scope);
      const chosen = addresses(disks ?? []);
      const taken = isTaken(chosen);
      reportTaken(disks ?? [], chosen, scope);
      disks?.forEach(({ deviceProperties }, place) => {
        const { index, free, adapter } = chosen[place] ?? noAddress;
        if (deviceProperties === undefined || !free || index === 0 || taken[place]) return;
        scope.at(place, 'deviceProperties', 'deviceIndex').report({
          code: 'Conflict',
          value: 0,
          message: `Cluster API takes 0 as a free choice and would make it ${adapter} ${index}`,
          hint: `Set deviceIndex to ${index}, or to another one that is free.`,
        });
      });
      return converted;
    },
    toMapi(disks, scope) {
      const chosen = addresses(disks ?? []);
      reportTaken(disks ?? [], chosen, scope);
      return list.toMapi(disks, scope)?.map((made, place) => {
        const { index } = chosen[place] ?? noAddress;
        if (made.deviceProperties === undefined || index === 0) return made;
        return { ...made, deviceProperties: { ...made.deviceProperties, deviceIndex: index } };
      });
    },
  };
}

function disk<C>(): Codec<MapiDisk, CapiDisk, C> {
  const r = rowsFor<MapiDisk, CapiDisk, C>();
  const p = rowsFor<MapiProperties, CapiProperties, C>();
  const s = rowsFor<MapiStorage, CapiStorage, C>();
  const same = <W extends string>(...words: readonly W[]) =>
    enumeration<W, W, C>(words.map((word): [W, W] => [word, word]));
  return nested('its fields', [
    r.via('diskSize', 'diskSize', size('size of a data disk', '1Gi')),
    r.via(
      'deviceProperties',
      'deviceProperties',
      nested('its fields', [
        p.via('deviceType', 'deviceType', same('Disk', 'CDRom')),
        p.via('adapterType', 'adapterType', same('SCSI', 'IDE', 'PCI', 'SATA', 'SPAPR')),
        p.same('deviceIndex', 'deviceIndex', {
          mapi: { zeroIsAbsent: true },
          capi: { zeroIsAbsent: true },
          doc: 'Cluster API takes 0 as a free choice; what it chooses is written for Machine API.',
        }),
      ]),
    ),
    r.via(
      'storageConfig',
      'storageConfig',
      nested('its fields', [
        s.via('diskMode', 'diskMode', same('Standard', 'Flash')),
        s.via('storageContainer', 'storageContainer', storageContainer()),
      ]),
    ),
    r.via('dataSource', 'dataSource', dataSource()),
  ]);
}

/** Machine API knows a storage container by its UUID alone. */
function storageContainer<C>(): Codec<ResourceId, NonNullable<CapiStorage['storageContainer']>, C> {
  const byUuid = (found: ResourceId, scope: Scope<C>) => {
    const id = readId(found, 'storage container', scope, 'refuse');
    if (id?.type === 'name') scope.at('name').report(nameOnly('storage container', 'Machine API', id.name));
    return id?.type === 'uuid' ? id : undefined;
  };
  return {
    rule: 'by its UUID; by name refused',
    fields: [
      { mapi: 'type', capi: 'type', outcome: 'mapped', rule: '`uuid`' },
      { mapi: 'uuid', capi: 'uuid', outcome: 'mapped', rule: 'the same value: 36 characters with hyphens' },
      { capi: 'name', outcome: 'refused', rule: 'refused', hint: byUuidInstead },
    ],
    toCapi: (found, scope) => (found === undefined ? undefined : byUuid(found, scope)),
    toMapi: (found, scope) => (found === undefined ? undefined : byUuid(found, scope)),
  };
}

/** CAPX's CRD has the name of an image here, and its controller never reads it. */
function dataSource<C>(): Codec<ResourceId, NonNullable<CapiDisk['dataSource']>, C> {
  const codec = resourceId<C>('image of a data disk');
  const refuseName = (found: ResourceId | undefined, scope: Scope<C>): boolean => {
    if (found?.type !== 'name' || !found.name) return false;
    scope.at('name').report(nameOnly('image of a data disk', "CAPX's controller", found.name));
    return true;
  };
  return {
    ...codec,
    rule: 'by its UUID; by name refused',
    fields: [
      { mapi: 'type', capi: 'type', outcome: 'mapped', rule: '`uuid`' },
      { mapi: 'uuid', capi: 'uuid', outcome: 'mapped', rule: 'the same value: 36 characters with hyphens' },
      {
        mapi: 'name',
        capi: 'name',
        outcome: 'refused',
        rule: 'refused; beside a uuid carried',
        doc: "CAPX's controller never reads it.",
        hint: byUuidInstead,
      },
    ],
    toCapi: (found, scope) => (refuseName(found, scope) ? undefined : codec.toCapi(found, scope)),
    toMapi: (found, scope) => (refuseName(found, scope) ? undefined : codec.toMapi(found, scope)),
  };
}

function nameOnly(noun: string, who: string, value: string) {
  return {
    code: 'NotSupported',
    value,
    message: `${who} finds the ${noun} by its UUID alone`,
    hint: byUuidInstead,
  } as const;
}

function reportTaken<C>(disks: readonly unknown[], chosen: readonly Address[], scope: Scope<C>): void {
  isTaken(chosen).forEach((taken, place) => {
    const { device, adapter, index } = chosen[place] ?? noAddress;
    if (!taken) return;
    const item = disks[place];
    const hasProperties = typeof item === 'object' && item !== null && 'deviceProperties' in item;
    scope.at(place, ...(hasProperties ? ['deviceProperties', 'deviceIndex'] : [])).report({
      code: 'Conflict',
      value: index,
      message: `Cluster API would attach it as ${device} ${adapter} ${index}, where an earlier disk is`,
      hint: 'Give each disk a deviceIndex of its own; only the first may leave the choice to Cluster API.',
    });
  });
}

const byUuidInstead = 'Give its uuid, with type: uuid.';
const noAddress: Address = { device: '', adapter: '', index: 0, free: false };
const uuid = '2f4a6c1e-9d3b-4a5f-8e70-1b2c3d4e5f60';
const free = { diskSize: '500Gi', deviceProperties: { deviceType: 'Disk', adapterType: 'SCSI' } } as const;
const cdRom = {
  diskSize: '1Gi',
  deviceProperties: { deviceType: 'CDRom', adapterType: 'IDE', deviceIndex: 1 },
} as const;

function scsi(deviceIndex: number) {
  return { diskSize: '500Gi', deviceProperties: { deviceType: 'Disk', adapterType: 'SCSI', deviceIndex } };
}
