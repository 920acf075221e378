import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { powervsFixture, workspace } from '../../testing/powervs.ts';
import { powervsFacts } from './facts.ts';
import { powervs } from './platform.ts';

const infrastructure = powervsFixture.infrastructure();
const { id, name } = workspace;
const read = (infraCluster?: JsonObject, derived?: JsonObject, isComparable = false) =>
  powervsFacts({ infrastructure, infraCluster, derived, isComparable });
const problemsOf = (spec: JsonObject, status: JsonObject = {}) => read({ spec, status }).problems;
const sound = { serviceInstanceID: '', serviceInstance: { id }, network: {} };

describe('region and zone', () => {
  it('are what the Infrastructure object says', () => {
    expect(read().facts).toMatchObject({ region: 'dal', zone: 'dal10' });
  });

  it('are those of the same cluster as the IBMPowerVSCluster', () => {
    expect(problemsOf({ ...sound, zone: 'dal10' })).toEqual([]);
    expect(problemsOf({ ...sound, zone: 'syd04' })).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', 'zone'],
          value: 'syd04',
          hint: expect.stringContaining('of one cluster'),
        },
      },
    ]);
  });

  it.each([
    ['dal', 'dal12', true],
    ['eu-de', 'eu-de-1', true],
    ['us-south', 'us-south', true],
    ['dal', 'syd04', false],
    ['us', 'us-south', false],
  ])('that are given as %s have the zone %s of an IBMPowerVSCluster in them: %s', (region, zone, isIn) => {
    const given = { status: { platformStatus: powervs.platformStatus(region) } };
    const infraCluster = { spec: { ...sound, zone } };
    const { problems } = powervsFacts({ infrastructure: given, infraCluster, derived: undefined });
    const problem = { code: 'DifferentFromCluster', at: ['spec', 'zone'], value: zone };
    expect(problems).toMatchObject(isIn ? [] : [{ object: 'infraCluster', problem }]);
    if (!isIn) expect(problems[0]?.problem.hint).toBe('Correct the region that was given, or the zone.');
  });
});

describe('the workspace of the cluster', () => {
  it.each<[string, JsonObject, JsonObject | undefined, JsonObject]>([
    ['its status', { serviceInstance: { name } }, { serviceInstance: { id } }, { id, name }],
    ['its deprecated id', { serviceInstanceID: id }, undefined, { id }],
    ['its id', { serviceInstance: { id } }, undefined, { id }],
    ['its name', { serviceInstance: { name } }, undefined, { name }],
  ])('is known by %s', (_, spec, status, expected) => {
    const { facts, problems } = read({ spec, ...(status !== undefined && { status }) });
    expect(problems).toEqual([]);
    expect(facts.workspace).toEqual({ id: undefined, name: undefined, isDerived: false, ...expected });
  });

  it('is that of the control plane where there is no IBMPowerVSCluster; a worker may be the odd one', () => {
    expect(read(undefined, { spec: sound }, true).facts.workspace).toMatchObject({ id, isDerived: true });
    expect(read(undefined, { spec: sound }, false).facts.workspace).toBeUndefined();
    expect(read({ spec: sound }, { spec: { serviceInstance: { id: 'x' } } }).facts.workspace).toMatchObject({ id });
    expect(read().facts.workspace).toBeUndefined();
  });

  it('is called after the cluster where CAPIBM made it itself, and only there', () => {
    const made = { metadata: { name: 'ocp1' }, spec: {}, status: { serviceInstance: { id } } };
    expect(read(made).facts.workspace).toMatchObject({ id, name: 'ocp1-serviceInstance' });
    expect(read({ ...made, spec: sound }).facts.workspace?.name).toBeUndefined();
    expect(read({ ...made, spec: { serviceInstanceID: id } }).facts.workspace?.name).toBeUndefined();
    expect(read({ ...made, spec: { serviceInstance: { name } } }).facts.workspace).toMatchObject({ id, name });
  });

  it('is refused where the IBMPowerVSCluster names two: machines and provider ids would tell of different ones', () => {
    expect(problemsOf({ ...sound, serviceInstanceID: 'other' })).toMatchObject([
      {
        object: 'infraCluster',
        problem: { code: 'Conflict', at: ['spec', 'serviceInstance', 'id'], value: id, hint: 'Make both the same.' },
      },
    ]);
    expect(problemsOf(sound, { serviceInstance: { id: 'other' } })).toMatchObject([
      { problem: { code: 'Conflict', at: ['spec', 'serviceInstance', 'id'], value: id } },
    ]);
  });

  it.each([{}, { serviceInstance: {} }, { serviceInstance: { regex: '.*' }, serviceInstanceID: '' }])(
    'is refused where the IBMPowerVSCluster names none: %j',
    (spec) => {
      expect(problemsOf(spec)).toMatchObject([
        {
          problem: {
            code: 'Required',
            at: ['spec', 'serviceInstance'],
            hint: expect.stringContaining('Set spec.serviceInstance.id'),
          },
        },
      ]);
    },
  );
});

describe('the load balancers of control plane machines', () => {
  const vpc = { region: 'us-south' };

  it("are the IBMPowerVSCluster's, where it says in which region its VPC is", () => {
    const given = {
      metadata: { name: 'ocp1' },
      spec: { ...sound, vpc, loadBalancers: [{ name: 'b' }, {}, { name: 'a' }] },
    };
    expect(read(given).facts.loadBalancers).toEqual(['a', 'b', 'ocp1-loadbalancer-1']);
  });

  it('are none of one that Capstan makes, and unknown where none can be made', () => {
    expect(read(undefined, { spec: sound }).facts.loadBalancers).toEqual([]);
    expect(read().facts.loadBalancers).toBeUndefined();
  });
});

describe('an IBMPowerVSCluster that makes other machines', () => {
  it.each<Json>([{}, { version: '3.4' }])(
    'is refused for its ignition %j: user data would go through a bucket',
    (ignition) => {
      expect(problemsOf({ ...sound, ignition })).toMatchObject([
        { problem: { code: 'NotSupported', at: ['spec', 'ignition'], value: ignition, hint: 'Remove spec.ignition.' } },
      ]);
    },
  );

  it('is refused for listeners that choose machines by label, which Machine API would not register', () => {
    const selector = { matchLabels: { ingress: 'true' } };
    const loadBalancers = [
      { name: 'a' },
      { name: 'b', additionalListeners: [{ port: 22623 }, { port: 443, selector }] },
    ];
    expect(problemsOf({ ...sound, loadBalancers })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'loadBalancers', 1, 'additionalListeners', 1, 'selector'],
          value: selector,
          hint: expect.stringContaining('Remove the selector'),
        },
      },
    ]);
    const unselective = [{ name: 'b', additionalListeners: [{ port: 22623, selector: {} }] }];
    expect(problemsOf({ ...sound, loadBalancers: unselective })).toEqual([]);
  });
});

it('is read without throwing from an IBMPowerVSCluster in which nothing is as it should be', () => {
  expect(
    problemsOf({ serviceInstance: { id }, loadBalancers: [null, 1, { additionalListeners: [null, 'x'] }] }),
  ).toEqual([]);
  expect(read({ spec: 'x' }).problems).toMatchObject([{ problem: { code: 'Required' } }]);
});
