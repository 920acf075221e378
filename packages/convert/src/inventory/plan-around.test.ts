import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { infrastructure, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { cluster } from '../testing/fixture.ts';
import { makePlan } from './plan.ts';

const loadBalancers = ['a', 'b', 'c'].map((name) => ({ name, type: 'network' }));
const labels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };

function around(...objects: JsonObject[]) {
  const inputs = [infrastructure, ...objects].map((value, index) => ({ source: `file-${index}`, value }));
  const result = makePlan(inputs, { ...cluster, target: 'cluster-api' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.plan.cluster.around;
}

const kinds = ({ objects }: ReturnType<typeof around>) => objects.map(({ kind }) => kind);

it('leaves away what is among the inputs, so that what an administrator made stays as it is', () => {
  const [identity, awsCluster, whole] = around(mapiSet()).objects;
  expect([identity?.kind, awsCluster?.kind, whole?.kind]).toEqual([
    'AWSClusterControllerIdentity',
    'AWSCluster',
    'Cluster',
  ]);
  expect(kinds(around(mapiSet(), awsCluster ?? {}))).toEqual(['AWSClusterControllerIdentity', 'Cluster']);
});

it.each([
  ['a Machine', mapiMachine(provider({ loadBalancers }), {}, { name: 'm', labels }), 'spec.providerSpec.value'],
  [
    'a ControlPlaneMachineSet',
    {
      apiVersion: 'machine.openshift.io/v1',
      kind: 'ControlPlaneMachineSet',
      metadata: { name: 'cluster', namespace: 'openshift-machine-api' },
      spec: {
        template: {
          machines_v1beta1_machine_openshift_io: { spec: { providerSpec: { value: provider({ loadBalancers }) } } },
        },
      },
    },
    'spec.template.machines_v1beta1_machine_openshift_io.spec.providerSpec.value',
  ],
])('says at which object and path of %s a value stands that cannot be had', (_, object, base) => {
  const { issues, objects } = around(mapiSet(), object);
  expect(objects).toEqual([]);
  expect(issues.map(({ issue, input }) => [input?.source, issue.severity, issue.path])).toEqual([
    ['file-2', 'error', `${base}.loadBalancers`],
  ]);
});

it('is what machines are converted for where it is made as well, so nothing is left to be checked', () => {
  const machine = mapiMachine(
    provider({ loadBalancers: [{ name: 'ocp1-int', type: 'network' }] }),
    {},
    { name: 'm', labels },
  );
  const codes = (withCluster: boolean) => {
    const inputs = [infrastructure, machine].map((value) => ({ source: '', value }));
    const result = makePlan(inputs, { ...cluster, target: 'cluster-api', withCluster });
    return result.ok && result.plan.entries.flatMap(({ issues }) => issues.map(({ issue }) => issue.code));
  };
  expect(codes(false)).toEqual(['NotChecked']);
  expect(codes(true)).toEqual([]);
});

it('takes a worker where no control plane is known, and says what is not known then', () => {
  const { issues } = around(mapiSet());
  expect(issues.map(({ issue, input }) => [input?.source, issue.severity, issue.path])).toEqual([
    ['file-1', 'warning', 'spec.template.spec.providerSpec.value.loadBalancers'],
  ]);
});
