import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { anyCase, inAnyCase } from './any-case.ts';

/** `count` is an IntOrString, which the schema leaves open: anything may come, and `checked` lets no more through. */
interface Slots {
  type?: string | undefined;
  count?: number | string | undefined;
}

interface CapiSlots {
  type?: ProcessorType | undefined;
  count?: number | string | undefined;
}

type ProcessorType = 'Dedicated' | 'Shared' | 'Capped' | '';

const types = ['Dedicated', 'Shared', 'Capped'] as const;

/** Which processors, and how many of them: a whole number, or any number as a string. */
export interface Processors {
  readonly type: (typeof types)[number] | undefined;
  /** Undefined for what is no number. */
  readonly count: number | undefined;
}

/** What a provider spec's processorType and processors mean to Machine API, its webhook's defaults included. */
export function processorsOf(type: unknown, count: unknown): Processors {
  const found = typeof type === 'string' && type !== '' ? type : 'Shared';
  return { type: inAnyCase(types, found), count: numberOf(isUnset(count) ? mapiDefault(found) : count) };
}

/**
 * Type and number of processors. Both APIs say them alike; what absent means differs, and with it the size of the machine,
 * so both are always written. A number comes back in the form that it had.
 */
export function processors<C>(): Codec<Slots, CapiSlots, C> {
  const type = anyCase<(typeof types)[number], C>(types, 'processor type');
  return {
    rule: 'the same values, both always written',
    fields: [
      { mapi: 'type', capi: 'type', outcome: 'mapped', rule: `${type.rule}; absent is \`Shared\`` },
      {
        mapi: 'count',
        capi: 'count',
        outcome: 'mapped',
        rule: 'a whole number, or a number as a string; absent is `"0.25"` in Cluster API, in Machine API 1 for `Dedicated` and `"0.5"` for others',
      },
    ],
    samples: {
      mapi: [
        { type: 'Dedicated', count: 8 },
        { type: 'Dedicated' },
        { type: 'capped', count: '1.25' },
        { count: 2 },
        {},
      ],
      capi: [{ type: 'Dedicated', count: '4' }, { type: 'Shared', count: '0.75' }, { type: 'Capped', count: 2 }, {}],
    },
    toCapi(found, scope) {
      const given = found?.type || 'Shared';
      return {
        type: type.toCapi(given, scope.at('type')),
        count: checked(isUnset(found?.count) ? mapiDefault(given) : found?.count, scope.at('count')),
      };
    },
    toMapi: (found, scope) => ({
      type: found?.type || 'Shared',
      count: checked(isUnset(found?.count) ? capiDefault : found?.count, scope.at('count')),
    }),
    // What absent means with Dedicated is not said here but carried: a default is one value or none.
    canonMapi: (found) => meant(found, found?.type === 'Dedicated' ? undefined : mapiDefault('')),
    canonCapi: (found) => meant(found, capiDefault),
  };
}

const capiDefault = '0.25';

/** As Machine API's webhook, which looks for this one spelling. */
function mapiDefault(type: string): number | string {
  return type === 'Dedicated' ? 1 : '0.5';
}

/** What Go's IntOrString takes for unset; both webhooks then put in a default. */
function isUnset(count: unknown): boolean {
  return count === undefined || count === 0 || count === '';
}

function meant(found: Slots | undefined, count: number | string | undefined): Slots {
  return { type: found?.type || 'Shared', count: isUnset(found?.count) ? count : found?.count };
}

function numberOf(count: unknown): number | undefined {
  if (typeof count === 'string') return /^\d{1,9}(\.\d{1,9})?$/.test(count) ? Number(count) : undefined;
  return typeof count === 'number' && Number.isInteger(count) && Math.abs(count) < 2 ** 31 ? count : undefined;
}

function checked<C>(count: number | string | undefined, scope: Scope<C>): number | string | undefined {
  if (numberOf(count) !== undefined) return count;
  scope.report({
    code: typeof count === 'string' ? 'InvalidValue' : 'InvalidType',
    value: count,
    message: 'must be a whole number, or a number as a string',
    hint: 'Write a whole number, or a fraction in quotes, such as "0.5".',
  });
  return undefined;
}
