import type { JsonObject } from '@capstan/api';
import { providerOf } from '../cluster/provider-source.ts';
import { type HandoverFinding, handoverFindings } from '../handover/handover.ts';
import { formatPath, type Issue } from '../mapping/issue.ts';
import { asObject, textAt } from '../mapping/json.ts';
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
 * what it was converted to.
 */
export function handoverOf(
  object: JsonObject,
  machineApi: JsonObject,
  target: Target,
  { handover }: Pick<AnyPlatform, 'handover'>,
): ObjectHandover {
  const kind = object['kind'] === 'MachineSet' ? 'MachineSet' : 'Machine';
  const provider = providerOf(machineApi) ?? {};
  const findings = handoverFindings(handover, { kind, target, isRunning: isRunning(object), provider });
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

/** A Machine that has an instance or a host, or is about to: something would be lost by making it anew. */
function isRunning(object: JsonObject): boolean {
  if (object['kind'] !== 'Machine') return false;
  const phase = textAt(asObject(object['status']), 'phase');
  return textAt(object, 'spec', 'providerID') !== undefined || (phase !== undefined && begun.has(phase));
}

const begun: ReadonlySet<string> = new Set(['Provisioning', 'Provisioned', 'Running', 'Deleting']);
