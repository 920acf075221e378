import { expect, it } from 'vitest';
import { readyConditions, seeProviderStatus } from './ready-conditions.ts';

it('says of a machine that is ready no reason and no severity', () => {
  expect(readyConditions('KiteFlying', undefined)).toEqual([
    { type: 'Ready', status: 'True' },
    { type: 'KiteFlying', status: 'True' },
  ]);
});

it('says the same of both where it is not', () => {
  const whyNot = { status: 'False', severity: 'Warning', reason: 'NoWind' } as const;
  expect(readyConditions('KiteFlying', whyNot)).toEqual([
    { type: 'Ready', ...whyNot },
    { type: 'KiteFlying', ...whyNot },
  ]);
});

it('leads to the provider status where that alone can tell why', () => {
  const message = 'See Machine API Machine.Status.Providerstatus conditions';
  expect(readyConditions('KiteFlying', seeProviderStatus)).toEqual(
    ['Ready', 'KiteFlying'].map((type) => ({ type, status: 'Unknown', severity: 'Error', message })),
  );
});
