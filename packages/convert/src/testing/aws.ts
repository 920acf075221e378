import type { Json, JsonObject } from '@capstan/api';
import type { Issue } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import type { ClusterFacts } from '../objects/context.ts';
import { type Conversion, type Converter, makeConverter } from '../objects/convert.ts';
import { awsFacts } from '../platforms/aws/facts.ts';
import { aws } from '../platforms/aws/platform.ts';

/** A cluster on AWS in us-east-1, and objects of it, for tests that look at single fields. */
export const infrastructure: JsonObject = {
  apiVersion: 'config.openshift.io/v1',
  kind: 'Infrastructure',
  metadata: { name: 'cluster' },
  status: { infrastructureName: 'ocp1-x7k2p', platformStatus: { type: 'AWS', aws: { region: 'us-east-1' } } },
};

export const cluster: ClusterFacts = {
  infrastructureName: 'ocp1-x7k2p',
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  supports: { taints: false },
};

/** What a test changes about the cluster. */
export interface ClusterChanges {
  readonly taints?: boolean;
  /** Fields of Infrastructure.status.platformStatus.aws. */
  readonly aws?: JsonObject;
  readonly awsCluster?: JsonObject;
}

/** A converter for that cluster. */
export function awsConverter(changes: ClusterChanges = {}): Converter {
  const platformStatus = { type: 'AWS', aws: { region: 'us-east-1', ...changes.aws } };
  const { facts } = awsFacts({ status: { platformStatus } }, changes.awsCluster);
  return makeConverter(aws, facts, { ...cluster, supports: { taints: changes.taints ?? false } });
}

/** Fields to put in; undefined takes one out. */
export type Changes = { readonly [field: string]: Json | undefined };

function changed(object: JsonObject, changes: Changes): JsonObject {
  const fields = Object.entries<Json | undefined>({ ...object, ...changes });
  return Object.fromEntries(fields.flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])));
}

/** The least that a provider spec needs. */
export function provider(changes: Changes = {}): JsonObject {
  const least = {
    ami: { id: 'ami-0c8d5f2b9a6e4d371' },
    instanceType: 'm6i.xlarge',
    placement: { region: 'us-east-1', availabilityZone: 'us-east-1a' },
    subnet: { id: 'subnet-0123456789abcdef0' },
    userDataSecret: { name: 'worker-user-data' },
    credentialsSecret: { name: 'aws-cloud-credentials' },
  };
  return changed(least, changes);
}

/** The least that an AWSMachine spec needs to come back as it was. */
export function infraSpec(changes: Changes = {}): JsonObject {
  const least = {
    ami: { id: 'ami-0c8d5f2b9a6e4d371' },
    instanceType: 'm6i.xlarge',
    subnet: { id: 'subnet-0123456789abcdef0' },
    ignition: { storageType: 'UnencryptedUserData' },
  };
  return changed(least, changes);
}

/** A Machine API Machine; `changes` are to its spec. */
export function mapiMachine(
  value: JsonObject = provider(),
  changes: Changes = {},
  metadata: JsonObject = {},
): JsonObject {
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'Machine',
    metadata: { name: 'worker-1', namespace: 'openshift-machine-api', ...metadata },
    spec: changed({ providerSpec: { value } }, changes),
  };
}

/** What a test changes about a MachineSet. */
export interface SetChanges {
  readonly metadata?: JsonObject;
  readonly set?: Changes;
  readonly templateMetadata?: JsonObject;
  /** The Machine's part of the template. */
  readonly machine?: Changes;
}

/** A Machine API MachineSet. */
export function mapiSet(value: JsonObject = provider(), changes: SetChanges = {}): JsonObject {
  const labels = { 'machine.openshift.io/cluster-api-machineset': 'workers' };
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'MachineSet',
    metadata: { name: 'workers', namespace: 'openshift-machine-api', ...changes.metadata },
    spec: changed(
      {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: changes.templateMetadata ?? { labels },
          spec: changed({ providerSpec: { value } }, changes.machine ?? {}),
        },
      },
      changes.set ?? {},
    ),
  };
}

/** A Cluster API Machine and its AWSMachine. */
export function capiMachine(
  infra: JsonObject = infraSpec(),
  changes: Changes = {},
  metadata: JsonObject = {},
): [machine: JsonObject, infra: JsonObject] {
  const spec = {
    clusterName: 'ocp1-x7k2p',
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name: 'worker-1' },
  };
  return [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'Machine',
      metadata: { name: 'worker-1', namespace: 'openshift-cluster-api', ...metadata },
      spec: changed(spec, changes),
    },
    {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
      kind: 'AWSMachine',
      metadata: { name: 'worker-1', namespace: 'openshift-cluster-api' },
      spec: infra,
    },
  ];
}

/** A Cluster API MachineSet and its AWSMachineTemplate. */
export function capiSet(
  infra: JsonObject = infraSpec(),
  changes: SetChanges = {},
): [machineSet: JsonObject, template: JsonObject] {
  const labels = { 'cluster.x-k8s.io/set-name': 'workers' };
  const machine = {
    clusterName: 'ocp1-x7k2p',
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachineTemplate', name: 'workers-a' },
  };
  return [
    {
      apiVersion: 'cluster.x-k8s.io/v1beta2',
      kind: 'MachineSet',
      metadata: { name: 'workers', namespace: 'openshift-cluster-api', ...changes.metadata },
      spec: changed(
        {
          clusterName: 'ocp1-x7k2p',
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: changes.templateMetadata ?? { labels },
            spec: changed(machine, changes.machine ?? {}),
          },
        },
        changes.set ?? {},
      ),
    },
    {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
      kind: 'AWSMachineTemplate',
      metadata: { name: 'workers-a', namespace: 'openshift-cluster-api' },
      spec: { template: { spec: infra } },
    },
  ];
}

/** The objects of a conversion that must have worked. Throws with the issues where it did not. */
export function converted(conversion: Conversion): JsonObject[] {
  if (!conversion.ok) throw new Error(`did not convert:\n${conversion.issues.map(text).join('\n')}`);
  return JSON.parse(JSON.stringify(conversion.objects));
}

/** The errors of a conversion that must not have worked. */
export function errorsOf(conversion: Conversion): Issue[] {
  const errors = conversion.issues.filter(({ severity }) => severity === 'error');
  if (conversion.ok !== (errors.length === 0)) throw new Error('ok and its errors contradict each other');
  return errors;
}

function text({ severity, code, path, message }: Issue): string {
  return `${severity} ${code} ${path}: ${message}`;
}

/** The value at a dotted path; undefined where anything on the way is missing. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return found[Number(step)];
    return asObject(found)?.[step];
  }, value);
}
