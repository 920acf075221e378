/** `make bundle`: the command line as plain JavaScript in dist/, which runs where there is Node 24 and nothing else. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { writeNotices } from './bundle-notices.ts';
import { root } from './run-command.ts';

const folder = join(root, 'dist');

await rm(folder, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: { capstan: 'packages/cli/src/main.ts' },
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  // What a verb alone needs is a file of its own, loaded when it runs.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  // Libraries that are no ES modules ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
await writeNotices(join(folder, 'THIRD-PARTY-NOTICES.txt'), Object.keys(metafile.inputs));
console.log(`dist/capstan.mjs and ${Object.keys(metafile.outputs).length - 1} files beside it, ${sizeOf(metafile)}`);

function sizeOf({ outputs }: Metafile): string {
  const bytes = Object.values(outputs).reduce((sum, output) => sum + output.bytes, 0);
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
