import { asObject } from '@capstan/convert';
import { describe, expect, it } from 'vitest';
import { wasSynchronized, withVerdict } from './synchronized.ts';

const good = { kind: 'synchronized', message: 'm', generation: 3, api: 'MachineAPI' } as const;
const bad = (message: string) => ({ kind: 'failed', failure: { reason: 'R', message } }) as const;
const at = (now: string, holdsApi = true) => ({ now, holdsApi });
const conditions = (status: { readonly [field: string]: unknown }) => {
  const list = status['conditions'];
  return Array.isArray(list) ? list.map((each) => asObject(each)) : [];
};

describe('the Synchronized condition', () => {
  it('comes beside those of others, which stay in their order', () => {
    const status = withVerdict({ phase: 'Running', conditions: [{ type: 'Paused', status: 'False' }] }, good, at('1'));
    expect(status).toEqual({
      phase: 'Running',
      conditions: [
        { type: 'Paused', status: 'False' },
        { type: 'Synchronized', status: 'True', reason: 'ResourceSynchronized', message: 'm', lastTransitionTime: '1' },
      ],
      synchronizedGeneration: 3,
      synchronizedAPI: 'MachineAPI',
    });
  });

  it('has the time of its last change of status, not of its last message', () => {
    const first = withVerdict({}, bad('a'), at('1'));
    const second = withVerdict(first, bad('b'), at('2'));
    expect(conditions(second)).toMatchObject([{ message: 'b', severity: 'Error', lastTransitionTime: '1' }]);
    const third = withVerdict(second, good, at('3'));
    expect(conditions(third)).toMatchObject([{ status: 'True', lastTransitionTime: '3' }]);
    expect(conditions(third)[0]).not.toHaveProperty('severity');
  });

  it('a failure leaves the generation that was synchronized: the API server lets nobody lower it', () => {
    expect(withVerdict({ synchronizedGeneration: 3, synchronizedAPI: 'MachineAPI' }, bad('a'), at('1'))).toMatchObject({
      synchronizedGeneration: 3,
      synchronizedAPI: 'MachineAPI',
    });
  });

  it('a message without end is cut, and a schema without synchronizedAPI is not asked to hold it', () => {
    const [condition] = conditions(withVerdict({}, bad('x'.repeat(10_000)), at('1')));
    expect(String(condition?.['message'])).toHaveLength(4096);
    expect(withVerdict({}, good, at('1', false))).not.toHaveProperty('synchronizedAPI');
  });
});

it.each([
  [{}, false],
  [{ synchronizedGeneration: 0 }, false],
  [{ synchronizedGeneration: 1 }, true],
  [{ synchronizedAPI: 'ClusterAPI' }, true],
  [{ conditions: [{ type: 'Synchronized', status: 'True' }] }, true],
  [{ conditions: [{ type: 'Synchronized', status: 'False' }, null] }, false],
])('status %j: was synchronized: %s', (status, expected) => {
  expect(wasSynchronized({ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, status })).toBe(expected);
});
