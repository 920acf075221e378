import type { Check } from '../finding.ts';
import { bothAct, nobodyActs } from './acting.ts';
import { autoscalerTarget } from './autoscaler.ts';
import { clockSkew } from './clock.ts';
import { controllerDown } from './controllers.ts';
import { stuckDeletion } from './deletion.ts';
import { mirrorDrift } from './drift.ts';
import { stalledMigration, stuckMigrating } from './migration.ts';
import { operatorAbsent, operatorIdle } from './operator.ts';
import { noPolicies, refusedEdits } from './policies.ts';
import { missingSecret } from './secrets.ts';
import { failedSync, neverSynchronized } from './sync.ts';
import { missingTemplate, orphanedTemplate } from './templates.ts';

/** The checks, in the order in which findings are told: what endangers a machine first, then causes before what follows from them. */
export const checks: readonly Check[] = [
  bothAct,
  operatorIdle,
  operatorAbsent,
  controllerDown,
  stuckMigrating,
  stalledMigration,
  nobodyActs,
  failedSync,
  neverSynchronized,
  mirrorDrift,
  autoscalerTarget,
  stuckDeletion,
  missingSecret,
  missingTemplate,
  orphanedTemplate,
  noPolicies,
  clockSkew,
];

/** Checks of objects that are named: what they tell is no trouble, so it is not told of all objects of a cluster. */
export const checksOnRequest: readonly Check[] = [refusedEdits];
