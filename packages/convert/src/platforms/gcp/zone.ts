import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { GCPFacts } from './facts.ts';

type Context = RowContext<GCPFacts>;

/** The zone of an instance, which both sides must name. */
export function zone(): Codec<string, string, Context> {
  const check = (found: string | undefined, scope: Scope<Context>): string | undefined => {
    const { region } = scope.context.platform;
    if (!found) {
      scope.report({
        code: 'Required',
        message: 'no zone is named',
        hint: `Name the zone, such as ${region ?? 'europe-west4'}-a.`,
      });
    } else if (region !== undefined && !found.startsWith(`${region}-`)) {
      scope.report({
        code: 'DifferentFromCluster',
        value: found,
        message: `is not in the cluster's region, which is ${region}`,
        hint: 'Name a zone of the region.',
      });
    }
    return found;
  };
  return {
    rule: "the same zone, one of the cluster's region",
    samples: { mapi: ['europe-west4-a'], capi: ['europe-west4-a'], required: true },
    toCapi: check,
    toMapi: check,
  };
}
