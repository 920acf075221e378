/** Names that are interface between the operator, both APIs' controllers, the policies and the user. Kept to the letter. */

/** Where the objects of each API live. */
export interface Namespaces {
  readonly machineApi: string;
  readonly clusterApi: string;
}

/** OpenShift's own. */
export const defaultNamespaces: Namespaces = {
  machineApi: 'openshift-machine-api',
  clusterApi: 'openshift-cluster-api',
};

export const machineApiVersion = 'machine.openshift.io/v1beta1';
export const clusterApiVersion = 'cluster.x-k8s.io/v1beta2';

/** The kind that tells the cluster autoscaler of a set; not every cluster serves it. */
export const machineAutoscaler = { apiVersion: 'autoscaling.openshift.io/v1beta1', kind: 'MachineAutoscaler' } as const;

/** Finalizers. Those of the providers on infra machines all end in `.cluster.x-k8s.io`. */
export const finalizers = {
  /** On both halves of a pair, and on the infra machine, while the pair exists. */
  sync: 'sync.machine.openshift.io/finalizer',
  machineApiMachine: 'machine.machine.openshift.io',
  clusterApiMachine: 'machine.cluster.x-k8s.io',
  clusterApiMachineSet: 'cluster.x-k8s.io/machineset',
  infraSuffix: '.cluster.x-k8s.io',
} as const;

/** On the Cluster API half of a pair and on its infra object: the policies go by it. */
export const mirrorLabel = 'capstan.openshift.io/mirror';

/** On a Cluster API machine: the set that owns it. */
export const setNameLabel = 'cluster.x-k8s.io/set-name';

/** On an infra machine template: the set that it was made for, by us or by the in-tree controller. */
export const templateLabel = 'machine.openshift.io/cluster-api-machineset';

/** What labels and annotations of ours start with. */
export const reservedPrefix = 'capstan.openshift.io/';

/** Annotations of ours. The policies reserve them to the operator, but for those that are said to be the user's. */
export const annotations = {
  /** On the Cluster API half and its infra object: which API acts, `MachineAPI` or `ClusterAPI`. */
  authority: 'capstan.openshift.io/authority',
  /** What the other side cannot hold, as the conversion writes it. */
  carried: 'capstan.openshift.io/carried',
  /** On a mirror: the keys of its labels and annotations that came from the other side. */
  mirrored: 'capstan.openshift.io/mirrored',
  /** On the Machine API half where the schema has no `status.synchronizedAPI`. */
  synchronizedApi: 'capstan.openshift.io/synchronized-api',
  /** On a Machine API object, the user's: `unproven` hands it over on a platform whose hand-over facts nobody has seen. */
  handoverAcknowledged: 'capstan.openshift.io/handover-acknowledged',
  /** On a Machine API MachineSet: the MachineAutoscaler that scales it, while which its authority does not change. */
  autoscaledBy: 'capstan.openshift.io/autoscaled-by',
  /** On a Machine API object: the run of `capstan migrate` that moved it last. */
  migrationRun: 'capstan.openshift.io/migration-run',
  /** As `migrationRun`: what that run found, as JSON, so that it can be taken back. */
  migrationPrior: 'capstan.openshift.io/migration-prior',
  /** On what the operator made around machines, with the value of {@link maker}: it keeps only those current. */
  madeBy: 'capstan.openshift.io/made-by',
  /** On the kubeconfig secret: when the token in it expires. */
  tokenExpires: 'capstan.openshift.io/token-expires',
  paused: 'cluster.x-k8s.io/paused',
  /** On an infra cluster: who writes its status, since the provider's controller keeps away. */
  managedBy: 'cluster.x-k8s.io/managed-by',
  /** Tried and never stored. In-tree policies reserve what contains `cluster.x-k8s.io`, ours what is of this prefix. */
  writeProof: 'capstan.openshift.io/write-proof.cluster.x-k8s.io',
} as const;

/** The value of the annotations that say who made or manages something. */
export const maker = 'capstan';

/** Of all that belongs to a Cluster; Cluster API's core manager sees no secret without it. */
export const clusterNameLabel = 'cluster.x-k8s.io/cluster-name';

/** The type of secrets that Cluster API reads. */
export const clusterApiSecretType = 'cluster.x-k8s.io/secret';

/** The ServiceAccount in the Cluster API namespace as which Cluster API's core manager looks at Nodes. */
export const clusterApiClient = 'capstan-cluster-api-client';

/** The Lease of sync and migration, in the Cluster API namespace: the in-tree controllers hold the same one. */
export const leaseName = 'machine-api-migration-leader';

/** That Lease, to read it. */
export function leaseRef({ clusterApi }: Namespaces) {
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: clusterApi, name: leaseName };
}

/** Who acts on a machine. */
export type Authority = 'MachineAPI' | 'ClusterAPI';
