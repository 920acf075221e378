import type { KubeObject } from '@capstan/kube';
import type { Write } from '../../engine/decision.ts';
import { type Authority, annotations, finalizers } from '../../names.ts';
import type { Environment } from './environment.ts';
import { finalizersOf } from './object.ts';

/**
 * The write that ties a Machine API object to its mirror before that is made; undefined where it is tied. `record` is what it would
 * have from the mirror if it were one: written now, handing it over one day takes no write for that.
 */
export function holdMachineApi(
  mapi: KubeObject,
  { holdsSynchronizedApi }: Pick<Environment, 'holdsSynchronizedApi'>,
  authority: Authority,
  record?: () => string | undefined,
): Write | undefined {
  const held = finalizersOf(mapi);
  const marked = mapi.metadata.annotations?.[annotations.synchronizedApi];
  const isNew = !held.includes(finalizers.sync);
  const recorded = isNew && mapi.metadata.annotations?.[annotations.mirrored] === undefined ? record?.() : undefined;
  const notes = {
    ...(!holdsSynchronizedApi && marked !== authority && { [annotations.synchronizedApi]: authority }),
    ...(recorded !== undefined && { [annotations.mirrored]: recorded }),
  };
  const metadata = {
    ...(isNew && { finalizers: [...held, finalizers.sync] }),
    ...(Object.keys(notes).length > 0 && { annotations: notes }),
  };
  return Object.keys(metadata).length === 0 ? undefined : { verb: 'patch', of: mapi, patch: { metadata } };
}
