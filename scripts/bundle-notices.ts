import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './run-command.ts';

/** Writes the licences of the libraries that `inputs`, paths of bundled files from the root, are of: most ask for it. */
export async function writeNotices(file: string, inputs: readonly string[]): Promise<void> {
  const folders = new Set(inputs.flatMap((path) => packageFolder(path) ?? []));
  const notices = await Promise.all([...folders].toSorted().map(noticeOf));
  await writeFile(file, notices.join(`\n${'-'.repeat(80)}\n\n`));
}

/** `node_modules/NAME` or `node_modules/@SCOPE/NAME`, also of one inside another; undefined for our own files. */
function packageFolder(path: string): string | undefined {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

async function noticeOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  const names = await readdir(join(root, folder));
  const files = names.filter((each) => /^(licen[cs]e|copying|notice)/i.test(each)).toSorted();
  const texts = await Promise.all(files.map((each) => readFile(join(root, folder, each), 'utf8')));
  return [`${name} ${version} (${license})`, ...texts.map((text) => text.trim())].join('\n\n').concat('\n');
}
