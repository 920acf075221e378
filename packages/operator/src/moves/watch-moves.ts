import type { AnyPlatform } from '@capstan/convert';
import { createInformer, type Informer, type KubeObject, type Random } from '@capstan/kube';
import { clusterApiVersion, machineApiVersion } from '../names.ts';
import type { MoveWorld } from './gather-facts.ts';
import type { MachineHalves } from './identity.ts';
import type { MoveName } from './object-name.ts';

/** The halves of what moves, kept up to date while a run goes on. */
export interface MoveWatch {
  halvesOf(name: MoveName): MachineHalves;
  /** Resolves at the next change, when `ms` have passed, or when `signal` is aborted. */
  changed(ms: number, signal: AbortSignal): Promise<void>;
  /** Resolves when nothing is watched any more. */
  stop(): Promise<void>;
}

/** Begins to watch; resolves when all has been seen once. Rejects with the signal's reason when aborted before. */
export async function watchMoves(
  { client, clock, namespaces }: Pick<MoveWorld, 'client' | 'clock' | 'namespaces'>,
  { platform, random }: { readonly platform: AnyPlatform; readonly random: Random },
  signal: AbortSignal,
): Promise<MoveWatch> {
  const stopping = new AbortController();
  let wake = Promise.withResolvers<void>();
  const informer = (apiVersion: string, kind: string, namespace: string) => {
    const made = createInformer({
      transport: client.transport,
      target: { path: `/apis/${apiVersion}/namespaces/${namespace}/${kind.toLowerCase()}s`, apiVersion, kind },
      indices: {},
      transform: withoutManagers,
      clock,
      random,
    });
    made.follow(() => {
      wake.resolve();
      wake = Promise.withResolvers();
    });
    return made;
  };
  const { machineApi, clusterApi } = namespaces;
  const machines = informer(machineApiVersion, 'Machine', machineApi);
  const machineSets = informer(machineApiVersion, 'MachineSet', machineApi);
  const capiMachines = informer(clusterApiVersion, 'Machine', clusterApi);
  const capiMachineSets = informer(clusterApiVersion, 'MachineSet', clusterApi);
  const infraMachines = informer(platform.infra.apiVersion, platform.infra.machineKind, clusterApi);
  const all = [machines, machineSets, capiMachines, capiMachineSets, infraMachines];
  const ended = Promise.all(all.map((each) => each.run(stopping.signal)));
  const stop = async (): Promise<void> => {
    stopping.abort(new Error('the run has ended'));
    await ended;
  };
  try {
    await Promise.all(all.map((each) => each.synced(signal)));
  } catch (error) {
    await stop();
    throw error;
  }
  const get = (from: Informer<never>, namespace: string, name: string) => from.store.get(`${namespace}/${name}`);
  return {
    halvesOf: ({ kind, name }) =>
      kind === 'Machine'
        ? {
            mapi: get(machines, machineApi, name),
            capi: get(capiMachines, clusterApi, name),
            infra: get(infraMachines, clusterApi, name),
          }
        : {
            mapi: get(machineSets, machineApi, name),
            capi: get(capiMachineSets, clusterApi, name),
            infra: undefined,
          },
    async changed(ms, until) {
      const { promise } = wake;
      const off = new AbortController();
      const either = AbortSignal.any([off.signal, until]);
      await Promise.race([promise, clock.sleep(ms, either).catch(() => undefined)]);
      off.abort(new Error('it has changed'));
    },
    stop,
  };
}

/** They are long, and nothing here looks at them. */
function withoutManagers(object: KubeObject): KubeObject {
  const { managedFields: _dropped, ...metadata } = object.metadata;
  return { ...object, metadata };
}
