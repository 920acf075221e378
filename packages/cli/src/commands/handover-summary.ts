import { formatPath, type HandoverFact, type Identity, type Plan } from '@capstan/convert';
import type { Source } from '../load.ts';

/** A fact of a platform's hand-over that matters for a plan. */
export interface PlannedFact {
  readonly fact: HandoverFact;
  /** The objects whose provider spec gives cause for it; undefined where it holds for all. */
  readonly objects: readonly { readonly identity: Identity; readonly path: string }[] | undefined;
}

/** What to know before the machines of a plan change hands: what holds for all, and what some of the objects give cause for. */
export function plannedFacts({ cluster, entries, target }: Plan<Source>): PlannedFact[] {
  const found = new Map<HandoverFact, { identity: Identity; path: string }[]>();
  for (const { input, handover } of entries) {
    for (const { fact, at } of handover) {
      if (at.length === 0) continue;
      const objects = found.get(fact) ?? [];
      found.set(fact, [...objects, { identity: input.identity, path: formatPath(at) }]);
    }
  }
  return cluster.platform.handover.facts
    .filter((fact) => fact.target === undefined || fact.target === target)
    .flatMap((fact): PlannedFact[] => {
      if (fact.cause === undefined) return [{ fact, objects: undefined }];
      const objects = found.get(fact);
      return objects === undefined ? [] : [{ fact, objects }];
    });
}
