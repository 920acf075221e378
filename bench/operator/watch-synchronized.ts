import { createInformer, type Informer, type KubeClient, type KubeObject, keyOf, systemClock } from '@capstan/kube';

/** Resolves when so many Machines and MachineSets of Machine API are Synchronized from `api`; by a watch, which costs the server least. */
export async function untilSynchronized(
  client: KubeClient,
  wanted: { readonly machineSets: number; readonly machines: number; readonly api: 'MachineAPI' | 'ClusterAPI' },
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const done = Promise.all([
    untilCounted(client, 'MachineSet', wanted.machineSets, wanted.api, ending.signal),
    untilCounted(client, 'Machine', wanted.machines, wanted.api, ending.signal),
  ]);
  const aborted = Promise.withResolvers<never>();
  const stop = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([done, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
    ending.abort(new Error('all are counted'));
  }
}

async function untilCounted(
  client: KubeClient,
  kind: string,
  wanted: number,
  api: string,
  signal: AbortSignal,
): Promise<void> {
  const apiVersion = 'machine.openshift.io/v1beta1';
  const path = `/apis/${apiVersion}/namespaces/openshift-machine-api/${kind.toLowerCase()}s`;
  const informer: Informer<never> = createInformer({
    transport: client.transport,
    target: { path, apiVersion, kind },
    indices: {},
    // A byte for each, so that watching weighs little.
    transform: ({ apiVersion, kind, metadata: { name, namespace = '', resourceVersion = '' }, ...rest }) => ({
      apiVersion,
      kind,
      metadata: { name, namespace, resourceVersion },
      isSynchronized: isSynchronized(rest, api),
    }),
    clock: systemClock,
    random: Math.random,
  });
  const synchronized = new Set<string>();
  const done = Promise.withResolvers<void>();
  informer.follow(({ before, after }) => {
    const object: KubeObject = after ?? before;
    if (object['isSynchronized'] === true) synchronized.add(keyOf(object));
    else synchronized.delete(keyOf(object));
    if (synchronized.size >= wanted) done.resolve();
  });
  void informer.run(signal);
  await done.promise;
}

function isSynchronized({ status }: { readonly [field: string]: unknown }, api: string): boolean {
  if (typeof status !== 'object' || status === null || !('conditions' in status)) return false;
  if (!('synchronizedAPI' in status) || status.synchronizedAPI !== api) return false;
  if (!('authoritativeAPI' in status) || status.authoritativeAPI !== api) return false;
  const { conditions } = status;
  return (
    Array.isArray(conditions) && conditions.some((each) => each?.type === 'Synchronized' && each.status === 'True')
  );
}
