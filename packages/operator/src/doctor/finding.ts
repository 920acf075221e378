import type { KubeObject } from '@capstan/kube';
import type { DoctorFacts, Source } from './facts.ts';

/** Who a finding is about. */
export interface Subject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Something that is wrong, or that is about to be in the way. */
export interface Finding {
  /** The check that found it. */
  readonly check: string;
  /** `error`: it stays until somebody does something. `warning`: see to it. `info`: good to know, and no reason to act. */
  readonly severity: 'error' | 'warning' | 'info';
  readonly object?: Subject;
  readonly what: string;
  /** What was seen, a line each. */
  readonly evidence: readonly string[];
  readonly why: string;
  /** What to do, each an order or a command to copy. */
  readonly do: readonly string[];
}

/** A finding as a check gives it: which check it is, is said once. */
export type Found = Omit<Finding, 'check'>;

/** One thing to look for: pure, so that it is the same on a live cluster and on files. */
export interface Check {
  /** Stable, for scripts. */
  readonly name: string;
  /** What a user would lose without it, as a line of the guide. */
  readonly finds: string;
  /** Where it looks; without these it is not done, and that is said. */
  readonly needs: readonly Source[];
  find(facts: DoctorFacts): readonly Found[];
}

/** The subject of a finding about an object. */
export function subjectOf({ apiVersion, kind, metadata: { namespace = '', name } }: KubeObject): Subject {
  return { apiVersion, kind, namespace, name };
}
