import { createHash } from 'node:crypto';

/** One binary of the control plane and how `go build` makes it. */
export interface Part {
  readonly binary: string;
  readonly package: string;
  readonly version: string;
  readonly ldflags: readonly string[];
  /** Build tags. */
  readonly tags?: readonly string[];
}

/** What the binaries depend on. */
export interface PartInputs {
  readonly goMod: string;
  readonly goSum: string;
  /** Operating system and processor, such as `linux/x64`. */
  readonly platform: string;
  readonly parts: readonly Part[];
}

/** The binaries of the control plane itself, at the versions that go.mod pins. */
export function controlPlaneParts(goMod: string): readonly Part[] {
  const etcd = 'go.etcd.io/etcd/server/v3';
  return [
    { binary: 'etcd', package: etcd, version: requiredVersion(goMod, etcd), ldflags: [] },
    kubernetesPart(goMod, 'kube-apiserver'),
  ];
}

/** kube-controller-manager, from the same go.mod. */
export function controllerManagerParts(goMod: string): readonly Part[] {
  return [kubernetesPart(goMod, 'kube-controller-manager')];
}

/** The core manager of Cluster API, from a go.mod of its own: it depends on other versions than Kubernetes does. */
export function clusterApiParts(goMod: string): readonly Part[] {
  const module = 'sigs.k8s.io/cluster-api';
  return [{ binary: 'cluster-api-manager', package: module, version: requiredVersion(goMod, module), ldflags: [] }];
}

/** The manager of Cluster API's AWS provider (CAPA), from a go.mod of its own: it depends on a newer Cluster API. */
export function awsProviderParts(goMod: string): readonly Part[] {
  const module = 'sigs.k8s.io/cluster-api-provider-aws/v2';
  return [{ binary: 'aws-provider-manager', package: module, version: requiredVersion(goMod, module), ldflags: [] }];
}

/** promtool, which checks and tests alerts; without the service discovery of every cloud, which is most of its code. */
export function promtoolParts(goMod: string): readonly Part[] {
  const module = 'github.com/prometheus/prometheus';
  const version = requiredVersion(goMod, module);
  return [{ binary: 'promtool', package: `${module}/cmd/promtool`, version, ldflags: [], tags: ['remove_all_sd'] }];
}

function kubernetesPart(goMod: string, binary: string): Part {
  const version = requiredVersion(goMod, 'k8s.io/kubernetes');
  const [major = '', minor = ''] = version.slice(1).split('.');
  // Without these the server calls itself v0.0.0-master, and controllers that ask for a minimum version won't start.
  const stamp = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  const ldflags = [stamp('gitVersion', version), stamp('gitMajor', major), stamp('gitMinor', minor)];
  return { binary, package: `k8s.io/kubernetes/cmd/${binary}`, version, ldflags };
}

/** Flags of every build. Symbol tables (-s -w) are a third of the size. */
export const buildFlags: readonly string[] = ['-mod=readonly', '-buildvcs=false', '-trimpath'];

/** The flags of one part, besides {@link buildFlags}. */
export function partFlags(part: Part): readonly string[] {
  return ['-ldflags', ldflags(part), ...(part.tags === undefined ? [] : ['-tags', part.tags.join(',')])];
}

/** The `-ldflags` of a part. */
function ldflags(part: Part): string {
  return ['-s', '-w', ...part.ldflags].join(' ');
}

/**
 * The cache key: hexadecimal, the same for the same inputs. Go's own version isn't in it: a new Go would make binaries that
 * behave the same, and isn't worth minutes of building.
 */
export function cacheKey({ goMod, goSum, platform, parts }: PartInputs): string {
  const builds = parts.map((part) => [part.binary, part.package, ldflags(part), ...(part.tags ?? [])]);
  const text = JSON.stringify([goMod, goSum, platform, buildFlags, builds]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** The Go version that go.mod asks for, such as `1.26.0`. */
export function requiredGo(goMod: string): string {
  return capture(goMod, /^go (\S+)$/m, 'a go line');
}

function requiredVersion(goMod: string, module: string): string {
  return capture(goMod, new RegExp(`^\\s*(?:require )?${module.replaceAll('.', '\\.')} (v\\S+)$`, 'm'), module);
}

function capture(goMod: string, pattern: RegExp, what: string): string {
  const found = pattern.exec(goMod)?.[1];
  if (found === undefined) throw new Error(`go.mod has no ${what}`);
  return found;
}
