/** Labels and annotations that either API, a tool or Capstan gives a meaning. Kept to the letter: they are interface. */

/** The cluster that a Machine API machine is of: its infrastructure name, by which Machine API finds and tags what it makes. */
export const mapiCluster = 'machine.openshift.io/cluster-api-cluster';
export const role = 'machine.openshift.io/cluster-api-machine-role';
export const type = 'machine.openshift.io/cluster-api-machine-type';
export const machineSetLabel = 'machine.openshift.io/cluster-api-machineset';
export const clusterName = 'cluster.x-k8s.io/cluster-name';
export const setName = 'cluster.x-k8s.io/set-name';
export const controlPlane = 'cluster.x-k8s.io/control-plane';
export const managedBy = 'cluster.x-k8s.io/managed-by';
export const paused = 'cluster.x-k8s.io/paused';
export const nodeRolePrefix = 'node-role.kubernetes.io/';
export const carried = 'capstan.openshift.io/carried';
export const madeBy = 'capstan.openshift.io/made-by';
export const instanceState = 'machine.openshift.io/instance-state';

/** Labels that the Machine API controller writes on a Machine from its instance; converted only where they can't be made anew. */
export const derivedLabels = {
  instanceType: 'machine.openshift.io/instance-type',
  region: 'machine.openshift.io/region',
  zone: 'machine.openshift.io/zone',
} as const;

/** Annotations that both APIs have under names of their own. */
export const renamedAnnotations: readonly (readonly [mapi: string, capi: string])[] = [
  ['machine.openshift.io/delete-machine', 'cluster.x-k8s.io/delete-machine'],
  [
    'machine.openshift.io/cluster-api-autoscaler-node-group-min-size',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size',
  ],
  [
    'machine.openshift.io/cluster-api-autoscaler-node-group-max-size',
    'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size',
  ],
];

/** The autoscaler's per-group options: the same suffixes below either prefix. */
export const autoscalingOptions = {
  mapi: 'machine.openshift.io/autoscaling-options-',
  capi: 'cluster.x-k8s.io/autoscaling-options-',
} as const;

/** Prefixes of the annotations that hold lifecycle hooks in Cluster API. */
export const hookPrefixes = {
  preDrain: 'pre-drain.delete.hook.machine.cluster.x-k8s.io/',
  preTerminate: 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/',
} as const;

/** Annotations that pause, skip, force or detach something in Cluster API, and mean nothing in Machine API. */
export const effectiveInClusterApi: readonly string[] = [
  paused,
  'cluster.x-k8s.io/skip-remediation',
  'cluster.x-k8s.io/remediate-machine',
  'cluster.x-k8s.io/disable-machine-create',
  'machineset.cluster.x-k8s.io/skip-preflight-checks',
  managedBy,
  'machine.cluster.x-k8s.io/exclude-node-draining',
  'machine.cluster.x-k8s.io/exclude-wait-for-node-volume-detach',
];

/**
 * Keys that a tool puts on what it manages. On a mirror they would make that tool take it for its own, and prune it.
 */
export function isToolOwned(key: string): boolean {
  const domain = key.split('/')[0] ?? '';
  return (
    key === 'kubectl.kubernetes.io/last-applied-configuration' ||
    key === 'app.kubernetes.io/instance' ||
    key === 'app.kubernetes.io/managed-by' ||
    domain === 'argocd.argoproj.io' ||
    domain.endsWith('.toolkit.fluxcd.io') ||
    domain === 'meta.helm.sh' ||
    domain === 'helm.sh' ||
    domain.endsWith('.open-cluster-management.io')
  );
}

/** Keys that Capstan itself writes, and version conversion's scratch space. */
export function isOwnBookkeeping(key: string): boolean {
  return key.startsWith('capstan.openshift.io/') || key === 'cluster.x-k8s.io/conversion-data';
}

/**
 * True for labels that Cluster API copies from a Machine to its Node without being told to (util/labels
 * GetManagedLabels: one domain exactly, two with their subdomains).
 */
export function isCopiedToNode(key: string): boolean {
  const domain = key.split('/')[0] ?? '';
  const inDomain = (name: string) => domain === name || domain.endsWith(`.${name}`);
  return (
    domain === 'node-role.kubernetes.io' ||
    inDomain('node-restriction.kubernetes.io') ||
    inDomain('node.cluster.x-k8s.io')
  );
}
