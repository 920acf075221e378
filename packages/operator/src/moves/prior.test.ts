import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { annotations } from '../names.ts';
import { formatPrior, type Prior, priorOf } from './prior.ts';

const holding = (text: string): KubeObject => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'MachineSet',
  metadata: { name: 's', annotations: { [annotations.migrationPrior]: text } },
});

test('what a run found is read back on another workstation', () => {
  const prior: Prior = {
    spec: 'MachineAPI',
    template: 'ClusterAPI',
    instance: { 'Machine API spec.providerID': 'aws:///a/i-1' },
    asked: { rollback: '20261125-183005-3fa9c1' },
  };
  expect(priorOf(holding(formatPrior(prior)))).toEqual(prior);
});

test('the shortest form, which other tools write, is enough to go back by', () => {
  expect(priorOf(holding('{"spec":"MachineAPI","template":"MachineAPI"}'))).toEqual({
    spec: 'MachineAPI',
    template: 'MachineAPI',
    asked: undefined,
  });
});

test.each(['', 'x', '[]', '{}', '{"spec":"Migrating"}', '{"spec":3}'])('nothing is guessed from %s', (text) => {
  expect(priorOf(holding(text))).toBeUndefined();
});
