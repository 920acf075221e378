import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

const machineType = 'n1-standard-16';
const instanceType = machineType;
const t4 = 'zones/europe-west4-a/acceleratorTypes/nvidia-tesla-t4';

describe('GPUs', () => {
  it('are named by their path in the zone, because CAPG hands GCP what is written', () => {
    const changes = { machineType, gpus: [{ type: 'nvidia-tesla-t4', count: 2 }], onHostMaintenance: 'Terminate' };
    expect(toInfra(changes)).toMatchObject({
      guestAccelerators: [{ count: 2, type: t4 }],
      onHostMaintenance: 'Terminate',
    });
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('stand in the zone that the mirror is moved to', () => {
    expect(
      toInfra({ machineType, zone: 'europe-west4-c', gpus: [{ type: 'nvidia-tesla-p4', count: 1 }] }),
    ).toMatchObject({
      guestAccelerators: [{ type: 'zones/europe-west4-c/acceleratorTypes/nvidia-tesla-p4' }],
    });
  });

  it.each([0, undefined])('of count %s are one, as the webhook has it, and come back as they were', (count) => {
    const gpus = [{ type: 'nvidia-tesla-t4', ...(count !== undefined && { count }) }];
    expect(toInfra({ machineType, gpus }).guestAccelerators).toEqual([{ count: 1, type: t4 }]);
    expect(thereAndBack({ machineType, gpus }).gpus).toEqual(gpus);
  });

  it('terminate their machine at maintenance, which is written where nothing is said, and comes back as nothing', () => {
    const gpus = [{ type: 'nvidia-tesla-t4', count: 1 }];
    expect(toInfra({ machineType, gpus }).onHostMaintenance).toBe('Terminate');
    expect(thereAndBack({ machineType, gpus })).not.toHaveProperty('onHostMaintenance');
  });

  it('terminate their machine in Machine API too, which would tell GCP nothing', () => {
    const infra = { instanceType, guestAccelerators: [{ count: 1, type: t4 }] };
    expect(toProvider(infra)).toMatchObject({
      gpus: [{ count: 1, type: 'nvidia-tesla-t4' }],
      onHostMaintenance: 'Terminate',
    });
    expect(backAndThere(infra)).not.toHaveProperty('onHostMaintenance');
  });

  it.each([
    'projects/acme-ocp-prod/zones/europe-west4-a/acceleratorTypes/nvidia-tesla-t4',
    'https://www.googleapis.com/compute/v1/projects/p/zones/europe-west4-a/acceleratorTypes/nvidia-tesla-t4',
  ])('may be named by a longer path, which comes back: %s', (type) => {
    const infra = { instanceType, guestAccelerators: [{ count: 1, type }] };
    expect(toProvider(infra)).toMatchObject({ gpus: [{ type: 'nvidia-tesla-t4' }] });
    expect(backAndThere(infra)).toMatchObject(infra);
  });

  it.each([
    ['a bare name, which GCP would not find', 'nvidia-tesla-t4'],
    ['another zone', 'zones/europe-west4-b/acceleratorTypes/nvidia-tesla-t4'],
    ['no type', 'zones/europe-west4-a/acceleratorTypes/'],
  ])('of %s are refused', (_, type) => {
    expectInfraRefused(
      { instanceType, guestAccelerators: [{ count: 1, type }] },
      {
        code: 'InvalidValue',
        path: 'guestAccelerators[0].type',
        value: type,
        remedy: 'Correct the type',
        says: 'zones/europe-west4-a/acceleratorTypes/TYPE',
      },
    );
  });

  it('of no type are refused', () => {
    expectRefused(
      { machineType, gpus: [{ type: '', count: 1 }] },
      { code: 'Required', path: 'gpus[0].type', remedy: 'Name the type' },
    );
    expectInfraRefused(
      { instanceType, guestAccelerators: [{ count: 1 }] },
      { code: 'Required', path: 'guestAccelerators[0].type', remedy: 'Correct the type' },
    );
  });

  it.each([0, -1, 2 ** 31])('counted as %i in Cluster API are refused', (count) => {
    expectInfraRefused(
      { instanceType, guestAccelerators: [{ count, type: t4 }] },
      { code: 'InvalidValue', path: 'guestAccelerators[0].count', value: count, remedy: 'Give the number' },
    );
  });

  it('of two types are refused, not cut to one', () => {
    const gpus = [
      { type: 'nvidia-tesla-t4', count: 1 },
      { type: 'nvidia-tesla-p4', count: 1 },
    ];
    const refusal = { code: 'NotSupported', remedy: 'List one type' } as const;
    expectRefused({ machineType, gpus }, { ...refusal, path: 'gpus', value: gpus });
    const guestAccelerators = [
      { count: 1, type: t4 },
      { count: 1, type: t4 },
    ];
    expectInfraRefused(
      { instanceType, guestAccelerators },
      { ...refusal, path: 'guestAccelerators', value: guestAccelerators },
    );
  });
});

describe('what happens at maintenance of the host', () => {
  it.each(['Migrate', 'Terminate'])('%s is the same on both sides', (onHostMaintenance) => {
    expect(toInfra({ onHostMaintenance }).onHostMaintenance).toBe(onHostMaintenance);
    expect(thereAndBack({ onHostMaintenance }).onHostMaintenance).toBe(onHostMaintenance);
    expect(backAndThere({ onHostMaintenance }).onHostMaintenance).toBe(onHostMaintenance);
  });

  it.each(['', undefined])('is up to GCP where nothing is said (%j)', (onHostMaintenance) => {
    expect(toInfra({ onHostMaintenance })).not.toHaveProperty('onHostMaintenance');
  });

  it('that is unknown is refused', () => {
    expectRefused(
      { onHostMaintenance: 'Restart' },
      { code: 'InvalidValue', path: 'onHostMaintenance', value: 'Restart', remedy: 'Use one of Migrate, Terminate' },
    );
  });
});
