import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { notReadable } from './read-bytes.ts';

/** A file to read, or a path that leads to none. */
export type Found =
  | { readonly path: string }
  | { readonly path: string; readonly message: string; readonly hint: string };

const extensions = /\.(?:ya?ml|json)$/;

/**
 * The `*.yaml`, `*.yml` and `*.json` files of a directory and of what is below it, in the order of their names, which is
 * the same on every machine. Paths start with `directory`. What starts with a dot is skipped, and so is whatever is no regular file; a
 * symbolic link to a file is followed (mounted ConfigMaps consist of those), one to a directory isn't, so there are no circles.
 */
export function* findFiles(directory: string): Generator<Found> {
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (cause) {
    const { message, hint } = notReadable(cause);
    yield { path: directory, message, hint };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* findFiles(path);
    else if (extensions.test(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path)))) {
      yield { path };
    }
  }
}

function leadsToFile(path: string): boolean {
  // A link that leads nowhere counts as a file, so that reading it reports it.
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? true;
}
