import { describe, expect, it } from 'vitest';
import { machineSetStatusToClusterApi } from './machine-set-to-cluster-api.ts';
import { machineSetStatusToMachineApi } from './machine-set-to-machine-api.ts';
import { selectorText } from './selector-text.ts';

const options = { now: '2026-03-01T09:30:00Z' };

describe('a selector as text', () => {
  it('is written as apimachinery does: sorted by key, values sorted', () => {
    const selector = {
      matchLabels: { team: 'ml', 'example.com/pool': 'a' },
      matchExpressions: [
        { key: 'zone', operator: 'In', values: ['b', 'a'] },
        { key: 'gpu', operator: 'DoesNotExist' },
        { key: 'arch', operator: 'NotIn', values: ['arm64'] },
        { key: 'pool', operator: 'Exists', values: [] },
      ],
    };
    expect(selectorText(selector)).toBe('arch notin (arm64),example.com/pool=a,!gpu,pool,team=ml,zone in (a,b)');
  });

  it('writes a label without a value', () => {
    expect(selectorText({ matchLabels: { 'node-role.kubernetes.io/worker': '' } })).toBe(
      'node-role.kubernetes.io/worker=',
    );
  });

  it.each([undefined, null, 'x', {}, { matchLabels: {} }])('is absent for what selects everything: %j', (selector) => {
    expect(selectorText(selector)).toBeUndefined();
  });

  it.each([
    [{ matchLabels: { a: 1 } }],
    [{ matchExpressions: [{ key: 'a', operator: 'Near' }] }],
    [{ matchExpressions: [{ key: 'a', operator: 'In', values: [] }] }],
    [{ matchExpressions: [{ operator: 'Exists' }] }],
    [{ matchExpressions: ['a'] }],
  ])('is absent for what the API server would refuse: %j', (selector) => {
    expect(selectorText(selector)).toBeUndefined();
  });
});

describe("a set's selector in status", () => {
  const role = 'machine.openshift.io/cluster-api-machine-role';
  const mapi = {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'MachineSet',
    spec: { selector: { matchLabels: { [role]: 'infra' } } },
  };
  const capi = {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    spec: { selector: { matchLabels: { 'node-role.kubernetes.io/infra': '' } } },
  };

  it("is the target's own, since it must select the machines of that side", () => {
    expect(machineSetStatusToClusterApi(mapi, capi, options).status['selector']).toBe('node-role.kubernetes.io/infra=');
    expect(machineSetStatusToMachineApi(capi, mapi, options).status['labelSelector']).toBe(`${role}=infra`);
  });

  it('has roles as Cluster API has them where there is no target yet', () => {
    expect(machineSetStatusToClusterApi(mapi, undefined, options).status['selector']).toBe(
      'node-role.kubernetes.io/infra=',
    );
  });

  it('is left out with a warning where it is longer than the field', () => {
    const values = Array.from({ length: 200 }, (_, index) => `${'v'.repeat(40)}${index}`);
    const spec = { selector: { matchLabels: {}, matchExpressions: [{ key: 'a', operator: 'In', values }] } };
    const { status, issues } = machineSetStatusToClusterApi({ ...mapi, spec }, undefined, options);
    expect(status).not.toHaveProperty('selector');
    expect(issues).toMatchObject([{ severity: 'warning', code: 'InvalidValue', path: 'spec.selector' }]);
  });
});
