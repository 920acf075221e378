import { isObject } from '@capstan/convert';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Fields that say when a token or a certificate ends: in the future on purpose. */
const isOfFuture = /expir|notAfter|deletionTimestamp/i;

/** The newest time that values mention: about when files were written. The epoch where they mention none. */
export function newestTime(values: readonly unknown[]): Date {
  let newest = 0;
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      const time = value.length < 40 && rfc3339.test(value) ? Date.parse(value) : Number.NaN;
      if (time > newest) newest = time;
    } else if (Array.isArray(value)) {
      for (const item of value) look(item);
    } else if (isObject(value)) {
      for (const [key, item] of Object.entries(value)) if (!isOfFuture.test(key)) look(item);
    }
  };
  for (const value of values) look(value);
  return new Date(newest);
}
