import type { Json } from '@capstan/api';
import type { Severity } from './issue.ts';
import { deepEqual, prune } from './json.ts';
import type { Equality, Lens } from './lens.ts';
import { type Codec, make, many, none, one, type RowOptions } from './make-row.ts';
import type { At, Path } from './path.ts';
import type { Row } from './row.ts';
import { differs, dropping, identity, ignoring, type Refusal, refusing, reportRefusal } from './simple-lenses.ts';

/** An enum's members as strings, and every field as one that must be there: else objects of other fields would be alike. */
type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : T extends readonly (infer I)[]
        ? Widen<I>[]
        : T extends object
          ? { [K in keyof T]-?: Widen<Exclude<T[K], undefined>> }
          : T;

/** Compiles only where A and B are the same type, an enum's members counting as strings (the engine checks those). */
type SameType<A, B> =
  Widen<A> extends Widen<B>
    ? Widen<B> extends Widen<A>
      ? []
      : [error: 'types differ: use a codec']
    : [error: 'types differ: use a codec'];

type Slots<T> = { readonly [slot: string]: Path<T> };
type SlotValues<T, S extends Slots<T>> = { [K in keyof S]?: At<T, S[K]> | undefined };

/**
 * The vocabulary of mapping tables for one pair of APIs: M is the Machine API side, K the Cluster API side, C the facts
 * of the cluster that rows may look at. Wrong paths and mismatched types do not compile.
 */
export function rowsFor<M extends object, K extends object, C>() {
  return {
    /** Both sides say it the same way. */
    same<P extends Path<M>, Q extends Path<K>>(
      mapi: P,
      capi: Q,
      options: RowOptions<C> = {},
      ..._: SameType<At<M, P>, At<K, Q>>
    ): Row<C> {
      return make<At<M, P>, At<K, Q>, C>(one(mapi), one(capi), identity(), options, {
        outcome: 'mapped',
        rule: 'the same value',
        whole: true,
      });
    },

    /** Both sides say it, in different words that the codec knows. */
    via<P extends Path<M>, Q extends Path<K>>(
      mapi: P,
      capi: Q,
      codec: Codec<At<M, P>, At<K, Q>, C>,
      options: RowOptions<C> = {},
    ): Row<C> {
      return make(one(mapi), one(capi), codec, options, { outcome: 'mapped', rule: codec.rule }, codec);
    },

    /** One or several fields there are one or several fields here; the codec sees each side as an object of slots. */
    group<const S extends Slots<M>, const T extends Slots<K>>(
      mapi: S,
      capi: T,
      codec: Codec<SlotValues<M, S>, SlotValues<K, T>, C>,
      options: RowOptions<C> = {},
    ): Row<C> {
      return make(many(mapi), many(capi), codec, options, { outcome: 'mapped', rule: codec.rule }, codec);
    },

    /** Cluster API has a field for what Machine API always does: written, and on the way back nothing else is accepted. */
    constant<Q extends Path<K>>(
      capi: Q,
      value: At<K, Q> & Json,
      options: RowOptions<C> & { readonly absentIsTheSame: boolean; readonly doc: string; readonly hint: string },
    ): Row<C> {
      const lens: Lens<never, At<K, Q>, C> = {
        toCapi: () => value,
        toMapi(found, scope) {
          if (found === value || (found === undefined && options.absentIsTheSame)) return undefined;
          scope.report({
            code: 'NotSupported',
            value: found,
            message: `Machine API can only mean ${JSON.stringify(value)}. ${options.doc}`,
            hint: options.hint,
          });
          return undefined;
        },
      };
      const capiEquality = options.absentIsTheSame ? { absentIs: value } : {};
      return make(
        none,
        one(capi),
        lens,
        { capi: capiEquality, samples: { capi: [value], required: !options.absentIsTheSame }, ...options },
        {
          outcome: 'mapped',
          rule: `written as \`${String(value)}\`; on the way back anything else is refused`,
          only: value,
        },
      );
    },

    /** Machine API has it, Cluster API cannot, and the machine would be different. */
    refuse<P extends Path<M>>(mapi: P, options: Refusal<C>): Row<C> {
      return make(one(mapi), none, refusing('mapi', options), { samples: { mapi: [] }, ...options }, refused);
    },

    /** Cluster API has it, Machine API cannot, and the machine would be different. */
    refuseCapi<Q extends Path<K>>(capi: Q, options: Refusal<C>): Row<C> {
      return make(none, one(capi), refusing('capi', options), { samples: { capi: [] }, ...options }, refused);
    },

    /** Only one value, which is also what absent means, has a counterpart. */
    acceptOnly<P extends Path<M>>(mapi: P, value: At<M, P> & Json, options: Refusal<C>): Row<C> {
      const lens: Lens<At<M, P>, never, C> = {
        toCapi(found, scope) {
          if (found !== undefined && found !== value) reportRefusal(scope, found, options);
          return undefined;
        },
        toMapi: () => value,
      };
      return make(
        one(mapi),
        none,
        lens,
        { mapi: { absentIs: value }, samples: { mapi: [value] }, ...options },
        {
          outcome: 'refused',
          rule: `only \`${String(value)}\``,
          only: value,
        },
      );
    },

    /** Has no effect on the machine: kept in the carried annotation, given back on the way back. */
    carry<P extends Path<M>>(
      mapi: P,
      options: RowOptions<C> & { readonly doc: string; readonly severity?: Severity },
    ): Row<C> {
      return make(one(mapi), none, dropping('mapi', options), options, {
        outcome: 'carried',
        rule: 'carried',
        whole: true,
      });
    },

    /** As `carry`, for a field of Cluster API. */
    carryCapi<Q extends Path<K>>(
      capi: Q,
      options: RowOptions<C> & { readonly doc: string; readonly severity?: Severity },
    ): Row<C> {
      return make(none, one(capi), dropping('capi', options), options, {
        outcome: 'carried',
        rule: 'carried',
        whole: true,
      });
    },

    /** The value belongs to the cluster on the other side: must be what the cluster says, and comes from there. */
    compare<P extends Path<M>>(
      mapi: P,
      expected: (context: C) => (At<M, P> & Json) | undefined,
      options: RowOptions<C> & { readonly against: string; readonly hint: string },
    ): Row<C> {
      const lens: Lens<At<M, P>, never, C> = {
        toCapi(found, scope) {
          const wanted = expected(scope.context);
          if (found === undefined || deepEqual(found, wanted)) return undefined;
          if (wanted !== undefined) differs(wanted, found, scope, options);
          else {
            scope.report({
              code: 'NotChecked',
              severity: 'warning',
              value: found,
              message: `must equal ${options.against}, which is not known`,
              hint: options.hint,
            });
          }
          return undefined;
        },
        toMapi: (_, scope) => expected(scope.context),
      };
      return make(
        one(mapi),
        none,
        lens,
        { mapi: { absentIs: expected }, ...options },
        {
          outcome: 'compared',
          rule: `must equal ${options.against}`,
          whole: true,
        },
      );
    },

    /** A Cluster API field that the cluster's facts decide: written from them, and on the way back must agree. */
    fromContext<Q extends Path<K>>(
      capi: Q,
      expected: (context: C) => (At<K, Q> & Json) | undefined,
      options: RowOptions<C> & { readonly against: string; readonly hint: string; readonly absentIsTheSame?: boolean },
    ): Row<C> {
      const lens: Lens<never, At<K, Q>, C> = {
        toCapi: (_, scope) => expected(scope.context),
        toMapi(found, scope) {
          const wanted = expected(scope.context);
          const isFine = deepEqual(prune(found), prune(wanted)) || (found === undefined && options.absentIsTheSame);
          if (!isFine) differs(wanted, found, scope, options);
          return undefined;
        },
      };
      const capiEquality: Equality<C> = options.absentIsTheSame ? { absentIs: expected } : {};
      return make(
        none,
        one(capi),
        lens,
        { capi: capiEquality, ...options },
        {
          outcome: 'compared',
          rule: `written from ${options.against}; on the way back must agree`,
          whole: true,
        },
      );
    },

    /** Belongs to a controller or to the API server, not to the machine: never converted, never compared. */
    ignore<P extends Path<M>>(mapi: P, options: { readonly doc: string }): Row<C> {
      return make(one(mapi), none, ignoring<C>(), options, { outcome: 'ignored', rule: 'not converted', whole: true });
    },

    /** As `ignore`, for a field of Cluster API. */
    ignoreCapi<Q extends Path<K>>(capi: Q, options: { readonly doc: string }): Row<C> {
      return make(none, one(capi), ignoring<C>(), options, { outcome: 'ignored', rule: 'not converted', whole: true });
    },
  };
}

const refused = { outcome: 'refused', rule: 'refused', whole: true } as const;
