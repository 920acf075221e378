import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const old = awsConverter();
const recent = awsConverter({ taints: true });
const infra = { key: 'node-role.kubernetes.io/infra', value: 'reserved', effect: 'NoSchedule' };
const machine = (taints: Json) => mapiMachine(provider(), { taints });

describe('taints', () => {
  it('are refused where Cluster API would leave them off the Nodes of new machines, at their place in each kind', () => {
    const set = errorsOf(old.toClusterApi(mapiSet(provider(), { machine: { taints: [infra] } })));
    expect(set).toMatchObject([{ code: 'TargetTooOld', path: 'spec.template.spec.taints', value: [infra] }]);
    expect(set[0]?.hint).toContain('--target-capi 1.12');
    expect(errorsOf(old.toClusterApi(machine([infra])))).toMatchObject([{ code: 'TargetTooOld', path: 'spec.taints' }]);
  });

  it.each([undefined, []])('that are not there (%j) need nothing', (taints) => {
    expect(errorsOf(old.toClusterApi(mapiMachine(provider(), { taints })))).toEqual([]);
  });

  it('are put back each time, as Machine API does it, where Cluster API has them', () => {
    const taints = [infra, { key: 'a', effect: 'NoExecute' }, { key: 'a', effect: 'PreferNoSchedule', value: '' }];
    const [awsMachine, target] = converted(recent.toClusterApi(machine(taints)));
    expect(at(target, 'spec.taints')).toEqual([
      { ...infra, propagation: 'Always' },
      { key: 'a', effect: 'NoExecute', propagation: 'Always' },
      { key: 'a', effect: 'PreferNoSchedule', propagation: 'Always' },
    ]);
    expect(at(converted(recent.toMachineApi(target, awsMachine))[0], 'spec.taints')).toEqual([
      infra,
      { key: 'a', effect: 'NoExecute' },
      { key: 'a', effect: 'PreferNoSchedule' },
    ]);
  });

  it('come back whatever the Cluster API is that they came from', () => {
    const taints = [{ ...infra, propagation: 'Always' }];
    const [back] = converted(old.toMachineApi(...capiMachine(infraSpec(), { taints })));
    expect(at(back, 'spec.taints')).toEqual([infra]);
  });

  it.each<[string, Json, string, string]>([
    [
      'a time, which belongs to a Node',
      [{ ...infra, timeAdded: '2026-01-01T00:00:00Z' }],
      'NotSupported',
      'spec.taints[0].timeAdded',
    ],
    ['one that is there twice', [infra, { ...infra, value: 'other' }], 'Duplicate', 'spec.taints[1]'],
    ['an unknown effect', [infra, { key: 'a', effect: 'NoRun' }], 'InvalidValue', 'spec.taints[1].effect'],
    ['no effect', [{ key: 'a', effect: '' }], 'InvalidValue', 'spec.taints[0].effect'],
    ['an unknown field', [{ ...infra, colour: 'red' }], 'UnknownField', 'spec.taints[0].colour'],
  ])('that Cluster API does not hold are refused: %s', (_, taints, code, path) => {
    const errors = errorsOf(recent.toClusterApi(machine(taints)));
    expect(errors).toMatchObject([{ code, path }]);
    expect(errors[0]?.hint).not.toBe('');
  });

  it('too long for the schema of Cluster API are refused before the API server does', () => {
    const errors = errorsOf(recent.toClusterApi(machine([{ ...infra, value: 'x'.repeat(64) }])));
    expect(errors).toMatchObject([{ code: 'InvalidValue' }]);
    expect(errors[0]?.path).toContain('spec.taints');
  });

  it('that Cluster API sets once only are refused: Machine API would put them back', () => {
    const taints = [{ ...infra, propagation: 'OnInitialization' }];
    expect(errorsOf(recent.toMachineApi(...capiSet(infraSpec(), { machine: { taints } })))).toMatchObject([
      {
        code: 'NotSupported',
        object: 'self',
        path: 'spec.template.spec.taints[0].propagation',
        value: 'OnInitialization',
      },
    ]);
  });
});
