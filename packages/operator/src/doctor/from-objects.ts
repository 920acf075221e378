import { asObject, platformOf, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { leaseName, type Namespaces } from '../names.ts';
import { readFeatureGates } from '../standing/feature-gates.ts';
import { gateObstacle } from '../standing/gate-obstacle.ts';
import type { Obstacle } from '../standing/standing.ts';
import type { DoctorFacts, Source } from './facts.ts';
import { neededSecrets } from './needed-secrets.ts';
import { newestTime } from './newest-time.ts';

/** The facts that are in objects of files, such as a must-gather. What files can't tell is said to be unseen. */
export function factsFromObjects(objects: readonly KubeObject[], namespaces: Namespaces): DoctorFacts {
  const of = (group: string, ...kinds: string[]) =>
    objects.filter(({ apiVersion, kind }) => groupOf(apiVersion) === group && kinds.includes(kind));
  const infrastructure = of('config.openshift.io', 'Infrastructure')[0];
  const platform = infrastructure === undefined ? undefined : platformOf(asObject(infrastructure) ?? {});
  const infraOf = (kind: string | undefined) => (kind === undefined ? [] : of('infrastructure.cluster.x-k8s.io', kind));
  const machines = of('machine.openshift.io', 'Machine');
  const machineSets = of('machine.openshift.io', 'MachineSet');
  const lease = of('coordination.k8s.io', 'Lease').find(
    ({ metadata }) => metadata.name === leaseName && metadata.namespace === namespaces.clusterApi,
  );
  const policies = of('admissionregistration.k8s.io', 'ValidatingAdmissionPolicy');
  const bindings = of('admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding');
  const deployments = of('apps', 'Deployment').filter(({ metadata }) =>
    Object.values(namespaces).includes(metadata.namespace ?? ''),
  );
  const capiMachines = of('cluster.x-k8s.io', 'Machine');
  const capiMachineSets = of('cluster.x-k8s.io', 'MachineSet');
  const autoscalers = of('autoscaling.openshift.io', 'MachineAutoscaler');
  const featureGate = of('config.openshift.io', 'FeatureGate')[0];
  const unseen = new Map<Source, string>([
    ['secrets', 'files hold no secrets'],
    ['clock', 'files have no clock'],
  ]);
  const missing: readonly (readonly [Source, boolean, string])[] = [
    ['lease', lease === undefined, `Lease ${namespaces.clusterApi}/${leaseName}`],
    ['policies', policies.length === 0, 'ValidatingAdmissionPolicy'],
    ['controllers', deployments.length === 0, 'Deployment of the two namespaces'],
    ['standing', featureGate === undefined, 'FeatureGate'],
    ['cluster-api', capiMachines.length + capiMachineSets.length === 0, 'Machine or MachineSet of Cluster API'],
    ['infra', platform === undefined, 'Infrastructure of a known platform'],
  ];
  for (const [source, isMissing, what] of missing) {
    if (isMissing) unseen.set(source, `there is no ${what} among the files`);
  }
  return {
    origin: 'files',
    namespaces,
    now: newestTime(objects),
    localNow: undefined,
    platform,
    infrastructure,
    obstacle: featureGate === undefined ? undefined : obstacleOf(featureGate, objects, infrastructure),
    lease,
    machines,
    machineSets,
    controlPlaneMachineSets: of('machine.openshift.io', 'ControlPlaneMachineSet'),
    capiMachines,
    capiMachineSets,
    infraMachines: infraOf(platform?.infra.machineKind),
    templates: infraOf(platform?.infra.templateKind),
    clusters: of('cluster.x-k8s.io', 'Cluster'),
    infraClusters: infraOf(platform?.infra.clusterKind),
    autoscalers,
    secrets: neededSecrets(
      [...machineSets, ...machines],
      platform,
      namespaces,
      textAt(asObject(infrastructure), 'status', 'infrastructureName') ?? '',
    ).map((secret) => ({ ...secret, state: 'unknown' as const })),
    policies,
    bindings,
    deployments,
    unseen,
  };
}

/** Files tell of the gates, and of nothing else that keeps the operator from acting. */
function obstacleOf(
  featureGate: KubeObject,
  objects: readonly KubeObject[],
  infrastructure: KubeObject | undefined,
): Obstacle | undefined {
  const version = objects.find(({ kind }) => kind === 'ClusterVersion');
  return gateObstacle({
    gates: readFeatureGates(featureGate, version),
    overrides: new Map(),
    infrastructure: asObject(infrastructure),
  });
}

function groupOf(apiVersion: string): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '';
}
