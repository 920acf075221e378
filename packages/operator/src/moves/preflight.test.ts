import { describe, expect, test } from 'vitest';
import { found, having, type JudgedChanges, lease, mirror, now, platformNamed, set } from './checks/judged.fixture.ts';
import { machine, machineSet, moved } from './objects.fixture.ts';
import { checks } from './preflight.ts';

const sets = 'machinesets.machine.openshift.io';
const machines = 'machines.machine.openshift.io';

const w1 = machine('w-1', 'w');
const w2 = machine('w-2', 'w');
const w = set({ replicas: 2 });
const withMachine = (changed: typeof w1) => ({ objects: [w, changed, w2] });
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });

test('nothing is in the way of a cluster in which all is well, in both directions', () => {
  expect(found({})).toEqual([]);
  const objects = [w, w1, w2].map((object) => moved(object, 'ClusterAPI'));
  expect(found({ objects, request: { target: 'machine-api' } })).toEqual([]);
});

test('every row has a name and says what it looks for', () => {
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  for (const { name, title } of checks) expect(`${name} ${title}`).toMatch(/^[a-z-]+ \w/);
});

describe('nothing begins', () => {
  test.each<[string, JudgedChanges, RegExp]>([
    ['without an operator', { facts: { lease: undefined } }, /^error operator-running : nobody holds Lease/],
    ['with one that gave the Lease back', { facts: { lease: lease('', now) } }, /^error operator-running : nobody/],
    [
      'with one that has died',
      { facts: { lease: lease('capstan-0_x', new Date(now.getTime() - 200_000)) } },
      /^error operator-running : capstan-0_x holds .* has not renewed it/,
    ],
    [
      'while the feature gate is off',
      { facts: { standing: { act: false, reason: 'FeatureGateOff', message: 'the gate is off', hint: 'h' } } },
      /^error operator-may-act : the gate is off/,
    ],
    [
      'while the gate has gone off and what is Migrating is only ended',
      {
        facts: {
          standing: {
            ...{ act: true, platform: platformNamed('AWS'), clusterName: 'c' },
            ...{ holdsSynchronizedApi: true, hasAutoscalers: false, isOverridden: false },
            note: { reason: 'FeatureGateOff', message: 'it winds down', hint: 'h' },
          },
        },
      },
      /^error operator-may-act : it winds down/,
    ],
    [
      'during an upgrade of the cluster',
      {
        facts: {
          clusterVersion: having(w, {
            status: { conditions: [condition('Progressing', 'True', { message: 'Working towards 4.21.3' })] },
          }),
        },
      },
      /^error no-upgrade clusterversions.* in progress: Working towards 4.21.3/,
    ],
    [
      "while Machine API's operator is degraded",
      {
        facts: {
          clusterOperators: [
            having(w, { metadata: { name: 'machine-api' }, status: { conditions: [condition('Degraded', 'True')] } }),
          ],
        },
      },
      /^error operators-healthy clusteroperators.config.openshift.io\/machine-api: it is degraded/,
    ],
    [
      'that the caller may not do',
      { facts: { deniedRights: [{ verb: 'patch', resource: machines, namespace: 'openshift-machine-api' }] } },
      /^error rights : you may not patch machines.machine.openshift.io in openshift-machine-api/,
    ],
    [
      'on what is not there',
      { request: { names: [{ kind: 'MachineSet', name: 'gone' }] } },
      /^error known machinesets.machine.openshift.io\/gone: it is not in openshift-machine-api/,
    ],
    [
      'that a policy refuses',
      { facts: { answers: [{ of: { kind: 'Machine', name: 'w-1' }, refusal: 'no', warnings: [] }] } },
      /^error policies machines.machine.openshift.io\/w-1: .*refuses the change: no/,
    ],
    [
      'on a set that an autoscaler targets',
      {
        facts: {
          autoscalers: [
            having(w, { metadata: { name: 'as' }, spec: { scaleTargetRef: { kind: 'MachineSet', name: 'w' } } }),
          ],
        },
      },
      /^error autoscalers machinesets.machine.openshift.io\/w: MachineAutoscaler as targets it/,
    ],
    [
      'on a set of which sync knows an autoscaler',
      { objects: [set({ replicas: 2 }, { annotations: { 'capstan.openshift.io/autoscaled-by': 'as' } }), w1, w2] },
      /^error autoscalers .* MachineAutoscaler as targets it/,
    ],
    [
      'on machines of a control plane',
      {
        objects: [machine('m-0', undefined, 'ControlPlaneMachineSet')],
        request: { all: false, names: [{ kind: 'Machine', name: 'm-0' }] },
      },
      /^error no-control-plane machines.machine.openshift.io\/m-0: its ControlPlaneMachineSet keeps it/,
    ],
  ])('%s', (_, changes, said) => {
    const all = found(changes);
    expect(all.filter((each) => each.startsWith('error'))).toHaveLength(1);
    expect(all[0]).toMatch(said);
  });

  test.each<[string, Parameters<typeof having>[1], RegExp]>([
    [
      'is not in step, and the reason is told',
      {
        status: { conditions: [condition('Synchronized', 'False', { reason: 'FailedToConvert', message: 'taints' })] },
      },
      /^error synchronized .*w-1: it is not in step \(FailedToConvert\): taints/,
    ],
    ['nobody has synchronized', { status: { conditions: [] } }, /^error synchronized .*: nobody has synchronized it/],
    [
      'has a change that is not in its mirror',
      { metadata: { generation: 2 } },
      /^error synchronized .*older generation/,
    ],
    ['is being made', { status: { phase: 'Provisioning' } }, /^error phase .*: it is being made \(Provisioning\)/],
    ['has no phase', { status: { phase: '' } }, /^error phase .*: it is being made \(it has no phase yet\)/],
    [
      'has no provider id',
      { spec: { providerID: undefined } },
      /^error phase .*no spec.providerID|^error phase .*Running/,
    ],
    ['is being deleted', { metadata: { deletionTimestamp: 'now' } }, /^error phase .*w-1: it is being deleted/],
    ['is Deleting', { status: { phase: 'Deleting' } }, /^error phase .*: its phase is Deleting/],
    ['nobody acts on yet', { status: { authoritativeAPI: '' } }, /^error settled .*: status.authoritativeAPI is empty/],
  ])('on a machine that %s', (_, fields, said) => {
    const all = found(withMachine(having(w1, fields))).filter((each) => each.startsWith('error'));
    expect(all[0]).toMatch(said);
    expect(all).toHaveLength(1);
  });

  test('to Machine API from a mirror of an older generation of the Cluster API half', () => {
    const objects = [w, w1, w2].map((object) => moved(object, 'ClusterAPI'));
    const capi = objects.map(mirror).map((each) => having(each, { metadata: { generation: 2 } }));
    expect(found({ objects, capi, request: { target: 'machine-api' } })[0]).toMatch(/^error synchronized .*older/);
  });

  test('while the half that acts is being deleted', () => {
    const capi = [w, w1, w2].map(mirror).map((each) => having(each, { metadata: { deletionTimestamp: 'now' } }));
    expect(found({ capi })[0]).toMatch(/^error phase .*: it is being deleted/);
  });
});

test('what is under way is not judged again: it is waited for, and told what it waits for', () => {
  const sick = { conditions: [condition('Synchronized', 'False')] };
  const objects = [w, having(moved(w1, 'ClusterAPI', { status: 'Migrating' }), { status: sick }), w2];
  expect(found({ objects })).toEqual([]);
});

test('an object alone is named in full, since the short name means the other API on many clusters', () => {
  expect(found({ objects: [having(machineSet('x'), { status: { conditions: [] }, spec: { replicas: 0 } })] })).toEqual([
    `error synchronized ${sets}/x: nobody has synchronized it yet`,
  ]);
});
