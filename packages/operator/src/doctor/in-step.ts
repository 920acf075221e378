import { deepEqual } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { afterWrite } from '../engine/after-write.ts';
import type { Decision } from '../engine/decision.ts';
import { decideMachine } from '../sync/machine/decide.ts';
import type { MachineSlot } from '../sync/machine/state.ts';
import { decideMachineSet } from '../sync/machine-set/decide.ts';
import { placeInSet } from '../sync/machine-set/pass.ts';
import { courseOf } from '../sync/shared/course.ts';
import type { Environment } from '../sync/shared/environment.ts';
import { isDeleting, statusOf } from '../sync/shared/object.ts';
import { environmentOf } from './environment-of.ts';
import type { DoctorFacts } from './facts.ts';
import { madeUp } from './made-up.ts';
import { byName, type Pair, pairsOf } from './pairs.ts';
import { machineStateOf, setStateOf } from './states.ts';

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
  const capiSets = new Map(byName(facts.capiMachineSets));
  const all: PairChanges[] = [];
  for (const pair of pairs) {
    const asSettled = { ...pair, mapi: settled(pair) };
    if (pair.kind === 'MachineSet') {
      const from = setStateOf(facts, asSettled, env);
      const { state, end } = play(decideMachineSet, from, placeInSet);
      if (state.capi !== undefined) capiSets.set(pair.name, state.capi);
      const names = new Set([...from.templates, ...state.templates].map(({ metadata }) => metadata.name));
      const ofTemplates = [...names].map((each) => ({
        before: from.templates.find(({ metadata }) => metadata.name === each),
        after: state.templates.find(({ metadata }) => metadata.name === each),
      }));
      const halves = [{ before: pair.capi, after: state.capi }, ...ofTemplates];
      all.push({ pair, changes: differing([{ before: from.mapi, after: state.mapi }, ...halves]), end });
      continue;
    }
    const from = machineStateOf(facts, asSettled, env, capiSets);
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

/** While an object is Migrating, the API that acted before is the source still; where nobody has said it, spec says who will. */
function settled({ mapi, capi, infra }: Pair): KubeObject {
  const course = courseOf(mapi, [capi, infra]);
  const acting = course.kind === 'migrating' ? course.from : course.kind === 'new' ? course.wanted : undefined;
  return acting === undefined ? mapi : { ...mapi, status: { ...statusOf(mapi), authoritativeAPI: acting } };
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
