import { readFile } from 'node:fs/promises';
import type { TokenSource } from '../client/endpoint.ts';
import type { Clock } from '../clock.ts';
import { KubeconfigError } from './problem.ts';

/** As client-go: a kubelet renews the tokens that it mounts long before they expire, so a minute is often enough. */
const freshMs = 60_000;

/** A token that stands in a file, which is read again every minute, and when the server refuses what stood there. */
export function tokenFile(path: string, clock: Clock): TokenSource {
  let known: { readonly token: string; readonly at: number } | undefined;
  return async (refused) => {
    const isFresh = known !== undefined && clock.monotonic() - known.at < freshMs;
    if (known !== undefined && isFresh && refused !== known.token) return known.token;
    const token = await readFile(path, 'utf8').then(
      (text) => text.trim(),
      (cause: unknown) => {
        // A file that is away for a moment is no reason to forget a token that still works.
        if (known !== undefined && refused === undefined) return known.token;
        throw new KubeconfigError(`${path}: the token cannot be read`, 'See that the file is there.', { cause });
      },
    );
    if (token === '') throw new KubeconfigError(`${path}: there is no token in it`, 'Write the token into the file.');
    known = { token, at: clock.monotonic() };
    return token;
  };
}
