import { expect, it } from 'vitest';
import { openStackStatus } from './status.ts';

it('an OpenStackMachine is not said to be ready or to have failed: CAPO finds out itself, and never looks again after a failure', () => {
  expect(openStackStatus.toCapi({ status: {}, provider: { flavor: 'm1.xlarge' } })).toEqual({});
});

it('a Machine gets no provider status: Machine API has none on OpenStack', () => {
  const status = { ready: true, instanceID: '5a1b7c2e', instanceState: 'ACTIVE' };
  expect(openStackStatus.toMapi({ status, infraSpec: {} })).toEqual({});
  expect(openStackStatus.shapes.mapi.fields).toEqual({});
});
