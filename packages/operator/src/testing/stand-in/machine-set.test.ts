import { describe, expect, test } from 'vitest';
import { seededRandom } from '../seeded-random.ts';
import { controllingSetOf, machineOf, machineSetStep } from './machine-set.ts';
import { awsMachineSet } from './objects.fixture.ts';

const now = '2026-01-01T00:00:00Z';
const paused = {
  type: 'Paused',
  status: 'False',
  severity: 'Info',
  reason: 'AuthoritativeAPIMachineAPI',
  message: "The AuthoritativeAPI status is set to 'MachineAPI'",
  lastTransitionTime: now,
};

const setOf = (spec: object, status: object = {}) => {
  const set = {
    ...awsMachineSet('machines', spec),
    status: { authoritativeAPI: 'MachineAPI', conditions: [paused], ...status },
  };
  return { ...set, metadata: { ...set.metadata, uid: 'set-uid', generation: 4 } };
};
const running = { phase: 'Running', nodeRef: { kind: 'Node', name: 'node' } };
const member = (
  name: string,
  day: number,
  { status = running, annotations = {} }: { status?: object; annotations?: Record<string, string> } = {},
) => {
  const machine = machineOf(setOf({}), seededRandom(1));
  const creationTimestamp = `2026-01-0${day}T00:00:00Z`;
  return { ...machine, metadata: { ...machine.metadata, name, creationTimestamp, annotations }, status };
};
const goes = (spec: object, ...machines: ReturnType<typeof member>[]) => {
  const step = machineSetStep(setOf(spec), machines, now, true);
  return step.kind === 'scale-down' ? step.machines.map(({ metadata }) => metadata.name) : step;
};

describe('which Machine goes when a MachineSet asks for fewer', () => {
  const [first, second, third] = [member('first', 1), member('second', 2), member('third', 3)];

  test('is the youngest or the oldest, as its policy says', () => {
    expect(goes({ replicas: 1, deletePolicy: 'Newest' }, first, second, third)).toEqual(['third', 'second']);
    expect(goes({ replicas: 1, deletePolicy: 'Oldest' }, third, second, first)).toEqual(['first', 'second']);
  });

  test('is one that does not run before one that does, and a marked one before all', () => {
    const marked = member('marked', 2, { annotations: { 'machine.openshift.io/delete-machine': 'yes' } });
    const starting = member('starting', 2, { status: { phase: 'Provisioning' } });
    expect(goes({ replicas: 1, deletePolicy: 'Oldest' }, first, starting, marked)).toEqual(['marked', 'starting']);
  });

  test('is each of them at 0, and less than 0 is 0', () => {
    expect(goes({ replicas: 0 }, first, second)).toHaveLength(2);
    const none = machineSetStep(setOf({ replicas: -1 }, { observedGeneration: 4 }), [], now, true);
    expect(none).toEqual({ kind: 'rest' });
  });
});

describe('the status of a MachineSet', () => {
  test('counts of 0 are left out, and are no difference where they are written out', () => {
    const zeros = { replicas: 0, readyReplicas: 0, observedGeneration: 4 };
    expect(machineSetStep(setOf({ replicas: 0 }, zeros), [], now, true)).toEqual({ kind: 'rest' });
    const before = {
      replicas: 2,
      readyReplicas: 1,
      availableReplicas: 1,
      fullyLabeledReplicas: 2,
      observedGeneration: 3,
    };
    expect(machineSetStep(setOf({ replicas: 0 }, before), [], now, true)).toMatchObject({
      patch: {
        status: {
          replicas: null,
          readyReplicas: null,
          availableReplicas: null,
          fullyLabeledReplicas: null,
          observedGeneration: 4,
        },
      },
    });
  });

  test('counts a Machine as ready when it has a Node, and as fully labelled when it has the labels of the template', () => {
    const starting = member('starting', 1, { status: { phase: 'Provisioned' } });
    const bare = { ...member('bare', 1), metadata: { ...member('bare', 1).metadata, labels: {} } };
    expect(machineSetStep(setOf({}), [starting, bare], now, true)).toMatchObject({
      patch: { status: { replicas: 2, readyReplicas: 1, availableReplicas: 1, fullyLabeledReplicas: 1 } },
    });
  });
});

test('a MachineSet that is being deleted makes nothing: its Machines are the garbage collector’s', () => {
  const set = setOf({ replicas: 3 });
  const deleted = { ...set, metadata: { ...set.metadata, deletionTimestamp: now } };
  expect(machineSetStep(deleted, [], now, true)).toEqual({ kind: 'rest' });
});

test('names are the same with the same seed, and another with each Machine', () => {
  const names = (seed: number) => {
    const random = seededRandom(seed);
    return [machineOf(setOf({}), random), machineOf(setOf({}), random)].map(({ metadata }) => metadata.name);
  };
  expect(names(1)).toEqual(names(1));
  expect(new Set([...names(1), ...names(2)]).size).toBe(4);
});

test('an owner that does not control, or of Cluster API, is no MachineSet of Machine API', () => {
  const machine = machineOf(setOf({}), seededRandom(1));
  const owner = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'set-uid' };
  const ownedBy = (reference: object) => ({
    ...machine,
    metadata: { ...machine.metadata, ownerReferences: [reference] },
  });
  expect(controllingSetOf(ownedBy({ ...owner, controller: true }))).toEqual({ name: 'workers', uid: 'set-uid' });
  expect(controllingSetOf(ownedBy(owner))).toBeUndefined();
  expect(
    controllingSetOf(ownedBy({ ...owner, controller: true, apiVersion: 'cluster.x-k8s.io/v1beta2' })),
  ).toBeUndefined();
});
