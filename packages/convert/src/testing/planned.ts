import type { JsonObject } from '@capstan/api';
import { makePlan, type PlanOptions, type Verdict } from '../inventory/plan.ts';
import type { Issue } from '../mapping/issue.ts';
import { cluster } from './fixture.ts';

/** What a plan says of one object. */
export interface Planned {
  readonly verdict: Verdict;
  /** Errors and warnings. */
  readonly issues: readonly Issue[];
  readonly objects: readonly JsonObject[];
}

/** Plans these objects together, and gives what is said of each, by name. Throws where there is no plan at all. */
export function planned(objects: readonly JsonObject[], options: Partial<PlanOptions> = {}): Map<string, Planned> {
  const inputs = objects.map((value, source) => ({ source, value }));
  const result = makePlan(inputs, { ...cluster, ...options });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return new Map(
    result.plan.entries.map(({ input, verdict, issues, objects }) => [
      input.identity.name,
      { verdict, objects, issues: issues.map(({ issue }) => issue).filter(({ severity }) => severity !== 'info') },
    ]),
  );
}
