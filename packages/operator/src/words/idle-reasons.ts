import type { IdleReason } from '../standing/standing.ts';
import type { Word } from './word.ts';

const meanings: { readonly [R in IdleReason]: readonly [means: string, todo: string] } = {
  FeatureGateOff: [
    'The feature gate MachineAPIMigration is off, so the controllers of Machine API would not pause for anybody.',
    'Turn it on by spec.featureSet of FeatureGate "cluster"; the log of the operator and capstan doctor say how.',
  ],
  FeatureGateNotListed: [
    'The cluster does not list the feature gate MachineAPIMigration, so this version may not have it.',
    'Upgrade to a version that lists it.',
  ],
  PlatformFeatureGateOff: [
    "The gate of the cluster's platform, such as MachineAPIMigrationAWS, is listed and off.",
    'Turn it on as the message says.',
  ],
  NamespaceMissing: ['One of the two namespaces does not exist, or is being deleted.', 'Create it, or name another.'],
  InfrastructureMissing: [
    'There is no Infrastructure "cluster", which names the cluster and its platform.',
    'Run the operator on an OpenShift or OKD cluster.',
  ],
  InfrastructureNameMissing: [
    'The Infrastructure object does not name the cluster, and that name is the name of the Cluster in Cluster API.',
    'Restore status.infrastructureName from a backup.',
  ],
  PlatformUnsupported: [
    'Capstan has no conversion for the platform that the cluster runs on.',
    'Nothing: there is nothing for the operator to do here.',
  ],
  PlatformExcluded: [
    'Mirrors on this platform would act on their own, so none are kept.',
    'capstan plan and capstan convert work; the operator has nothing to do here.',
  ],
  MachineAPINotServed: [
    'The API server does not serve Machine API.',
    'Enable the capability MachineAPI of the cluster.',
  ],
  AuthoritativeAPINotInSchema: [
    'The schema of Machine API has no authoritativeAPI, so nobody could say who acts.',
    'Upgrade or choose a feature set whose CRDs have it.',
  ],
  ClusterAPINotServed: [
    'The API server does not serve Cluster API or the provider of the platform in the versions that are needed.',
    'Install them; the operator starts by itself.',
  ],
  WriteRefused: [
    'The API server refuses what the operator has to write: it has tried, without storing anything.',
    'Apply the roles of deploy/; where a policy refuses, run as an account that it exempts: docs/guides/install.md.',
  ],
};

/** Why the operator idles, by the reasons that its log and its events give. */
export const idleReasons: readonly Word[] = Object.entries(meanings).map(([name, [means, todo]]) => ({
  name,
  of: 'operator',
  where: 'reason for which the operator idles, in its log and in events',
  means,
  todo,
}));
