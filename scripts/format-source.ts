import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const biome = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'));
const root = fileURLToPath(new URL('..', import.meta.url));

/** TypeScript source as Biome formats it by the project's settings. Throws what Biome says when it can't parse it. */
export async function formatSource(source: string): Promise<string> {
  // A name that the settings don't exclude, as they do the generated files': Biome would give those back as they are.
  const child = spawn(process.execPath, [biome, 'format', '--stdin-file-path=generated.ts'], { cwd: root });
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve));
  child.stdin.end(source);
  const [code, formatted, messages] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  if (code !== 0) throw new Error(`biome format ended with code ${code}: ${messages.trim()}`);
  return formatted;
}
