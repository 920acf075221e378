import { join } from 'node:path';
import { go, SetupError, tail } from './go.ts';
import { buildFlags, type Part, partFlags, requiredGo } from './parts.ts';

/** Where to build from and to. `module` is the folder of the go.mod whose text is `goMod`; `nice` lets others go first. */
export interface GoBuildOptions {
  readonly module: string;
  readonly goMod: string;
  readonly folder: string;
  readonly log: (line: string) => void;
  readonly nice: boolean;
  readonly signal?: AbortSignal | undefined;
}

const progressMs = 15_000;

/** Builds the binaries into `folder`, one after the other. Throws `SetupError` when Go is missing, too old or fails. */
export async function goBuild(parts: readonly Part[], options: GoBuildOptions): Promise<void> {
  await checkGo(options);
  const names = parts.map(({ binary }) => binary).join(' and ');
  options.log(`control plane: building ${names} from source; this takes minutes, once`);
  for (const part of parts) await buildPart(part, options);
}

/** A line of progress, beside whatever the tests print. */
export function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Asks in the module's folder: there an older Go either switches to the toolchain that go.mod names, or says why not. */
async function checkGo({ goMod, module, signal }: GoBuildOptions): Promise<void> {
  const required = requiredGo(goMod);
  const hint = `install Go ${required} or newer; Go 1.21 and newer fetch it themselves unless GOTOOLCHAIN=local`;
  const { code, stdout, stderr } = await go(['env', 'GOVERSION'], { cwd: module, signal });
  if (code !== 0) throw new SetupError(`The test control plane needs Go ${required}: ${tail(stderr, 3)}`, hint);
  if (!isAtLeast(stdout, required)) {
    throw new SetupError(`The test control plane needs Go ${required}, and this is ${stdout.trim()}.`, hint);
  }
}

/** Go before 1.21 doesn't know the go line and would fail later, with an error that doesn't name the cause. */
function isAtLeast(goVersion: string, required: string): boolean {
  const [, major = '0', minor = '0'] = /go(\d+)\.(\d+)/.exec(goVersion) ?? [];
  const [wantMajor, wantMinor] = required.split('.').map(Number);
  const have = Number(major) * 1000 + Number(minor);
  return have >= (wantMajor ?? 0) * 1000 + (wantMinor ?? 0);
}

async function buildPart(part: Part, { module, folder, log, nice, signal }: GoBuildOptions): Promise<void> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const progress = setInterval(() => log(`control plane: building ${part.binary}, ${seconds()} s`), progressMs);
  try {
    log(`control plane: building ${part.binary} ${part.version}`);
    const output = join(folder, part.binary);
    const result = await go(['build', ...buildFlags, ...partFlags(part), '-o', output, part.package], {
      cwd: module,
      // Static, so that no C compiler is needed; and for this machine, whatever the user cross-compiles for.
      env: { CGO_ENABLED: '0', GOOS: '', GOARCH: '' },
      nice,
      signal,
    });
    if (result.code !== 0) {
      throw new SetupError(
        `go build of ${part.binary} ${part.version} failed:\n${tail(result.stderr)}`,
        'if a module could not be fetched, check the network and GOPROXY, and run it again: what is done is kept',
      );
    }
    log(`control plane: built ${part.binary} in ${seconds()} s`);
  } finally {
    clearInterval(progress);
  }
}
