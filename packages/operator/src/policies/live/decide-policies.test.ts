import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { type MadePolicy, makePolicy } from '../../testing/make-policy.ts';
import { bundlesOf, type PolicyBundle } from './bundle.ts';
import { decidePolicies, marked, type ParamStanding, type PolicyFacts } from './decide-policies.ts';

const namespace = 'openshift-cluster-api';
const paramKind = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'Machine' };
const made = (name: string, more: Partial<MadePolicy> = {}): PolicyBundle => {
  const [bundle] = bundlesOf(makePolicy({ name, namespace, ...more }));
  return bundle ?? expect.fail('one was made');
};
const locks = made('capstan-locks');
const creates = made('capstan-creates', { paramKind });

/** As the API server gives it back: with its defaults. */
function live(...bundles: readonly PolicyBundle[]): KubeObject[] {
  return bundles
    .flatMap((bundle) => marked(bundle, namespace))
    .map((object) => {
      const copy = structuredClone(object);
      const { spec } = copy;
      copy.metadata.uid = `uid of ${object.kind}`;
      if (object.kind === 'ValidatingAdmissionPolicy' && typeof spec === 'object' && spec !== null) {
        const { matchConstraints } = spec as { matchConstraints: object };
        Object.assign(matchConstraints, { matchPolicy: 'Equivalent', namespaceSelector: {}, objectSelector: {} });
      }
      return copy;
    });
}

function pair(): [KubeObject, KubeObject] {
  const [policy, binding] = live(locks);
  return policy === undefined || binding === undefined ? expect.fail('both were made') : [policy, binding];
}

function decide(facts: Partial<PolicyFacts> & { readonly standing?: ParamStanding } = {}) {
  const { standing = 'served', wanted = { kind: 'these', bundles: [locks, creates] }, ...rest } = facts;
  const plan = decidePolicies({ wanted, set: namespace, live: [], paramStanding: () => standing, ...rest });
  return {
    steps: plan.steps.map((step) => {
      const { kind, metadata } = step.verb === 'apply' ? step.object : step.of;
      return `${step.verb} ${kind.replace('ValidatingAdmission', '')} ${metadata.name}`;
    }),
    states: Object.fromEntries(plan.states.map(({ name, state }) => [name, state])),
    message: plan.states.map(({ message }) => message).join(''),
  };
}

/** All of the policy with parameters. */
const gone = [
  'delete PolicyBinding capstan-creates',
  'delete PolicyBinding capstan-creates-sentinel',
  'delete Policy capstan-creates',
];

describe('what is done to the policies of a cluster', () => {
  test('a policy is applied before its binding, which without it would be an error of every write', () => {
    expect(decide().steps).toEqual([
      'apply Policy capstan-locks',
      'apply PolicyBinding capstan-locks',
      'apply Policy capstan-creates',
      'apply PolicyBinding capstan-creates',
      'apply PolicyBinding capstan-creates-sentinel',
    ]);
  });

  test('nothing is written where all is as shipped, whatever the API server has added', () => {
    expect(decide({ live: live(locks, creates) })).toMatchObject({
      steps: [],
      states: { 'capstan-locks': 'Applied', 'capstan-creates': 'Applied' },
    });
  });

  test('what the ConfigMap has no more is deleted, the binding first', () => {
    const wanted = { kind: 'these', bundles: [locks] } as const;
    expect(decide({ wanted, live: live(locks, creates) })).toMatchObject({
      steps: gone,
      states: { 'capstan-creates': 'Removing' },
    });
  });

  test('an empty ConfigMap takes all of ours away', () => {
    expect(decide({ wanted: { kind: 'these', bundles: [] }, live: live(locks) }).steps).toHaveLength(2);
  });

  test('a ConfigMap that cannot be read, or is gone, changes nothing', () => {
    expect(decide({ wanted: { kind: 'asItIs' }, live: live(locks, creates) })).toMatchObject({ steps: [] });
  });

  test('what is not of our set, or has not our name, is never touched', () => {
    const [policy, binding] = pair();
    const foreign = [
      { ...policy, metadata: { ...policy.metadata, name: 'somebody-elses' } },
      { ...binding, metadata: { ...binding.metadata, labels: {} } },
    ];
    expect(decide({ wanted: { kind: 'these', bundles: [] }, live: foreign }).steps).toEqual([]);
  });

  test('a change by somebody else is put back, a condition that was added too: it can turn a policy off', () => {
    const [policy, binding] = pair();
    const off = {
      ...policy,
      spec: { ...asObject(policy['spec']), matchConditions: [{ name: 'never', expression: 'false' }] },
    };
    const warns = { ...binding, spec: { ...asObject(binding['spec']), validationActions: ['Warn'] } };
    const wanted = { kind: 'these', bundles: [locks] } as const;
    expect(decide({ wanted, live: [off, binding] }).steps).toEqual(['apply Policy capstan-locks']);
    expect(decide({ wanted, live: [policy, warns] }).steps).toEqual(['apply PolicyBinding capstan-locks']);
  });
});

describe('a policy with parameters', () => {
  test('is not applied while their kind is not served: it would refuse every write', () => {
    const decided = decide({ standing: 'missing' });
    expect(decided).toMatchObject({
      steps: ['apply Policy capstan-locks', 'apply PolicyBinding capstan-locks'],
      states: { 'capstan-locks': 'Applied', 'capstan-creates': 'Waiting' },
    });
    expect(decided.message).toContain('Machine of machine.openshift.io/v1beta1, which is not served');
  });

  test('is taken away when their kind goes, also while the ConfigMap cannot be read', () => {
    const steps = gone;
    expect(decide({ standing: 'missing', live: live(locks, creates) })).toMatchObject({ steps });
    expect(decide({ standing: 'missing', live: live(locks, creates), wanted: { kind: 'asItIs' } })).toMatchObject({
      steps,
    });
  });

  test('waits while their kind is new, since API servers know of it half a minute later', () => {
    expect(decide({ standing: 'new' })).toMatchObject({ states: { 'capstan-creates': 'Waiting' } });
  });

  test('stays in place over a restart of the operator, which does not know for how long the kind has been there', () => {
    expect(decide({ standing: 'new', live: live(locks, creates) })).toMatchObject({
      steps: [],
      states: { 'capstan-creates': 'Applied' },
    });
  });
});
