import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { machineApiVersion } from '../../names.ts';
import { finalizersOf, markerOf, statusOf } from '../shared/object.ts';
import { isSync } from '../shared/release.ts';
import { wasSynchronized } from '../shared/synchronized.ts';
import { stillWith, unpauseWrite } from '../shared/verdict.ts';
import { failed, type MachineDecision, type MachineState, reasons, write } from './state.ts';

/**
 * `status.authoritativeAPI`. Machine API's controller says it of what users make; a mirror that we made of a Machine that runs in
 * Cluster API has it from us.
 */
export function authorityOf({ capi }: MachineState, mapi: KubeObject): unknown {
  const said = statusOf(mapi)['authoritativeAPI'];
  if (said !== undefined && said !== '') return said;
  const isMirror = finalizersOf(mapi).some(isSync) && capi !== undefined && markerOf(capi) === 'ClusterAPI';
  return isMirror && asObject(mapi['spec'])?.['authoritativeAPI'] === 'ClusterAPI' ? 'ClusterAPI' : said;
}

/**
 * Where Cluster API is to act: `make` while its Machine still has to be made of the Machine API one, a decision where it is gone,
 * and undefined where it is there and is the source.
 *
 * A machine that was there before and is gone is not made again: a new one could be a second instance in the cloud. Until the
 * making is finished the marker says MachineAPI, so one that was killed in the middle goes on.
 */
export function startsInClusterApi(state: MachineState, mapi: KubeObject): 'make' | MachineDecision | undefined {
  const { capi, env, name } = state;
  const forward = finishLettingGo(state);
  if (forward !== undefined) return forward;
  if (capi !== undefined) return markerOf(capi) === 'MachineAPI' ? 'make' : undefined;
  if (!wasSynchronized(mapi)) return 'make';
  return failed(
    reasons.capiNotFound,
    `the Cluster API Machine ${env.namespaces.clusterApi}/${name}, which acts on this machine, is gone, and a new one might make a second instance. Delete this Machine if its instance is gone; else restore the Cluster API Machine from a backup.`,
  );
}

/**
 * The write that un-pauses a Machine whose infra machine was let go before it; undefined for all others. The provider may have begun
 * to act, so there is no way back: pausing it again could leave an instance to nobody.
 */
export function finishLettingGo({ name, mapi, capi, infra, env }: MachineState): MachineDecision | undefined {
  if (capi === undefined || infra === undefined) return undefined;
  if (markerOf(capi) !== 'MachineAPI' || markerOf(infra) !== 'ClusterAPI') return undefined;
  const release = unpauseWrite(capi);
  if (release === undefined) return undefined;
  const { machineApi: namespace } = env.namespaces;
  const isGone = { kind: 'absent', of: { apiVersion: machineApiVersion, kind: 'Machine', namespace, name } } as const;
  return write('capi', release, { checks: mapi === undefined ? [isGone] : stillWith(mapi, 'ClusterAPI') });
}
