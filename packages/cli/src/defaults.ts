/** What flags mean when they are not given, and what they may be. Light: --help loads it. */

/** The versions of Cluster API that can be converted for, and whether their machines have taints. */
export const targetVersions: { readonly [version: string]: { readonly taints: boolean } } = {
  '1.11': { taints: false },
  '1.12': { taints: true },
};

/** Defaults of flags. The version is that of the pinned CRDs, which have no taints. */
export const defaults = {
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  targetCapi: '1.11',
} as const;
