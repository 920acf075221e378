import { asObject } from '@capstan/convert';
import { ApiError, type KubeClient, type KubeObject, type Latest, refOf } from '@capstan/kube';
import { ifFound } from '../if-found.ts';
import { servedKinds } from '../standing/served-kinds.ts';
import { deleteAgainst, patchAgainst } from './against.ts';
import type { Check, Write } from './decision.ts';

/** Where writes go. */
export interface Applier {
  readonly client: KubeClient;
  /** Whose writes they are. */
  readonly fieldManager: string;
  /** The view that an object is read from, so that it is read as it was written. */
  latestOf(object: KubeObject): Latest;
  /** What the cache would make of an object. */
  transform(object: KubeObject): KubeObject;
}

/** What was read is not what there is: to be decided again on what there is. */
export class Outdated extends Error {
  override readonly name = 'Outdated';
}

/** A live look says that a write must not be done. */
export class NotAsSeen extends Error {
  override readonly name = 'NotAsSeen';
}

/**
 * Makes one write, against the version that was read, after its checks by live reads. Resolves with what the object is then, or
 * undefined where it is gone. Throws `Outdated` and `NotAsSeen` where another was quicker, `ApiError` where the server refuses.
 */
export async function apply(
  { client, fieldManager, latestOf, transform }: Applier,
  write: Write,
  checks: readonly Check[],
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  for (const check of checks) await look(client, check, signal);
  const subject = write.verb === 'create' ? write.object : write.of;
  const key = `${subject.metadata.namespace}/${subject.metadata.name}`;
  const latest = latestOf(subject);
  const landed = latest.writing(key);
  let outcome: KubeObject | 'gone' | undefined;
  try {
    const result =
      write.verb === 'delete'
        ? await remove(client, write, signal)
        : (await send(client, write, { fieldManager, signal })).object;
    outcome = result === undefined || hasEnded(result) ? 'gone' : transform(result);
    return outcome === 'gone' ? undefined : outcome;
  } catch (error) {
    if (!(error instanceof ApiError) || !outdated.has(error.reason)) throw error;
    latest.forget(key);
    throw new Outdated(`${subject.kind} ${key}: ${error.message}`, { cause: error });
  } finally {
    landed(outcome);
  }
}

/** The API server's answer to the write that took the last finalizer of a deleted object away. */
function hasEnded({ metadata: { deletionTimestamp, finalizers = [] } }: KubeObject): boolean {
  return deletionTimestamp !== undefined && finalizers.length === 0;
}

const outdated: ReadonlySet<string> = new Set(['Conflict', 'AlreadyExists', 'NotFound']);

async function send(
  client: KubeClient,
  write: Exclude<Write, { verb: 'delete' }>,
  options: { fieldManager: string; signal: AbortSignal },
) {
  if (write.verb === 'create') return client.create(write.object, options);
  const { of, patch, subresource } = write;
  return patchAgainst(client, of, patch, { ...options, subresource });
}

async function remove(
  client: KubeClient,
  write: Extract<Write, { verb: 'delete' }>,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  await deleteAgainst(client, write, signal);
  if ((write.of.metadata.finalizers ?? []).length === 0) return undefined;
  // Read, and not made up: whoever goes on needs its version.
  return ifFound(client.get(refOf(write.of), { signal }));
}

async function look(client: KubeClient, check: Check, signal: AbortSignal): Promise<void> {
  if (check.kind === 'served') {
    const { apiVersion, kind } = check.of;
    if ((await servedKinds(client, apiVersion, signal)).has(kind)) return;
    throw new NotAsSeen(`the kind ${kind} of ${apiVersion} is being removed with all its objects, or is gone`);
  }
  const { kind, namespace, name } = check.of;
  const live = await ifFound(client.get(check.of, { signal }));
  if (check.kind === 'authority') {
    const says = asObject(live?.['status'])?.['authoritativeAPI'];
    // One that nobody has acknowledged is a mirror that is being made.
    if (says === check.is || (live !== undefined && (says ?? '') === '')) return;
    throw new NotAsSeen(`${kind} ${namespace}/${name} says ${String(says)}, and not ${check.is}`);
  }
  const isAlive = live !== undefined && live.metadata.deletionTimestamp === undefined;
  const isIt = check.kind === 'alive' && (check.uid === undefined || live?.metadata.uid === check.uid);
  if (check.kind === 'absent' ? live === undefined : isAlive && isIt) return;
  const where = namespace === undefined ? name : `${namespace}/${name}`;
  throw new NotAsSeen(`${kind} ${where} is ${live === undefined ? 'gone' : 'not as it was seen'}`);
}
