import { asObject, textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { defaultNamespaces, type Move } from '@capstan/operator';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import type { Driver } from './driver.ts';
import { refuseChanges } from './refusing-policy.ts';
import { errorsOf, everything, runsIn, words } from './runs.ts';
import { type MoveWorld, startMoveWorld } from './world.ts';

let world: MoveWorld;
let driver: Driver | undefined;
const { look, ready, run, untilRefused } = runsIn(() => ({ client: world.admin, namespaces: defaultNamespaces }));

beforeAll(async () => {
  world = await startMoveWorld({ a: 3, b: 1 });
}, buildTimeoutMs);
afterAll(() => world?.close());
afterEach(async () => {
  await driver?.stop();
  driver = undefined;
});

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
    const lift = await refuseChanges(world.admin, 'MachineSet');
    await untilRefused({ request: everything });
    await lift();
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
    expect(errorsOf(back)).toEqual([]);
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
