import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { azureCluster, azureFixture, subscription } from '../../testing/azure.ts';
import { azureFacts } from './facts.ts';

const status = (azure: JsonObject) => ({ status: { platformStatus: { type: 'Azure', azure } } });
const own = { resourceGroupName: 'ocp1-x7k2p-rg', cloudName: 'AzurePublicCloud' };
const read = (infrastructure: JsonObject, infraCluster?: JsonObject, derived?: JsonObject, isComparable = false) =>
  azureFacts({ infrastructure, infraCluster, derived, isComparable });

describe('the facts of a cluster', () => {
  it('are those of the AzureCluster', () => {
    const { facts, problems } = read(azureFixture.infrastructure(), azureCluster());
    expect(problems).toEqual([]);
    const values = {
      location: 'eastus2',
      resourceGroup: 'ocp1-x7k2p-rg',
      vnet: 'ocp1-x7k2p-vnet',
      networkResourceGroup: 'ocp1-x7k2p-rg',
    };
    expect(facts).toEqual({
      subscriptionID: subscription,
      resourceGroup: 'ocp1-x7k2p-rg',
      expected: values,
      certain: values,
      region: undefined,
      saidBy: 'AzureCluster',
      loadBalancers: {
        node: 'ocp1-x7k2p',
        controlPlanePublic: 'ocp1-x7k2p',
        controlPlaneInternal: 'ocp1-x7k2p-internal',
      },
      natSubnets: [],
      securityGroups: [],
      hasClusterTag: false,
      resourceTags: {},
    });
  });

  it('are those of the control plane machines where there is none', () => {
    const { facts } = read(status(own), undefined, azureCluster(), true);
    expect(facts).toMatchObject({
      subscriptionID: subscription,
      saidBy: 'control plane',
      expected: { location: 'eastus2', vnet: 'ocp1-x7k2p-vnet', networkResourceGroup: 'ocp1-x7k2p-rg' },
      certain: { location: undefined, resourceGroup: 'ocp1-x7k2p-rg', vnet: undefined },
      loadBalancers: { controlPlanePublic: 'ocp1-x7k2p' },
    });
  });

  it('have nothing to compare a machine with that the machine itself says', () => {
    const { facts, problems } = read(status({}), undefined, azureCluster());
    expect(facts).toMatchObject({
      subscriptionID: subscription,
      resourceGroup: 'ocp1-x7k2p-rg',
      expected: { location: undefined, resourceGroup: undefined, vnet: undefined, networkResourceGroup: undefined },
      loadBalancers: undefined,
    });
    expect(problems).toEqual([]);
  });

  it('have the group of the network from the Infrastructure object where there is no AzureCluster', () => {
    const network = { ...own, networkResourceGroupName: 'corp-network' };
    expect(read(status(network)).facts.expected.networkResourceGroup).toBe('corp-network');
    expect(read(status(network), azureCluster()).facts.expected.networkResourceGroup).toBe('ocp1-x7k2p-rg');
  });

  it('have the subscription of the machines where the AzureCluster leaves it to the credentials of CAPZ', () => {
    const { facts, problems } = read(status(own), azureCluster({ subscriptionID: '' }), azureCluster());
    expect(facts.subscriptionID).toBe(subscription);
    expect(problems).toEqual([]);
  });

  it('without both leave the network unknown, and the resource group is the Infrastructure’s', () => {
    expect(read(status(own)).facts).toMatchObject({
      expected: { resourceGroup: 'ocp1-x7k2p-rg', vnet: undefined },
      loadBalancers: undefined,
    });
  });

  it('take the defaults of CAPZ for what an AzureCluster leaves out', () => {
    const cluster = azureCluster({}, { vnet: { name: 'v' }, nodeOutboundLB: { type: 'Public' } });
    expect(read(status(own), cluster).facts).toMatchObject({
      expected: { networkResourceGroup: 'ocp1-x7k2p-rg' },
      loadBalancers: { node: 'ocp1-x7k2p' },
    });
  });
});

describe('an Infrastructure object', () => {
  it('must say the resource group, in which machines are', () => {
    expect(read(status({ cloudName: 'AzurePublicCloud' })).problems).toMatchObject([
      {
        object: 'infrastructure',
        problem: {
          code: 'Required',
          at: ['status', 'platformStatus', 'azure', 'resourceGroupName'],
          hint: expect.stringContaining('Take the object with its status'),
        },
      },
    ]);
  });

  it.each([
    ['cloudName', 'AzureStackCloud', 'Azure Stack Hub'],
    ['ipFamily', 'DualStackIPv4Primary', 'IPv6'],
    ['ipFamily', 'DualStackIPv6Primary', 'IPv6'],
  ])('with %s %s is refused, since machines would differ', (field, value, says) => {
    expect(read(status({ ...own, [field]: value })).problems).toMatchObject([
      {
        object: 'infrastructure',
        problem: {
          code: 'NotSupported',
          at: ['status', 'platformStatus', 'azure', field],
          value,
          message: expect.stringContaining(says),
          hint: 'Keep the machines of this cluster on Machine API.',
        },
      },
    ]);
  });

  it.each(['AzureUSGovernmentCloud', 'AzureChinaCloud'])('in the cloud %s is no problem', (cloudName) => {
    expect(read(status({ ...own, cloudName }), azureCluster({ azureEnvironment: cloudName })).problems).toEqual([]);
  });
});

describe('an AzureCluster', () => {
  const problemsOf = (changes: JsonObject, network: JsonObject = {}, azure: JsonObject = {}) =>
    read(status({ ...own, ...azure }), azureCluster(changes, network), azureCluster()).problems;

  it.each([
    ['resourceGroup', 'other-rg', {}],
    ['azureEnvironment', 'AzurePublicCloud', { cloudName: 'AzureUSGovernmentCloud' }],
    ['subscriptionID', '99999999-2222-4333-8444-555555555555', {}],
  ])('of another %s belongs to another cluster', (field, value, azure) => {
    expect(problemsOf({ [field]: value }, {}, azure)).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', field],
          value,
          hint: expect.stringContaining(`Correct ${field}`),
        },
      },
    ]);
  });

  it('in an edge zone is refused', () => {
    const extendedLocation = { name: 'losangeles', type: 'EdgeZone' };
    expect(problemsOf({ extendedLocation })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'extendedLocation'],
          hint: expect.stringContaining('Remove extendedLocation'),
        },
      },
    ]);
  });

  it('with an IPv6 network is refused: machines would get other addresses', () => {
    const cidrBlocks = ['10.0.0.0/16', 'fd00::/56'];
    expect(problemsOf({}, { vnet: { name: 'ocp1-x7k2p-vnet', cidrBlocks } })).toMatchObject([
      { problem: { code: 'NotSupported', at: ['spec', 'networkSpec', 'vnet', 'cidrBlocks'], value: cidrBlocks } },
    ]);
    expect(problemsOf({}, { vnet: { name: 'ocp1-x7k2p-vnet', cidrBlocks: ['10.0.0.0/16'] } })).toEqual([]);
  });

  it('with tags that Machine API does not put on machines is refused', () => {
    const azure = { resourceTags: [{ key: 'cost', value: '1' }] };
    expect(problemsOf({ additionalTags: { cost: '1', unit: 'it' } }, {}, azure)).toMatchObject([
      {
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', 'additionalTags', 'unit'],
          value: 'it',
          hint: expect.stringContaining('Remove the tag'),
        },
      },
    ]);
  });

  it('that CAPZ would manage warns: it would make networks', () => {
    const managed = { ...azureCluster(), metadata: { name: 'ocp1-x7k2p' } };
    expect(read(status(own), managed).problems).toMatchObject([
      {
        problem: {
          code: 'NotChecked',
          severity: 'warning',
          at: ['metadata', 'annotations'],
          hint: expect.stringContaining('managed-by'),
        },
      },
    ]);
  });
});
