import { describe, expect, test } from 'vitest';
import { having, type JudgedChanges, judged, lease, mirror, now, platformNamed, set } from './checks/judged.fixture.ts';
import { machine, machineSet, moved } from './objects.fixture.ts';
import { checks, preflight } from './preflight.ts';

const sets = 'machinesets.machine.openshift.io';
const machines = 'machines.machine.openshift.io';

/** What is found, in a few words: `error synchronized machines.../w-1: message`. */
const found = (changes: JudgedChanges) =>
  preflight(judged(changes)).map(
    ({ severity, check, objects, message }) => `${severity} ${check} ${objects.join(' ')}: ${message}`,
  );
const one = (changes: JudgedChanges): string => {
  const all = found(changes);
  expect(all).toHaveLength(1);
  return all[0] ?? '';
};
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
            ...{ holdsSynchronizedApi: true, isOverridden: false },
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

describe('the secrets of the new side', () => {
  const provider = { userDataSecret: { name: 'boot' }, credentialsSecret: { name: 'cloud' } };
  const spec = { providerSpec: { value: provider } };
  const objects = [
    set({ replicas: 2, template: { spec: { authoritativeAPI: 'MachineAPI', ...spec } } }),
    having(w1, { spec }),
    having(w2, { spec }),
  ];

  test('are needed by what makes new machines; one that runs has booted', () => {
    const secrets = new Map([['openshift-cluster-api/boot', 'missing' as const]]);
    expect(found({ objects, facts: { secrets } })).toEqual([
      `error secrets ${sets}/w: secret openshift-cluster-api/boot with user data for new machines is missing`,
      `warning secrets ${machines}/w-1 ${machines}/w-2: secret openshift-cluster-api/boot with user data for new machines is missing`,
    ]);
  });

  test('with credentials are needed by Machine API for every machine', () => {
    const secrets = new Map([['openshift-machine-api/cloud', 'missing' as const]]);
    const there = objects
      .map((object) => moved(object, 'ClusterAPI'))
      .map((object) => ({
        ...object,
        spec: {
          ...(object['spec'] as object),
          ...(object.kind === 'Machine' ? spec : { template: { spec: { authoritativeAPI: 'ClusterAPI', ...spec } } }),
        },
      }));
    const [first] = found({ objects: there, facts: { secrets }, request: { target: 'machine-api' } });
    expect(first).toBe(
      `error secrets ${sets}/w ${machines}/w-1 ${machines}/w-2: secret openshift-machine-api/cloud with credentials for the platform is missing`,
    );
  });

  test('are told of where the caller may not look', () => {
    const secrets = new Map([['openshift-cluster-api/boot', 'unknown' as const]]);
    expect(one({ objects, facts: { secrets } })).toMatch(/^warning secrets .*could not be looked for/);
  });
});

describe('a platform', () => {
  const unproven = { facts: { platform: platformNamed('Azure') } };

  test('that nobody has proven wants that acknowledged, by a flag or on every object', () => {
    expect(found(unproven)[0]).toMatch(/^error evidence .*w: on Azure nobody has proven/);
    expect(found({ ...unproven, acknowledgesUnproven: true }).join()).not.toContain('evidence');
    const annotations = { 'capstan.openshift.io/handover-acknowledged': 'unproven' };
    const objects = [w, w1, w2].map((object) => having(object, { metadata: { annotations } }));
    expect(found({ ...unproven, objects }).join()).not.toContain('evidence');
  });

  test('whose facts forbid it for machines that run says so for each', () => {
    const all = found({ facts: { platform: platformNamed('BareMetal') }, acknowledgesUnproven: true });
    expect(all[0]).toMatch(/^error hand-over machines.*w-1 machines.*w-2: it cannot change hands: /);
  });

  test('that loses something says what', () => {
    const all = found({ facts: { platform: platformNamed('Azure') }, acknowledgesUnproven: true });
    expect(all.join('\n')).toMatch(/warning hand-over .*: loses: the machine keeps the tags that it has/);
  });
});

describe('a user is told', () => {
  test.each<[string, JudgedChanges, RegExp]>([
    [
      'of an operator of the cluster that is not well',
      {
        facts: {
          clusterOperators: [
            having(w, { metadata: { name: 'dns' }, status: { conditions: [condition('Available', 'False')] } }),
          ],
        },
      },
      /^warning operators-healthy clusteroperators.config.openshift.io\/dns: it is not available/,
    ],
    [
      'that the in-tree controllers hold the Lease',
      { facts: { lease: lease('capi-controllers-5f7_11111111-2222-4333-8444-555555555555', now) } },
      /^warning operator-running : OpenShift's own controllers/,
    ],
    [
      'of a health check that selects the machines',
      {
        objects: [w, having(w1, { metadata: { labels: { role: 'worker' } } }), w2],
        facts: {
          healthChecks: [
            having(w, { metadata: { name: 'mhc' }, spec: { selector: { matchLabels: { role: 'worker' } } } }),
          ],
        },
      },
      /^warning health-checks machines.machine.openshift.io\/w-1: machinehealthchecks.machine.openshift.io\/mhc selects it/,
    ],
    [
      'of a machine that has failed',
      withMachine(having(w1, { status: { phase: 'Failed', errorMessage: 'no quota' } })),
      /^warning phase .*w-1: it has failed: no quota/,
    ],
    [
      'that a set waits for a machine of its own that is being made',
      { objects: [w, having(w1, { status: { phase: 'Provisioning' } }), w2], request: { includeMachines: false } },
      /^warning members .*w: it changes hands only when w-1 is made or gone/,
    ],
    [
      'that a set waits until it has its machines',
      { objects: [w, w1] },
      /^warning members .*w: .*the 2 machines that it wants; it has 1/,
    ],
    [
      'what a policy warns of',
      { facts: { answers: [{ of: { kind: 'Machine', name: 'w-1' }, refusal: undefined, warnings: ['hm'] }] } },
      /^warning policies machines.*w-1: the API server warns: hm/,
    ],
    [
      'that what it turns back takes the time of both ways',
      { objects: [w, moved(w1, 'MachineAPI', { status: 'Migrating' }), w2] },
      /^warning settled machines.*w-1: it is changing hands in the other direction/,
    ],
  ])('%s', (_, changes, said) => {
    expect(one(changes)).toMatch(said);
  });

  test('who else writes to a set, and nothing of its own controllers or of long ago', () => {
    const entry = (manager: string, more: object = {}) => ({
      manager,
      time: '2026-11-25T12:00:00Z',
      fieldsV1: { 'f:spec': {} },
      ...more,
    });
    const managedFields = [
      entry('argocd-controller'),
      entry('machineset-controller'),
      entry('capstan'),
      entry('status-writer', { subresource: 'status' }),
      entry('labels-only', { fieldsV1: { 'f:metadata': {} } }),
      entry('old-script', { time: '2026-11-20T12:00:00Z' }),
    ];
    const objects = [set({ replicas: 2 }, { managedFields }), w1, w2];
    expect(one({ objects })).toMatch(/^warning other-writers .*w: argocd-controller has written its spec/);
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
