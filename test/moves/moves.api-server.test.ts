import { asObject, textAt } from '@capstan/convert';
import { type KubeObject, systemClock } from '@capstan/kube';
import { until } from '@capstan/kube/testing';
import {
  defaultNamespaces,
  lookMoves,
  type Move,
  type MoveFinding,
  type MovePlan,
  type MoveRequest,
  type RunOptions,
  runMoves,
  type Wanted,
} from '@capstan/operator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import type { Driver } from './driver.ts';
import { type MoveWorld, startMoveWorld } from './world.ts';

let world: MoveWorld;
let driver: Driver | undefined;
const never = new AbortController().signal;

beforeAll(async () => {
  world = await startMoveWorld({ a: 3, b: 1 });
}, buildTimeoutMs);
afterAll(() => world?.close());
afterEach(async () => {
  await driver?.stop();
  driver = undefined;
});

const everything: MoveRequest = {
  target: 'cluster-api',
  names: [],
  selector: '',
  all: true,
  includeMachines: true,
};

const options = () => ({
  client: world.admin,
  clock: systemClock,
  namespaces: defaultNamespaces,
  overrides: new Map([['MachineAPIMigration', true]]),
});

const look = async (wanted: Wanted, percent = 100): Promise<MovePlan> => {
  const settings = { batch: { percent }, acknowledgesUnproven: false };
  const plan = await lookMoves(options(), wanted, settings, never);
  if ('message' in plan) throw new Error(plan.message);
  return plan;
};

/** What is in the way, and nothing that is only told. */
const errors = ({ findings }: { findings: readonly MoveFinding[] }) =>
  findings.filter(({ severity }) => severity === 'error').map(({ check, message }) => `${check}: ${message}`);

/** Waits until sync would have done its work, then looks: what is not in step keeps everything where it is. */
const ready = (wanted: Wanted, percent = 100): Promise<MovePlan> =>
  until('nothing to be in the way', async () => {
    const plan = await look(wanted, percent);
    return errors(plan).length === 0 ? plan : undefined;
  });

const run = (plan: MovePlan, more: Partial<RunOptions> = {}, signal = never) =>
  runMoves(
    { ...options(), random: Math.random, maxFailures: 0, timeoutMs: 20_000, waits: true, ...more },
    plan,
    signal,
  );

const names = ['a-0', 'a-1', 'a-2', 'b-0'];
const acting = async (): Promise<string> => {
  const objects = [
    ...(await Promise.all(names.map((name) => world.get('Machine', name)))),
    ...(await Promise.all(['a', 'b'].map((name) => world.get('MachineSet', name)))),
  ];
  return objects
    .map((object) => `${object.metadata.name}:${short(textAt(object, 'status', 'authoritativeAPI'))}`)
    .join(' ');
};
const short = (authority: string | undefined) =>
  ({ MachineAPI: 'M', ClusterAPI: 'C', Migrating: '?' })[authority ?? ''] ?? authority;
const template = (set: KubeObject) =>
  asObject(asObject(asObject(set['spec'])?.['template'])?.['spec'])?.['authoritativeAPI'] ?? 'MachineAPI';
const words = (moves: readonly { move: Move; state: { kind: string } }[]) =>
  moves.map(({ move, state }) => `${move.name}${move.authority ? '' : ' template'} ${state.kind}`);

describe('a run', { timeout: 120_000 }, () => {
  let first = '';

  test('changes nothing while it is planned, and the API server is asked what it would say', async () => {
    driver = world.drive();
    const plan = await ready({ request: everything });
    const { metadata } = await world.get('Machine', 'a-0');
    expect(metadata.annotations ?? {}).toEqual({});
    expect(plan.before.map(({ kind, metadata: { name } }) => `${kind}/${name}`)).toEqual(
      expect.arrayContaining(['MachineSet/a', 'Machine/a-0', 'AWSMachine/a-0', 'MachineSet/b']),
    );
    await world.admin.create(refusing('MachineSet', 'capstan-no-sets'));
    await world.admin.create(binding('capstan-no-sets'));
    await until('the policy to speak', async () =>
      errors(await look({ request: everything })).some((said) => /policies: .*not today/.test(said)) ? true : undefined,
    );
    const version = 'admissionregistration.k8s.io/v1';
    for (const kind of ['ValidatingAdmissionPolicyBinding', 'ValidatingAdmissionPolicy']) {
      await world.admin.delete({ apiVersion: version, kind, name: 'capstan-no-sets' });
    }
    await ready({ request: everything });
  });

  test('takes all to Cluster API wave by wave, sets after their machines', async () => {
    const order: string[] = [];
    driver = world.drive({ onStatus: (name, status) => void order.push(`${name} ${short(status)}`) });
    const plan = await ready({ request: everything }, 33);
    first = plan.run;
    expect(plan.isResumed).toBe(false);
    const result = await run(plan);
    expect(result.ending).toBe('done');
    expect(await acting()).toBe('a-0:C a-1:C a-2:C b-0:C a:C b:C');
    expect(template(await world.get('MachineSet', 'a'))).toBe('ClusterAPI');
    const at = (text: string) => order.indexOf(text);
    expect(at('a ?')).toBeGreaterThan(Math.max(at('a-0 C'), at('a-1 C'), at('a-2 C')));
    expect(at('a-2 ?')).toBeGreaterThan(Math.max(at('a-0 C'), at('a-1 C')));
  });

  test('has nothing to do a second time', async () => {
    driver = world.drive();
    const plan = await ready({ request: everything });
    expect(plan.waves).toEqual([]);
    expect(plan).toMatchObject({ run: first, isResumed: true });
  });

  test('is taken back from anywhere by its id, sets before their machines, and has a way forth again', async () => {
    const order: string[] = [];
    driver = world.drive({ onStatus: (name, status) => void order.push(`${name} ${short(status)}`) });
    const plan = await ready({ rollback: first });
    expect(plan).toMatchObject({ run: `${first}-back`, target: 'machine-api' });
    expect((await run(plan)).ending).toBe('done');
    expect(await acting()).toBe('a-0:M a-1:M a-2:M b-0:M a:M b:M');
    expect(template(await world.get('MachineSet', 'a'))).toBe('MachineAPI');
    expect(order.indexOf('a-0 ?')).toBeGreaterThan(order.indexOf('a M'));
    expect((await ready({ rollback: first })).waves).toEqual([]);
    expect(await ready({ rollback: `${first}-back` })).toMatchObject({ target: 'cluster-api' });
  });

  test('that was interrupted is in a state that has a name, goes on elsewhere, and goes back from where it is', async () => {
    driver = world.drive({ lets: (name, status) => name !== 'a-1' || status === 'Migrating' });
    const interrupted = new AbortController();
    const plan = await ready({ request: everything }, 33);
    const onState = (move: Move, { kind }: { kind: string }) => {
      if (move.name === 'a-1' && kind === 'migrating') interrupted.abort(new Error('Ctrl-C'));
    };
    const result = await run(plan, { onState }, interrupted.signal);
    expect(result.ending).toBe('interrupted');
    const said = words(result.states);
    expect(said).toContain('a-1 migrating');
    expect(said).toContain('a-2 planned');
    await driver.stop();

    driver = world.drive();
    const back = await look({ rollback: plan.run });
    expect(errors(back)).toEqual([]);
    expect((await run(back)).ending).toBe('done');
    expect(await acting()).toBe('a-0:M a-1:M a-2:M b-0:M a:M b:M');

    const again = await ready({ request: everything });
    expect(again.isResumed).toBe(false);
    const half = new AbortController();
    await run(
      again,
      { onState: (move, { kind }) => void (move.name === 'b-0' && kind === 'moved' && half.abort()) },
      half.signal,
    );
    const resumed = await ready({ resume: again.run });
    expect(resumed).toMatchObject({ run: again.run, isResumed: true, asked: { request: everything } });
    expect((await run(resumed)).ending).toBe('done');
    expect(await acting()).toBe('a-0:C a-1:C a-2:C b-0:C a:C b:C');
    expect((await run(await ready({ rollback: again.run }))).ending).toBe('done');
  });

  test('leaves existing machines where they are unless they are asked for', async () => {
    driver = world.drive();
    const request = {
      ...everything,
      all: false,
      includeMachines: false,
      names: [{ kind: 'MachineSet', name: 'a' }],
    } as const;
    const plan = await ready({ request });
    expect(plan.staying.map(({ metadata }) => metadata.name)).toEqual(['a-0', 'a-1', 'a-2']);
    expect((await run(plan)).ending).toBe('done');
    expect(await acting()).toBe('a-0:M a-1:M a-2:M b-0:M a:C b:M');
    expect((await run(await ready({ rollback: plan.run }))).ending).toBe('done');
  });
});

describe('a run stops', { timeout: 120_000 }, () => {
  test('at once when a machine runs on another instance, and says which', async () => {
    const request = { ...everything, all: false, names: [{ kind: 'MachineSet', name: 'a' }] } as const;
    driver = world.drive({
      async onStatus(name, status) {
        if (name !== 'a-0' || status !== 'ClusterAPI') return;
        const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'AWSMachine', name };
        await world.admin.mergePatch(
          { ...infra, namespace: defaultNamespaces.clusterApi },
          { spec: { instanceID: 'i-another' } },
        );
      },
    });
    const plan = await ready({ request }, 25);
    const result = await run(plan);
    expect(result.ending).toBe('changed');
    const failed = result.states.find(({ state }) => state.kind === 'failed');
    expect(failed).toMatchObject({ move: { name: 'a-0' }, state: { code: 'InstanceChanged' } });
    expect(JSON.stringify(failed?.state)).toContain('infra machine spec.instanceID was i-a-0 and is i-another');
    expect(words(result.states)).toContain('a-1 planned');
    const infra = { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2', kind: 'AWSMachine', name: 'a-0' };
    await world.admin.mergePatch(
      { ...infra, namespace: defaultNamespaces.clusterApi },
      { spec: { instanceID: 'i-a-0' } },
    );
    expect((await run(await ready({ rollback: plan.run }))).ending).toBe('done');
  });

  test('when its time is up, begins nothing more, and tells what it waits for', async () => {
    driver = world.drive({ lets: (name) => name !== 'a-0' });
    const request = { ...everything, all: false, names: [{ kind: 'MachineSet', name: 'a' }] } as const;
    const plan = await ready({ request }, 25);
    const result = await run(plan, { timeoutMs: 1000 });
    expect(result.ending).toBe('failed');
    expect(result.states.find(({ state }) => state.kind === 'failed')?.state).toMatchObject({ code: 'Timeout' });
    expect(words(result.states)).toContain('a-1 planned');
    expect((await run(await look({ rollback: plan.run }))).ending).toBe('done');
  });

  test('when a policy refuses one, at the first of a wave', async () => {
    driver = world.drive();
    const plan = await ready({ request: everything });
    await world.admin.create(refusing('Machine', 'capstan-no-machines'));
    await world.admin.create(binding('capstan-no-machines'));
    await until('the policy to speak', async () =>
      errors(await look({ request: everything })).some((said) => said.includes('not today')) ? true : undefined,
    );
    const result = await run(plan);
    expect(result.ending).toBe('failed');
    expect(result.states.filter(({ state }) => state.kind === 'failed')).toMatchObject([
      { move: { name: 'a-0' }, state: { code: 'Refused' } },
    ]);
    expect(words(result.states)).toContain('a-1 planned');
  });
});

function refusing(kind: string, name: string): KubeObject {
  const resourceRules = [
    {
      apiGroups: ['machine.openshift.io'],
      apiVersions: ['*'],
      operations: ['UPDATE'],
      resources: [`${kind.toLowerCase()}s`],
    },
  ];
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: { matchConstraints: { resourceRules }, validations: [{ expression: 'false', message: 'not today' }] },
  };
}

function binding(policyName: string): KubeObject {
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policyName },
    spec: { policyName, validationActions: ['Deny'] },
  };
}
