import type { Codec } from '../../mapping/make-row.ts';

/** What CAPV makes of no number of CPUs, and of 1. */
export const leastCpus = 2;
/** What CAPV makes of no memory, in MiB. */
export const defaultMemory = 2048;

/**
 * CPUs. CAPV makes two at least and never takes the template's number, against what its API says; Machine API makes one, and
 * takes the template's for none.
 */
export function cpus<C>(): Codec<number, number, C> {
  return {
    rule: 'the same number; fewer than 2 are refused on the way to Cluster API',
    samples: { mapi: [2, 4, 8], capi: [2, 4, 1], required: true },
    toCapi(found, scope) {
      if (found !== undefined && found >= leastCpus) return found;
      scope.report({
        code: 'NotSupported',
        ...(found !== undefined && { value: found }),
        message: found
          ? 'Cluster API makes a VM with at least 2 CPUs'
          : "Machine API takes the template's number of CPUs; Cluster API would make 2",
        hint: 'Set numCPUs to 2 or more.',
      });
      return undefined;
    },
    toMapi: (found) => Math.max(found ?? leastCpus, leastCpus),
  };
}

/** Memory in MiB. CAPV makes 2048 of none, against what its API says; Machine API takes the template's. */
export function memory<C>(): Codec<number, number, C> {
  return {
    rule: 'the same number; none is refused on the way to Cluster API',
    samples: { mapi: [8192, 16384], capi: [8192, 16384], required: true },
    toCapi(found, scope) {
      if (found) return found;
      scope.report({
        code: 'NotSupported',
        ...(found !== undefined && { value: found }),
        message: "Machine API takes the template's memory; Cluster API would make 2048 MiB",
        hint: 'Set memoryMiB to what the template has.',
      });
      return undefined;
    },
    toMapi: (found) => found || defaultMemory,
  };
}
