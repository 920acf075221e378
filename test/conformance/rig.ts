import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { type LeashedProcess, until } from '@capstan/kube/testing';
import { defaultNamespaces, policies, policyManifests, policyName } from '@capstan/operator';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type Aws, startAws } from '../aws/aws.ts';
import { buildTimeoutMs } from '../control-plane/build.ts';
import type { Slot } from '../e2e/looking.ts';
import { isInStep, says, statusOf } from '../e2e/objects.ts';
import { startOperatorProcess } from '../e2e/operator-process.ts';
import { infrastructureName, aws as platform, startWhole, type Whole } from '../e2e/rig.ts';
import { recordStates, type StateRecorder } from '../migration/recorder.ts';
import { untilPolicyLive } from '../policies/until-policy-live.ts';
import { startKubelets } from './kubelets.ts';

export type Api = 'MachineAPI' | 'ClusterAPI';

/** The set of these tests. */
export const set = 'workers';

/** A cluster with all real parts, EC2 and the operator in a process of its own, under the eyes of the recorder. */
export interface Conformance extends Whole {
  readonly aws: Aws;
  readonly recorder: StateRecorder;
  readonly operator: () => LeashedProcess;
  /** Kills the operator, and starts another. */
  restartOperator(): Promise<void>;
  /** The stand-in for Machine API's controllers. */
  readonly machineApi: { stop(): Promise<void>; start(): Promise<void> };
}

/** One for all tests of a file. After each test everything is deleted, and never may both APIs have acted, nor an instance be left. */
export function conformanceForAll(options: { readonly policies?: boolean } = {}): () => Conformance {
  let rig: Conformance | undefined;
  const stops: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    const aws = await startAws(infrastructureName);
    stops.push(aws.stop);
    const parts = { clusterApiManager: { syncPeriod: '5s' }, controllerManager: true };
    // As the account that policies know Machine API's controllers by.
    const whole = await startWhole({ ...parts, machineApiAccount: true, ec2: aws, patienceMs: 60_000 });
    stops.push(whole.stop);
    if (options.policies) await installPolicies(whole);
    let operator = await startOperatorProcess(whole.asOperator);
    stops.push(() => operator.stop());
    stops.push(startKubelets(whole.admin, aws.ec2).stop);
    const recorder = await record(whole);
    let { machineApiController } = whole;
    stops.push(recorder.stop);
    rig = {
      ...whole,
      aws,
      recorder,
      operator: () => operator,
      async restartOperator() {
        await operator.stop();
        operator = await startOperatorProcess(whole.asOperator);
      },
      machineApi: {
        stop: () => machineApiController.stop(),
        async start() {
          machineApiController = await whole.startMachineApi();
        },
      },
    };
  }, buildTimeoutMs);
  afterEach(async () => {
    if (rig === undefined) return;
    await removeAll(rig);
    expect(rig.recorder.bothActed().moments).toEqual([]);
    expect(await running(rig)).toEqual([]);
  });
  afterAll(async () => {
    for (const stop of stops.splice(0).toReversed()) await stop();
  });
  return () => {
    if (rig === undefined) throw new Error('no rig outside of a test');
    return rig;
  };
}

async function installPolicies({ admin }: Whole): Promise<void> {
  for (const manifest of policyManifests()) await admin.create(manifest);
  for (const policy of policies)
    for (const place of policy.in) await untilPolicyLive(admin, policyName(policy), defaultNamespaces[place]);
}

function record({ admin }: Whole): Promise<StateRecorder> {
  const machineApi = '/apis/machine.openshift.io/v1beta1/namespaces/openshift-machine-api';
  const clusterApi = 'namespaces/openshift-cluster-api';
  return recordStates(admin, {
    mapi: `${machineApi}/machines`,
    capi: `/apis/cluster.x-k8s.io/v1beta2/${clusterApi}/machines`,
    infra: `/apis/infrastructure.cluster.x-k8s.io/v1beta2/${clusterApi}/awsmachines`,
  });
}

async function removeAll(rig: Conformance): Promise<void> {
  // Of a set that Cluster API acts on the mirror goes with it; the other way round it would keep its template.
  for (const slot of ['capiSet', 'mapiSet', 'capi', 'mapi'] as const) {
    for (const name of await rig.names(slot)) await rig.delete(slot, name).catch(() => undefined);
  }
  for (const slot of ['mapiSet', 'mapi', 'capiSet', 'capi', 'infra'] as const) await rig.untilCount(slot, 0);
  // What users made goes when they say so.
  for (const name of await rig.names('template')) await rig.delete('template', name).catch(() => undefined);
  await rig.untilCount('template', 0);
}

/** A provider spec for the network that is there. */
export function provider({ aws }: Conformance, changes: JsonObject = {}): JsonObject {
  const { subnet, securityGroup } = aws.network;
  return platform.provider({ subnet: { id: subnet }, securityGroups: [{ id: securityGroup }], ...changes });
}

/** Makes a Machine API Machine as a user would. */
export function createMachine(
  rig: Conformance,
  name: string,
  spec: JsonObject = {},
  metadata: JsonObject = {},
): Promise<KubeObject> {
  return create(rig, platform.mapiMachine(provider(rig), spec, { name, ...metadata }));
}

/** Makes a Machine API MachineSet as a user would: its authority, that of its machines, and how many. */
export function createSet(rig: Conformance, authority: Api, template: Api, replicas: number): Promise<KubeObject> {
  const given = { set: { replicas, authoritativeAPI: authority }, machine: { authoritativeAPI: template } };
  return create(rig, platform.mapiSet(provider(rig), given));
}

/** Makes an object. */
export async function create({ admin }: Conformance, object: JsonObject): Promise<KubeObject> {
  return (await admin.create(JSON.parse(JSON.stringify(object)))).object;
}

/** True for a Machine API object that an API has acknowledged authority over, in step. */
export function isWith(api: Api): (object: KubeObject) => boolean {
  return (object) => statusOf(object)['authoritativeAPI'] === api && isInStep(object);
}

/** What the scenarios call the conditions: who has it, that it is synchronized, and that one side is paused and the other is not. */
export async function untilActs(rig: Conformance, api: Api, name: string, kind: 'machine' | 'set' = 'machine') {
  const [mapi, ...halves]: [Slot, ...Slot[]] = kind === 'machine' ? ['mapi', 'capi', 'infra'] : ['mapiSet', 'capiSet'];
  const isMachineApi = api === 'MachineAPI';
  const paused = says('Paused', isMachineApi ? 'False' : 'True');
  const object = await rig.until(mapi, name, `with ${api}`, (now) => isWith(api)(now) && paused(now));
  for (const half of halves) {
    await rig.until(half, name, isMachineApi ? 'paused' : 'un-paused', says('Paused', isMachineApi ? 'True' : 'False'));
  }
  return object;
}

/** What a user does to have an object change hands. */
export function ask(rig: Conformance, to: Api, name: string, kind: 'machine' | 'set' = 'machine'): Promise<KubeObject> {
  return rig.patch(kind === 'machine' ? 'mapi' : 'mapiSet', name, { spec: { authoritativeAPI: to } });
}

/** Waits for an Event about a Machine API object, and gives its words. */
export function untilEvent({ admin }: Conformance, reason: string, name: string): Promise<string> {
  const query = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace: 'openshift-machine-api' };
  const find = async () => {
    const { items } = await admin.list(query);
    const found = items.find((each) => each['reason'] === reason && asObject(each['regarding'])?.['name'] === name);
    return found === undefined ? undefined : String(found['note']);
  };
  return until(`an Event ${reason} about ${name}`, find, { timeoutMs: 60_000 });
}

/** Both sides show a machine that runs, with a Node. */
export async function untilRuns(rig: Conformance, name: string): Promise<void> {
  for (const slot of ['capi', 'mapi'] as const) {
    await rig.until(slot, name, 'running', (object) => statusOf(object)['phase'] === 'Running');
  }
}

/** Waits until nothing is left of a machine. */
export async function untilMachineGone(rig: Conformance, name: string): Promise<void> {
  for (const slot of ['mapi', 'capi', 'infra'] as const) await rig.untilGone(slot, name);
}

/** The instances that run, by name. */
export async function running({ aws }: Conformance): Promise<string[]> {
  const all = await aws.ec2.instances();
  return all
    .filter(({ state }) => state === 'running')
    .map(({ name, id }) => `${name} ${id}`)
    .toSorted();
}

/** Has a Machine go to each API in turn, and sees each time that it runs and that what acts is what is said to be synchronized. */
export async function goes(rig: Conformance, name: string, apis: readonly Api[]): Promise<void> {
  for (const to of apis) {
    await ask(rig, to, name);
    const machine = await untilActs(rig, to, name);
    const acting = to === 'MachineAPI' ? machine : await rig.get('capi', name);
    expect(statusOf(machine)['synchronizedGeneration']).toBe(acting.metadata.generation);
    await untilRuns(rig, name);
  }
}
