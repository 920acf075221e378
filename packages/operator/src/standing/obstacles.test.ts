import { describe, expect, it } from 'vitest';
import { allFields, allServed, factsOf, gatesOf, infrastructureOf } from '../testing/standing-facts.ts';
import { decideStanding } from './decide-standing.ts';
import type { IdleReason, StandingFacts } from './standing.ts';

const decide = (changes: Partial<StandingFacts> = {}) => decideStanding(factsOf(changes));
const on = (...names: string[]) => new Map(names.map((name) => [name, true]));
const without = (...ends: string[]) => new Set([...allServed].filter((key) => !ends.some((end) => key.endsWith(end))));

type Case = readonly [
  name: string,
  changes: Partial<StandingFacts>,
  reason: IdleReason,
  message: string | RegExp,
  hint: string | RegExp,
];

/** In the order in which they are looked for. */
const cases: readonly Case[] = [
  [
    'the gate is off',
    { gates: gatesOf({ MachineAPIMigration: false }) },
    'FeatureGateOff',
    'feature gate MachineAPIMigration is off in FeatureGate "cluster" for version 4.22.1',
    /spec\.customNoUpgrade\.enabled.*--feature-gates MachineAPIMigration=true\.$/,
  ],
  [
    'the gate is switched off by flag',
    { overrides: new Map([['MachineAPIMigration', false]]) },
    'FeatureGateOff',
    'feature gate MachineAPIMigration is switched off by --feature-gates',
    /^Take MachineAPIMigration=false out/,
  ],
  [
    'the gate is not known to this version',
    { gates: gatesOf({ Other: true }) },
    'FeatureGateNotListed',
    'FeatureGate "cluster" does not list MachineAPIMigration for version 4.22.1, so this version of OpenShift may not have it',
    /^Upgrade.*--feature-gates MachineAPIMigration=true\.$/,
  ],
  [
    'there is no FeatureGate',
    { gates: undefined },
    'FeatureGateNotListed',
    'this cluster has no FeatureGate "cluster", which would say that MachineAPIMigration is on',
    /--feature-gates MachineAPIMigration=true\.$/,
  ],
  [
    "the platform's gate is off",
    { gates: gatesOf({ MachineAPIMigration: true, MachineAPIMigrationAWS: false }) },
    'PlatformFeatureGateOff',
    'feature gate MachineAPIMigrationAWS is off in FeatureGate "cluster" for version 4.22.1',
    /--feature-gates MachineAPIMigrationAWS=true\.$/,
  ],
  [
    "the main gate is on by flag and the platform's is off: the hint keeps what is given",
    { gates: gatesOf({ MachineAPIMigrationAWS: false }), overrides: on('MachineAPIMigration') },
    'PlatformFeatureGateOff',
    /MachineAPIMigrationAWS is off/,
    /--feature-gates MachineAPIMigration=true,MachineAPIMigrationAWS=true\.$/,
  ],
  [
    'the namespace of Cluster API is missing',
    { namespaceStates: { machineApi: 'there', clusterApi: 'missing' } },
    'NamespaceMissing',
    'namespace openshift-cluster-api, for the objects of Cluster API, does not exist',
    'Create it (oc create namespace openshift-cluster-api), or name the right one with --cluster-api-namespace.',
  ],
  [
    'the namespace of Machine API is on its way out',
    { namespaceStates: { machineApi: 'terminating', clusterApi: 'there' } },
    'NamespaceMissing',
    'namespace openshift-machine-api, for the objects of Machine API, is being deleted',
    /^Wait until it is gone.*--machine-api-namespace\.$/,
  ],
  [
    'there is no Infrastructure',
    { infrastructure: undefined },
    'InfrastructureMissing',
    'this cluster has no Infrastructure "cluster", which names the cluster and its platform',
    /^Run the operator on an OpenShift or OKD cluster/,
  ],
  [
    'the cluster has no name',
    { infrastructure: { status: { platformStatus: { type: 'AWS' } } } },
    'InfrastructureNameMissing',
    /^status\.infrastructureName of Infrastructure "cluster" is empty/,
    /^Restore it/,
  ],
  [
    'there is no conversion for the platform',
    { infrastructure: infrastructureOf('Libvirt') },
    'PlatformUnsupported',
    'Capstan has no conversion for the platform Libvirt, which status.platformStatus.type of Infrastructure "cluster" names',
    'Platforms that it can work on: AWS, Azure, BareMetal, GCP, IBMCloud, OpenStack, PowerVS, VSphere.',
  ],
  [
    'the platform is not known',
    { infrastructure: { status: { infrastructureName: 'harbour-k7m2q' } } },
    'PlatformUnsupported',
    'status.platformStatus.type of Infrastructure "cluster" is empty, so the platform is not known',
    /^Platforms that it can work on: /,
  ],
  [
    'mirrors would act on their own on the platform',
    { infrastructure: infrastructureOf('Nutanix') },
    'PlatformExcluded',
    /^machines on Nutanix are not kept in step with Cluster API: CAPX acts on every NutanixCluster/,
    /capstan convert/,
  ],
  [
    'Machine API is not there',
    { machineApi: { Machine: undefined, MachineSet: undefined } },
    'MachineAPINotServed',
    'the API server does not serve Machine and MachineSet of machine.openshift.io/v1beta1',
    /^Enable the MachineAPI capability/,
  ],
  [
    'the schema has no place for the authority, whatever the flag says',
    {
      gates: undefined,
      overrides: on('MachineAPIMigration'),
      machineApi: { Machine: { ...allFields, status: false }, MachineSet: { ...allFields, spec: false } },
    },
    'AuthoritativeAPINotInSchema',
    /its schema has no Machine status\.authoritativeAPI, MachineSet spec\.authoritativeAPI$/,
    /--feature-gates cannot stand in for them/,
  ],
  [
    'Cluster API is not there',
    { served: without('v1beta2/Machine', 'v1beta2/Cluster') },
    'ClusterAPINotServed',
    'the API server does not serve Cluster, Machine of cluster.x-k8s.io/v1beta2',
    /^Install Cluster API and its provider for AWS .*ClusterAPIMachineManagement.* starts by itself when they appear\.$/,
  ],
  [
    "the provider's kinds are not there",
    { served: without('v1beta2/AWSMachineTemplate') },
    'ClusterAPINotServed',
    'the API server does not serve AWSMachineTemplate of infrastructure.cluster.x-k8s.io/v1beta2',
    /provider for AWS/,
  ],
  [
    'a policy refuses our writes',
    { refusal: { kind: 'Machine', verb: 'patch', message: 'the words of the server', isByPolicy: true } },
    'WriteRefused',
    'the API server refuses what the operator has to do (patch of Machine, tried without storing anything): the words of the server',
    /exempt.*docs\/guides\/takeover\.md/,
  ],
  [
    'rights are missing',
    { refusal: { kind: 'AWSMachine', verb: 'create', message: 'cannot create', isByPolicy: false } },
    'WriteRefused',
    /\(create of AWSMachine, tried without storing anything\): cannot create$/,
    /^Apply the roles and bindings in deploy\//,
  ],
];

describe('the operator is idle where', () => {
  it.each(cases)('%s', (_, changes, reason, message, hint) => {
    const standing = decide(changes);
    expect(standing).toMatchObject({ act: false, reason });
    if (standing.act) return;
    expect(standing.message).toMatch(message);
    if (typeof message === 'string') expect(standing.message).toBe(message);
    expect(standing.hint).toMatch(hint);
    if (typeof hint === 'string') expect(standing.hint).toBe(hint);
    expect(standing.message).not.toMatch(/\.$/);
    expect(standing.hint).toMatch(/^[A-Z].*\.$/);
  });

  it.each([
    ['FeatureGate', { gates: gatesOf({ MachineAPIMigration: false }) }],
    ['Infrastructure', { infrastructure: infrastructureOf('Libvirt') }],
  ])('a %s has to change, which is named for Events', (kind, changes) => {
    expect(decide(changes)).toMatchObject({ about: { kind, name: 'cluster' } });
  });
});
