import { clusterPrerequisite } from './cluster.ts';
import { kubeconfigPrerequisite } from './kubeconfig.ts';
import type { Prerequisite, PrerequisiteDeps } from './prerequisite.ts';
import { createTeller } from './tell-once.ts';
import { userDataPrerequisite } from './user-data.ts';

/**
 * What a bare cluster needs before Cluster API can run a machine: the Cluster and its infra cluster, the secrets with user data and
 * the kubeconfig. Each is made where it is absent, kept where it is ours, and left alone where somebody else made it. Each runs as
 * a controller of its own, with one worker: one that is blocked must not hold up the others.
 */
export function createPrerequisites(deps: PrerequisiteDeps): readonly Prerequisite[] {
  return [clusterPrerequisite, userDataPrerequisite, kubeconfigPrerequisite].map((make) =>
    make(deps, createTeller(deps)),
  );
}
