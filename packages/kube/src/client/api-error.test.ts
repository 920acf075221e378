import { expect, test } from 'vitest';
import { isInvalid, parseApiError } from './api-error.ts';

test('a Status object becomes reason, message and causes', () => {
  const status = {
    kind: 'Status',
    reason: 'Invalid',
    message: 'Machine "a" is invalid',
    details: {
      name: 'a',
      kind: 'Machine',
      causes: [{ field: 'spec.x', reason: 'FieldValueInvalid', message: 'no' }, 7],
    },
  };
  const error = parseApiError(422, JSON.stringify(status), 'POST /x');
  expect(error).toMatchObject({ status: 422, reason: 'Invalid', message: 'Machine "a" is invalid' });
  expect(error.details).toEqual({
    name: 'a',
    kind: 'Machine',
    causes: [{ field: 'spec.x', reason: 'FieldValueInvalid', message: 'no' }],
  });
  expect(isInvalid(error)).toBe(true);
});

test.each(['', 'upstream down', '[]', '{"kind":"Pod"}'])('the body %j becomes part of the message', (body) => {
  const error = parseApiError(503, body, 'GET /x');
  expect(error.message).toBe(`GET /x: HTTP 503: ${body}`);
  expect(error.reason).toBe('');
});
