import type { Problem } from '../mapping/issue.ts';

/**
 * The mark of a cluster that Machine API puts on every machine, where a machine of Cluster API does not have it. Tools find
 * by it what belongs to the cluster, above all the one that destroys it.
 */
export function ownershipMissing(noun: 'tag' | 'label', name: string): Problem {
  return {
    code: 'NotChecked',
    severity: 'warning',
    message: `Machine API puts the ${noun} ${name}: owned on every new machine, and this one does not have it`,
    hint: `Add the ${noun} here too.`,
  };
}
