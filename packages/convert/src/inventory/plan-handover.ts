import type { JsonObject } from '@capstan/api';
import { providerOf } from '../cluster/provider-source.ts';
import { coreFacts } from '../handover/core-facts.ts';
import { type HandoverFinding, handoverFindings } from '../handover/handover.ts';
import { isRunning } from '../handover/is-running.ts';
import { formatPath, type Issue } from '../mapping/issue.ts';
import type { AnyPlatform } from '../platforms/registry.ts';
import type { Target } from './plan.ts';

/** What is known of handing over one Machine, or the machines that a MachineSet will make. */
export interface ObjectHandover {
  readonly findings: readonly HandoverFinding[];
  /** An error for each fact that forbids it. */
  readonly issues: readonly Issue[];
}

/**
 * Asks the platform's hand-over facts about an object. `machineApi` is its Machine API form, which is the object itself or
 * what it was converted to; `infra` is its infra machine, where there is one.
 */
export function handoverOf(
  object: JsonObject,
  machineApi: JsonObject,
  infra: JsonObject | undefined,
  target: Target,
  {
    handover,
    infra: { tiedBy },
  }: Pick<AnyPlatform, 'handover'> & { readonly infra: Pick<AnyPlatform['infra'], 'tiedBy'> },
): ObjectHandover {
  const kind = object['kind'] === 'MachineSet' ? 'MachineSet' : 'Machine';
  const provider = providerOf(machineApi) ?? {};
  const findings = handoverFindings(
    { ...handover, facts: [...coreFacts, ...handover.facts] },
    { kind, target, isRunning: isRunning(object, infra, tiedBy), provider },
  );
  const base = kind === 'MachineSet' ? ['spec', 'template', 'spec'] : ['spec'];
  const issues = findings
    .filter(({ fact }) => fact.effect === 'blocks')
    .map(({ fact, at }): Issue => {
      // A cause is a place in the provider spec, which a Cluster API object does not have.
      const isThere = target === 'cluster-api' && at.length > 0;
      const segments = isThere ? [...base, 'providerSpec', 'value', ...at] : base;
      return {
        severity: 'error',
        code: 'HandoverBlocked',
        object: 'self',
        segments,
        path: formatPath(segments),
        message: fact.message,
        hint: fact.hint,
      };
    });
  return { findings, issues };
}
