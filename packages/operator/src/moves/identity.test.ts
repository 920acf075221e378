import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { identityChange, identityOf } from './identity.ts';

const object = (fields: object): KubeObject => ({ apiVersion: 'v', kind: 'k', metadata: { name: 'm' }, ...fields });
const halves = {
  mapi: object({
    spec: { providerID: 'aws:///a/i-1' },
    status: { providerStatus: { instanceId: 'i-1' }, nodeRef: { name: 'n-1', uid: 'u-1' } },
  }),
  capi: object({ spec: { providerID: 'aws:///a/i-1' } }),
  infra: object({ spec: { providerID: 'aws:///a/i-1', instanceID: 'i-1' } }),
};
const before = identityOf(halves);

describe('the instance of a machine', () => {
  test('is all that its halves say of it', () => {
    expect(before).toEqual({
      'Machine API spec.providerID': 'aws:///a/i-1',
      'Machine API status.providerStatus.instanceId': 'i-1',
      'Machine API status.nodeRef.name': 'n-1',
      'Machine API status.nodeRef.uid': 'u-1',
      'Cluster API spec.providerID': 'aws:///a/i-1',
      'infra machine spec.providerID': 'aws:///a/i-1',
      'infra machine spec.instanceID': 'i-1',
    });
    expect(identityOf({ mapi: undefined, capi: undefined, infra: undefined })).toEqual({});
  });

  test('has changed when any half names another', () => {
    const infra = object({ spec: { providerID: 'aws:///a/i-2', instanceID: 'i-2' } });
    for (const isSettled of [true, false]) {
      expect(identityChange(before, identityOf({ ...halves, infra }), { isSettled })).toBe(
        'infra machine spec.providerID was aws:///a/i-1 and is aws:///a/i-2',
      );
    }
  });

  test('has changed when it is gone at the end, not when a half is written later', () => {
    const after = identityOf({ ...halves, infra: object({ spec: {} }) });
    expect(identityChange(before, after, { isSettled: false })).toBeUndefined();
    expect(identityChange(before, after, { isSettled: true })).toContain('is gone');
  });

  test('has not changed where a machine gets its Node only now', () => {
    const { 'Machine API status.nodeRef.name': _name, 'Machine API status.nodeRef.uid': _uid, ...young } = before;
    expect(identityChange(young, before, { isSettled: true })).toBeUndefined();
  });
});
