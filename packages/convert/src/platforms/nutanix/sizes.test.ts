import { describe, expect, it } from 'vitest';
import { backAndThere, expectInfraRefused, expectRefused, nutanixFixture, toInfra } from '../../testing/nutanix.ts';
import { magnitude } from './quantity.ts';

const { converter, infraSpec } = nutanixFixture;

describe('a quantity', () => {
  it.each([
    ['16Gi', '16384Mi'],
    ['1Gi', 1073741824],
    ['1G', '1e9'],
    ['1G', '1000M'],
    ['0.5Gi', '512Mi'],
    ['.5k', '500'],
    ['1500m', '1.5'],
    ['1E', '1000P'],
    ['+2Ki', '2048.'],
    ['1u', '1000n'],
  ])('%s is as much as %s', (one, other) => {
    expect(magnitude(one)).toBe(magnitude(other));
    expect(magnitude(one)).toBeGreaterThan(0n);
  });

  it('is not rounded, however small the difference', () => {
    expect(magnitude('16Gi')).not.toBe(magnitude('17179869184.000000001'));
    expect(magnitude('1n')).not.toBe(0n);
  });

  it.each(['', '.', 'Gi', '16 Gi', '16gi', '16GiB', '1e', '1e1.5', '0x10', 1.5, true, null, {}, '9'.repeat(41)])(
    'is not %j',
    (value) => {
      expect(magnitude(value)).toBeUndefined();
    },
  );
});

describe.each([
  ['memorySize', '2Gi', '2047Mi'],
  ['systemDiskSize', '20Gi', '20479Mi'],
])('%s', (field, least, less) => {
  it('keeps the spelling of the user', () => {
    expect(toInfra({ [field]: '65536Mi' })[field]).toBe('65536Mi');
    expect(toInfra({ [field]: 68719476736 })[field]).toBe(68719476736);
    expect(backAndThere({ [field]: '65536Mi' })[field]).toBe('65536Mi');
  });

  it('is the same size however it is written, so CAPX writing it anew is no change', () => {
    const isSameInfraSpec = converter().same.knownInfra;
    expect(isSameInfraSpec(infraSpec({ [field]: '65536Mi' }), infraSpec({ [field]: '64Gi' }))).toBe(true);
    expect(isSameInfraSpec(infraSpec({ [field]: '65535Mi' }), infraSpec({ [field]: '64Gi' }))).toBe(false);
  });

  it(`must be at least ${least}: with less no VM is made`, () => {
    expect(toInfra({ [field]: least })[field]).toBe(least);
    const refusal = { code: 'InvalidValue', path: field, value: less, remedy: `Use ${least} or more` } as const;
    expectRefused({ [field]: less }, refusal);
    expectInfraRefused({ [field]: less }, refusal);
  });

  it.each(['much', true, [], { size: '16Gi' }, 16.5, '8Ei', '-16Gi'].map((value) => [value]))(
    'is refused where it is %j',
    (value) => {
      if (Array.isArray(value)) {
        expectRefused({ [field]: value }, { code: 'Required', path: field, remedy: 'Add the field' });
      } else expectRefused({ [field]: value }, { code: 'InvalidValue', path: field, value, remedy: least });
    },
  );

  it('must be there', () => {
    expectRefused({ [field]: undefined }, { code: 'Required', path: field, remedy: 'Add the field' });
    expectInfraRefused({ [field]: undefined }, { code: 'Required', path: field, remedy: 'Add the field' });
  });
});

describe.each(['vcpuSockets', 'vcpusPerSocket'])('%s', (field) => {
  it('is the same number', () => {
    expect(toInfra({ [field]: 12 })[field]).toBe(12);
    expect(backAndThere({ [field]: 12 })[field]).toBe(12);
  });

  it.each([undefined, 0])('must be there, and %s is not', (value) => {
    expectRefused({ [field]: value }, { code: 'Required', path: field, remedy: 'Add the field' });
    expectInfraRefused({ [field]: value }, { code: 'Required', path: field, remedy: 'Add the field' });
  });

  it('must not be negative', () => {
    expectRefused({ [field]: -1 }, { code: 'InvalidValue', path: field, value: -1, remedy: 'Correct the value' });
  });
});
