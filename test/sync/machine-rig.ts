import type { JsonObject } from '@capstan/api';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { afterEach, beforeEach } from 'vitest';
import { writesText } from './recording-client.ts';
import { type Rig, startRig } from './rig.ts';

const found = fixtures.find(({ type }) => type === 'AWS');
if (found === undefined) throw new Error('there is no fixture of AWS');

/** The cluster that tests of Machines have. */
export const aws = found;

/** Finalizers that others put on. */
export const held = {
  mao: 'machine.machine.openshift.io',
  core: 'machine.cluster.x-k8s.io',
  provider: 'awsmachine.infrastructure.cluster.x-k8s.io',
  sync: 'sync.machine.openshift.io/finalizer',
} as const;

/** A rig for each test, stopped after it. */
export function rigForEach(options: Parameters<typeof startRig>[1] = {}): () => Rig {
  let rig: Rig | undefined;
  beforeEach(async () => {
    rig = await startRig(aws, options);
  });
  afterEach(async () => {
    await rig?.stop();
  });
  return () => {
    if (rig === undefined) throw new Error('no rig outside of a test');
    return rig;
  };
}

/** Creates a Machine as Machine API's controller leaves it, and waits for its mirror. */
export async function pairInMachineApi(rig: Rig, metadata: JsonObject = {}, status: JsonObject = {}): Promise<void> {
  const machine = aws.mapiMachine(aws.provider(), {}, { finalizers: [held.mao], ...metadata });
  await rig.create(machine, { authoritativeAPI: 'MachineAPI', phase: 'Running', ...status });
  await rig.untilSynchronized('mapi', 'worker-1');
}

/** Creates a Machine that is to start in Cluster API, waits for it, and does what Cluster API's controllers do at first. */
export async function pairInClusterApi(rig: Rig, metadata: JsonObject = {}): Promise<void> {
  const machine = aws.mapiMachine(aws.provider(), { authoritativeAPI: 'ClusterAPI' }, metadata);
  await rig.create(machine, { authoritativeAPI: 'ClusterAPI' });
  const capi = await rig.until('capi', 'worker-1', 'un-paused', (object) => !isPaused(object));
  const infra = await rig.get('infra', 'worker-1');
  await rig.patch('infra', 'worker-1', {
    metadata: { finalizers: [...(infra.metadata.finalizers ?? []), held.provider] },
  });
  await rig.setStatus(capi, { phase: 'Running' });
  await rig.until('mapi', 'worker-1', 'Running', ({ status }) => JSON.stringify(status).includes('"phase":"Running"'));
}

/** A Machine that runs in Cluster API, with its infra machine, as Cluster API's controllers leave them. */
export async function machineInClusterApi(
  rig: Rig,
  changes: { readonly metadata?: JsonObject } = {},
): Promise<KubeObject> {
  const [machine, infra] = aws.capiMachine(
    aws.infraSpec({ providerID: 'aws:///us-east-1a/i-0123', instanceID: 'i-0123' }),
    {
      providerID: 'aws:///us-east-1a/i-0123',
      failureDomain: 'us-east-1a',
      deletion: { nodeDeletionTimeoutSeconds: 10 },
    },
    { finalizers: [held.core], labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' }, ...changes.metadata },
  );
  const capi = await rig.create(machine, { phase: 'Running' });
  const { apiVersion, kind, metadata } = capi;
  const owner = { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '', controller: true };
  const ofInfra = { name: 'worker-1', finalizers: [held.provider], ownerReferences: [owner] };
  await rig.create({ ...infra, metadata: ofInfra }, { ready: true, instanceState: 'running' });
  return capi;
}

/** Takes a finalizer away, as the controller does whose it is. */
export async function letGo(rig: Rig, slot: 'mapi' | 'capi' | 'infra', finalizer: string): Promise<void> {
  const { metadata } = await rig.get(slot, 'worker-1');
  const finalizers = (metadata.finalizers ?? []).filter((each) => each !== finalizer);
  await rig.patch(slot, 'worker-1', { metadata: { finalizers } });
}

/** Waits until sync has looked at all that happened: another Machine that was made later is synchronized. */
export async function untilLooked(rig: Rig, name = 'later'): Promise<void> {
  await rig.create(aws.mapiMachine(aws.provider(), {}, { name }), { authoritativeAPI: 'MachineAPI' });
  await rig.untilSynchronized('mapi', name);
}

/** What sync has written to the Machine and its mirrors. */
export function writesOfMachine(rig: Rig): string[] {
  return writesText(rig.writes().filter(({ name }) => name === 'worker-1'));
}

/** True for what no controller of Cluster API acts on. */
export function isPaused({ metadata }: KubeObject): boolean {
  return metadata.annotations?.['cluster.x-k8s.io/paused'] !== undefined;
}

/** The Events about a Machine: `Warning MirrorDeleted`. */
export async function eventsOf(rig: Rig): Promise<string[]> {
  const lists = [rig.namespaces.machineApi, rig.namespaces.clusterApi].map((namespace) =>
    rig.admin.list({ apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace }),
  );
  return (await Promise.all(lists)).flatMap(({ items }) => items.map(({ type, reason }) => `${type} ${reason}`));
}
