import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { handoverFindings } from '../../handover/handover.ts';
import { makePlan, type Target } from '../../inventory/plan.ts';
import { bareMetalFixture } from '../../testing/baremetal.ts';
import { bareMetalHandover } from './handover.ts';

const { infrastructure, mapiMachine, mapiSet, capiMachine, infraSpec, provider } = bareMetalFixture;
const providerID = 'baremetalhost:///openshift-machine-api/rack-12-u07/3f0b9a52-7c1e-4d0f-9a44-1be5c2d7e8f6';

const namesFor = (kind: 'Machine' | 'MachineSet', target: Target, isRunning: boolean) =>
  handoverFindings(bareMetalHandover, { kind, target, isRunning, provider: {} }).map(({ fact }) => fact.name);

const plan = (target: Target, ...objects: readonly JsonObject[]) => {
  const result = makePlan(
    [infrastructure(), ...objects].map((value) => ({ source: undefined, value })),
    {
      target,
      machineApiNamespace: 'openshift-machine-api',
      clusterApiNamespace: 'openshift-cluster-api',
      supports: { taints: false },
    },
  );
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan.entries.map(({ verdict, objects: made, issues }) => ({
    verdict,
    made: made.length,
    errors: issues.map(({ issue }) => `${issue.severity} ${issue.code} ${issue.path}`),
  }));
};

describe('a machine that runs', () => {
  it.each(['cluster-api', 'machine-api'] as const)(
    'stays where it is, whichever way: to %s its Node would not be found and its host be lost',
    (target) => {
      expect(namesFor('Machine', target, true)).toEqual(['provider-id-differs', 'host-is-claimed']);
    },
  );

  it('is blocked in a plan, so that nobody gets a second host by applying what is printed', () => {
    const blocked = [{ verdict: 'blocked', made: 0, errors: Array(2).fill('error HandoverBlocked spec') }];
    expect(plan('cluster-api', mapiMachine(provider(), { providerID }))).toEqual(blocked);
    const provisioning = { ...mapiMachine(), status: { phase: 'Provisioning' } };
    expect(plan('cluster-api', provisioning)).toEqual(blocked);
    const [machine, infra] = capiMachine(infraSpec({ providerID }), { providerID });
    expect(plan('machine-api', machine, infra)).toEqual(blocked);
  });

  it.each<[sign: string, metadata: JsonObject, status: JsonObject]>([
    ['its Node', {}, { nodeRef: { kind: 'Node', name: 'worker-1' } }],
    ['its phase', {}, { phase: 'Running' }],
    ['its addresses', {}, { addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] }],
    ['its host', { annotations: { 'metal3.io/BareMetalHost': 'openshift-machine-api/rack-12-u07' } }, {}],
  ])('is known by %s alone, without a provider id, and keeps its host on both ways', (_, metadata, status) => {
    const blocked = [{ verdict: 'blocked', made: 0, errors: Array(2).fill('error HandoverBlocked spec') }];
    expect(plan('cluster-api', { ...mapiMachine(provider(), {}, metadata), status })).toEqual(blocked);
    const [machine, infra] = capiMachine(infraSpec(), {}, metadata);
    expect(plan('machine-api', { ...machine, status }, infra)).toEqual(blocked);
  });

  it('is known by its Metal3Machine that is ready, though the Machine says nothing', () => {
    const [machine, infra] = capiMachine();
    const blocked = [{ verdict: 'blocked', made: 0, errors: Array(2).fill('error HandoverBlocked spec') }];
    expect(plan('machine-api', machine, { ...infra, status: { ready: true } })).toEqual(blocked);
  });

  it('says what to do, for each reason', () => {
    const blocks = bareMetalHandover.facts.filter(({ effect }) => effect === 'blocks');
    expect(blocks.map(({ hint }) => hint)).toEqual([
      'Leave the machine where it is, or make a new one under the other API and then delete this one.',
      'Do not change consumerRef by hand. Let the machine that has the host release it.',
    ]);
  });
});

describe('a set, which makes new machines', () => {
  it('changes hands without machines that run, if hosts and user data are where the new controller looks', () => {
    const always = ['set-without-running-machines'];
    expect(namesFor('MachineSet', 'cluster-api', false)).toEqual([
      ...always,
      'hosts-in-cluster-api',
      'user-data-in-cluster-api',
    ]);
    expect(namesFor('MachineSet', 'machine-api', false)).toEqual([...always, 'hosts-in-machine-api']);
    expect(plan('cluster-api', mapiSet())).toEqual([{ verdict: 'ready', made: 2, errors: [] }]);
  });
});

it('was not tried on hosts, so migration wants it acknowledged; mirrors are paused and do nothing', () => {
  expect(bareMetalHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
});
