import type { KubeObject } from '@capstan/kube';
import type { Check, Failure, Write } from '../../engine/decision.ts';
import { type Authority, annotations } from '../../names.ts';
import { nameOf } from './alive.ts';
import { courseOf } from './course.ts';
import type { Environment } from './environment.ts';
import { generationProblem } from './generation.ts';
import { authorityMarks, statusWrite } from './mirror-object.ts';
import { finalizersOf, isDeleting, statusOf } from './object.ts';
import { isProviders } from './release.ts';
import { withVerdict } from './synchronized.ts';

/** A pair whose halves are equal. */
export interface Equal {
  readonly kind: 'Machine' | 'MachineSet';
  readonly mapi: KubeObject;
  readonly capi: KubeObject;
  /** Which side was copied. */
  readonly source: Authority;
  /** Which side acts; another than the source while an object starts in Cluster API. */
  readonly authority: Authority;
  /** The status that Machine API's side should have, where it is the mirror. */
  readonly status?: { readonly [field: string]: unknown };
}

/** What is left to do about a pair whose halves are equal. */
export type Rest =
  | { readonly kind: 'say'; readonly write: Write }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** All is said; the Cluster API side is to be let go, where it is still paused. */
  | { readonly kind: 'release' }
  | { readonly kind: 'done' };

/** What is left to do: to say so on the Machine API side, then to let an object go that starts in Cluster API. */
export function restOf(env: Pick<Environment, 'now' | 'holdsSynchronizedApi' | 'handsOver'>, equal: Equal): Rest {
  const { mapi, capi, authority, source } = equal;
  const acting = authority === 'MachineAPI' ? mapi : capi;
  const problem = generationProblem(mapi, acting);
  if (problem !== undefined) {
    const failure = { reason: 'GenerationReset', message: problem, transient: false };
    // All else of the mirror goes on.
    const verdict = { kind: 'failed', failure } as const;
    const options = { now: env.now, holdsApi: env.holdsSynchronizedApi };
    const said = equal.status && statusWrite(mapi, withVerdict(equal.status, verdict, options));
    return said === undefined ? { kind: 'failed', failure } : { kind: 'say', write: said };
  }
  const [from, to] = authority === 'MachineAPI' ? ['MAPI', 'CAPI'] : ['CAPI', 'MAPI'];
  const verdict = {
    kind: 'synchronized',
    message: `Successfully synchronized ${from} ${equal.kind} to ${to}`,
    generation: acting.metadata.generation ?? 0,
    api: authority,
  } as const;
  const options = { now: env.now, holdsApi: env.holdsSynchronizedApi };
  const said = statusWrite(mapi, withVerdict(equal.status ?? statusOf(mapi), verdict, options));
  if (said !== undefined && env.handsOver && courseOf(mapi).kind === 'asked') return { kind: 'done' };
  if (said !== undefined) return { kind: 'say', write: said };
  return { kind: source === authority ? 'done' : 'release' };
}

/** The write after which Cluster API's controllers act on an object; undefined where they do. */
export function unpauseWrite(object: KubeObject): Write | undefined {
  const { annotations: notes = {} } = object.metadata;
  if (notes[annotations.paused] === undefined && notes[annotations.authority] === 'ClusterAPI') return undefined;
  return unpause(object, {});
}

/** What must hold at the moment in which Cluster API's controllers are let go of an object, or stopped, by sync. */
export function stillWith(mapi: KubeObject, is: Authority): readonly Check[] {
  return [{ kind: 'authority', of: nameOf(mapi), is }];
}

/**
 * As `unpauseWrite`, for an infra machine: its provider's finalizer comes with it. Deleted in the moment before the provider has put it
 * on by itself, the object would go without a trace and leave its instance behind. All providers name it after the kind.
 */
export function unpauseInfraWrite(infra: KubeObject): Write | undefined {
  if (unpauseWrite(infra) === undefined) return undefined;
  const held = finalizersOf(infra);
  if (held.some(isProviders) || isDeleting(infra)) return unpause(infra, {});
  const group = infra.apiVersion.split('/')[0];
  return unpause(infra, { finalizers: [...held, `${infra.kind.toLowerCase()}.${group}`] });
}

function unpause(of: KubeObject, more: object): Write {
  return { verb: 'patch', of, patch: { metadata: { annotations: authorityMarks(of, 'ClusterAPI', false), ...more } } };
}
