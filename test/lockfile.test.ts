import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const readJson = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

const lockfile = readJson('package-lock.json');
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'] as const;

test.each(globSync('{.,packages/*}/package.json', { cwd: root }))(
  '%s has exact versions, and the lockfile has the same',
  (path) => {
    const manifest = readJson(path);
    const folder = dirname(path).replaceAll('\\', '/');
    const locked = lockfile.packages[folder === '.' ? '' : folder] ?? {};
    for (const kind of kinds) {
      expect(Object.values(manifest[kind] ?? {}), kind).toEqual(
        Object.values(manifest[kind] ?? {}).map(() => expect.stringMatching(/^\d+\.\d+\.\d+(-[\w.]+)?$/)),
      );
      expect(
        locked[kind] ?? {},
        `${kind} in package-lock.json; after editing a package.json run \`npm install\``,
      ).toEqual(manifest[kind] ?? {});
    }
  },
);
