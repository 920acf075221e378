import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, infraSpec, mapiMachine, mapiSet, provider } from '../../testing/aws.ts';
import { expectRefused } from '../../testing/aws-ways.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const loadBalancers = [
  { name: 'ocp1-x7k2p-ext', type: 'network' },
  { name: 'ocp1-x7k2p-int', type: 'network' },
];
const clusterWith = (...balancers: Json[]): { awsCluster: JsonObject } => ({
  awsCluster: {
    metadata: { annotations: { 'cluster.x-k8s.io/managed-by': 'openshift' } },
    spec: {
      region: 'us-east-1',
      ...(balancers[0] !== undefined && { controlPlaneLoadBalancer: balancers[0] }),
      ...(balancers[1] !== undefined && { secondaryControlPlaneLoadBalancer: balancers[1] }),
    },
  },
});
const both = clusterWith(
  { name: 'ocp1-x7k2p-int', loadBalancerType: 'nlb' },
  { name: 'ocp1-x7k2p-ext', loadBalancerType: 'nlb' },
);
const master = {
  labels: {
    'machine.openshift.io/cluster-api-machine-role': 'master',
    'machine.openshift.io/cluster-api-machine-type': 'master',
  },
};
const masterMachine = (balancers: Json = loadBalancers) =>
  mapiMachine(provider({ loadBalancers: balancers }), {}, master);
const capiMaster = capiMachine(infraSpec(), {}, { labels: { 'cluster.x-k8s.io/control-plane': '' } });

describe('load balancers of a worker', () => {
  it('are refused, on a Machine as on a MachineSet: it would no longer be reached', () => {
    expectRefused(
      { loadBalancers },
      {
        code: 'NotSupported',
        path: 'loadBalancers',
        value: loadBalancers,
        remedy: 'keep them on Machine API',
        says: 'only control plane machines',
      },
    );
  });

  it('are refused on a Machine of a set too: an owner does not make it one of the control plane', () => {
    const reference = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'MachineSet', name: 'workers', uid: 'u' };
    const machine = mapiMachine(provider({ loadBalancers }), {}, { ownerReferences: [reference] });
    expect(errorsOf(awsConverter(both).toClusterApi(machine))).toMatchObject([{ code: 'NotSupported' }]);
  });

  it('are not made up on the way back, although the cluster has some', () => {
    const [machine] = converted(awsConverter(both).toMachineApi(...capiMachine()));
    expect(at(machine, 'spec.providerSpec.value')).not.toHaveProperty('loadBalancers');
  });
});

describe('load balancers of a control plane machine', () => {
  const path = 'spec.providerSpec.value.loadBalancers';

  it("that are the AWSCluster's, in any order, come from there on the way back", () => {
    const converter = awsConverter(both);
    const conversion = converter.toClusterApi(masterMachine());
    expect(conversion.issues).toEqual([]);
    const [infra, machine] = converted(conversion);
    const [back] = converted(converter.toMachineApi(machine, infra));
    expect(at(back, path)).toEqual(loadBalancers.toReversed());
  });

  it.each([
    ['others', [{ name: 'other', type: 'network' }]],
    ['of another type', loadBalancers.map((balancer) => ({ ...balancer, type: 'classic' }))],
    ['too few', loadBalancers.slice(1)],
    ['none', []],
  ])("are refused where they are %s than the AWSCluster's, which are named", (_, balancers) => {
    const [error, ...more] = errorsOf(awsConverter(both).toClusterApi(masterMachine(balancers)));
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code: 'DifferentFromCluster', path, hint: 'Make both the same.' });
    expect(error?.message).toContain('ocp1-x7k2p-int');
  });

  it('are not checked without an AWSCluster, which warns; they come back', () => {
    const converter = awsConverter();
    const conversion = converter.toClusterApi(masterMachine());
    expect(conversion.issues).toMatchObject([{ severity: 'warning', code: 'NotChecked', path, value: loadBalancers }]);
    const [infra, machine] = converted(conversion);
    expect(at(converted(converter.toMachineApi(machine, infra))[0], path)).toEqual(loadBalancers);
  });

  it.each([
    ['nlb', 'network'],
    ['classic', 'classic'],
    ['elb', 'classic'],
    [undefined, 'classic'],
  ])('of type %s in the AWSCluster are of type %s in Machine API', (loadBalancerType, type) => {
    const balancer = { name: 'ocp1-int', ...(loadBalancerType !== undefined && { loadBalancerType }) };
    const [machine] = converted(awsConverter(clusterWith(balancer)).toMachineApi(...capiMaster));
    expect(at(machine, path)).toEqual([{ name: 'ocp1-int', type }]);
  });

  it.each([
    [
      'of a type that Machine API does not know',
      { name: 'a', loadBalancerType: 'alb' },
      'controlPlaneLoadBalancer is of type alb',
    ],
    ['without a name', { loadBalancerType: 'nlb' }, 'controlPlaneLoadBalancer has no name'],
  ])('%s are refused, not taken for classic ones', (_, balancer, says) => {
    const [error] = errorsOf(awsConverter(clusterWith(balancer)).toMachineApi(...capiMaster));
    expect(error).toMatchObject({ code: 'NotSupported', hint: 'Keep the control plane machines on Cluster API.' });
    expect(error?.message).toContain(says);
  });

  it('are none where the AWSCluster has them disabled', () => {
    const conversion = awsConverter(clusterWith({ loadBalancerType: 'disabled' })).toMachineApi(...capiMaster);
    expect(at(converted(conversion)[0], 'spec.providerSpec.value')).not.toHaveProperty('loadBalancers');
  });

  it('are left out with a warning on the way back without an AWSCluster', () => {
    const conversion = awsConverter().toMachineApi(...capiMaster);
    expect(conversion.issues).toMatchObject([
      { severity: 'warning', code: 'NotChecked', hint: 'Add the AWSCluster to the input.' },
    ]);
    expect(at(converted(conversion)[0], 'spec.providerSpec.value')).not.toHaveProperty('loadBalancers');
  });
});

it('a MachineSet of a control plane is measured by the labels of its template', () => {
  const labels = { ...master.labels, 'machine.openshift.io/cluster-api-machineset': 'workers' };
  const set = mapiSet(provider({ loadBalancers }), { templateMetadata: { labels } });
  expect(errorsOf(awsConverter(both).toClusterApi(set))).toEqual([]);
});
