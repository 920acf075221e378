import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { platforms } from '../platforms/registry.ts';
import { userDataSecretOf } from './user-data-secret.ts';

const machine = (value: JsonObject): JsonObject => ({ kind: 'Machine', spec: { providerSpec: { value } } });
const set = (value: JsonObject): JsonObject => ({
  kind: 'MachineSet',
  spec: { template: { spec: { providerSpec: { value } } } },
});

it.each(platforms.map((platform) => ({ type: platform.type, platform })))(
  'the secret with user data is found on $type, or its new machines would never boot',
  ({ type, platform }) => {
    const field = type === 'BareMetal' ? 'userData' : 'userDataSecret';
    const value = { [field]: { name: 'gpu-user-data' } };
    expect(userDataSecretOf(platform, machine(value))).toBe('gpu-user-data');
    expect(userDataSecretOf(platform, set(value))).toBe('gpu-user-data');
    for (const none of [{}, { [field]: {} }, { [field]: { name: '' } }, { [field]: 'gpu-user-data' }])
      expect(userDataSecretOf(platform, set(none))).toBeUndefined();
  },
);

it('an object without a provider spec names none', () => {
  const [platform] = platforms;
  expect(platform && userDataSecretOf(platform, { kind: 'Machine', spec: {} })).toBeUndefined();
});
