import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { findProvider } from './provider-source.ts';

const labels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };
const master = (instanceType: string, creationTimestamp: string) =>
  mapiMachine(provider({ instanceType }), {}, { name: instanceType, labels, creationTimestamp });
const controlPlaneSet = (instanceType: string): JsonObject => ({
  kind: 'ControlPlaneMachineSet',
  spec: {
    template: {
      machines_v1beta1_machine_openshift_io: { spec: { providerSpec: { value: provider({ instanceType }) } } },
    },
  },
});
const typeOf = (...found: Parameters<typeof findProvider>) => {
  const source = findProvider(...found);
  return source && [source.value['instanceType'], source.isControlPlane];
};

it("stands for the cluster's values: the ControlPlaneMachineSet's, as new control plane machines will be", () => {
  expect(typeOf([mapiSet(), master('m5.old', '2026-01-01T00:00:00Z')], [controlPlaneSet('m6.set')])).toEqual([
    'm6.set',
    true,
  ]);
});

it('is that of the newest control plane Machine where there is no set, whatever the order', () => {
  const machines = [master('m5.old', '2026-01-01T00:00:00Z'), master('m6.new', '2026-05-01T00:00:00Z'), mapiSet()];
  for (const order of [machines, machines.toReversed()]) expect(typeOf(order, [])).toEqual(['m6.new', true]);
});

it('names the control plane Machine that it is of, which cannot be compared with itself', () => {
  expect(findProvider([master('m5.old', '')], [])).toMatchObject({ machine: 'm5.old' });
  expect(findProvider([master('m5.old', '')], [controlPlaneSet('m6.set')])).not.toHaveProperty('machine');
  expect(findProvider([mapiSet()], [])).not.toHaveProperty('machine');
});

it("is a worker's where no control plane is known, and says so", () => {
  expect(typeOf([mapiSet(provider({ instanceType: 'm6.worker' }))], [])).toEqual(['m6.worker', false]);
});

it('is nothing where no machine is known', () => {
  expect(findProvider([], [{ kind: 'ControlPlaneMachineSet', spec: {} }])).toBeUndefined();
});
