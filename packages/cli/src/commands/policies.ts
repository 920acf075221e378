import type { ClusterFlags } from '../connect.ts';
import { type ExitCode, Failure } from '../failure.ts';
import { quote } from '../input/quote.ts';
import type { Io } from '../io.ts';

/** The flags of `capstan policies`. */
export interface PoliciesFlags extends ClusterFlags {
  readonly filename?: readonly string[];
  readonly old?: readonly string[];
  readonly cluster?: readonly string[];
  readonly as: string;
  readonly asGroup?: readonly string[];
  readonly delete?: boolean;
  readonly scale?: number;
  readonly policies?: readonly string[];
  readonly output: 'text' | 'json';
}

/** `capstan policies list|status|test`. Each loads what it needs: a CEL library is of no use to the others. */
export async function policies(what: string, flags: PoliciesFlags, io: Io): Promise<ExitCode> {
  switch (what) {
    case 'list':
      return (await import('./policies-list.ts')).listPolicies(flags, io);
    case 'status':
      return (await import('./policies-status.ts')).policiesStatus(flags, io);
    case 'test':
      return (await import('./policies-test.ts')).testPolicies(flags, io);
    default:
      throw new Failure(`capstan policies has no ${quote(what)}`, 'Use one of list, status, test.');
  }
}
