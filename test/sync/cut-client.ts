import type { KubeClient, ObjectRef } from '@capstan/kube';

/**
 * A client whose process is killed at its nth write: before the server has it, or after it has and before the answer is there. What
 * comes later never reaches the server. Events are not counted.
 */
export function cutClient(
  client: KubeClient,
  at: number,
  when: 'before' | 'after',
): KubeClient & { readonly isCut: () => boolean } {
  let writes = 0;
  const cut = async <T>({ kind }: Pick<ObjectRef, 'kind'>, send: () => Promise<T>): Promise<T> => {
    if (kind === 'Event') return send();
    writes += 1;
    if (writes === at && when === 'after') await send();
    if (writes >= at) throw new Error('killed');
    return send();
  };
  return {
    ...client,
    isCut: () => writes >= at,
    create: (object, options) => cut(object, () => client.create(object, options)),
    apply: (object, options) => cut(object, () => client.apply(object, options)),
    applyStatus: (object, options) => cut(object, () => client.applyStatus(object, options)),
    mergePatch: (ref, patch, options) => cut(ref, () => client.mergePatch(ref, patch, options)),
    delete: (ref, options) => cut(ref, () => client.delete(ref, options)),
  };
}
