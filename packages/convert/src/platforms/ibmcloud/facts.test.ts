import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { ibmCloudFixture } from '../../testing/ibmcloud.ts';
import { ibmCloudFacts } from './facts.ts';

const infrastructure = ibmCloudFixture.infrastructure();
const id = '0123456789abcdef0123456789abcdef';
const sound: JsonObject = { region: 'eu-de', resourceGroup: id, network: { vpc: { name: 'corp-vpc' } } };
const read = (spec: JsonObject, status: JsonObject = {}) =>
  ibmCloudFacts({ infrastructure, infraCluster: { spec: { ...sound, ...spec }, status }, derived: undefined });
const name = (known: string | undefined, controlPlane?: string) => ({ known, controlPlane });

describe('the facts of a cluster', () => {
  it('are those of the Infrastructure object and the IBMVPCCluster', () => {
    expect(read({})).toEqual({
      facts: {
        clusterIsMissing: false,
        region: 'eu-de',
        resourceGroup: name('ocp1-x7k2p'),
        networkResourceGroup: name('ocp1-x7k2p'),
        vpc: name('corp-vpc'),
      },
      problems: [],
    });
  });

  const derived = { spec: { ...sound, network: { vpc: { name: 'a' }, resourceGroup: { id: '', name: 'b' } } } };

  it('of an IBMVPCCluster that would be made of the control plane are compared with and given to no machine', () => {
    const known = { infrastructure, infraCluster: undefined, derived, isComparable: true };
    expect(ibmCloudFacts(known).facts).toMatchObject({
      clusterIsMissing: true,
      vpc: name(undefined, 'a'),
      networkResourceGroup: name(undefined, 'b'),
    });
  });

  it('are none where only a worker could tell them, since it may be the odd one', () => {
    const known = { infrastructure, infraCluster: undefined, derived, isComparable: false };
    expect(ibmCloudFacts(known).facts).toMatchObject({ vpc: name(undefined), networkResourceGroup: name(undefined) });
  });

  it('know the VPC of an IBMVPCCluster without spec.network', () => {
    const spec = { region: 'eu-de', resourceGroup: id, vpc: 'old-vpc' };
    const { facts, problems } = ibmCloudFacts({ infrastructure, infraCluster: { spec }, derived: undefined });
    expect(facts.vpc).toEqual(name('old-vpc'));
    expect(problems).toEqual([]);
  });

  it.each<[string, JsonObject, JsonObject, string | undefined]>([
    ['the IBMVPCCluster writes it', { resourceGroup: 'group-a' }, {}, 'group-a'],
    ['its status tells it', {}, { resourceGroup: { id, name: 'group-b', ready: true } }, 'group-b'],
    ['there is only an id', {}, {}, undefined],
  ])('without a name in the Infrastructure object, know the resource group where %s', (_, spec, status, group) => {
    const untold = ibmCloudFixture.infrastructure({ platformStatus: { ibmcloud: { location: 'eu-de' } } });
    const infraCluster = { spec: { ...sound, ...spec }, status };
    const { facts } = ibmCloudFacts({ infrastructure: untold, infraCluster, derived: undefined });
    expect(facts.resourceGroup).toEqual(name(group));
  });
});

describe('the region of the cluster', () => {
  it.each([{}, { status: {} }, { status: { platformStatus: { type: 'IBMCloud', ibmcloud: { location: '' } } } }])(
    'must be known, and is not by %j: machines would be compared with nothing',
    (object) => {
      const { problems } = ibmCloudFacts({ infrastructure: object, infraCluster: undefined, derived: undefined });
      expect(problems).toMatchObject([
        {
          object: 'infrastructure',
          problem: { code: 'Required', at: ['status', 'platformStatus', 'ibmcloud', 'location'] },
        },
      ]);
      expect(problems[0]?.problem.hint).toContain('oc get infrastructures.config.openshift.io cluster');
    },
  );
});

describe('an IBMVPCCluster', () => {
  it.each<[string, JsonObject, JsonObject, object, string]>([
    [
      'of another region',
      { region: 'us-south' },
      {},
      { code: 'DifferentFromCluster', at: ['spec', 'region'], value: 'us-south' },
      'one cluster',
    ],
    [
      'of another resource group',
      { resourceGroup: 'other' },
      {},
      { code: 'DifferentFromCluster', at: ['spec', 'resourceGroup'], value: 'other' },
      'one cluster',
    ],
    [
      'that hides the name of its VPC behind an id',
      { network: { vpc: { id: 'r010-1' } } },
      {},
      { code: 'Required', at: ['spec', 'network', 'vpc', 'name'] },
      'Set spec.network.vpc.name.',
    ],
    [
      'that hides the name of the resource group of its network',
      { network: { vpc: { name: 'v' }, resourceGroup: { id } } },
      {},
      { code: 'Required', at: ['spec', 'network', 'resourceGroup', 'name'] },
      'Set spec.network.resourceGroup.name.',
    ],
    [
      'whose status moves every machine into one subnet',
      {},
      { subnet: { id: '0717-1' } },
      { code: 'NotSupported', at: ['status', 'subnet', 'id'], value: '0717-1' },
      'remove status.subnet',
    ],
  ])('is a problem %s', (_, spec, status, problem, remedy) => {
    const { problems } = read(spec, status);
    expect(problems).toMatchObject([{ object: 'infraCluster', problem }]);
    expect(problems[0]?.problem.severity).toBeUndefined();
    expect(problems[0]?.problem.hint).toContain(remedy);
  });

  it('with the name of the resource group where CAPIBM wants the id is warned of', () => {
    const { problems } = read({ resourceGroup: 'ocp1-x7k2p' });
    expect(problems).toMatchObject([
      { problem: { code: 'NotChecked', severity: 'warning', at: ['spec', 'resourceGroup'], value: 'ocp1-x7k2p' } },
    ]);
    expect(problems[0]?.problem.hint).toContain('ibmcloud resource group');
  });

  it('with a load balancer of its own is warned of: Machine API would neither register machines with it nor take them out', () => {
    const { problems } = read({}, { vpcEndpoint: { address: 'lb.example.com', loadBalancerIPID: 'r010-9' } });
    expect(problems).toMatchObject([
      {
        problem: {
          code: 'NotChecked',
          severity: 'warning',
          at: ['status', 'vpcEndpoint', 'loadBalancerIPID'],
          value: 'r010-9',
        },
      },
    ]);
    expect(problems[0]?.problem.hint).toContain('Register and take out control plane machines yourself');
  });

  it('is fine with the name there where its status has the id', () => {
    expect(read({ resourceGroup: 'ocp1-x7k2p' }, { resourceGroup: { id, ready: true } }).problems).toEqual([]);
  });
});
