import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

describe('a machine that Google may take away', () => {
  it.each([{ preemptible: true }, { provisioningModel: 'Spot' }])('is asked for in the same way: %j', (changes) => {
    expect(toInfra(changes)).toMatchObject(changes);
    expect(thereAndBack(changes)).toMatchObject(changes);
    expect(toProvider(changes)).toMatchObject(changes);
    expect(backAndThere(changes)).toMatchObject(changes);
  });

  it('is preemptible or Spot, not both: Machine API would refuse it once applied', () => {
    const both = { preemptible: true, provisioningModel: 'Spot' };
    const refusal = {
      code: 'Conflict',
      path: 'provisioningModel',
      value: 'Spot',
      remedy: 'Remove preemptible',
    } as const;
    expectRefused(both, refusal);
    expectInfraRefused(both, refusal);
  });

  it.each([{ preemptible: true }, { provisioningModel: 'Spot' }])(
    'is never started again, which may be said: %j',
    (changes) => {
      const policy = { ...changes, restartPolicy: 'Never' };
      expect(toInfra(policy)).not.toHaveProperty('restartPolicy');
      expect(thereAndBack(policy)).toMatchObject(policy);
      expectRefused(
        { ...changes, restartPolicy: 'Always' },
        { code: 'Conflict', path: 'restartPolicy', value: 'Always', remedy: 'use Never' },
      );
    },
  );
});

describe('a standard machine', () => {
  it.each([{}, { preemptible: false }, { provisioningModel: '' }])('is one where %j says so', (changes) => {
    expect(toInfra(changes).preemptible ?? false).toBe(false);
    expect(toInfra(changes)).not.toHaveProperty('provisioningModel');
  });

  it('is Standard in Cluster API and nothing in Machine API, and comes back as it was', () => {
    expect(toProvider({ provisioningModel: 'Standard' })).not.toHaveProperty('provisioningModel');
    expect(backAndThere({ provisioningModel: 'Standard' }).provisioningModel).toBe('Standard');
  });

  it('beside preemptible is a preemptible one, as CAPG has it', () => {
    const changes = { provisioningModel: 'Standard', preemptible: true };
    expect(toProvider(changes)).toMatchObject({ preemptible: true });
    expect(backAndThere(changes)).toMatchObject(changes);
  });

  it('is started again by GCP, which may be said and is carried', () => {
    expect(thereAndBack({ restartPolicy: 'Always' }).restartPolicy).toBe('Always');
    expect(toProvider({})).not.toHaveProperty('restartPolicy');
  });

  it('that is not to be started again is refused: Cluster API cannot keep GCP from it', () => {
    expectRefused(
      { restartPolicy: 'Never' },
      { code: 'NotSupported', path: 'restartPolicy', value: 'Never', remedy: 'Remove restartPolicy' },
    );
  });

  it('loses what was carried once the mirror asks for Spot', () => {
    const back = thereAndBack({ restartPolicy: 'Always' }, undefined, { provisioningModel: 'Spot' });
    expect(back).toMatchObject({ provisioningModel: 'Spot' });
    expect(back).not.toHaveProperty('restartPolicy');
  });
});

it.each([
  ['provisioningModel', 'Standard', 'Use Spot'],
  ['provisioningModel', 'spot', 'Use Spot'],
  ['restartPolicy', 'OnFailure', 'Use one of Always, Never'],
])('%s %s is refused in Machine API, which does not know it', (path, value, remedy) => {
  expectRefused({ [path]: value }, { code: 'InvalidValue', path, value, remedy });
});
