import { isNotFound } from '../client/api-error.ts';
import type { KubeClient } from '../client/client.ts';
import type { ObjectRef } from '../client/object.ts';
import { type PollOptions, until } from './poll.ts';

/** Waits until an object isn't there; times as with {@link until}. */
export async function untilGone(client: KubeClient, ref: ObjectRef, options: PollOptions = {}): Promise<void> {
  const isGone = (error: unknown) => isNotFound(error) || Promise.reject(error);
  const check = () => client.get(ref, { signal: options.signal }).then(() => undefined, isGone);
  await until(`${ref.kind} ${ref.name} to go`, check, options);
}
