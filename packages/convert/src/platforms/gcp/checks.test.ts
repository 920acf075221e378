import { describe, expect, it } from 'vitest';
import type { Changes } from '../../testing/fixture.ts';
import { expectInfraRefused, expectRefused, remarks, toInfra, toProvider } from '../../testing/gcp.ts';
import type { Refusal } from '../../testing/ways.ts';

const gpu = (type = 'nvidia-tesla-t4') => ({ gpus: [{ type, count: 1 }] });
const accelerator = (type = 'nvidia-tesla-t4') => ({
  guestAccelerators: [{ type: `zones/europe-west4-a/acceleratorTypes/${type}`, count: 1 }],
});

/** What CAPG's or Machine API's webhook, or GCP, would refuse only once the objects are applied. */
const found: readonly (readonly [what: string, mapi: Changes, capi: Changes, refusal: Refusal, capiPath: string])[] = [
  [
    'a confidential machine that migrates',
    { machineType: 'n2d-standard-4', confidentialCompute: 'Enabled', onHostMaintenance: 'Migrate' },
    { instanceType: 'n2d-standard-4', confidentialCompute: 'Enabled', onHostMaintenance: 'Migrate' },
    { code: 'Conflict', path: 'confidentialCompute', value: 'Enabled', remedy: 'Set onHostMaintenance: Terminate' },
    'confidentialCompute',
  ],
  [
    'a confidential machine of which nothing is said, which migrates',
    { machineType: 'n2d-standard-4', confidentialCompute: 'AMDEncryptedVirtualization' },
    { instanceType: 'n2d-standard-4', confidentialCompute: 'AMDEncryptedVirtualization' },
    { code: 'Conflict', path: 'confidentialCompute', remedy: 'or confidentialCompute: Disabled' },
    'confidentialCompute',
  ],
  [
    'SEV-SNP on a machine type without it',
    {
      machineType: 'c3d-standard-4',
      confidentialCompute: 'AMDEncryptedVirtualizationNestedPaging',
      onHostMaintenance: 'Terminate',
    },
    {
      instanceType: 'c3d-standard-4',
      confidentialCompute: 'AMDEncryptedVirtualizationNestedPaging',
      onHostMaintenance: 'Terminate',
    },
    { code: 'Conflict', path: 'machineType', value: 'c3d-standard-4', remedy: 'use a machine type of n2d' },
    'instanceType',
  ],
  [
    'TDX on a machine type without it',
    {
      machineType: 'c3d-standard-4',
      confidentialCompute: 'IntelTrustedDomainExtensions',
      onHostMaintenance: 'Terminate',
    },
    {
      instanceType: 'c3d-standard-4',
      confidentialCompute: 'IntelTrustedDomainExtensions',
      onHostMaintenance: 'Terminate',
    },
    { code: 'Conflict', path: 'machineType', value: 'c3d-standard-4', remedy: 'use a machine type of c3' },
    'instanceType',
  ],
  [
    'GPUs beside those of a machine type',
    { machineType: 'a2-highgpu-1g', ...gpu() },
    { instanceType: 'a2-highgpu-1g', ...accelerator() },
    { code: 'Conflict', path: 'gpus', value: 'a2-highgpu-1g', remedy: 'Remove the GPUs' },
    'guestAccelerators',
  ],
  [
    'GPUs that Machine API does not attach',
    { machineType: 'n1-standard-8', ...gpu('nvidia-tesla-a100') },
    { instanceType: 'n1-standard-8', ...accelerator('nvidia-tesla-a100') },
    { code: 'NotSupported', path: 'gpus[0].type', value: 'nvidia-tesla-a100', remedy: 'Use one of them' },
    'guestAccelerators[0].type',
  ],
  [
    'GPUs in a machine that migrates',
    { machineType: 'n1-standard-8', onHostMaintenance: 'Migrate', ...gpu() },
    { instanceType: 'n1-standard-8', onHostMaintenance: 'Migrate', ...accelerator() },
    { code: 'Conflict', path: 'onHostMaintenance', value: 'Migrate', remedy: 'Set onHostMaintenance: Terminate' },
    'onHostMaintenance',
  ],
  [
    'a machine type with GPUs that migrates',
    { machineType: 'a2-highgpu-1g', onHostMaintenance: 'Migrate' },
    { instanceType: 'a2-highgpu-1g', onHostMaintenance: 'Migrate' },
    { code: 'Conflict', path: 'onHostMaintenance', value: 'Migrate', remedy: 'Set onHostMaintenance: Terminate' },
    'onHostMaintenance',
  ],
];

describe('what would be refused once applied', () => {
  it.each(found)('is refused before: %s', (_, mapi, capi, refusal, capiPath) => {
    expectRefused(mapi, refusal);
    expectInfraRefused(capi, { ...refusal, path: capiPath });
  });

  it.each<[string, Changes]>([
    [
      'SEV with its machine type',
      {
        machineType: 'c3d-standard-4',
        confidentialCompute: 'AMDEncryptedVirtualization',
        onHostMaintenance: 'Terminate',
      },
    ],
    [
      'TDX with its machine type',
      {
        machineType: 'c3-standard-4',
        confidentialCompute: 'IntelTrustedDomainExtensions',
        onHostMaintenance: 'Terminate',
      },
    ],
    ['no confidential computing', { machineType: 'e2-standard-4', confidentialCompute: 'Disabled' }],
    ['GPUs with their machine type', { machineType: 'n1-standard-8', ...gpu('nvidia-tesla-k80') }],
    ['a machine type with GPUs', { machineType: 'a3-highgpu-8g', onHostMaintenance: 'Terminate' }],
    ['a machine without GPUs that migrates', { machineType: 'n1-standard-8', onHostMaintenance: 'Migrate' }],
  ])('is not what %s is', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(toInfra(changes)).toMatchObject({ instanceType: changes['machineType'] });
  });

  it('is not confidential computing that only says Disabled', () => {
    expect(toProvider({ confidentialCompute: 'Disabled' }).confidentialCompute).toBe('Disabled');
  });
});

it('a technology that nobody knows is refused', () => {
  const changes = { confidentialCompute: 'Quantum', onHostMaintenance: 'Terminate' };
  const refusal = { code: 'InvalidValue', path: 'confidentialCompute', value: 'Quantum', remedy: 'Correct' } as const;
  expectRefused(changes, refusal);
  expectInfraRefused(changes, refusal);
});
