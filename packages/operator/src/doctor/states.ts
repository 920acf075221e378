import { labelValue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { annotations, machineAutoscaler, templateLabel } from '../names.ts';
import type { MachineState } from '../sync/machine/state.ts';
import { scaledSet } from '../sync/machine-set/autoscaled-by.ts';
import { membersOf } from '../sync/machine-set/pass.ts';
import type { MachineSetState } from '../sync/machine-set/state.ts';
import type { Environment } from '../sync/shared/environment.ts';
import { setOwnerOf } from '../sync/shared/object.ts';
import { templateNameOf } from '../sync/shared/references.ts';
import type { DoctorFacts } from './facts.ts';
import { byName, type Pair } from './pairs.ts';

/** A MachineSet as the controllers would gather it. */
export function setStateOf(facts: DoctorFacts, pair: Pair, env: Environment): MachineSetState {
  const { name, mapi, capi } = pair;
  return {
    name,
    mapi,
    capi,
    templates: templatesOf(facts, pair),
    members: { mapi: membersOf(mapi, facts.machines), capi: membersOf(capi, facts.capiMachines) },
    autoscalers: scalersOf(facts, mapi),
    env,
  };
}

/** A Machine as the controllers would gather it; the sets by name. */
export function machineStateOf(
  facts: DoctorFacts,
  { name, mapi, capi, infra }: Pair,
  env: Environment,
  capiSets: ReadonlyMap<string, KubeObject> = byName(facts.capiMachineSets),
): MachineState {
  const owner = setOwnerOf(mapi, 'machine.openshift.io')?.name;
  const mapiSet = owner === undefined ? undefined : facts.machineSets.find(({ metadata }) => metadata.name === owner);
  const capiSet = owner === undefined ? undefined : capiSets.get(owner);
  return { name, mapi, capi, infra, mapiSet, capiSet, env };
}

function templatesOf({ templates }: DoctorFacts, { name, capi }: Pair): KubeObject[] {
  const mark = labelValue(name);
  const referred = templateNameOf(capi);
  return templates.filter(({ metadata }) => metadata.labels?.[templateLabel] === mark || metadata.name === referred);
}

/** Where autoscalers could not be seen, what the operator has noted of them. */
function scalersOf({ autoscalers, unseen, origin }: DoctorFacts, mapi: KubeObject): readonly KubeObject[] {
  const isKnown = !unseen.has('autoscalers') && (origin === 'cluster' || autoscalers.length > 0);
  if (isKnown) return autoscalers.filter((scaler) => scaledSet(scaler) === mapi.metadata.name);
  const name = mapi.metadata.annotations?.[annotations.autoscaledBy];
  return name === undefined ? [] : [{ ...machineAutoscaler, metadata: { name } }];
}
