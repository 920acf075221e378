import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  azureCluster,
  backAndThere,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiSet,
  provider,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const subnet = 'ocp1-x7k2p-worker-subnet';
const nic = (changes: JsonObject = {}) => ({
  networkInterfaces: [{ subnetName: subnet, acceleratedNetworking: true, privateIPConfigs: 1, ...changes }],
});

describe('the network interface', () => {
  it.each([
    [true, true],
    [false, false],
    [undefined, false],
  ])('with acceleratedNetworking %j says %j: absent would let CAPZ choose', (acceleratedNetworking, wanted) => {
    expect(toInfra({ acceleratedNetworking })).toMatchObject(nic({ acceleratedNetworking: wanted }));
  });

  it('with no word on accelerated networking is refused on the way back', () => {
    expectInfraRefused(
      { networkInterfaces: [{ subnetName: subnet, privateIPConfigs: 1 }] },
      { code: 'Required', path: 'networkInterfaces[0].acceleratedNetworking', remedy: 'to true or false' },
    );
  });

  it('must name its subnet, which each side would choose otherwise', () => {
    expectRefused({ subnet: undefined }, { code: 'Required', path: 'subnet', remedy: 'Name the subnet' });
    expectInfraRefused(
      { networkInterfaces: [{ acceleratedNetworking: false, privateIPConfigs: 1 }] },
      { code: 'Required', path: 'networkInterfaces[0].subnetName', remedy: 'Set networkInterfaces[0].subnetName' },
    );
  });

  it('is not lost where a machine has two', () => {
    const second = { subnetName: 'storage', acceleratedNetworking: true, privateIPConfigs: 1 };
    expectInfraRefused(
      { networkInterfaces: [...nic().networkInterfaces, second] },
      { code: 'NotSupported', path: 'networkInterfaces[1]', value: second, remedy: 'Leave one interface' },
    );
  });

  it('has one private address', () => {
    expectInfraRefused(nic({ privateIPConfigs: 3 }), {
      code: 'NotSupported',
      path: 'networkInterfaces[0].privateIPConfigs',
      value: 3,
      remedy: 'Set privateIPConfigs: 1',
    });
    expect(toProvider(nic({ privateIPConfigs: 0 }))).toMatchObject({ subnet, acceleratedNetworking: true });
  });

  it('may be written in the deprecated fields, which are not written again but come back', () => {
    const old = { networkInterfaces: undefined, subnetName: subnet, acceleratedNetworking: true };
    expect(toProvider(old)).toMatchObject({ subnet, acceleratedNetworking: true });
    expect(backAndThere(old)).toMatchObject({ subnetName: subnet, acceleratedNetworking: true });
    expect(converter().same.knownInfra(infraSpec(old), infraSpec(nic()))).toBe(true);
  });

  it('is not said twice', () => {
    expectInfraRefused(
      { ...nic(), subnetName: 'other' },
      { code: 'Conflict', path: 'subnetName', value: 'other', remedy: 'Remove it' },
    );
  });

  it.each([
    ['dnsServers', { dnsServers: ['10.0.0.4'] }, ['10.0.0.4']],
    ['enableIPForwarding', { enableIPForwarding: true }, true],
  ])('has no %s in Machine API', (path, changes, value) => {
    expectInfraRefused(changes, { code: 'NotSupported', path, value, remedy: 'Remove the field' });
  });

  it.each([
    ['securityGroup', 'ocp1-x7k2p-nsg', 'security group of the subnet'],
    ['applicationSecurityGroups', ['asg-finance'], 'keep the machines on Machine API'],
    ['natRule', 0, 'keep the machines on Machine API'],
    ['availabilitySet', 'old-as', 'keep the machines on Machine API'],
  ])('has no %s in Cluster API', (path, value, remedy) => {
    expectRefused({ [path]: value }, { code: 'NotSupported', path, value, remedy });
  });

  it('converts with the empty fields of documentation', () => {
    expect(toInfra({ securityGroup: '', natRule: null, internalLoadBalancer: '', availabilitySet: '' })).toHaveProperty(
      'vmSize',
    );
  });
});

describe('the security group of a network interface', () => {
  const listing = (name: string, changes: JsonObject = {}) => ({
    infraCluster: azureCluster({}, { subnets: [{ name: subnet, role: 'node', securityGroup: { name } }], ...changes }),
  });

  it("is carried where it is that of the machine's subnet, which filters the same traffic", () => {
    const cluster = listing('OCP1-x7k2p-nsg');
    expect(toInfra({ securityGroup: 'ocp1-x7k2p-nsg' }, cluster)).toHaveProperty('vmSize');
    expect(thereAndBack({ securityGroup: 'ocp1-x7k2p-nsg' }, cluster).securityGroup).toBe('ocp1-x7k2p-nsg');
    const [template, set] = converted(
      converter(cluster).toClusterApi(mapiSet(provider({ securityGroup: 'ocp1-x7k2p-nsg' }))),
    );
    const [alone] = converted(converter({ infraCluster: null }).toMachineApi(set, template));
    expect(at(alone, 'spec.template.spec.providerSpec.value.securityGroup')).toBe('ocp1-x7k2p-nsg');
  });

  const elsewhere = { name: 'ocp1-x7k2p-vnet', resourceGroup: 'net' };
  it.each([
    ['another one', listing('other-nsg'), {}],
    // Machine API looks in the machine's resource group, CAPZ in the network's.
    ['one of the same name elsewhere', listing('ocp1-x7k2p-nsg', { vnet: elsewhere }), { networkResourceGroup: 'net' }],
    ['one that nobody lists', {}, {}],
  ])('that is %s is refused: its rules would be missing', (_, cluster, changes) => {
    expectRefused(
      { securityGroup: 'ocp1-x7k2p-nsg', ...changes },
      {
        code: 'NotSupported',
        path: 'securityGroup',
        value: 'ocp1-x7k2p-nsg',
        remedy: 'list the subnet with its id and this group in the AzureCluster',
      },
      cluster,
    );
  });
});

describe('a subnet with a NAT gateway', () => {
  const natted = (name: string) => ({
    infraCluster: azureCluster({}, { subnets: [{ name, role: 'node', natGateway: { name: 'nat' } }] }),
  });

  it('is refused: CAPZ would leave the load balancer out', () => {
    const refusal = { code: 'DifferentFromCluster', value: subnet, remedy: 'Take the subnet out' } as const;
    expectRefused({}, { ...refusal, path: 'subnet' }, natted(subnet));
    expectInfraRefused({}, { ...refusal, path: 'networkInterfaces[0].subnetName' }, natted(subnet));
  });

  it('that is another machine’s is nobody’s concern', () => {
    expect(toInfra({}, natted('ocp1-x7k2p-node-subnet'))).toMatchObject({ vmSize: 'Standard_D4s_v5' });
  });
});

describe('without the AzureCluster', () => {
  it('the network of a machine that came from Machine API is what it was', () => {
    const [template, set] = converted(
      converter().toClusterApi(mapiSet(provider({ networkResourceGroup: 'OCP1-x7k2p-rg' }))),
    );
    const [back] = converted(converter({ infraCluster: null }).toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject({
      location: 'eastus2',
      vnet: 'ocp1-x7k2p-vnet',
      subnet,
      networkResourceGroup: 'OCP1-x7k2p-rg',
      resourceGroup: 'ocp1-x7k2p-rg',
      publicLoadBalancer: 'ocp1-x7k2p',
    });
  });

  it('that of another is not known: refused with what to add', () => {
    const [error] = errorsOf(converter({ infraCluster: null }).toMachineApi(...capiSet())).filter(
      ({ object }) => object === 'self',
    );
    expect(error).toMatchObject({ code: 'MissingObject', hint: 'Add the AzureCluster of the cluster to the input.' });
    expect(error?.message).toContain('virtual network');
  });
});
