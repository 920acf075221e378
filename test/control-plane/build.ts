import { access, constants, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { go, SetupError, tail } from './go.ts';
import { buildFlags, cacheKey, ldflags, type Part, parts, requiredGo } from './parts.ts';

/** `env` is the environment to obey; `log` gets a line about every 15 s while there is something to build. */
export interface BuildOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

const moduleFolder = import.meta.dirname;
const progressMs = 15_000;

/**
 * Returns a folder with `etcd` and `kube-apiserver`: KUBEBUILDER_ASSETS if it is set, else one in the cache (CAPSTAN_CACHE_DIR,
 * XDG_CACHE_HOME or ~/.cache), built on first use, which takes minutes. Runs side by side share one build. Throws
 * `SetupError` when Go is missing, too old or fails.
 */
export async function ensureBinaries({
  env = process.env,
  signal,
  log = toStderr,
}: BuildOptions = {}): Promise<string> {
  const goMod = await readFile(join(moduleFolder, 'go.mod'), 'utf8');
  const wanted = parts(goMod);
  if (env['KUBEBUILDER_ASSETS']) return checkAssets(resolve(env['KUBEBUILDER_ASSETS']), wanted);

  const goSum = await readFile(join(moduleFolder, 'go.sum'), 'utf8');
  const key = cacheKey({ goMod, goSum, platform: `${process.platform}/${process.arch}` });
  const cache = env['CAPSTAN_CACHE_DIR'] || env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const build = async (folder: string) => {
    await checkGo(requiredGo(goMod), signal);
    log('control plane: building it from source; this takes minutes, once');
    for (const part of wanted) await buildPart(part, folder, log, signal);
  };
  return cachedFolder(join(resolve(cache), 'capstan', 'control-plane', key), build, {
    signal,
    onWait: (seconds) => log(`control plane: another run is building it, waiting, ${seconds} s`),
  });
}

async function checkAssets(folder: string, wanted: readonly Part[]): Promise<string> {
  for (const { binary } of wanted) {
    await access(join(folder, binary), constants.X_OK).catch((cause) => {
      throw new SetupError(
        `KUBEBUILDER_ASSETS is ${folder}, which has no executable ${binary}.`,
        `point it to a folder with ${wanted.map((part) => part.binary).join(' and ')}, or unset it to build them from source`,
        { cause },
      );
    });
  }
  return folder;
}

/** Asks in the module's folder: there an older Go either switches to the toolchain that go.mod names, or says why not. */
async function checkGo(required: string, signal: AbortSignal | undefined): Promise<void> {
  const hint = `install Go ${required} or newer; Go 1.21 and newer fetch it themselves unless GOTOOLCHAIN=local`;
  const { code, stdout, stderr } = await go(['env', 'GOVERSION'], { cwd: moduleFolder, signal });
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

async function buildPart(
  part: Part,
  folder: string,
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  const progress = setInterval(() => log(`control plane: building ${part.binary}, ${seconds()} s`), progressMs);
  try {
    log(`control plane: building ${part.binary} ${part.version}`);
    const output = join(folder, part.binary);
    const result = await go(['build', ...buildFlags, '-ldflags', ldflags(part), '-o', output, part.package], {
      cwd: moduleFolder,
      // Static, so that no C compiler is needed; and for this machine, whatever the user cross-compiles for.
      env: { CGO_ENABLED: '0', GOOS: '', GOARCH: '' },
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

function toStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

if (import.meta.main) {
  try {
    process.stdout.write(`${await ensureBinaries()}\n`);
  } catch (error) {
    toStderr(
      error instanceof SetupError ? `error: ${error.message}` : String(error instanceof Error ? error.stack : error),
    );
    process.exitCode = 1;
  }
}
