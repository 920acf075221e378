import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../inventory/plan.ts';
import { makeConverter } from '../../objects/convert.ts';
import { at, type ClusterChanges, cluster, converted, errorsOf } from '../../testing/fixture.ts';
import { expectRefused, ibmCloudFixture, thereAndBack, toInfra, toProvider } from '../../testing/ibmcloud.ts';
import { ibmCloudFacts } from './facts.ts';
import { ibmCloud } from './platform.ts';

const { converter, infrastructure, provider, mapiMachine, mapiSet, capiMachine } = ibmCloudFixture;
const nothing: ClusterChanges = { infraCluster: null };
const oneGroup: ClusterChanges = {
  infraCluster: { spec: { region: 'eu-de', resourceGroup: '0'.repeat(32), network: { vpc: { name: 'corp-vpc' } } } },
};

describe('the VPC of a machine', () => {
  it("is refused where it is not the cluster's: Cluster API would put the machine elsewhere", () => {
    expectRefused(
      { vpc: 'other-vpc' },
      {
        code: 'DifferentFromCluster',
        path: 'vpc',
        value: 'other-vpc',
        remedy: 'keep these machines on Machine API',
        says: 'which is "corp-vpc"',
      },
    );
  });

  it('must be named', () => {
    expectRefused({ vpc: undefined }, { code: 'Required', path: 'vpc', remedy: 'Name the VPC' });
  });

  it('comes from the IBMVPCCluster on the way back, and is not carried then', () => {
    const [, machine] = converted(converter().toClusterApi(mapiMachine()));
    expect(at(machine, 'metadata.annotations')).toBeUndefined();
    expect(toProvider({})).toMatchObject({ vpc: 'corp-vpc', networkResourceGroup: 'corp-network' });
  });

  it('is carried as long as there is no IBMVPCCluster, so that it is not lost without one', () => {
    expect(thereAndBack({}, nothing)).toMatchObject({ vpc: 'corp-vpc', networkResourceGroup: 'corp-network' });
  });

  it('is not made up for a Cluster API machine without an IBMVPCCluster: Machine API could not make it', () => {
    const [error, ...more] = errorsOf(converter(nothing).toMachineApi(...capiMachine()));
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code: 'MissingObject' });
    expect(error?.message).toContain('the VPC');
    expect(error?.hint).toBe('Add the IBMVPCCluster to the input.');
  });
});

describe('where there is no IBMVPCCluster', () => {
  const fromControlPlane = (vpc: string, group: string) => {
    const derived = { spec: { network: { vpc: { name: vpc }, resourceGroup: { id: '', name: group } } } };
    const known = { infrastructure: infrastructure(), infraCluster: undefined, derived, isComparable: true };
    return makeConverter(ibmCloud, ibmCloudFacts(known).facts, cluster);
  };
  const master = { labels: { 'machine.openshift.io/cluster-api-machine-role': 'master' } };
  const path = 'spec.providerSpec.value';

  it('a worker elsewhere than the control plane is refused, and told that it is the control plane that it differs from', () => {
    const errors = errorsOf(fromControlPlane('first-vpc', 'first-network').toClusterApi(mapiMachine()));
    expect(errors).toMatchObject([
      { code: 'DifferentFromCluster', path: `${path}.networkResourceGroup`, value: 'corp-network' },
      { code: 'DifferentFromCluster', path: `${path}.vpc`, value: 'corp-vpc' },
    ]);
    expect(errors[1]?.message).toBe('must equal the VPC of the control plane, which is "first-vpc"');
    expect(errors[1]?.hint).toContain('add the IBMVPCCluster to the input');
  });

  it('a worker where the control plane is has nothing to be told', () => {
    expect(fromControlPlane('corp-vpc', 'corp-network').toClusterApi(mapiMachine()).issues).toEqual([]);
  });

  it('a control plane machine cannot vouch for itself, but for the next one', () => {
    const machine = (name: string, creationTimestamp: string) =>
      mapiMachine(provider(), {}, { ...master, name, creationTimestamp });
    const machines = [machine('master-0', '2026-01-01T00:00:00Z'), machine('master-1', '2026-02-01T00:00:00Z')];
    const inputs = [infrastructure(), ...machines].map((value, source) => ({ source, value }));
    const result = makePlan(inputs, { ...cluster, target: 'cluster-api' });
    expect(result.ok && result.plan.entries.map(({ verdict }) => verdict)).toEqual(['ready', 'warning']);
  });

  it('what only a worker could vouch for is carried with a warning: it would be compared with itself', () => {
    const { issues, ok } = converter(nothing).toClusterApi(mapiMachine());
    expect(ok).toBe(true);
    expect(issues).toMatchObject([
      { code: 'NotChecked', severity: 'warning', path: `${path}.networkResourceGroup`, value: 'corp-network' },
      { code: 'NotChecked', severity: 'warning', path: `${path}.vpc`, value: 'corp-vpc' },
    ]);
    expect(issues[1]?.message).toBe('must be the VPC of the IBMVPCCluster, which is not part of the input');
    expect(issues[1]?.hint).toContain('Add the IBMVPCCluster to the input');
  });

  it('a network without a group of its own is told of once, at its VPC', () => {
    const { issues } = converter(nothing).toClusterApi(mapiMachine(provider({ networkResourceGroup: undefined })));
    expect(issues).toMatchObject([{ code: 'NotChecked', path: `${path}.vpc` }]);
    expect(thereAndBack({ networkResourceGroup: undefined }, nothing)).not.toHaveProperty('networkResourceGroup');
  });

  it('an odd set that comes first by its name is not taken for the cluster, neither by itself nor by the others', () => {
    const set = (name: string, vpc: string) => mapiSet(provider({ vpc }), { metadata: { name } });
    const inputs = [infrastructure(), set('a-odd', 'odd-net'), set('workers', 'corp-vpc')];
    const verdicts = (withCluster: boolean) => {
      const result = makePlan(
        inputs.map((value, source) => ({ source, value })),
        { ...cluster, target: 'cluster-api', withCluster },
      );
      return result.ok ? result.plan.entries.map(({ verdict }) => verdict) : result.problems;
    };
    expect(verdicts(false)).toEqual(['warning', 'warning']);
    // The IBMVPCCluster that is printed has the VPC of the first.
    expect(verdicts(true)).toEqual(['ready', 'blocked']);
  });
});

describe('the resource group of a machine', () => {
  it("is refused where it is not the cluster's", () => {
    expectRefused(
      { resourceGroup: 'other' },
      {
        code: 'DifferentFromCluster',
        path: 'resourceGroup',
        value: 'other',
        remedy: 'keep these machines on Machine API',
        says: 'which is "ocp1-x7k2p"',
      },
    );
  });

  it('must be named', () => {
    expectRefused(
      { resourceGroup: '' },
      { code: 'Required', path: 'resourceGroup', remedy: 'Name the resource group' },
    );
  });

  const noName: ClusterChanges = { platformStatus: { ibmcloud: { location: 'eu-de' } } };

  it('is carried, with a warning, where the Infrastructure object does not tell it', () => {
    const conversion = converter(noName).toClusterApi(mapiMachine());
    expect(conversion.issues).toMatchObject([
      { code: 'NotChecked', severity: 'warning', path: 'spec.providerSpec.value.resourceGroup', value: 'ocp1-x7k2p' },
    ]);
    expect(thereAndBack({}, noName)).toMatchObject({ resourceGroup: 'ocp1-x7k2p' });
  });

  it('is asked for where nothing tells it on the way back', () => {
    const errors = errorsOf(converter(noName).toMachineApi(...capiMachine()));
    expect(errors).toMatchObject([{ code: 'MissingObject', hint: 'Add the IBMVPCCluster to the input.' }]);
  });
});

describe('the resource group of the network', () => {
  it.each([undefined, '', 'ocp1-x7k2p'])('%j is that of the cluster, where the network has none of its own', (name) => {
    expect(toInfra({ networkResourceGroup: name }, oneGroup)).toHaveProperty('zone');
    expect(thereAndBack({ networkResourceGroup: name }, oneGroup)).toMatchObject({ vpc: 'corp-vpc' });
  });

  it("is refused where it is not the IBMVPCCluster's, since Machine API would look for the VPC elsewhere", () => {
    expectRefused(
      {},
      {
        code: 'DifferentFromCluster',
        path: 'networkResourceGroup',
        value: 'corp-network',
        remedy: 'Set spec.network.resourceGroup.name',
        says: 'which is "ocp1-x7k2p"',
      },
      oneGroup,
    );
  });

  it('left out is the resource group, which is not where this network is', () => {
    const errors = errorsOf(converter().toClusterApi(mapiMachine(provider({ networkResourceGroup: undefined }))));
    expect(errors).toMatchObject([
      { code: 'DifferentFromCluster', path: 'spec.providerSpec.value.networkResourceGroup', value: 'ocp1-x7k2p' },
    ]);
  });
});

it('a machine whose values were carried follows an IBMVPCCluster that has come meanwhile', () => {
  const [infra, machine] = converted(converter(nothing).toClusterApi(mapiMachine()));
  const renamed: JsonObject = { spec: { resourceGroup: '0'.repeat(32), network: { vpc: { name: 'new-vpc' } } } };
  const [back] = converted(converter({ infraCluster: renamed }).toMachineApi(machine, infra));
  expect(at(back, 'spec.providerSpec.value.vpc')).toBe('new-vpc');
});
