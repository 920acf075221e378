import { fixtures } from '@capstan/convert/testing';
import { createClient, type KubeClient, type KubeObject } from '@capstan/kube';
import { defaultNamespaces } from '@capstan/operator';
import { gatesOn, loadSaved } from '@capstan/operator/testing';
import { startWholeControlPlane, type WholeControlPlane } from '../control-plane/whole.ts';
import { type Driver, type DriverOptions, pausedCondition, startDriver } from './driver.ts';

/** A cluster of its own on AWS, with MachineSets whose machines run, their mirrors, and a stand-in for all controllers. */
export interface MoveWorld {
  readonly plane: WholeControlPlane;
  readonly admin: KubeClient;
  get(kind: 'Machine' | 'MachineSet', name: string): Promise<KubeObject>;
  drive(options?: DriverOptions): Driver;
  close(): Promise<void>;
}

const { machineApi, clusterApi } = defaultNamespaces;
const mapi = 'machine.openshift.io/v1beta1';

/** Starts it with sets of so many machines, by name. */
export async function startMoveWorld(sets: Readonly<Record<string, number>>): Promise<MoveWorld> {
  const plane = await startWholeControlPlane({ platform: 'AWS' });
  const admin = createClient(plane);
  const drivers: Driver[] = [];
  try {
    await createCluster(admin);
    for (const [name, size] of Object.entries(sets)) await createSet(admin, name, size);
  } catch (error) {
    await admin.close();
    await plane.stop();
    throw error;
  }
  return {
    plane,
    admin,
    get: (kind, name) => admin.get({ apiVersion: mapi, kind, namespace: machineApi, name }),
    drive(options = {}) {
      const driver = startDriver(admin, options);
      drivers.push(driver);
      return driver;
    },
    async close() {
      await Promise.all(drivers.map((driver) => driver.stop()));
      await admin.close();
      await plane.stop();
    },
  };
}

const fixture = () => {
  const found = fixtures.find(({ type }) => type === 'AWS');
  if (found === undefined) throw new Error('there is no fixture of AWS');
  return found;
};

async function createCluster(admin: KubeClient): Promise<void> {
  await make(admin, fixture().infrastructure());
  await loadSaved(admin, gatesOn());
  const renewTime = new Date(Date.now() + 24 * 60 * 60 * 1000).toISOString().replace('Z', '000Z');
  await admin.create({
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: 'machine-api-migration-leader', namespace: clusterApi },
    spec: {
      holderIdentity: 'capstan-0_11111111-2222-4333-8444-555555555555',
      leaseDurationSeconds: 137,
      renewTime,
    },
  });
  for (const namespace of [clusterApi, machineApi]) {
    for (const name of ['worker-user-data', 'aws-cloud-credentials']) {
      await admin.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace } });
    }
  }
}

async function createSet(admin: KubeClient, name: string, size: number): Promise<void> {
  const { mapiSet, mapiMachine, provider, capiSet, capiMachine, infraSpec } = fixture();
  const set = await make(admin, {
    ...mapiSet(provider(), { metadata: { name }, set: { replicas: size } }),
    status: { authoritativeAPI: 'MachineAPI' },
  });
  const [capi] = capiSet(infraSpec(), { metadata: { name, annotations: paused } });
  await make(admin, { ...capi, status: { conditions: [pausedCondition('True')] } });
  const owner = { apiVersion: mapi, kind: 'MachineSet', name, uid: set.metadata.uid ?? '', controller: true };
  for (let at = 0; at < size; at++) {
    const machine = `${name}-${at}`;
    const providerID = `aws:///us-east-1a/i-${machine}`;
    await make(admin, {
      ...mapiMachine(provider(), { providerID }, { name: machine, ownerReferences: [owner] }),
      status: {
        authoritativeAPI: 'MachineAPI',
        phase: 'Running',
        nodeRef: { kind: 'Node', name: `node-${machine}`, uid: `uid-${machine}` },
        providerStatus: { instanceId: `i-${machine}` },
      },
    });
    const infra = infraSpec({ providerID, instanceID: `i-${machine}` });
    const [half, own] = capiMachine(infra, { providerID }, { name: machine, annotations: paused });
    await make(admin, {
      ...half,
      status: { nodeRef: { name: `node-${machine}` }, conditions: [pausedCondition('True')] },
    });
    const metadata = { name: machine, namespace: clusterApi, annotations: paused };
    await make(admin, { ...own, metadata, status: { ready: true, conditions: [pausedCondition('True')] } });
  }
}

const paused = { 'cluster.x-k8s.io/paused': '' };

async function make(admin: KubeClient, given: object): Promise<KubeObject> {
  const { status, ...object }: KubeObject = JSON.parse(JSON.stringify(given));
  const { object: made } = await admin.create(object);
  if (status === undefined) return made;
  return (await admin.update({ ...made, status }, { subresource: 'status', fieldValidation: 'Ignore' })).object;
}
