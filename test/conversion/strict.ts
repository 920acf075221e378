import type { JsonObject } from '@capstan/api';
import {
  ApiError,
  isAlreadyExists,
  type KubeClient,
  type KubeObject,
  refOf,
  type Written,
} from '@capstan/kube/testing';
import { expect } from 'vitest';

type Sent = Parameters<KubeClient['create']>[0];

/** An object as the server gives it back: with its defaults, uid and times. */
export type Stored = KubeObject & JsonObject;

/** What the server says against creating an object: its error or its warnings; undefined where it takes it as it is. */
export interface Refusal {
  readonly object: Sent;
  readonly says: string;
}

/** The outcome of a creation that stores nothing; `stored` is the object with the server's defaults. */
export type Trial = { readonly stored: Stored } | Refusal;

/** Tries to create an object, by a strict dry run. Errors that are not the server's judgement are thrown. */
export async function tryCreate(client: KubeClient, object: Sent): Promise<Trial> {
  try {
    const written = await client.create(object, { dryRun: true, fieldValidation: 'Strict' });
    return written.warnings.length === 0
      ? { stored: asStored(written.object) }
      : { object, says: written.warnings.join('; ') };
  } catch (error) {
    if (error instanceof ApiError && judgements.has(error.status)) return { object, says: error.message };
    // What is in no namespace another test may have made: then it is tried as a change of that.
    if (!isAlreadyExists(error) || object.metadata.namespace !== undefined) throw error;
    const { object: applied } = await applyStrictly(client, object, { dryRun: true });
    return { stored: asStored(applied) };
  }
}

/** Bad request (an unknown field is one), forbidden by admission, unprocessable (schema and CEL rules). */
const judgements: ReadonlySet<number> = new Set([400, 403, 422]);

/** True where the server refused, or warned. */
export function isRefusal(trial: Trial): trial is Refusal {
  return 'says' in trial;
}

/** Server-side apply as a user's tool does it, with strict field validation. */
export function applyStrictly(client: KubeClient, object: Sent, { dryRun = false } = {}): Promise<Written> {
  const isShared = object.metadata.namespace === undefined;
  return client.apply(object, { fieldManager: 'capstan-test', fieldValidation: 'Strict', dryRun, force: isShared });
}

/**
 * Expects that objects can be created and applied, in their order, without a word from the server; returns them as it
 * gives them back when asked.
 */
export async function expectAccepted(client: KubeClient, objects: readonly Sent[]): Promise<Stored[]> {
  const stored: Stored[] = [];
  for (const object of objects) {
    const trial = await tryCreate(client, object);
    expect(isRefusal(trial) ? [trial] : []).toEqual([]);
    const { warnings } = await applyStrictly(client, object);
    expect(warnings).toEqual([]);
    stored.push(asStored(await client.get(refOf(object))));
  }
  return stored;
}

/** What the client gives is parsed JSON, which its type doesn't say. */
function asStored(object: KubeObject): Stored {
  return object as Stored;
}
