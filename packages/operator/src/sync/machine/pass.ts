import type { ApiError, KubeObject } from '@capstan/kube';
import type { Caches } from '../../caches.ts';
import type { Pass } from '../../engine/run-pass.ts';
import type { Environment } from '../shared/environment.ts';
import { setOwnerOf } from '../shared/object.ts';
import { infraNameOf } from '../shared/references.ts';
import { reportOn } from '../shared/report.ts';
import { decideMachine } from './decide.ts';
import type { MachineDecision, MachineSlot, MachineState } from './state.ts';

/** A pass over the Machine of a name. */
export function machinePass(name: string, caches: Caches, env: Environment): Pass<MachineState, MachineSlot> {
  return {
    gather: () => gather(name, caches, env),
    decide: decideMachine,
    place: (state, slot, _of, result) => ({ ...state, [slot]: result }),
    report: (state, failure) => reportOn(state.mapi, failure, state.env),
    refused,
    subject: ({ mapi, capi, infra }) => mapi ?? capi ?? infra,
  };
}

/** A Machine and what belongs to it, as last seen; of `seen`, where another has looked by himself. */
export function gather(
  name: string,
  caches: Caches,
  env: Environment,
  seen?: Pick<MachineState, 'mapi' | 'capi'>,
): MachineState {
  const { machineApi, clusterApi } = env.namespaces;
  const { mapi, capi } = seen ?? {
    mapi: caches.machines.latest.get(`${machineApi}/${name}`),
    capi: caches.capiMachines.latest.get(`${clusterApi}/${name}`),
  };
  // Where the two differ the conversion refuses, so either name will do.
  const infraName = infraNameOf(capi) ?? name;
  const set = ownerName(mapi, 'machine.openshift.io') ?? ownerName(capi, 'cluster.x-k8s.io');
  return {
    name,
    mapi,
    capi,
    infra: caches.infraMachines.latest.get(`${clusterApi}/${infraName}`),
    mapiSet: set === undefined ? undefined : caches.machineSets.latest.get(`${machineApi}/${set}`),
    capiSet: set === undefined ? undefined : caches.capiMachineSets.latest.get(`${clusterApi}/${set}`),
    env,
  };
}

function ownerName(object: KubeObject | undefined, group: string): string | undefined {
  return object === undefined ? undefined : setOwnerOf(object, group)?.name;
}

/** Providers let nobody change most of an infra machine's spec: a paused mirror can be made anew instead. */
export function refused(
  state: MachineState,
  decision: MachineDecision,
  { status }: ApiError,
): MachineState | undefined {
  if (decision.kind !== 'write' || decision.slot !== 'infra' || decision.write.verb !== 'patch') return undefined;
  // Nothing else is a verdict on the values: a mirror is not made again because the server is busy or denies us the right.
  if (status !== 422) return undefined;
  if (state.infraIsImmutable || decision.write.patch['spec'] === undefined) return undefined;
  return { ...state, infraIsImmutable: true };
}
