import { type AnyPlatform, asObject, platformOf, platforms, platformType } from '@capstan/convert';
import type { ObjectRef } from '@capstan/kube';
import { clusterApiVersion, machineApiVersion, machineAutoscaler } from '../names.ts';
import { gateObstacle, isOverridden } from './gate-obstacle.ts';
import {
  type AuthorityFields,
  kindKey,
  type Obstacle,
  type Refusal,
  type Standing,
  type StandingFacts,
} from './standing.ts';

/** The object that says what a cluster runs on. */
export const infrastructureRef: ObjectRef = {
  apiVersion: 'config.openshift.io/v1',
  kind: 'Infrastructure',
  name: 'cluster',
};

/**
 * Whether the operator may act. The first obstacle counts, since what comes later often follows from it. A gate that goes off
 * while something changes hands does not stop the operator half-way: nobody would act on that machine then.
 */
export function decideStanding(facts: StandingFacts): Standing {
  const gate = gateObstacle(facts);
  if (gate !== undefined && !facts.isMigrating) return { act: false, ...gate };
  const cluster = findCluster(facts);
  if ('reason' in cluster) return { act: false, ...cluster };
  const obstacle = schemaObstacle(facts) ?? kindsObstacle(facts, cluster.platform) ?? refusalObstacle(facts.refusal);
  if (obstacle !== undefined) return { act: false, ...obstacle };
  const { Machine, MachineSet } = facts.machineApi;
  return {
    act: true,
    ...cluster,
    holdsSynchronizedApi: Machine?.synchronizedApi === true && MachineSet?.synchronizedApi === true,
    hasAutoscalers: facts.served.has(kindKey(machineAutoscaler.apiVersion, machineAutoscaler.kind)),
    isOverridden: isOverridden(facts),
    ...(gate !== undefined && { note: windingDown(gate) }),
  };
}

function windingDown(gate: Obstacle): Obstacle {
  return {
    ...gate,
    message: `${gate.message}; what is Migrating is still finished or cancelled, and nothing else is begun`,
  };
}

interface Found {
  readonly platform: AnyPlatform;
  readonly clusterName: string;
}

function findCluster(facts: StandingFacts): Found | Obstacle {
  return namespaceObstacle(facts) ?? findPlatform(facts);
}

function namespaceObstacle({ namespaces, namespaceStates }: StandingFacts): Obstacle | undefined {
  const flags = { machineApi: '--machine-api-namespace', clusterApi: '--cluster-api-namespace' } as const;
  for (const key of ['machineApi', 'clusterApi'] as const) {
    const state = namespaceStates[key];
    if (state === 'there') continue;
    const name = namespaces[key];
    const what = key === 'machineApi' ? 'Machine API' : 'Cluster API';
    return {
      reason: 'NamespaceMissing',
      message: `namespace ${name}, for the objects of ${what}, ${state === 'missing' ? 'does not exist' : 'is being deleted'}`,
      hint: `${state === 'missing' ? 'Create it' : 'Wait until it is gone and create it'} (oc create namespace ${name}), or name the right one with ${flags[key]}.`,
      ...(state === 'terminating' && { about: { apiVersion: 'v1', kind: 'Namespace', name } }),
    };
  }
  return undefined;
}

function findPlatform({ infrastructure }: StandingFacts): Found | Obstacle {
  if (infrastructure === undefined) {
    return {
      reason: 'InfrastructureMissing',
      message: 'this cluster has no Infrastructure "cluster", which names the cluster and its platform',
      hint: 'Run the operator on an OpenShift or OKD cluster; on others convert files with capstan convert.',
    };
  }
  const clusterName = asObject(infrastructure['status'])?.['infrastructureName'];
  if (typeof clusterName !== 'string' || clusterName === '') {
    return {
      reason: 'InfrastructureNameMissing',
      message:
        'status.infrastructureName of Infrastructure "cluster" is empty, and it names the Cluster in Cluster API',
      hint: 'Restore it from a backup of the object: the installer writes it once, and it is in the names of the machines.',
      about: infrastructureRef,
    };
  }
  const platform = platformOf(infrastructure);
  if (platform === undefined) return unsupported(platformType(infrastructure));
  const { sync } = platform.handover;
  if (sync.allowed) return { platform, clusterName };
  return {
    reason: 'PlatformExcluded',
    message: `machines on ${platform.type} are not kept in step with Cluster API: ${sync.reason}`,
    hint: 'Nothing in the cluster changes that. capstan plan and capstan convert work on this platform; the operator has nothing to do here.',
  };
}

function unsupported(type: string | undefined): Obstacle {
  return {
    reason: 'PlatformUnsupported',
    message:
      type === undefined
        ? 'status.platformStatus.type of Infrastructure "cluster" is empty, so the platform is not known'
        : `Capstan has no conversion for the platform ${type}, which status.platformStatus.type of Infrastructure "cluster" names`,
    hint: `Platforms that it can work on: ${platforms
      .filter(({ handover }) => handover.sync.allowed)
      .map((known) => known.type)
      .join(', ')}.`,
    about: infrastructureRef,
  };
}

function schemaObstacle({ machineApi }: StandingFacts): Obstacle | undefined {
  const kinds = Object.entries(machineApi);
  const unserved = kinds.filter(([, fields]) => fields === undefined).map(([kind]) => kind);
  if (unserved.length > 0) {
    return {
      reason: 'MachineAPINotServed',
      message: `the API server does not serve ${unserved.join(' and ')} of ${machineApiVersion}`,
      hint: 'Enable the MachineAPI capability of the cluster (ClusterVersion "version", spec.capabilities). Capstan starts by itself when they appear.',
    };
  }
  const missing = kinds.flatMap(([kind, fields]) => missingFields(fields).map((field) => `${kind} ${field}`));
  if (missing.length === 0) return undefined;
  return {
    reason: 'AuthoritativeAPINotInSchema',
    message: `the cluster's Machine API has no place to say who acts on a machine: its schema has no ${missing.join(', ')}`,
    hint:
      'Upgrade or change spec.featureSet of FeatureGate "cluster" so that the cluster installs Machine API CRDs with these fields; ' +
      'TechPreviewNoUpgrade has them, cannot be undone and ends upgrades. --feature-gates cannot stand in for them, and CRDs ' +
      'replaced by hand are put back. Capstan starts by itself when the fields appear.',
  };
}

function missingFields(fields: AuthorityFields | undefined): string[] {
  return (['spec', 'status'] as const)
    .filter((part) => fields?.[part] !== true)
    .map((part) => `${part}.authoritativeAPI`);
}

/** Kinds without which nothing can be mirrored, by apiVersion. */
export function neededKinds({
  infra,
}: AnyPlatform): readonly { readonly apiVersion: string; readonly kinds: readonly string[] }[] {
  return [
    { apiVersion: clusterApiVersion, kinds: ['Cluster', 'Machine', 'MachineSet'] },
    { apiVersion: infra.apiVersion, kinds: [infra.clusterKind, infra.machineKind, infra.templateKind] },
  ];
}

function kindsObstacle({ served }: StandingFacts, platform: AnyPlatform): Obstacle | undefined {
  const missing = neededKinds(platform).flatMap(({ apiVersion, kinds }) => {
    const absent = kinds.filter((kind) => !served.has(kindKey(apiVersion, kind)));
    return absent.length === 0 ? [] : [`${absent.join(', ')} of ${apiVersion}`];
  });
  if (missing.length === 0) return undefined;
  return {
    reason: 'ClusterAPINotServed',
    message: `the API server does not serve ${missing.join(', nor ')}`,
    hint: `Install Cluster API and its provider for ${platform.type} in these versions; on OpenShift the cluster-api operator does where the feature gate ClusterAPIMachineManagement is on. Capstan starts by itself when they appear.`,
  };
}

function refusalObstacle(refusal: Refusal | undefined): Obstacle | undefined {
  if (refusal === undefined) return undefined;
  const { kind, verb, message, isByPolicy } = refusal;
  return {
    reason: 'WriteRefused',
    message: `the API server refuses what the operator has to do (${verb} of ${kind}, tried without storing anything): ${message}`,
    hint: isByPolicy
      ? "Run the operator as a ServiceAccount that the admission policies exempt: the overlay in deploy/ for clusters with OpenShift's own controllers does, and docs/guides/takeover.md says how. Capstan tries again by itself."
      : "Apply the roles and bindings in deploy/ for the operator's ServiceAccount and the configured namespaces. Capstan tries again by itself.",
  };
}
