import { asObject, textAt } from '@capstan/convert';
import { setOwnerOf } from '../sync/shared/object.ts';
import { checks, checksOnRequest } from './checks/all-checks.ts';
import type { DoctorFacts } from './facts.ts';
import type { Check, Finding } from './finding.ts';
import { pairsOf } from './pairs.ts';

/** What was found; version 1 of a document that scripts may read. */
export interface Diagnosis {
  readonly version: 1;
  readonly findings: readonly Finding[];
  /** Checks that could not be done, and why. */
  readonly notChecked: readonly { readonly check: string; readonly why: string }[];
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly checks: number;
  };
}

/**
 * The troubleshooting list: every check of the table on the facts. `names` are those of Machines and MachineSets; without any it is
 * about all of them, and with some about these, and about what is true of the whole cluster.
 */
export function diagnose(facts: DoctorFacts, names: ReadonlySet<string> = new Set()): Diagnosis {
  const all = names.size === 0 ? checks : [...checks, ...checksOnRequest];
  const about = names.size === 0 ? undefined : objectNames(facts, withMembers(facts, names));
  const findings: Finding[] = [];
  const notChecked: { check: string; why: string }[] = [];
  for (const check of all) {
    const why = unseenBy(check, facts);
    if (why !== undefined) {
      notChecked.push({ check: check.name, why });
      continue;
    }
    for (const found of check.find(facts)) {
      const isMeant = about === undefined || found.object === undefined || about(found.object);
      if (isMeant) findings.push({ check: check.name, ...found });
    }
  }
  const count = (severity: Finding['severity']) => findings.filter((each) => each.severity === severity).length;
  const summary = {
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    checks: all.length - notChecked.length,
  };
  return { version: 1, findings, notChecked, summary };
}

function unseenBy({ needs }: Check, { unseen }: DoctorFacts): string | undefined {
  return needs.map((source) => unseen.get(source)).find((why) => why !== undefined);
}

/** A set stands for its machines too: what is wrong with one of them holds it back. */
function withMembers({ machines }: DoctorFacts, names: ReadonlySet<string>): ReadonlySet<string> {
  const members = machines.filter((machine) => {
    const set = setOwnerOf(machine, 'machine.openshift.io')?.name;
    return set !== undefined && names.has(set);
  });
  return new Set([...names, ...members.map(({ metadata }) => metadata.name)]);
}

/** What belongs to the named: their other halves have their names, infra machines and templates are referred to. */
function objectNames(
  facts: DoctorFacts,
  names: ReadonlySet<string>,
): (object: NonNullable<Finding['object']>) => boolean {
  const infra = new Set(
    pairsOf(facts).flatMap(({ name, infra: of }) => (names.has(name) && of !== undefined ? [of.metadata.name] : [])),
  );
  const scalers = new Set(
    facts.autoscalers
      .filter((scaler) => names.has(textAt(asObject(scaler['spec']), 'scaleTargetRef', 'name') ?? ''))
      .map(({ metadata }) => metadata.name),
  );
  const ofPairs = new Set(['Machine', 'MachineSet']);
  const kinds = new Set([...facts.infraMachines, ...facts.templates].map(({ kind }) => kind));
  return ({ kind, name }) => {
    if (ofPairs.has(kind)) return names.has(name);
    if (kind === 'MachineAutoscaler') return scalers.has(name);
    if (!kinds.has(kind)) return true;
    return infra.has(name) || [...names].some((each) => name.startsWith(`${each}-`));
  };
}
