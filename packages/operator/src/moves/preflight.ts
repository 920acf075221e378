import { policiesCheck, rightsCheck } from './checks/caller-checks.ts';
import { operatorCheck, operatorsCheck, standingCheck, upgradeCheck } from './checks/cluster-checks.ts';
import type { Check, Finding, Judged } from './checks/finding.ts';
import { autoscalersCheck, healthChecksCheck, writersCheck } from './checks/neighbour-checks.ts';
import {
  controlPlaneCheck,
  knownCheck,
  membersCheck,
  phaseCheck,
  settledCheck,
  syncCheck,
} from './checks/object-checks.ts';
import { evidenceCheck, handoverCheck, secretsCheck } from './checks/platform-checks.ts';

/** All that is looked at before anything moves, in the order in which it is told. */
export const checks: readonly Check[] = [
  knownCheck,
  operatorCheck,
  standingCheck,
  upgradeCheck,
  operatorsCheck,
  rightsCheck,
  controlPlaneCheck,
  settledCheck,
  syncCheck,
  phaseCheck,
  membersCheck,
  autoscalersCheck,
  secretsCheck,
  handoverCheck,
  evidenceCheck,
  healthChecksCheck,
  writersCheck,
  policiesCheck,
];

/** What all checks find, errors first. */
export function preflight(judged: Judged): Finding[] {
  const found = checks.flatMap((check) => check.look(judged).map((finding) => ({ ...finding, check: check.name })));
  return [
    ...found.filter(({ severity }) => severity === 'error'),
    ...found.filter(({ severity }) => severity !== 'error'),
  ];
}
