import type { Namespaces } from '../names.ts';
import type { GateStates } from '../standing/standing.ts';

/** What the operator does, by the names of `--controllers`. */
export const capabilities = ['prerequisites', 'sync', 'migration', 'policies'] as const;

/** One of them. */
export type Capability = (typeof capabilities)[number];

/** How long a Lease is held, in milliseconds. */
export interface LeaseTimes {
  readonly durationMs: number;
  readonly renewDeadlineMs: number;
  readonly retryMs: number;
}

/** What a user may set. */
export interface OperatorSettings {
  readonly namespaces: Namespaces;
  readonly controllers: ReadonlySet<Capability>;
  /** From `--feature-gates`. */
  readonly featureGates: GateStates;
  /** Undefined: without a Lease, for one process that is alone. */
  readonly lease: LeaseTimes | undefined;
  readonly workers: { readonly machines: number; readonly machineSets: number };
  /** How often gates, namespaces and schemas are looked at. */
  readonly standingMs: number;
  /** How long the kind of a policy's parameters has to be served before the policy is applied; 40 s. */
  readonly policySettleMs?: number;
}

/** The in-tree controllers' own times, since they wait for the same Lease. */
export const defaultLease: LeaseTimes = { durationMs: 137_000, renewDeadlineMs: 107_000, retryMs: 26_000 };

/** So many pairs at a time: the transport has 16 connections. */
export const defaultWorkers = { machines: 12, machineSets: 4 } as const;
