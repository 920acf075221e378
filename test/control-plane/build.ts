import { access, constants, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { cachedFolder } from './cached-folder.ts';
import { SetupError } from './go.ts';
import { goBuild, toStderr } from './go-build.ts';
import {
  awsProviderParts,
  cacheKey,
  clusterApiParts,
  controllerManagerParts,
  controlPlaneParts,
  type Part,
  promtoolParts,
} from './parts.ts';

/** `env` is the environment to obey; `log` gets a line about every 15 s while there is something to build. */
export interface BuildOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal | undefined;
  readonly log?: (line: string) => void;
}

/** Binaries that are built together and have one entry in the cache. */
interface Build {
  /** The folder with the go.mod that pins them. */
  readonly module: string;
  readonly parts: (goMod: string) => readonly Part[];
  /** Built by a test that wants it, beside others, and not expected of KUBEBUILDER_ASSETS. */
  readonly lazy: boolean;
}

const kubernetes = import.meta.dirname;
const clusterApi = join(kubernetes, 'cluster-api');
const clusterApiAws = join(kubernetes, 'cluster-api-aws');
const prometheus = join(kubernetes, 'prometheus');

/** For the timeout of a hook that may be the first to need a lazy build: slow machines take minutes for each. */
export const buildTimeoutMs = 30 * 60_000;

/**
 * Returns a folder with `etcd` and `kube-apiserver`: KUBEBUILDER_ASSETS if it is set, else one in the cache (CAPSTAN_CACHE_DIR,
 * XDG_CACHE_HOME or ~/.cache), built on first use, which takes minutes. Runs side by side share one build. Throws
 * `SetupError` when Go is missing, too old or fails.
 */
export function ensureBinaries(options: BuildOptions = {}): Promise<string> {
  return ensure({ module: kubernetes, parts: controlPlaneParts, lazy: false }, options);
}

/** As {@link ensureBinaries} for `kube-controller-manager`; a KUBEBUILDER_ASSETS without it is no error. */
export function ensureControllerManager(options: BuildOptions = {}): Promise<string> {
  return ensure({ module: kubernetes, parts: controllerManagerParts, lazy: true }, options);
}

/** As {@link ensureBinaries} for `cluster-api-manager`; a KUBEBUILDER_ASSETS without it is no error. */
export function ensureClusterApiManager(options: BuildOptions = {}): Promise<string> {
  return ensure({ module: clusterApi, parts: clusterApiParts, lazy: true }, options);
}

/** As {@link ensureBinaries} for `aws-provider-manager`; a KUBEBUILDER_ASSETS without it is no error. */
export function ensureAwsProviderManager(options: BuildOptions = {}): Promise<string> {
  return ensure({ module: clusterApiAws, parts: awsProviderParts, lazy: true }, options);
}

/** As {@link ensureBinaries} for `promtool`; a KUBEBUILDER_ASSETS without it is no error. */
export function ensurePromtool(options: BuildOptions = {}): Promise<string> {
  return ensure({ module: prometheus, parts: promtoolParts, lazy: true }, options);
}

async function ensure(
  { module, parts, lazy }: Build,
  { env = process.env, signal, log = toStderr }: BuildOptions,
): Promise<string> {
  const goMod = await readFile(join(module, 'go.mod'), 'utf8');
  const wanted = parts(goMod);
  if (env['KUBEBUILDER_ASSETS']) {
    const folder = resolve(env['KUBEBUILDER_ASSETS']);
    const missing = await firstMissing(folder, wanted);
    if (missing === undefined) return folder;
    if (!lazy) throw missing;
  }
  const goSum = await readFile(join(module, 'go.sum'), 'utf8');
  const key = cacheKey({ goMod, goSum, platform: `${process.platform}/${process.arch}`, parts: wanted });
  const build = (folder: string) => goBuild(wanted, { module, goMod, folder, log, signal, nice: lazy });
  return cachedFolder(join(cacheFolder(env), 'control-plane', key), build, {
    signal,
    onWait: (seconds) => log(`control plane: another run is building it, waiting, ${seconds} s`),
  });
}

/** Where what tests make once is kept. */
export function cacheFolder(env: NonNullable<BuildOptions['env']>): string {
  const cache = env['CAPSTAN_CACHE_DIR'] || env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  return join(resolve(cache), 'capstan');
}

async function firstMissing(folder: string, wanted: readonly Part[]): Promise<SetupError | undefined> {
  for (const { binary } of wanted) {
    const cause = await access(join(folder, binary), constants.X_OK).catch((error: unknown) => error);
    if (cause === undefined) continue;
    return new SetupError(
      `KUBEBUILDER_ASSETS is ${folder}, which has no executable ${binary}.`,
      `point it to a folder with ${wanted.map((part) => part.binary).join(' and ')}, or unset it to build them from source`,
      { cause },
    );
  }
  return undefined;
}

// With `all` it builds what tests would build when they get to it, too: for a machine image, or a cache to be saved.
if (import.meta.main) {
  const all = [ensureControllerManager, ensureClusterApiManager, ensureAwsProviderManager, ensurePromtool];
  const lazily = process.argv[2] === 'all' ? all : [];
  try {
    for (const each of [ensureBinaries, ...lazily]) process.stdout.write(`${await each()}\n`);
  } catch (error) {
    toStderr(
      error instanceof SetupError ? `error: ${error.message}` : String(error instanceof Error ? error.stack : error),
    );
    process.exitCode = 1;
  }
}
