import type { Scope, Severity } from './issue.ts';
import type { Lens } from './lens.ts';
import type { RowOptions } from './make-row.ts';

/** A row that refuses says why and what to do. */
export interface Refusal<C> extends RowOptions<C> {
  readonly doc: string;
  readonly hint: string;
}

/** Touches nothing. */
export function ignoring<C>(): Lens<never, never, C> {
  const nothing = () => undefined;
  return { toCapi: nothing, toMapi: nothing, canonMapi: nothing, canonCapi: nothing };
}

/** Both sides have the same value. */
export function identity<A, B, C>(): Lens<A, B, C> {
  // The row's types were found to be the same; see SameType.
  const copy = (value: unknown) => value as never;
  return { toCapi: copy, toMapi: copy };
}

/** Anything that is there is refused. */
export function refusing<C>(side: 'mapi' | 'capi', options: Refusal<C>): Lens<never, never, C> {
  const refuse = (found: unknown, scope: Scope<C>): undefined => {
    if (found !== undefined) reportRefusal(scope, found, options);
    return undefined;
  };
  return side === 'mapi' ? { toCapi: refuse, toMapi: () => undefined } : { toCapi: () => undefined, toMapi: refuse };
}

/** What is there is left out, with a report where a severity is given. */
export function dropping<C>(
  side: 'mapi' | 'capi',
  options: { readonly doc: string; readonly severity?: Severity; readonly hint?: string },
): Lens<never, never, C> {
  const drop = (found: unknown, scope: Scope<C>): undefined => {
    if (found !== undefined && options.severity !== undefined) {
      scope.report({
        code: 'DroppedWithoutEffect',
        severity: options.severity,
        value: found,
        message: options.doc,
        hint: options.hint ?? 'Nothing has to be done; the value comes back with the way back.',
      });
    }
    return undefined;
  };
  return side === 'mapi' ? { toCapi: drop, toMapi: () => undefined } : { toCapi: () => undefined, toMapi: drop };
}

/** Reports that a value has no counterpart. */
export function reportRefusal<C>(scope: Scope<C>, found: unknown, options: Refusal<C>): void {
  scope.report({ code: 'NotSupported', value: found, message: options.doc, hint: options.hint });
}

/** Reports that a value is not the cluster's. */
export function differs<C>(
  wanted: unknown,
  found: unknown,
  scope: Scope<C>,
  options: { readonly against: string; readonly hint: string },
): void {
  scope.report({
    code: 'DifferentFromCluster',
    value: found,
    message: `must equal ${options.against}, which is ${wanted === undefined ? 'not set' : JSON.stringify(wanted)}`,
    hint: options.hint,
  });
}
