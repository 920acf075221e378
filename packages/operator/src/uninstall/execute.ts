import { ApiError, type Clock, isConflict, isNotFound, type KubeClient, type KubeObject, refOf } from '@capstan/kube';
import { deleteAgainst, patchAgainst } from '../engine/against.ts';
import type { Write } from '../engine/decision.ts';
import { ifFound } from '../if-found.ts';
import { annotations } from '../names.ts';
import { finalizersOf, isPaused } from '../sync/shared/object.ts';
import { freeWrite, releaseWrite } from '../sync/shared/release.ts';
import type { Step } from './plan.ts';
import { ownMarks, roles } from './roles.ts';

/** How a step ended: `gone` where somebody else was quicker, `kept` with the reason why it was left. */
export type StepEnd = { readonly kind: 'done' | 'gone' } | { readonly kind: 'kept'; readonly why: string };

type Patch = Readonly<Record<string, unknown>>;

/** Writes that lost against another's; Cluster API puts its finalizer back on what has none. */
const mostRounds = 30;
/** A policy that has been deleted is obeyed for some seconds more. */
const policyMs = 500;

/**
 * Does one step on the object as it is now, looked at before each write, which is made against what was seen. What is not ours any
 * more, or not paused, is left. Finalizers go before the object does: no controller ever sees it on its way out, and a
 * run that is cut short leaves nothing that an operator would take for a user's wish.
 */
export async function executeStep(
  { client, clock }: { readonly client: KubeClient; readonly clock: Clock },
  { action, role, object }: Step,
  signal: AbortSignal,
): Promise<StepEnd> {
  const ref = refOf(object);
  const rules = roles[role];
  for (let round = 0; round < mostRounds; round++) {
    const live = await ifFound(client.get(ref, { signal }));
    if (live === undefined) return round === 0 ? { kind: 'gone' } : { kind: 'done' };
    if (live.metadata.uid !== object.metadata.uid) return { kind: 'kept', why: 'it was made again' };
    if (!rules.isOurs(live)) {
      if (action === 'release') return { kind: 'done' };
      return { kind: 'kept', why: 'it is not ours any more, or Cluster API acts on it' };
    }
    const patch = action === 'release' ? releasePatch(role, live) : removalPatch(role, live);
    if (action === 'release' && patch === undefined) return { kind: 'done' };
    const others = finalizersOf(live).filter((finalizer) => !rules.holds(finalizer));
    if (action === 'delete' && others.length > 0)
      return { kind: 'kept', why: `others hold it by ${others.join(', ')}` };
    try {
      if (patch !== undefined) await patchAgainst(client, live, patch, { signal });
      else await deleteAgainst(client, { of: live }, signal);
    } catch (error) {
      if (isOwnPolicy(error)) await clock.sleep(policyMs, signal);
      else if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }
  return { kind: 'kept', why: 'somebody else changes it all the time' };
}

/** What is to be written before the object can be deleted; undefined when nothing is. */
function removalPatch(role: Step['role'], live: KubeObject): Patch | undefined {
  // Paused, neither Cluster API nor the provider does anything about a Cluster and its infra cluster.
  const spec = live['spec'];
  if (role === 'cluster' && !(typeof spec === 'object' && spec !== null && 'paused' in spec && spec.paused === true)) {
    return { spec: { paused: true } };
  }
  if (role === 'infraCluster' && !isPaused(live)) return { metadata: { annotations: { [annotations.paused]: '' } } };
  return patchOf(releaseWrite(live, roles[role].holds));
}

function releasePatch(role: Step['role'], live: KubeObject): Patch | undefined {
  if (role === 'source') {
    const metadata = ownMarks(live);
    return metadata === undefined ? undefined : { metadata };
  }
  return patchOf(freeWrite(live));
}

function patchOf(write: Write | undefined): Patch | undefined {
  return write?.verb === 'patch' ? write.patch : undefined;
}

function isOwnPolicy(error: unknown): boolean {
  return error instanceof ApiError && /ValidatingAdmissionPolicy '?capstan-/.test(error.message);
}
