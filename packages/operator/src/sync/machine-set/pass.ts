import { labelValue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Caches } from '../../caches.ts';
import type { Pass } from '../../engine/run-pass.ts';
import type { Environment } from '../shared/environment.ts';
import { isDeleting, markerOf, ownersOf, statusOf } from '../shared/object.ts';
import { reportOn } from '../shared/report.ts';
import { decideMachineSet } from './decide.ts';
import type { MachineSetSlot, MachineSetState } from './state.ts';
import { infrastructureRefOf } from './templates.ts';

/** A pass over the MachineSet of a name. */
export function machineSetPass(name: string, caches: Caches, env: Environment): Pass<MachineSetState, MachineSetSlot> {
  return {
    gather: () => gather(name, caches, env),
    decide: decideMachineSet,
    place: placeInSet,
    report: (state, failure) => reportOn(state.mapi, failure, state.env),
    subject: ({ mapi, capi }) => mapi ?? capi,
  };
}

/** A MachineSet and what belongs to it, as last seen; of `seen`, where another has looked by himself. */
export function gather(
  name: string,
  caches: Caches,
  env: Environment,
  seen?: Pick<MachineSetState, 'mapi' | 'capi'>,
): MachineSetState {
  const { machineApi, clusterApi } = env.namespaces;
  const { mapi, capi } = seen ?? {
    mapi: caches.machineSets.latest.get(`${machineApi}/${name}`),
    capi: caches.capiMachineSets.latest.get(`${clusterApi}/${name}`),
  };
  const { infraTemplates } = caches;
  const marked = infraTemplates.informer.store.byIndex('set', labelValue(name)).map(({ metadata }) => metadata.name);
  const referred = infrastructureRefOf(capi)?.['name'];
  const names = new Set([...marked, ...(typeof referred === 'string' ? [referred] : []), ...nameToBe(mapi, capi, env)]);
  const templates = [...names].sort().flatMap((each) => infraTemplates.latest.get(`${clusterApi}/${each}`) ?? []);
  return {
    name,
    mapi,
    capi,
    templates,
    members: {
      mapi: membersOf(mapi, caches.machines.informer.store.byIndex('set', name)),
      capi: membersOf(capi, caches.capiMachines.informer.store.byIndex('set', name)),
    },
    autoscalers: caches.machineAutoscalers?.informer.store.byIndex('set', name) ?? [],
    env,
  };
}

/** The name that a new template would have: somebody else's may have it, without a mark. */
function nameToBe(mapi: KubeObject | undefined, capi: KubeObject | undefined, env: Environment): readonly string[] {
  if (mapi === undefined || isDeleting(mapi)) return [];
  const isSource = statusOf(mapi)['authoritativeAPI'] === 'MachineAPI' || capi === undefined;
  if (!isSource && markerOf(capi) !== 'MachineAPI') return [];
  const conversion = env.conversions.toClusterApi(mapi);
  return conversion.ok ? conversion.objects.slice(0, 1).map(({ metadata }) => metadata.name) : [];
}

/** Machines that this very set owns, not one of its name before it. */
export function membersOf(set: KubeObject | undefined, machines: readonly KubeObject[]): readonly KubeObject[] {
  const uid = set?.metadata.uid;
  return machines.filter((machine) => ownersOf(machine).some((owner) => owner.uid === uid));
}

/** The state after a write: of templates there are several, told apart by name. */
export function placeInSet(
  state: MachineSetState,
  slot: MachineSetSlot,
  of: KubeObject,
  result: KubeObject | undefined,
): MachineSetState {
  if (slot !== 'template') return { ...state, [slot]: result };
  const others = state.templates.filter(({ metadata }) => metadata.name !== of.metadata.name);
  return { ...state, templates: result === undefined ? others : [...others, result] };
}
