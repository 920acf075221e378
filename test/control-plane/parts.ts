import { createHash } from 'node:crypto';

/** One binary of the control plane and how `go build` makes it. */
export interface Part {
  readonly binary: string;
  readonly package: string;
  readonly version: string;
  readonly ldflags: readonly string[];
}

/** What the binaries depend on. */
export interface PartInputs {
  readonly goMod: string;
  readonly goSum: string;
  /** Operating system and processor, such as `linux/x64`. */
  readonly platform: string;
}

/** The binaries that are built, at the versions that go.mod pins. */
export function parts(goMod: string): readonly Part[] {
  const etcd = requiredVersion(goMod, 'go.etcd.io/etcd/server/v3');
  const kubernetes = requiredVersion(goMod, 'k8s.io/kubernetes');
  const [major = '', minor = ''] = kubernetes.slice(1).split('.');
  // Without these the server calls itself v0.0.0-master, and controllers that ask for a minimum version won't start.
  const stamp = (name: string, value: string) => `-X k8s.io/component-base/version.${name}=${value}`;
  const kubeFlags = [stamp('gitVersion', kubernetes), stamp('gitMajor', major), stamp('gitMinor', minor)];
  return [
    { binary: 'etcd', package: 'go.etcd.io/etcd/server/v3', version: etcd, ldflags: [] },
    {
      binary: 'kube-apiserver',
      package: 'k8s.io/kubernetes/cmd/kube-apiserver',
      version: kubernetes,
      ldflags: kubeFlags,
    },
  ];
}

/** Flags of every build. Symbol tables (-s -w) are a third of the size. */
export const buildFlags: readonly string[] = ['-mod=readonly', '-buildvcs=false', '-trimpath'];

/** The `-ldflags` of a part. */
export function ldflags(part: Part): string {
  return ['-s', '-w', ...part.ldflags].join(' ');
}

/**
 * The cache key: hexadecimal, the same for the same inputs. Go's own version isn't in it: a new Go would make binaries that
 * behave the same, and isn't worth minutes of building.
 */
export function cacheKey({ goMod, goSum, platform }: PartInputs): string {
  const builds = parts(goMod).map((part) => [part.binary, part.package, ldflags(part)]);
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
  if (found === undefined) throw new Error(`test/control-plane/go.mod has no ${what}`);
  return found;
}
