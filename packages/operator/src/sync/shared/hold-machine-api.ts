import type { KubeObject } from '@capstan/kube';
import type { Write } from '../../engine/decision.ts';
import { type Authority, annotations, finalizers } from '../../names.ts';
import type { Environment } from './environment.ts';
import { finalizersOf } from './object.ts';

/** The write that ties a Machine API object to its mirror before that is made; undefined where it is tied. */
export function holdMachineApi(
  mapi: KubeObject,
  { holdsSynchronizedApi }: Pick<Environment, 'holdsSynchronizedApi'>,
  authority: Authority,
): Write | undefined {
  const held = finalizersOf(mapi);
  const marked = mapi.metadata.annotations?.[annotations.synchronizedApi];
  const metadata = {
    ...(!held.includes(finalizers.sync) && { finalizers: [...held, finalizers.sync] }),
    ...(!holdsSynchronizedApi && marked !== authority && { annotations: { [annotations.synchronizedApi]: authority } }),
  };
  return Object.keys(metadata).length === 0 ? undefined : { verb: 'patch', of: mapi, patch: { metadata } };
}
