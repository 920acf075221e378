import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { KubeClient, KubeObject } from '@capstan/kube';
import { parse } from 'yaml';
import { infrastructure, machineSetTexts } from '../inputs.ts';
import { inLanes } from '../lanes.ts';

const machineApi = 'openshift-machine-api';
const machineFile = fileURLToPath(
  new URL(
    '../../examples/clusters/aws/namespaces/openshift-machine-api/machine.openshift.io/machines/harbour-k7m2q-worker-eu-west-1a-fkdpm.yaml',
    import.meta.url,
  ),
);
const machineText = readFileSync(machineFile, 'utf8');
const setName = 'harbour-k7m2q-worker-eu-west-1a';
const version = '4.22.0';

/** Makes a cluster on AWS of Machine API, in which each MachineSet has the Machines that it asks for and all of them run. */
export async function loadMachines(
  client: KubeClient,
  { machineSets, machines }: { readonly machineSets: number; readonly machines: number },
): Promise<void> {
  await createConfig(client);
  const each = Math.ceil(machines / machineSets);
  const texts = [...machineSetTexts(machineSets)];
  const sets = await inLanes(texts, (text) => createWithStatus(client, sized(asObject(parse(text)), each)));
  const members = Array.from({ length: machines }, (_, index) => ({ index, set: sets[index % sets.length] }));
  await inLanes(members, ({ index, set }) => createWithStatus(client, machineOf(set, index)));
}

/** What the operator wants to see before it acts, and what its machines refer to. */
async function createConfig(client: KubeClient): Promise<void> {
  const image = `quay.io/harbour/release:${version}`;
  const config = (kind: string, name: string, rest: object) =>
    createWithStatus(client, { apiVersion: 'config.openshift.io/v1', kind, metadata: { name }, ...rest });
  await createWithStatus(client, asObject(infrastructure()));
  await config('FeatureGate', 'cluster', {
    spec: { featureSet: 'TechPreviewNoUpgrade' },
    status: { featureGates: [{ version, enabled: [{ name: 'MachineAPIMigration' }], disabled: [] }] },
  });
  await config('ClusterVersion', 'version', {
    spec: { clusterID: 'b2f7a1c4-5d1e-4c52-9a37-6f3d6f0c9b11' },
    status: {
      desired: { version, image },
      history: [
        {
          state: 'Completed',
          startedTime: '2026-11-25T10:00:00Z',
          completionTime: '2026-11-25T11:00:00Z',
          version,
          image,
          verified: true,
        },
      ],
      observedGeneration: 1,
      versionHash: 'bench',
      availableUpdates: null,
    },
  });
  await client.create({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'worker-user-data', namespace: machineApi },
    data: { userData: Buffer.from('{"ignition":{"version":"3.2.0"}}').toString('base64') },
  });
}

function sized(set: Loaded, replicas: number): Loaded {
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, fullyLabeledReplicas: replicas };
  return { ...set, spec: { ...set.spec, replicas }, status: { ...set.status, ...counts, observedGeneration: 1 } };
}

function machineOf(set: KubeObject | undefined, index: number): Loaded {
  if (set === undefined) throw new Error('there is no MachineSet to make machines of');
  const { apiVersion, kind, metadata } = set;
  const machine = asObject(parse(machineText.replaceAll(setName, metadata.name)));
  const owner = {
    apiVersion,
    kind,
    name: metadata.name,
    uid: metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const name = `${metadata.name}-${String(index).padStart(5, '0')}`;
  return { ...machine, metadata: { ...machine.metadata, name, ownerReferences: [owner] } };
}

interface Loaded {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly [field: string]: unknown };
  readonly spec?: object;
  readonly status?: object;
}

function asObject(value: unknown): Loaded {
  if (!isLoaded(value)) throw new Error('an example is no object');
  return value;
}

function isLoaded(value: unknown): value is Loaded {
  return typeof value === 'object' && value !== null && 'kind' in value && 'metadata' in value;
}

/** As a backup is brought back: what the server gives an object is left to it. */
const given = new Set(['uid', 'resourceVersion', 'generation', 'creationTimestamp', 'generateName']);

async function createWithStatus(client: KubeClient, { status, ...object }: Loaded): Promise<KubeObject> {
  const kept = Object.entries(object.metadata).filter(([field]) => !given.has(field));
  const metadata = { ...Object.fromEntries(kept), name: object.metadata.name };
  const { object: created } = await client.create({ ...object, metadata }, { fieldValidation: 'Warn' });
  if (status === undefined) return created;
  return (await client.update({ ...created, status }, { subresource: 'status', fieldValidation: 'Warn' })).object;
}
