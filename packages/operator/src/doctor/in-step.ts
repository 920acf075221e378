import { asObject, deepEqual, labelValue } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { afterWrite } from '../engine/after-write.ts';
import type { Decision } from '../engine/decision.ts';
import { templateLabel } from '../names.ts';
import { comesFrom } from '../status/waits-for.ts';
import { decideMachine } from '../sync/machine/decide.ts';
import type { MachineSlot, MachineState } from '../sync/machine/state.ts';
import { decideMachineSet } from '../sync/machine-set/decide.ts';
import type { MachineSetSlot, MachineSetState } from '../sync/machine-set/state.ts';
import type { Environment } from '../sync/shared/environment.ts';
import { isDeleting, ownersOf, setOwnerOf, statusOf } from '../sync/shared/object.ts';
import { environmentOf } from './environment-of.ts';
import type { DoctorFacts } from './facts.ts';
import { madeUp } from './made-up.ts';
import { byName, type Pair, pairsOf } from './pairs.ts';
import { templateNameOf } from './references.ts';

/** An object as it is and as its source makes it; undefined where it is not there, or is not to be. */
export interface Change {
  readonly before: KubeObject | undefined;
  readonly after: KubeObject | undefined;
}

/** What a pair's conversion would change, status aside, and what keeps it from doing more. */
export interface PairChanges {
  readonly pair: Pair;
  readonly changes: readonly Change[];
  /** `failed`: its source can't be converted. `wait`: something else comes first. */
  readonly end: { readonly kind: 'done' } | { readonly kind: 'failed' | 'wait'; readonly message: string };
}

/**
 * What objects convert to, against what there is: the decisions of sync are taken on the facts and their writes made in memory until
 * nothing is left to do. So no difference here means that the operator would write nothing. Undefined where the cluster is not
 * known well enough to convert anything.
 */
export function pairChanges(facts: DoctorFacts): readonly PairChanges[] | undefined {
  const known = memory.get(facts);
  if (known !== undefined) return known.changes;
  const changes = findChanges(facts);
  memory.set(facts, { changes });
  return changes;
}

const memory = new WeakMap<DoctorFacts, { readonly changes: readonly PairChanges[] | undefined }>();

/** More writes than any pair takes. */
const most = 40;

function findChanges(facts: DoctorFacts): readonly PairChanges[] | undefined {
  const env = environmentOf(facts);
  if (env === undefined) return undefined;
  const pairs = pairsOf(facts).filter(({ mapi }) => !isDeleting(mapi));
  const mapiSets = byName(facts.machineSets);
  const capiSets = new Map(byName(facts.capiMachineSets));
  const all: PairChanges[] = [];
  for (const pair of pairs) {
    if (pair.kind === 'MachineSet') {
      const { name } = pair;
      const templates = templatesOf(facts, pair);
      const from: MachineSetState = {
        name,
        mapi: settled(pair.mapi),
        capi: pair.capi,
        templates,
        members: { mapi: membersOf(facts.machines, pair.mapi), capi: membersOf(facts.capiMachines, pair.capi) },
        env,
      };
      const { state, end } = play(decideMachineSet, from, placeInSet);
      if (state.capi !== undefined) capiSets.set(name, state.capi);
      const names = new Set([...templates, ...state.templates].map(({ metadata }) => metadata.name));
      const ofTemplates = [...names].map((each) => ({
        before: templates.find(({ metadata }) => metadata.name === each),
        after: state.templates.find(({ metadata }) => metadata.name === each),
      }));
      const halves = [{ before: pair.capi, after: state.capi }, ...ofTemplates];
      all.push({ pair, changes: differing([{ before: from.mapi, after: state.mapi }, ...halves]), end });
      continue;
    }
    const owner = setOwnerOf(pair.mapi, 'machine.openshift.io')?.name;
    const from: MachineState = {
      name: pair.name,
      mapi: settled(pair.mapi),
      capi: pair.capi,
      infra: pair.infra,
      mapiSet: owner === undefined ? undefined : mapiSets.get(owner),
      capiSet: owner === undefined ? undefined : capiSets.get(owner),
      env,
    };
    const { state, end } = play(decideMachine, from, (before, slot, _of, result) => ({ ...before, [slot]: result }));
    const slots: readonly MachineSlot[] = ['mapi', 'capi', 'infra'];
    all.push({ pair, changes: differing(slots.map((slot) => ({ before: from[slot], after: state[slot] }))), end });
  }
  return all;
}

function play<S extends { readonly env: Environment }, Slot extends string>(
  decide: (state: S) => Decision<Slot>,
  from: S,
  place: (state: S, slot: Slot, of: KubeObject, result: KubeObject | undefined) => S,
): { readonly state: S; readonly end: PairChanges['end'] } {
  let state = from;
  for (let writes = 0; ; writes += 1) {
    const decision = decide(state);
    if (decision.kind === 'done') return { state, end: { kind: 'done' } };
    if (decision.kind === 'wait') return { state, end: { kind: 'wait', message: decision.for } };
    if (decision.kind === 'failed') {
      const { reason, message } = decision.failure;
      return { state, end: { kind: 'failed', message: `${reason}: ${message}` } };
    }
    if (writes === most) return { state, end: { kind: 'wait', message: 'its own writes to end' } };
    const { slot, write } = decision;
    const of = write.verb === 'create' ? write.object : write.of;
    state = place(state, slot, of, afterWrite(write, madeUp(writes + 1), state.env.now));
  }
}

function placeInSet(
  state: MachineSetState,
  slot: MachineSetSlot,
  of: KubeObject,
  result: KubeObject | undefined,
): MachineSetState {
  if (slot !== 'template') return { ...state, [slot]: result };
  const others = state.templates.filter(({ metadata }) => metadata.name !== of.metadata.name);
  return { ...state, templates: result === undefined ? others : [...others, result] };
}

/** While an object is Migrating, the API that acted before is the source still; where nobody has said it, spec says who will. */
function settled(mapi: KubeObject): KubeObject {
  const { authoritativeAPI } = statusOf(mapi);
  if (authoritativeAPI === 'MachineAPI' || authoritativeAPI === 'ClusterAPI') return mapi;
  const wanted = asObject(mapi['spec'])?.['authoritativeAPI'] ?? 'MachineAPI';
  const acting = authoritativeAPI === 'Migrating' ? comesFrom(mapi) : wanted;
  return acting === undefined ? mapi : { ...mapi, status: { ...statusOf(mapi), authoritativeAPI: acting } };
}

function templatesOf({ templates }: DoctorFacts, { name, capi }: Pair): KubeObject[] {
  const mark = labelValue(name);
  const referred = templateNameOf(capi);
  return templates.filter(({ metadata }) => metadata.labels?.[templateLabel] === mark || metadata.name === referred);
}

function membersOf(machines: readonly KubeObject[], set: KubeObject | undefined): readonly KubeObject[] {
  const uid = set?.metadata.uid;
  return uid === undefined ? [] : machines.filter((machine) => ownersOf(machine).some((owner) => owner.uid === uid));
}

/** Status follows within moments and is no configuration. */
function differing(changes: readonly Change[]): readonly Change[] {
  return changes.filter(({ before, after }) => !deepEqual(configurationOf(before), configurationOf(after)));
}

function configurationOf(object: KubeObject | undefined): unknown {
  if (object === undefined) return undefined;
  const { labels = {}, annotations = {}, finalizers = [], ownerReferences = [] } = object.metadata;
  const isGoing = object.metadata.deletionTimestamp !== undefined;
  return { spec: object['spec'], labels, annotations, finalizers, ownerReferences, isGoing };
}
