import type { Codec } from '../mapping/make-row.ts';
import type { RowContext } from '../objects/context.ts';
import { taintKeyProblem } from './taint-keys.ts';

/** A taint as Machine API writes it (core/v1 Taint). */
interface MapiTaint {
  key?: string | undefined;
  value?: string | undefined;
  effect?: string | undefined;
  timeAdded?: string | undefined;
}

type Effect = 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';

/** A taint as Cluster API 1.12 writes it. */
interface CapiTaint {
  key?: string | undefined;
  value?: string | undefined;
  effect?: Effect | undefined;
  propagation?: 'Always' | 'OnInitialization' | undefined;
}

/**
 * Machine API adds a missing taint to the Node on each reconcile, which is what `propagation: Always` means.
 */
export function taints<P>(): Codec<MapiTaint[], CapiTaint[], RowContext<P>> {
  return {
    rule: 'with `propagation: Always`; refused where the target Cluster API has no taints',
    fields: [
      { mapi: '[].key', capi: '[].key', outcome: 'mapped', rule: 'the same value' },
      { mapi: '[].value', capi: '[].value', outcome: 'mapped', rule: 'the same value' },
      { mapi: '[].effect', capi: '[].effect', outcome: 'mapped', rule: 'the same value' },
      {
        mapi: '[].timeAdded',
        outcome: 'refused',
        rule: 'refused',
        doc: 'A time belongs to a taint on a Node, not to one in a spec.',
      },
      { capi: '[].propagation', outcome: 'mapped', rule: 'written as `Always`; anything else is refused' },
    ],
    samples: {
      mapi: [
        [{ key: 'node-role.kubernetes.io/infra', value: 'reserved', effect: 'NoSchedule' }],
        [{ key: 'a', effect: 'NoExecute' }],
      ],
      capi: [[{ key: 'example.com/a', value: 'b', effect: 'PreferNoSchedule', propagation: 'Always' }]],
    },
    toCapi(found, scope) {
      if (found === undefined) return undefined;
      if (!scope.context.cluster.supports.taints) {
        scope.report({
          code: 'TargetTooOld',
          value: found,
          message: 'Cluster API before 1.12 has no taints on machines, so Nodes of new machines would lack them',
          hint: 'Convert for a Cluster API that has them and runs with the gate MachineTaintPropagation (--target-capi 1.12), or keep this on Machine API.',
        });
        return undefined;
      }
      const seen = new Set<string>();
      return found.flatMap(({ key = '', value = '', effect = '', timeAdded }, index) => {
        if (timeAdded !== undefined) {
          scope.at(index, 'timeAdded').report({
            code: 'NotSupported',
            value: timeAdded,
            message: 'Cluster API has no time on a taint',
            hint: 'Remove timeAdded; it belongs to the taint on the Node.',
          });
        }
        const keyProblem = taintKeyProblem(key);
        if (keyProblem !== undefined) scope.at(index, 'key').report(keyProblem);
        if (!isEffect(effect)) {
          scope.at(index, 'effect').report({
            code: 'InvalidValue',
            value: effect,
            message: 'must be NoSchedule, PreferNoSchedule or NoExecute',
            hint: 'Correct the effect.',
          });
          return [];
        }
        if (seen.has(`${key}:${effect}`)) {
          scope.at(index).report({
            code: 'Duplicate',
            value: key,
            message: `the taint ${key}:${effect} is there twice; Cluster API holds one of a key and effect`,
            hint: 'Remove one.',
          });
        }
        seen.add(`${key}:${effect}`);
        return [{ key, ...(value !== '' && { value }), effect, propagation: 'Always' as const }];
      });
    },
    toMapi: (found, scope) =>
      found?.map(({ key = '', value = '', effect, propagation }, index) => {
        const keyProblem = taintKeyProblem(key);
        if (keyProblem !== undefined) scope.at(index, 'key').report(keyProblem);
        if (propagation !== 'Always') {
          scope.at(index, 'propagation').report({
            code: 'NotSupported',
            value: propagation,
            message: 'Machine API puts a missing taint back on the Node each time; it knows no other propagation',
            hint: 'Use propagation: Always, or keep this on Cluster API.',
          });
        }
        return { key, ...(value !== '' && { value }), ...(effect !== undefined && { effect }) };
      }),
  };
}

function isEffect(effect: string): effect is Effect {
  return effect === 'NoSchedule' || effect === 'PreferNoSchedule' || effect === 'NoExecute';
}
