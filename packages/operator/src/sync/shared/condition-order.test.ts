import { expect, it } from 'vitest';
import { keepConditionOrder } from './condition-order.ts';

const list = (...types: string[]) => types.map((type) => ({ type, status: 'True' }));

it('leaves conditions in the order in which another controller put them, or the two would write for ever', () => {
  const existing = { conditions: list('Ready', 'Paused', 'Available'), phase: 'Running' };
  const status = { conditions: list('Available', 'Deleting', 'Paused', 'Ready'), phase: 'Running' };
  expect(keepConditionOrder(existing, status)).toEqual({
    conditions: list('Ready', 'Paused', 'Available', 'Deleting'),
    phase: 'Running',
  });
});

it('does so at every depth, and touches no other list', () => {
  const deep = (conditions: unknown) => ({ deprecated: { v1beta1: { conditions } }, addresses: ['b', 'a'] });
  expect(keepConditionOrder(deep(list('B', 'A')), { ...deep(list('A', 'B')), addresses: ['a', 'b'] })).toEqual({
    ...deep(list('B', 'A')),
    addresses: ['a', 'b'],
  });
  expect(keepConditionOrder({}, deep(list('A')))).toEqual(deep(list('A')));
});
