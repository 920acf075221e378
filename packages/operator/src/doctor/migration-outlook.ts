import { decideMachineMigration } from '../migration/machine/decide.ts';
import { decideMachineSetMigration } from '../migration/machine-set/decide.ts';
import { environmentOf } from './environment-of.ts';
import type { DoctorFacts } from './facts.ts';
import type { Pair } from './pairs.ts';
import { machineStateOf, setStateOf } from './states.ts';

/** What the migration controller makes of a pair. */
export type Outlook =
  /** It has nothing to do, or the cluster is not known well enough to say. */
  | { readonly kind: 'nothing' }
  /** It would write at once: where nothing happens it does not act. */
  | { readonly kind: 'goes-on' }
  | { readonly kind: 'waits'; readonly for: string };

/** What the migration controller would do now: its own decision, on the facts. */
export function migrationOutlook(pair: Pair, facts: DoctorFacts): Outlook {
  const known = environmentOf(facts);
  if (known === undefined) return { kind: 'nothing' };
  const env = { ...known, handsOver: true };
  const decision =
    pair.kind === 'Machine'
      ? decideMachineMigration(machineStateOf(facts, pair, env), { begins: true })
      : decideMachineSetMigration(setStateOf(facts, pair, env), { begins: true });
  switch (decision.kind) {
    case 'done':
      return { kind: 'nothing' };
    case 'write':
      return { kind: 'goes-on' };
    case 'wait':
      return { kind: 'waits', for: decision.for };
    case 'failed':
      return { kind: 'waits', for: decision.failure.message };
  }
}
