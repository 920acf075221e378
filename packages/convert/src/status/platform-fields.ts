import type { StatusField } from './result.ts';

/** The type of a provider status, which is written into it: nobody else says what it is. */
export interface ProviderStatusType {
  readonly apiVersion: string;
  readonly kind: string;
}

/** The rows for the type of a provider status. */
export function typeFields({ apiVersion, kind }: ProviderStatusType): StatusField[] {
  return [
    { mapi: 'apiVersion', doc: `Written as ${apiVersion}.` },
    { mapi: 'kind', doc: `Written as ${kind}.` },
  ];
}

/**
 * The row for conditions on a platform that has them on both sides: Machine API's one, and beside Ready the infra machine's.
 * `stay` says which are left alone.
 */
export function conditionsField(
  here: string,
  there: string,
  stay = 'Those of other controllers, such as Paused, stay.',
): StatusField {
  const doc = `Made anew: ${here} here, Ready and ${there} there. ${stay}`;
  return { mapi: 'conditions', capi: 'conditions', doc };
}

/** The row for addresses, which infra.ts takes from the Machine on every platform. */
export const addressesField: StatusField = { capi: 'addresses', doc: 'The addresses of the Machine.' };

/** The rows for a failure: an infra machine that says it has one is never looked at again by its controller. */
export const failureFields: readonly StatusField[] = ['failureReason', 'failureMessage'].map((capi) => ({
  capi,
  doc: 'Not written: errors are on the Machine.',
}));
