import { tmpdir } from 'node:os';
import { isRecord } from '@capstan/kube/testing';
import { go, SetupError, tail } from './go.ts';

/** A Go module at one version; `sum` is the checksum that go.sum would have for its content. */
export interface PinnedModule {
  readonly path: string;
  readonly version: string;
  readonly sum: string;
}

/**
 * The modules whose files are the truth about schemas. A table and not a go.mod, since one go.mod can hold a module at one
 * version only, and Cluster API is needed at two: the one that clusters run and the one that has newer fields.
 */
export const pinnedModules = {
  'openshift-api': {
    path: 'github.com/openshift/api',
    version: 'v0.0.0-20260715165912-72066cc9718b',
    sum: 'h1:gN3SihCYEwoIksD+f24wHhwiEgvaV0RxNjgmkDvBBeg=',
  },
  'cluster-api-1.11.5': {
    path: 'sigs.k8s.io/cluster-api',
    version: 'v1.11.5',
    sum: 'h1:mKQAfB8+6l2uxtEvQ6Z5EIcTObdPNs3TL4DcJScchGo=',
  },
  'cluster-api-1.12.8': {
    path: 'sigs.k8s.io/cluster-api',
    version: 'v1.12.8',
    sum: 'h1:37SLcQRG9EMhmsZJwyEx8pNBkmY1Xhog53slhDy44m4=',
  },
  'cluster-api-provider-aws': {
    path: 'sigs.k8s.io/cluster-api-provider-aws/v2',
    version: 'v2.12.1',
    sum: 'h1:Qt4c7roIXEpe0wtTocE2tIWgShhcCSuLwQGgIiUFSZo=',
  },
  'cluster-api-provider-azure': {
    path: 'sigs.k8s.io/cluster-api-provider-azure',
    version: 'v1.21.0',
    sum: 'h1:8SYwQX4ANgy2CAa2NEk41mqBZrmyAH03Xlk214qvxCA=',
  },
  'cluster-api-provider-gcp': {
    path: 'sigs.k8s.io/cluster-api-provider-gcp',
    version: 'v1.12.0',
    sum: 'h1:RFdAxck4j62e320n8uUbFcro4zxdYZnTWj0mAHZ+CFo=',
  },
  'cluster-api-provider-vsphere': {
    path: 'sigs.k8s.io/cluster-api-provider-vsphere',
    version: 'v1.15.2',
    sum: 'h1:37N5wNE/hIGC85bWlzRaHzfc203YB119sT18YrSzzCk=',
  },
  'cluster-api-provider-openstack': {
    path: 'sigs.k8s.io/cluster-api-provider-openstack',
    version: 'v0.14.2',
    sum: 'h1:NMgU0ngsJLYd5JB0gcIfd2Rk34be5+SjEzrv4aNMso0=',
  },
  'cluster-api-provider-ibmcloud': {
    path: 'sigs.k8s.io/cluster-api-provider-ibmcloud',
    version: 'v0.13.1',
    sum: 'h1:cR7WFEaNJJb6/R67o35zZXd7Vqf9eRAFiZkVDJomPI8=',
  },
} as const satisfies Readonly<Record<string, PinnedModule>>;

/** The short name of a pinned module. */
export type ModuleName = keyof typeof pinnedModules;

const folders = new Map<ModuleName, Promise<string>>();

/**
 * The folder of a pinned module's files (read-only), fetched into Go's module cache on first use. Throws `SetupError` when Go
 * is missing, the module can't be fetched or its content isn't the pinned one.
 */
export function moduleDir(name: ModuleName): Promise<string> {
  const folder = folders.get(name) ?? download(pinnedModules[name]);
  folders.set(name, folder);
  return folder;
}

/** As {@link moduleDir} for any module, without remembering it. */
export async function download({ path, version, sum }: PinnedModule): Promise<string> {
  // Outside any module, so that no go.mod has a say in what is fetched.
  const { stdout, stderr } = await go(['mod', 'download', '-json', `${path}@${version}`], { cwd: tmpdir() });
  const result = parseJson(stdout);
  if (!isRecord(result) || typeof result['Dir'] !== 'string') {
    const reason = isRecord(result) && typeof result['Error'] === 'string' ? result['Error'] : tail(stderr);
    throw new SetupError(
      `The Go module ${path}@${version}, which has schemas that the tests need, can't be fetched: ${reason}`,
      'check the network and GOPROXY',
    );
  }
  if (result['Sum'] !== sum) {
    throw new SetupError(
      `The Go module ${path}@${version} has the checksum ${result['Sum']}, not ${sum}.`,
      'its content is not what was pinned: look at GOPROXY, clean the module cache, and do not just change the pin',
    );
  }
  return result['Dir'];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
