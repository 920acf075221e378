import type { Target } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { annotations } from '../names.ts';
import { type Batch, parseBatch } from './batch.ts';
import { choose, chooseRun } from './choose.ts';
import { machine, machineSet, moved } from './objects.fixture.ts';
import { type Move, planMoves } from './plan-moves.ts';
import { type Asked, type MoveRequest, makeRunId } from './request.ts';

const everything: MoveRequest = {
  target: 'cluster-api',
  names: [],
  selector: '',
  all: true,
  includeMachines: true,
};
const run = makeRunId(everything, new Date('2026-11-25T18:30:05Z'));

/** A move in a few words: `set a: template+authority -> ClusterAPI`. */
const words = ({ kind, name, authority, template, isAsked }: Move): string => {
  const what = [...(template ? ['template'] : []), ...(authority ? ['authority'] : [])].join('+');
  return `${kind === 'MachineSet' ? 'set' : 'machine'} ${name} ${what} ${authority ?? template}${isAsked ? ', asked' : ''}`;
};

function plan(objects: readonly KubeObject[], changes: Partial<MoveRequest> = {}, size = '100%') {
  const request = { ...everything, ...changes };
  return planned(objects, request.target, { request }, size, run);
}

function planned(objects: readonly KubeObject[], target: Target, asked: Asked, size: string, id: string) {
  const machines = objects.filter(({ kind }) => kind === 'Machine');
  const machineSets = objects.filter(({ kind }) => kind === 'MachineSet');
  const cluster = { machines, machineSets, selected: undefined };
  const chosen = 'request' in asked ? choose(asked.request, cluster) : chooseRun(asked.rollback, cluster);
  const batch: Batch = parseBatch(size) ?? { percent: 100 };
  const moves = planMoves(chosen, { run: id, target, asked, batch, instanceOf: () => ({}) });
  return {
    waves: moves.waves.map((wave) => wave.map(words)),
    done: moves.done.map(({ metadata }) => metadata.name),
    staying: chosen.staying.map(({ metadata }) => metadata.name),
    missing: chosen.missing.map(({ name }) => name),
    unreadable: chosen.unreadable.map(({ metadata }) => metadata.name),
    moves: moves.waves.flat(),
  };
}

const cluster = [machineSet('a'), machine('a-1', 'a'), machine('a-2', 'a'), machineSet('b'), machine('alone')];
const onClusterApi = cluster.map((object) => moved(object, 'ClusterAPI'));

describe('what a request means', () => {
  test('is a set and what it makes from now on; its machines stay, and are told of', () => {
    const { waves, staying } = plan(cluster, {
      all: false,
      includeMachines: false,
      names: [{ kind: 'MachineSet', name: 'a' }],
    });
    expect(waves).toEqual([['set a template+authority ClusterAPI']]);
    expect(staying).toEqual(['a-1', 'a-2']);
  });

  test('is one machine where one is named, whatever its set', () => {
    const { waves } = plan(cluster, { all: false, includeMachines: false, names: [{ kind: 'Machine', name: 'a-2' }] });
    expect(waves).toEqual([['machine a-2 authority ClusterAPI']]);
  });

  test('is never guessed: a name that is not there is told of', () => {
    expect(plan(cluster, { all: false, names: [{ kind: 'MachineSet', name: 'z' }] }).missing).toEqual(['z']);
  });

  test('leaves the control plane to its set, even if all is asked for', () => {
    const owned = machine('master-0', undefined, 'ControlPlaneMachineSet');
    expect(JSON.stringify(plan([owned, ...cluster]).waves)).not.toContain('master-0');
  });
});

describe('the order', () => {
  test('to Cluster API is: what new machines get, the machines, the set last', () => {
    expect(plan(cluster).waves).toEqual([
      [
        'set a template ClusterAPI',
        'machine a-1 authority ClusterAPI',
        'machine a-2 authority ClusterAPI',
        'set b template+authority ClusterAPI',
        'machine alone authority ClusterAPI',
      ],
      ['set a authority ClusterAPI'],
    ]);
  });

  test('to Machine API is: the set first, then what new machines get, and the machines', () => {
    expect(plan(onClusterApi, { target: 'machine-api' }).waves).toEqual([
      ['set a authority MachineAPI', 'set b authority MachineAPI', 'machine alone authority MachineAPI'],
      [
        'set a template MachineAPI',
        'machine a-1 authority MachineAPI',
        'machine a-2 authority MachineAPI',
        'set b template MachineAPI',
      ],
    ]);
  });

  test.each(['1', '2', '10%', '40%'])('holds in waves of %s, and no wave is larger', (size) => {
    for (const target of ['cluster-api', 'machine-api'] as const) {
      const { waves } = plan(target === 'cluster-api' ? cluster : onClusterApi, { target }, size);
      const most = size === '2' || size === '40%' ? 2 : 1;
      expect(Math.max(...waves.map((wave) => wave.filter((each) => each.includes('authority')).length))).toBe(most);
      const at = (text: string) => waves.findIndex((wave) => wave.some((each) => each.startsWith(text)));
      const [set, first, last] = [at('set a authority'), at('machine a-1'), at('machine a-2')];
      if (target === 'cluster-api') expect(Math.max(first, last)).toBeLessThan(set);
      else expect(set).toBeLessThan(Math.min(first, last));
      expect(waves.flat()).toHaveLength(target === 'cluster-api' ? 6 : 7);
    }
  });
});

describe('a run that goes on', () => {
  test('asks nothing twice, waits for what is under way, and leaves what is done', () => {
    const asked = { request: everything };
    const objects = [
      moved(machine('a-1', 'a'), 'ClusterAPI', { run, asked }),
      moved(machine('a-2', 'a'), 'ClusterAPI', { run, asked, status: 'Migrating' }),
      machineSet('a'),
    ];
    const { waves, done } = plan(objects);
    expect(waves).toEqual([
      ['set a template ClusterAPI', 'machine a-2 authority ClusterAPI, asked'],
      ['set a authority ClusterAPI'],
    ]);
    expect(done).toEqual(['a-1']);
  });

  test('remembers what it found first, or the way back would lead nowhere', () => {
    const asked = { request: everything };
    const half = moved(machineSet('a'), 'ClusterAPI', { run, asked, status: 'MachineAPI' });
    const [move] = plan([half]).moves;
    expect(move?.prior).toEqual({ spec: 'MachineAPI', template: 'MachineAPI', asked });
    const foreign = moved(machineSet('a'), 'MachineAPI', { run: '20200101-000000-aaaaaa', asked });
    expect(plan([foreign]).moves[0]?.prior.spec).toBe('MachineAPI');
  });

  test('has not ended while an object waits for its first synchronization', () => {
    const waiting = moved(machine('a-1'), 'ClusterAPI', { reason: 'AuthoritativeAPIChanged' });
    expect(plan([waiting]).waves).toEqual([['machine a-1 authority ClusterAPI, asked']]);
  });
});

describe('the way back', () => {
  const asked = { request: everything };
  const back = (objects: readonly KubeObject[], id = run) =>
    planned(objects, 'machine-api', { rollback: id }, '100%', `${id}-back`);

  test('takes what the run has moved to where it was, and nothing else', () => {
    const objects = [
      moved(machineSet('a'), 'ClusterAPI', { run, asked }),
      moved(machine('a-1', 'a'), 'ClusterAPI', { run, asked, status: 'Migrating' }),
      moved(machine('a-2', 'a'), 'ClusterAPI', { run: '20200101-000000-aaaaaa', asked }),
      machine('alone'),
    ];
    expect(back(objects).waves).toEqual([
      ['set a authority MachineAPI'],
      ['set a template MachineAPI', 'machine a-1 authority MachineAPI'],
    ]);
  });

  test('of a set whose template alone was changed is one change', () => {
    const half = moved(machineSet('a'), 'MachineAPI', { run, asked, template: 'ClusterAPI' });
    expect(back([half]).waves).toEqual([['set a template MachineAPI']]);
  });

  test('that was interrupted goes on, with what it has asked for', () => {
    const objects = [
      moved(machine('a-1', 'a'), 'MachineAPI', { run: `${run}-back`, asked: { rollback: run }, status: 'Migrating' }),
      moved(machine('a-2', 'a'), 'ClusterAPI', { run, asked }),
      moved(machine('a-3', 'a'), 'MachineAPI', { run: `${run}-back`, asked: { rollback: run } }),
    ];
    const { waves, done } = back(objects);
    expect(waves).toEqual([['machine a-1 authority MachineAPI, asked', 'machine a-2 authority MachineAPI']]);
    expect(done).toEqual(['a-3']);
  });

  test('is not taken, and that is told, where somebody has damaged what it goes by', () => {
    const object = moved(machine('a-1'), 'ClusterAPI', { run, asked });
    const damaged = {
      ...object,
      metadata: {
        ...object.metadata,
        annotations: { [annotations.migrationRun]: run, [annotations.migrationPrior]: '?' },
      },
    };
    expect(back([damaged])).toMatchObject({ waves: [], unreadable: ['a-1'] });
  });
});
