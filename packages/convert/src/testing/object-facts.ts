import type { ObjectFacts } from '../objects/context.ts';
import type { ObjectKind } from '../objects/take-apart.ts';

/** What rows see of a generated object: a worker of no set, with the name that `mapiObject` and `capiObjects` give. */
export function objectFacts(kind: ObjectKind): ObjectFacts {
  return {
    kind,
    machineName: kind === 'Machine' ? 'set' : undefined,
    controlPlane: false,
    selectorKeys: new Set(),
    setName: undefined,
    derivedLabels: new Set(),
  };
}
