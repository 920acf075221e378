import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { type KubeObject, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import { type StandIn, startMachineApiStandIn } from '@capstan/operator/testing';
import { afterEach, beforeEach } from 'vitest';
import { aws } from '../sync/machine-rig.ts';
import { conditionOf, type Rig, type StartOptions, startRig } from '../sync/rig.ts';
import { type ClusterApiStandIn, startClusterApiStandIn } from './cluster-api-stand-in.ts';

export type Api = 'MachineAPI' | 'ClusterAPI';

/** Sync and migration beside stand-ins for both APIs' controllers, which acknowledge who acts. */
export interface MigrationRig extends Rig {
  readonly clusterApi: ClusterApiStandIn;
  stopMachineApi(): Promise<void>;
  startMachineApi(): Promise<void>;
  /** Starts sync and migration, as the operator does. */
  operate(options?: StartOptions): Promise<void>;
  /** What a user does. */
  ask(slot: 'mapi' | 'mapiSet', name: string, to: Api): Promise<KubeObject>;
  /** Waits until an API has the authority, and all is synchronized from it. */
  untilWith(slot: 'mapi' | 'mapiSet', name: string, api: Api): Promise<KubeObject>;
  untilSays(slot: 'mapi' | 'mapiSet', name: string, authority: string): Promise<KubeObject>;
  /** Waits for an Event about a Machine API object, and gives its words. */
  untilEvent(reason: string, name: string): Promise<string>;
}

/** A rig for each test, stopped after it. */
export function migrationRigForEach(): () => MigrationRig {
  let rig: MigrationRig | undefined;
  const stops: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    rig = await startMigrationRig(stops);
  });
  afterEach(async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  });
  return () => {
    if (rig === undefined) throw new Error('no rig outside of a test');
    return rig;
  };
}

async function startMigrationRig(stops: (() => Promise<void>)[]): Promise<MigrationRig> {
  const rig = await startRig(aws);
  const clusterApi = await startClusterApiStandIn(rig);
  stops.push(() => clusterApi.stop());
  let machineApi: StandIn | undefined;
  const migrationRig: MigrationRig = {
    ...rig,
    clusterApi,
    async startMachineApi() {
      machineApi = await startMachineApiStandIn({
        client: rig.admin,
        namespace: rig.namespaces.machineApi,
        phases: false,
        clock: systemClock,
        random: Math.random,
      });
    },
    async stopMachineApi() {
      await machineApi?.stop();
      machineApi = undefined;
    },
    operate: (options = {}) => rig.start({ ...options, migrates: true }),
    ask: (slot, name, to) => rig.patch(slot, name, { spec: { authoritativeAPI: to } }),
    untilSays: (slot, name, authority) =>
      rig.until(slot, name, `with ${authority}`, ({ status }) => asObject(status)?.['authoritativeAPI'] === authority),
    untilWith: (slot, name, api) =>
      rig.until(slot, name, `synchronized with ${api}`, (object) => {
        const { authoritativeAPI, synchronizedAPI } = asObject(object['status']) ?? {};
        return (
          authoritativeAPI === api &&
          synchronizedAPI === api &&
          conditionOf(object, 'Synchronized')?.['status'] === 'True'
        );
      }),
    untilEvent: (reason, name) =>
      until(`an Event ${reason} about ${name}`, async () => {
        const query = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: rig.namespaces.machineApi };
        const { items } = await rig.admin.list(query);
        const event = items.find((each) => each['reason'] === reason && asObject(each['regarding'])?.['name'] === name);
        return event === undefined ? undefined : String(event['note']);
      }),
  };
  stops.push(() => rig.stop());
  await migrationRig.startMachineApi();
  stops.push(() => migrationRig.stopMachineApi());
  return migrationRig;
}

/** What Machine API's controller says of an instance in metadata. */
const instanceLabels = {
  'machine.openshift.io/instance-type': 'm6i.xlarge',
  'machine.openshift.io/region': 'us-east-1',
  'machine.openshift.io/zone': 'us-east-1a',
};
const instanceState = { 'machine.openshift.io/instance-state': 'running' };
/** As Machine API's controller leaves it when the machine is a Node. */
const runningStatus = {
  phase: 'Running',
  addresses: [{ type: 'InternalIP', address: '10.0.10.83' }],
  nodeRef: { kind: 'Node', name: 'ip-10-0-10-83', uid: '8811ba09-c87a-41d5-b5e2-a92c796530e2' },
  providerStatus: {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'AWSMachineProviderStatus',
    instanceId: 'i-0123',
    instanceState: 'running',
    conditions: [
      {
        type: 'MachineCreation',
        status: 'True',
        reason: 'MachineCreationSucceeded',
        message: 'Machine successfully created',
        lastTransitionTime: '2026-02-11T09:16:26Z',
      },
    ],
  },
};
const providerID = 'aws:///us-east-1a/i-0123';

/** A Machine that runs in Machine API, and its mirror, all acknowledged. */
export async function runningMachine(rig: MigrationRig, name = 'worker-1', metadata: JsonObject = {}): Promise<void> {
  const machine = aws.mapiMachine(
    aws.provider(),
    { providerID },
    {
      name,
      finalizers: ['machine.machine.openshift.io'],
      labels: instanceLabels,
      annotations: instanceState,
      ...metadata,
    },
  );
  const created = await rig.create(machine);
  await rig.setStatus(created, runningStatus);
  await rig.untilWith('mapi', name, 'MachineAPI');
}
