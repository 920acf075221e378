import type { Codec } from '../../mapping/make-row.ts';

/** Whether the instance may forward packets of others: a word in Cluster API. */
export function ipForwarding<C>(): Codec<boolean, 'Enabled' | 'Disabled', C> {
  return {
    rule: '`true` is `Enabled`, `false` is `Disabled`',
    samples: { mapi: [true, false], capi: ['Enabled', 'Disabled'] },
    toCapi: (found) => (found === undefined ? undefined : found ? 'Enabled' : 'Disabled'),
    toMapi: (found) => (found === undefined ? undefined : found === 'Enabled'),
  };
}
