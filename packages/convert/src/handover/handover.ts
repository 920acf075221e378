import type { JsonObject } from '@capstan/api';
import type { Segment } from '../mapping/issue.ts';
import { listAt } from '../mapping/json.ts';

/**
 * What is known of handing machines over from one API to the other on a platform. `plan` shows it, and migration is bound
 * by it, whoever asks.
 */
export interface Handover {
  /**
   * `proven`: running machines were seen to change hands as they are, with the provider's own controller. `unproven`: known from
   * sources alone, and migration wants that acknowledged.
   */
  readonly evidence: 'proven' | 'unproven';
  /** False where the mirrors would act on their own whatever Capstan does; sync stays off then. */
  readonly sync: { readonly allowed: true } | { readonly allowed: false; readonly reason: string };
  readonly facts: readonly HandoverFact[];
}

/** One thing to know before a machine changes hands. */
export interface HandoverFact {
  /** Stable, for scripts: lower case words with hyphens. */
  readonly name: string;
  /** `blocks`: it must not be done. `needs`: only when this holds. `loses`: this is different afterwards. */
  readonly effect: 'blocks' | 'needs' | 'loses';
  /** `running`: a machine that has an instance or a host. `new`: machines that a set will make. */
  readonly of: 'running' | 'new' | 'both';
  /** Only in this direction; both where it is absent. */
  readonly target?: 'cluster-api' | 'machine-api';
  /** Where the provider spec gives cause for it; undefined where this one does not. Absent: it always holds. */
  cause?(provider: JsonObject): readonly Segment[] | undefined;
  readonly message: string;
  /** What to do about it, as an order. */
  readonly hint: string;
}

/** The cause of a fact: the provider spec has something in the list of this name. */
export function whereListed(field: string): NonNullable<HandoverFact['cause']> {
  return (provider) => (listAt(provider, field).length > 0 ? [field] : undefined);
}

/** What a fact is asked about. */
export interface HandoverSubject {
  readonly kind: 'Machine' | 'MachineSet';
  readonly target: 'cluster-api' | 'machine-api';
  /** The machine has an instance or host; of a set, that its template makes new ones. */
  readonly isRunning: boolean;
  readonly provider: JsonObject;
}

/** A fact that holds for an object; `at` is below its provider spec, and empty where the fact always holds. */
export interface HandoverFinding {
  readonly fact: HandoverFact;
  readonly at: readonly Segment[];
}

/** The facts that hold for a Machine or for the machines that a MachineSet will make. */
export function handoverFindings({ facts }: Handover, subject: HandoverSubject): HandoverFinding[] {
  const age = subject.kind === 'Machine' && subject.isRunning ? 'running' : 'new';
  return facts.flatMap((fact) => {
    if (fact.of !== 'both' && fact.of !== age) return [];
    if (fact.target !== undefined && fact.target !== subject.target) return [];
    const at = fact.cause === undefined ? [] : fact.cause(subject.provider);
    return at === undefined ? [] : [{ fact, at }];
  });
}
