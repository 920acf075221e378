import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run-command.ts';

/** A file that is written by a script and checked in. */
export interface GeneratedFile {
  readonly name: string;
  readonly text: string;
}

/** A folder of the tree, by its path from the root, that has these files and no others. */
export interface GeneratedFolder {
  readonly path: string;
  readonly files: readonly GeneratedFile[];
  /** Names of files that cannot be generated here, and so are neither checked nor removed. */
  readonly kept?: readonly string[];
}

/** One line for each file that is missing, different or left over. */
export async function staleFiles({ path, files, kept = [] }: GeneratedFolder): Promise<string[]> {
  const found = await namesIn(path);
  const stale = await Promise.all(
    files.map(async ({ name, text }) => {
      if (!found.includes(name)) return `${path}/${name} is missing`;
      const isFresh = (await readFile(join(root, path, name), 'utf8')) === text;
      return isFresh ? undefined : `${path}/${name} is not what is generated now`;
    }),
  );
  const leftOver = found.filter((name) => !kept.includes(name) && !files.some((file) => file.name === name));
  return [
    ...stale.filter((line) => line !== undefined),
    ...leftOver.map((name) => `${path}/${name} is no longer generated`),
  ];
}

/** The main function of a generator: writes the folder, or with `--check` writes nothing and fails where it is stale. */
export async function generate(folder: GeneratedFolder, args: readonly string[]): Promise<void> {
  if (!args.includes('--check')) return write(folder);
  const stale = await staleFiles(folder);
  if (stale.length === 0) return;
  for (const line of stale) console.error(`error: ${line}`);
  console.error('hint: run `make generate` and commit the result');
  process.exitCode = 1;
}

async function write({ path, files, kept = [] }: GeneratedFolder): Promise<void> {
  await mkdir(join(root, path), { recursive: true });
  for (const name of await namesIn(path)) {
    if (!kept.includes(name) && !files.some((file) => file.name === name)) await rm(join(root, path, name));
  }
  for (const { name, text } of files) await writeFile(join(root, path, name), text);
}

async function namesIn(path: string): Promise<string[]> {
  return readdir(join(root, path)).catch((): string[] => []);
}
