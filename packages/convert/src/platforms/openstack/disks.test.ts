import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';
import type { Refusal } from '../../testing/ways.ts';

const rhcos = { filter: { name: 'rhcos' } };
const uuid = '6f1f0a1d-5a1f-4a8e-bb8a-4d7a5c9f0e11';

describe('the image', () => {
  it('is found by its name', () => {
    expect(toInfra({ image: 'rhcos' })['image']).toEqual(rhcos);
    expect(toProvider({ image: rhcos })['image']).toBe('rhcos');
  });

  it.each([
    ['alone, as the installer writes it', { image: '', rootVolume: { diskSize: 10, sourceUUID: 'rhcos' } }],
    ['beside the same image', { image: 'rhcos', rootVolume: { diskSize: 10, sourceUUID: 'rhcos' } }],
    ['left out', { image: 'rhcos', rootVolume: { diskSize: 10 } }],
  ])('of a root volume, with sourceUUID %s, is a name all the same, and comes back as it was', (_, changes) => {
    expect(toInfra(changes)['image']).toEqual(rhcos);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it("of a root volume is written in both places on the way back: Machine API's actuator reads the one in the volume", () => {
    expect(toProvider({ image: rhcos, rootVolume: { sizeGiB: 10 } })).toMatchObject({
      image: 'rhcos',
      rootVolume: { diskSize: 10, sourceUUID: 'rhcos' },
    });
  });

  it('of a root volume that is another than image is refused: releases differ in which they boot', () => {
    expectRefused(
      { image: 'old', rootVolume: { diskSize: 10, sourceUUID: 'rhcos' } },
      {
        code: 'Conflict',
        path: 'rootVolume.sourceUUID',
        value: 'rhcos',
        remedy: 'Give both the same name',
        says: 'which is old',
      },
    );
  });

  it.each([
    ['image', { image: uuid }],
    ['rootVolume.sourceUUID', { image: '', rootVolume: { diskSize: 10, sourceUUID: uuid } }],
  ])('that looks like an id in %s is refused: Cluster API would look for that name', (path, changes) => {
    expectRefused(changes, { code: 'NotSupported', path, value: uuid, remedy: 'Give the name of the image' });
  });

  it('that is not named is refused', () => {
    expectRefused({ image: '' }, { code: 'Required', path: 'image', remedy: 'Give the name of the image' });
  });

  it.each<[string, Json, string, Json]>([
    ['id', { id: uuid }, 'image.id', uuid],
    ['reference', { imageRef: { name: 'rhcos' } }, 'image.imageRef', { name: 'rhcos' }],
    ['tags', { filter: { name: 'rhcos', tags: ['a'] } }, 'image.filter.tags', ['a']],
    ['a name like an id', { filter: { name: uuid } }, 'image.filter.name', uuid],
  ])('of Cluster API by %s is refused: Machine API knows names', (_, image, path, value) => {
    expectInfraRefused({ image }, { code: 'NotSupported', path, value, remedy: 'ame' });
  });

  it.each<Json>([{}, { filter: {} }])('of Cluster API that is not named (%j) is refused', (image) => {
    expectInfraRefused({ image }, { code: 'Required', path: 'image', remedy: 'image.filter.name' });
  });
});

describe('the root volume', () => {
  it('keeps its size, type and zone', () => {
    const rootVolume = { diskSize: 100, volumeType: 'ssd', availabilityZone: 'az2', sourceUUID: 'rhcos' };
    const capi = { sizeGiB: 100, type: 'ssd', availabilityZone: { from: 'Name', name: 'az2' } };
    expect(toInfra({ image: 'rhcos', rootVolume })['rootVolume']).toEqual(capi);
    expect(toProvider({ image: rhcos, rootVolume: capi })['rootVolume']).toEqual(rootVolume);
  });

  it('without a zone is in that of the machine: CAPO would leave it to Cinder', () => {
    expect(toInfra({ availabilityZone: 'nova-az2', rootVolume: { diskSize: 10 } })['rootVolume']).toEqual({
      sizeGiB: 10,
      availabilityZone: { from: 'Machine' },
    });
  });

  it.each(['sourceType', 'deviceType'])('warns of %s, which Machine API ignores, and gives it back', (field) => {
    const rootVolume = { diskSize: 10, sourceUUID: 'rhcos', [field]: 'image' };
    const path = `rootVolume.${field}`;
    expect(remarks({ image: 'rhcos', rootVolume })).toEqual([
      { code: 'DroppedWithoutEffect', severity: 'warning', path },
    ]);
    expect(thereAndBack({ image: 'rhcos', rootVolume })['rootVolume']).toEqual(rootVolume);
  });

  it.each([[{ volumeType: 'ssd' }], [{ diskSize: 0, sourceUUID: 'ocp1-x7k2p-rhcos' }]])(
    '%j without a size is refused: Machine API makes none then',
    (rootVolume) => {
      expectRefused({ rootVolume }, { code: 'Required', path: 'rootVolume.diskSize', remedy: 'or remove rootVolume' });
    },
  );

  it('of a negative size is refused', () => {
    const refusal = {
      code: 'InvalidValue',
      path: 'rootVolume.diskSize',
      value: -1,
      remedy: 'Correct the size',
    } as const;
    expectRefused({ rootVolume: { diskSize: -1 } }, refusal);
  });

  it('in a zone with a space is refused, as Cluster API does', () => {
    expectRefused(
      { rootVolume: { diskSize: 1, availabilityZone: 'az 2' } },
      { code: 'InvalidValue', path: 'rootVolume.availabilityZone', value: 'az 2', remedy: 'Correct the zone' },
    );
  });

  it.each<[string, Json, Pick<Refusal, 'code' | 'value'>]>([
    ['a name and from: Machine', { from: 'Machine', name: 'az2' }, { code: 'Conflict', value: 'az2' }],
    ['no name and from: Name', { from: 'Name' }, { code: 'Required' }],
  ])('of Cluster API with %s is refused, as its CRD does', (_, availabilityZone, refusal) => {
    expectInfraRefused(
      { rootVolume: { sizeGiB: 10, availabilityZone } },
      { ...refusal, path: 'rootVolume.availabilityZone.name', remedy: 'set from to' },
    );
  });
});

describe('the zone of a volume that CAPO leaves to Cinder', () => {
  const inZone = (infra: Parameters<typeof infraSpec>[0], failureDomain?: string) =>
    converter().toMachineApi(...capiSet(infraSpec(infra), { machine: { failureDomain } }));

  it.each([
    [{ rootVolume: { sizeGiB: 10 } }, 'rootVolume.availabilityZone'],
    [
      { additionalBlockDevices: [{ name: 'a', sizeGiB: 1, storage: { type: 'Volume' } }] },
      'additionalBlockDevices[0].storage.volume.availabilityZone',
    ],
  ])('is refused beside a zone of the machine (%j): Machine API would take that', (infra, path) => {
    const [error, ...more] = errorsOf(inZone(infra, 'nova-az2'));
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code: 'Required', object: 'infra', path: `spec.template.spec.${path}` });
    expect(error?.hint).toContain('from: Machine');
    expect(error?.message).toContain('nova-az2');
  });

  it('is what Machine API does for a machine without a zone, and comes back', () => {
    const rootVolume = { sizeGiB: 10 };
    const [set] = converted(inZone({ rootVolume }));
    expect(at(set, 'spec.template.spec.providerSpec.value.rootVolume')).not.toHaveProperty('availabilityZone');
    expect(backAndThere({ rootVolume })['rootVolume']).toEqual(rootVolume);
  });
});

describe('additional block devices', () => {
  const local = { name: 'etcd', sizeGiB: 20, storage: { type: 'Local' } };
  const volume = (fields: Json) => ({ name: 'osd', sizeGiB: 512, storage: { type: 'Volume', volume: fields } });

  it('keep name, size, type and zone', () => {
    const additionalBlockDevices = [local, volume({ type: 'ssd', availabilityZone: 'az2' })];
    const capi = [local, volume({ type: 'ssd', availabilityZone: { from: 'Name', name: 'az2' } })];
    expect(toInfra({ additionalBlockDevices })['additionalBlockDevices']).toEqual(capi);
    expect(toProvider({ additionalBlockDevices: capi })['additionalBlockDevices']).toEqual(additionalBlockDevices);
  });

  it.each([
    ['no volume', { name: 'osd', sizeGiB: 512, storage: { type: 'Volume' } }],
    ['a volume of nothing', volume({})],
    ['an empty zone', volume({ availabilityZone: '' })],
  ])('with %s are in the zone of the machine', (_, device) => {
    expect(toInfra({ additionalBlockDevices: [device] })['additionalBlockDevices']).toEqual([
      volume({ availabilityZone: { from: 'Machine' } }),
    ]);
  });

  it('of type Local warn of a volume, which has no effect, and give it back', () => {
    const device = { ...local, storage: { type: 'Local', volume: { type: 'ssd' } } };
    const changes = { additionalBlockDevices: [device] };
    expect(toInfra(changes)['additionalBlockDevices']).toEqual([local]);
    expect(remarks(changes)).toEqual([
      { code: 'DroppedWithoutEffect', severity: 'warning', path: 'additionalBlockDevices[0].storage.volume' },
    ]);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('of one name are refused, as Cluster API does', () => {
    expectRefused(
      { additionalBlockDevices: [local, local] },
      { code: 'Duplicate', path: 'additionalBlockDevices[1].name', value: 'etcd', remedy: 'a name of its own' },
    );
  });

  it.each<[string, Json, string, Json]>([
    ['size', { ...local, sizeGiB: 0 }, 'sizeGiB', 0],
    ['type', { ...local, storage: { type: 'Tape' } }, 'storage.type', 'Tape'],
    ['zone', volume({ availabilityZone: 'az 2' }), 'storage.volume.availabilityZone', 'az 2'],
  ])('of a %s that Cluster API does not accept are refused', (_, device, path, value) => {
    expectRefused(
      { additionalBlockDevices: [device] },
      { code: 'InvalidValue', path: `additionalBlockDevices[0].${path}`, value, remedy: '.' },
    );
  });

  it('of no size in Cluster API are refused, as it does itself', () => {
    expectInfraRefused(
      { additionalBlockDevices: [{ ...local, sizeGiB: 0 }] },
      { code: 'InvalidValue', path: 'additionalBlockDevices[0].sizeGiB', value: 0, remedy: 'Correct the size' },
    );
  });

  it('of a type that Machine API does not know are refused', () => {
    expectInfraRefused(
      { additionalBlockDevices: [{ ...local, storage: { type: 'Tape' } }] },
      {
        code: 'InvalidValue',
        path: 'additionalBlockDevices[0].storage.type',
        value: 'Tape',
        remedy: 'Use one of Local, Volume',
      },
    );
  });
});
