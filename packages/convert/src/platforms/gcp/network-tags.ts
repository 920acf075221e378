import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';

/** Network tags, by which firewall rules find an instance. */
export function networkTags<P>(): Codec<string[], string[], RowContext<P>> {
  return {
    rule: 'the same tags',
    samples: {
      mapi: [['ocp1-x7k2p-worker'], ['ocp1-x7k2p-worker', 'allow-gpu-metrics']],
      capi: [['ocp1-x7k2p-worker'], ['gpu']],
      required: true,
    },
    toCapi: (found) => found,
    toMapi(found, scope) {
      if (!found?.length) {
        const tag = `${scope.context.cluster.infrastructureName}-worker`;
        scope.report({
          code: 'Required',
          message: `Machine API gives a machine without network tags the tag ${tag}, to which firewall rules apply`,
          hint: `Set additionalNetworkTags to [${tag}], or to the tags that are meant.`,
        });
      }
      return found;
    },
  };
}
