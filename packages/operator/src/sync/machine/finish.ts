import type { KubeObject } from '@capstan/kube';
import type { Environment } from '../shared/environment.ts';
import { type Equal, restOf, stillWith, unpauseInfraWrite, unpauseWrite } from '../shared/verdict.ts';
import { type MachineDecision, write } from './state.ts';

/** Both sides are equal: says so on the Machine API side, then lets a machine go that starts in Cluster API. */
export function finish(env: Environment, infra: KubeObject, pair: Omit<Equal, 'kind'>): MachineDecision {
  const rest = restOf(env, { kind: 'Machine', ...pair });
  if (rest.kind === 'say') return write('mapi', rest.write);
  if (rest.kind !== 'release') return rest;
  const checks = stillWith(pair.mapi, 'ClusterAPI');
  // The infra machine first: the Machine's controller waits for it, and not the other way round.
  const infraWrite = unpauseInfraWrite(infra);
  if (infraWrite !== undefined) return write('infra', infraWrite, { checks });
  const machineWrite = unpauseWrite(pair.capi);
  return machineWrite === undefined ? { kind: 'done' } : write('capi', machineWrite, { checks });
}
