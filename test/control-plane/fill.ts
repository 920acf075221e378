import { applyCrds, type Crd, createClient, type Endpoint } from '@capstan/kube/testing';
import { type ClusterApiVersion, clusterApiCrds, configCrds, machineApiCrds } from './crds.ts';
import { type InfraPlatform, infraCrds, infraProviders } from './infra-crds.ts';

/** Namespaces that every OpenShift cluster with Cluster API has. */
const namespaces = ['openshift-machine-api', 'openshift-cluster-api'];

/** Which infra CRDs are wanted, by default those of all platforms that are to be had; and `more` CRDs. */
export interface Filling {
  readonly platforms?: readonly InfraPlatform[];
  readonly more?: readonly Crd[];
}

const allPlatforms = Object.keys(infraProviders) as InfraPlatform[];

/** Makes a new control plane an OpenShift cluster, as far as machines go: CRDs, with Cluster API of a version, and namespaces. */
export async function fillControlPlane(
  endpoint: Endpoint,
  clusterApi: ClusterApiVersion,
  { platforms = allPlatforms, more = [] }: Filling = {},
): Promise<void> {
  const client = createClient(endpoint);
  try {
    const crds = await Promise.all([machineApiCrds(), configCrds(), clusterApiCrds(clusterApi)]);
    const infra = await Promise.all(platforms.map(infraCrds));
    await applyCrds(client, [...crds, ...infra.filter((found) => found !== undefined), more].flat());
    for (const name of namespaces) await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  } finally {
    await client.close();
  }
}
