import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, type ClusterChanges, converted, errorsOf } from '../../testing/fixture.ts';
import {
  capiMachine,
  converter,
  expectRefused,
  infraSpec,
  mapiMachine,
  provider,
  workspace,
} from '../../testing/powervs.ts';

const balancers = [
  { name: 'ocp1-x7k2p-loadbalancer-int', type: 'Application' },
  { name: 'ocp1-x7k2p-loadbalancer', type: 'Application' },
];
const clusterWith = (spec: JsonObject): ClusterChanges => ({
  infraCluster: {
    metadata: { name: 'ocp1-x7k2p' },
    spec: { network: {}, serviceInstance: { id: workspace.id }, ...spec },
  },
});
const vpc = { region: 'us-south', name: 'ocp1-vpc' };
const registering = clusterWith({
  vpc,
  loadBalancers: [{ name: 'ocp1-x7k2p-loadbalancer' }, { name: 'ocp1-x7k2p-loadbalancer-int', public: false }],
});
const master = {
  labels: {
    'machine.openshift.io/cluster-api-machine-role': 'master',
    'machine.openshift.io/cluster-api-machine-type': 'master',
  },
};
const masterWith = (loadBalancers: Json | undefined) => mapiMachine(provider({ loadBalancers }), {}, master);
const capiMaster = capiMachine(infraSpec(), {}, { labels: { 'cluster.x-k8s.io/control-plane': '' } });
const path = 'spec.providerSpec.value.loadBalancers';

describe('load balancers of a worker', () => {
  it('are refused, on a Machine as on a MachineSet: it would no longer be reached', () => {
    expectRefused(
      { loadBalancers: balancers },
      {
        code: 'NotSupported',
        path: 'loadBalancers',
        value: balancers,
        remedy: 'keep them on Machine API',
        says: 'only control plane machines',
      },
      registering,
    );
  });

  it('are not made up on the way back, although the cluster has some', () => {
    const [machine] = converted(converter(registering).toMachineApi(...capiMachine()));
    expect(at(machine, 'spec.providerSpec.value')).not.toHaveProperty('loadBalancers');
  });
});

describe('load balancers of a control plane machine', () => {
  it('may be those that CAPIBM registers it with, in any order, and come back', () => {
    const { toClusterApi, toMachineApi } = converter(registering);
    const there = toClusterApi(masterWith(balancers));
    expect(there.issues).toEqual([]);
    const [infra, machine] = converted(there);
    const [back] = converted(toMachineApi(machine, infra));
    const names = (list: unknown) => (list as JsonObject[]).map(({ name }) => name).sort();
    expect(names(at(back, path))).toEqual(names(balancers));
  });

  it.each<[string, Json | undefined, string]>([
    ['others', [{ name: 'other', type: 'Application' }], 'Make both the same'],
    ['fewer', balancers.slice(0, 1), 'Make both the same'],
    ['none', undefined, 'Make both the same'],
    ['those of another type', balancers.map(({ name }) => ({ name, type: 'Network' })), 'Make both the same'],
  ])('are refused where the cluster registers it with others: %s', (_, list, remedy) => {
    const errors = errorsOf(converter(registering).toClusterApi(masterWith(list)));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', path, ...(list !== undefined && { value: list }) }]);
    expect(errors[0]?.hint).toContain(remedy);
    expect(errors[0]?.message).toContain('ocp1-x7k2p-loadbalancer-int');
  });

  it.each<[string, ClusterChanges, string]>([
    ['has no VPC', clusterWith({ loadBalancers: [{ name: 'ocp1-x7k2p-loadbalancer' }] }), 'this cluster has no such'],
    ['is not known', { infraCluster: null }, 'none is part of the input'],
  ])(
    'are refused where the IBMPowerVSCluster %s: CAPIBM would not register a new one, and it gets no requests',
    (_, cluster, says) => {
      const errors = errorsOf(converter(cluster).toClusterApi(masterWith(balancers)));
      expect(errors).toMatchObject([{ code: 'DifferentFromCluster', path, value: balancers }]);
      expect(errors[0]?.message).toContain(says);
      expect(errors[0]?.hint).toContain('keep control plane machines on Machine API');
    },
  );

  it('are none where the cluster has none', () => {
    const there = converter().toClusterApi(masterWith(undefined));
    expect(there).toMatchObject({ ok: true, issues: [] });
  });

  it("are in Machine API the cluster's, by the names that CAPIBM gives to nameless ones", () => {
    const read = (spec: JsonObject) => {
      const [machine] = converted(converter(clusterWith(spec)).toMachineApi(...capiMaster));
      return at(machine, path);
    };
    expect(read({ vpc })).toEqual([{ name: 'ocp1-x7k2p-loadbalancer', type: 'Application' }]);
    expect(read({ vpc, loadBalancers: [{ name: 'b' }, {}] })).toEqual([
      { name: 'b', type: 'Application' },
      { name: 'ocp1-x7k2p-loadbalancer-1', type: 'Application' },
    ]);
    expect(read({})).toBeUndefined();
  });

  it('are left out with a warning where no IBMPowerVSCluster says which', () => {
    const { issues, ok } = converter({ infraCluster: null }).toMachineApi(...capiMaster);
    expect(ok).toBe(true);
    expect(issues).toMatchObject([{ code: 'NotChecked', severity: 'warning' }]);
    expect(issues[0]?.hint).toContain('Add the IBMPowerVSCluster');
  });
});
