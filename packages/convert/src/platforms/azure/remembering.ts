import type { Json, Shape } from '@capstan/api';
import { makeScope, type Scope, silentScope } from '../../mapping/issue.ts';
import { deepEqual, isObject, prune } from '../../mapping/json.ts';
import type { Residue } from '../../mapping/lens.ts';
import type { Codec } from '../../mapping/make-row.ts';
import { parse } from '../../mapping/parse.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AzureFacts } from './facts.ts';

type Context = RowContext<AzureFacts>;
type Way<S, T> = (value: S | undefined, scope: Scope<Context>) => T | undefined;

/**
 * A codec that carries the source as it was written, to the letter, and on request the subscription that was known then:
 * whoever converts back need not have the AzureCluster at hand. What was carried is used while it still gives what the
 * mirror has. `shapes` are those of the two values, since an annotation may say anything.
 */
export function remembering<A, B>(
  codec: Codec<A, B, Context>,
  shapes: { readonly mapi: Shape; readonly capi: Shape },
  { subscription }: { readonly subscription: boolean },
): Codec<A, B, Context> {
  const canonMapi = codec.canonMapi ?? ((value: A | undefined): unknown => value);
  const canonCapi = codec.canonCapi ?? ((value: B | undefined): unknown => value);
  return {
    ...codec,
    residues: {
      toCapi: residue<A, B>(codec.toCapi, codec.toMapi, canonCapi, shapes.mapi, subscription),
      toMapi: residue<B, A>(codec.toMapi, codec.toCapi, canonMapi, shapes.capi, subscription),
    },
  };
}

function residue<S, T>(
  there: Way<S, T>,
  back: Way<T, S>,
  canonTarget: (value: T | undefined, context: Context) => unknown,
  shape: Shape,
  isDependent: boolean,
): Residue<S, T, Context> {
  return {
    keep(source, target, context) {
      const scope = silentScope(context);
      const returned = back(target, scope);
      const isTold = !scope.failed() && deepEqual(prune(returned), prune(source));
      const subscription = isDependent && prune(source) !== undefined ? context.platform.subscriptionID : undefined;
      if (isTold && subscription === undefined) return undefined;
      return { value: (source ?? null) as Json, ...(subscription !== undefined && { subscription }) };
    },
    restore(kept, target, scope) {
      const carried = isObject(kept) ? kept : {};
      let isWellFormed = Object.hasOwn(carried, 'value');
      // The shape is that of the type S; see the caller.
      const source = parse(shape, carried['value'], () => {
        isWellFormed = false;
      }) as S | undefined;
      if (!isWellFormed) {
        scope.report({ code: 'CarriedInvalid', message: 'not what was written', hint: 'Restore the annotation.' });
        return undefined;
      }
      const known = withSubscription(scope, carried['subscription']);
      const silent = silentScope(known.context);
      const mirrored = there(source, silent);
      const form = (value: T | undefined) => prune(canonTarget(value, known.context));
      const isUnchanged = !silent.failed() && deepEqual(form(mirrored), form(target));
      return isUnchanged ? source : back(target, known);
    },
  };
}

/** The same scope, in which a subscription that was known once stands in for one that is not. */
function withSubscription(scope: Scope<Context>, kept: unknown): Scope<Context> {
  const { context } = scope;
  if (context.platform.subscriptionID !== undefined || typeof kept !== 'string') return scope;
  const platform = { ...context.platform, subscriptionID: kept };
  return makeScope({ ...context, platform }, (problem, at) => scope.at(...at).report({ ...problem, at: [] }));
}
