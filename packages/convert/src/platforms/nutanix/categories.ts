import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

/** A category of Prism Central and one of its values. */
interface Category {
  key?: string | undefined;
  value?: string | undefined;
}

/** The category by which the installer finds the VMs of a cluster when it destroys it. */
function ownedCategory(infrastructureName: string): { key: string; value: string } {
  return { key: `kubernetes-io-cluster-${infrastructureName}`, value: 'owned' };
}

/**
 * Categories. Machine API's controller puts every VM into the cluster's own category; CAPX does only what the list says, so it
 * is written out, and taken away on the way back. A list that lacks it comes back without it.
 */
export function categories<P>(): Codec<Category[], Category[], RowContext<P>> {
  return {
    rule: "the same, with the category of the cluster's own machines (`kubernetes-io-cluster-<infrastructure name>`: `owned`)",
    fields: [
      { mapi: '[].key', capi: '[].key', outcome: 'mapped', rule: 'the same value, once in the list' },
      { mapi: '[].value', capi: '[].value', outcome: 'mapped', rule: 'the same value' },
    ],
    samples: {
      mapi: [[], [production], [production, { key: 'Tier', value: 'gold' }], [own, production]],
      capi: [[], [own], [own, production], [production]],
    },
    toCapi(list = [], scope) {
      const owned = ownedCategory(scope.context.cluster.infrastructureName);
      report(list, undefined, scope);
      return indexOf(list, owned) < 0 ? [...list, owned] : list;
    },
    toMapi(list = [], scope) {
      const owned = ownedCategory(scope.context.cluster.infrastructureName);
      const own = indexOf(list, owned);
      report(list, own, scope);
      if (own < 0) {
        scope.report({
          code: 'NotChecked',
          severity: 'warning',
          message: `Machine API puts every new machine into the category ${owned.key}, value ${owned.value}, where Prism Central has it, and this one is not in it; destroying the cluster then deletes the VM`,
          hint: 'Add the category here too.',
        });
      }
      const others = list.filter((_, index) => index !== own);
      return others.length === 0 ? undefined : others;
    },
  };
}

function indexOf(list: readonly Category[], { key, value }: Category): number {
  return list.findIndex((category) => category.key === key && category.value === value);
}

/** What Machine API's list cannot hold: a key twice (its key names an item), or texts that its webhook refuses. */
function report<C>(list: readonly Category[], own: number | undefined, scope: Scope<C>): void {
  const seen = new Set<string>();
  list.forEach((category, index) => {
    if (index === own) return;
    for (const field of ['key', 'value'] as const) {
      const text = category[field] ?? '';
      if (text !== '' && text.length <= 64) continue;
      scope.at(index, field).report({
        code: text === '' ? 'Required' : 'InvalidValue',
        ...(text !== '' && { value: text }),
        message: `the ${field} of a category has 1 to 64 characters`,
        hint: `Correct the ${field}, or remove the category.`,
      });
    }
    const { key } = category;
    if (!key) return;
    if (seen.has(key)) {
      scope.at(index, 'key').report({
        code: 'Duplicate',
        value: key,
        message: 'Machine API holds one value of a category',
        hint: 'Remove one of the two.',
      });
    }
    seen.add(key);
  });
}

const own = { key: 'kubernetes-io-cluster-ocp1-x7k2p', value: 'owned' } as const;
const production = { key: 'Environment', value: 'Production' } as const;
