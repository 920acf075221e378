import { describe, expect, test } from 'vitest';
import {
  found,
  foundWithCore,
  having,
  type JudgedChanges,
  lease,
  now,
  platformNamed,
  set,
} from './checks/judged.fixture.ts';
import { machine, moved } from './objects.fixture.ts';

const sets = 'machinesets.machine.openshift.io';
const machines = 'machines.machine.openshift.io';
const condition = (type: string, status: string, more: object = {}) => ({ type, status, ...more });
const w1 = machine('w-1', 'w');
const w2 = machine('w-2', 'w');
const w = set({ replicas: 2 });
const withMachine = (changed: typeof w1) => ({ objects: [w, changed, w2] });
const one = (changes: JudgedChanges): string => {
  const all = found(changes);
  expect(all).toHaveLength(1);
  return all[0] ?? '';
};

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

  test('of any kind loses the drain of its Nodes while the control plane is Machine API, and that is said', () => {
    expect(foundWithCore({}).join('\n')).toMatch(
      /warning hand-over .*: loses: While no control plane machine is in Cluster API/,
    );
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

test('what one machine waits for keeps no other from going back', () => {
  const changed = { conditions: [condition('Synchronized', 'Unknown', { reason: 'AuthoritativeAPIChanged' })] };
  const objects = [w, having(w1, { status: changed }), having(w2, { status: { phase: 'Deleting' } })];
  expect(found({ objects }).filter((each) => each.startsWith('error'))).toHaveLength(2);
  expect(found({ objects, isBack: true }).filter((each) => each.startsWith('error'))).toEqual([]);
});
