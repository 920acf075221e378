import type { KubeObject } from '@capstan/kube';
import type { Decision } from '../../engine/decision.ts';
import type { Authority } from '../../names.ts';
import { resourceOf } from '../../resource-name.ts';
import { type Obstacle, patienceMs } from './obstacle.ts';
import { adoptStep, stepDecision } from './writes.ts';

/** What a migration may do besides finishing what has begun. */
export interface Options {
  /** False while the feature gate is off: what is Migrating goes on, and nothing is begun. */
  readonly begins: boolean;
}

/** Waits for an obstacle to go away, and tells it: at once, or when it has lasted, which the controller sees to. */
export function held({ message, isPassing }: Obstacle): Decision<never> {
  if (isPassing) return { kind: 'wait', for: message, recheckMs: patienceMs };
  return { kind: 'wait', for: message, notice: { type: 'Warning', reason: 'MigrationWaiting', message } };
}

/** So long Machine API's controller has for acknowledging what a new object asks for. */
const newMs = 30_000;

/** An object whose authority nobody has acknowledged: Machine API's controller does that, and in its absence we do. */
export function whileNew(mapi: KubeObject, wanted: Authority, now: string): Decision<'mapi'> {
  const { creationTimestamp, deletionTimestamp } = mapi.metadata;
  if (deletionTimestamp !== undefined) return { kind: 'done' };
  const left = (Date.parse(String(creationTimestamp)) || 0) + newMs - Date.parse(now);
  if (left > 0) return { kind: 'wait', for: 'Machine API to acknowledge the authority', recheckMs: left + 1000 };
  return stepDecision(adoptStep(mapi, wanted));
}

/** Somebody has to say which API acted last: to copy the wrong side would lose what was changed on the other. */
export function unclear(mapi: KubeObject): Decision<never> {
  const { name, namespace } = mapi.metadata;
  const resource = `${resourceOf(mapi)} ${name} -n ${namespace}`;
  const patch = (api: Authority) =>
    `oc patch ${resource} --subresource=status --type=merge -p '{"status":{"synchronizedAPI":"${api}"}}'`;
  const message = `it is Migrating, and nothing on it says which API acted before. If that was Machine API: ${patch('MachineAPI')}; if Cluster API: ${patch('ClusterAPI')}`;
  return { kind: 'wait', for: message, notice: { type: 'Warning', reason: 'MigrationUnclear', message } };
}
