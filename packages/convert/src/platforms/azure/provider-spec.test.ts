import { describe, expect, it } from 'vitest';
import {
  azureCluster,
  converter,
  expectInfraRefused,
  expectRefused,
  mapiMachine,
  mapiSet,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted } from '../../testing/fixture.ts';

describe('the provider spec', () => {
  it('may have the empty metadata that Go writes, and no other', () => {
    expect(toInfra({ metadata: { creationTimestamp: null } })).toHaveProperty('vmSize');
    expectRefused(
      { metadata: { name: 'a' } },
      { code: 'NotSupported', path: 'metadata', value: { name: 'a' }, remedy: 'Remove it' },
    );
  });

  it.each([
    'azureproviderconfig.openshift.io/v1beta1',
    'azureproviderconfig.openshift.io/v1',
    'machine.openshift.io/v1',
  ])('of the old version %s comes back as that version', (apiVersion) => {
    expect(thereAndBack({ apiVersion }).apiVersion).toBe(apiVersion);
  });

  it('of another platform is refused', () => {
    expectRefused(
      { kind: 'GCPMachineProviderSpec' },
      { code: 'WrongKind', path: 'kind', value: 'GCPMachineProviderSpec', remedy: 'of that platform' },
    );
  });

  it('with a field that nobody knows is refused, where Machine API would only warn', () => {
    expectRefused(
      { sizeOfVM: 'x' },
      { code: 'UnknownField', path: 'sizeOfVM', value: 'x', remedy: 'Correct the name' },
    );
  });

  it('must have a size, which its webhook would choose by its own architecture', () => {
    expectRefused({ vmSize: '' }, { code: 'Required', path: 'vmSize', remedy: 'Set vmSize' });
    expectInfraRefused({ vmSize: undefined }, { code: 'Required', path: 'vmSize', remedy: 'Set vmSize' });
  });

  it('made from Cluster API has what belongs to the cluster', () => {
    expect(toProvider({})).toMatchObject({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'AzureMachineProviderSpec',
      location: 'eastus2',
      resourceGroup: 'ocp1-x7k2p-rg',
      networkResourceGroup: 'ocp1-x7k2p-rg',
      vnet: 'ocp1-x7k2p-vnet',
      publicIP: false,
      credentialsSecret: { name: 'azure-cloud-credentials', namespace: 'openshift-machine-api' },
    });
  });
});

describe('what belongs to the cluster', () => {
  it.each([
    ['credentialsSecret.name', { credentialsSecret: { name: 'other' } }, 'other', "Use the cluster's"],
    [
      'credentialsSecret.namespace',
      { credentialsSecret: { name: 'azure-cloud-credentials', namespace: 'kube-system' } },
      'kube-system',
      "Use the cluster's credentials",
    ],
    ['location', { location: 'westeurope' }, 'westeurope', 'Correct location'],
    ['resourceGroup', { resourceGroup: 'other-rg' }, 'other-rg', 'Keep these on Machine API'],
    ['networkResourceGroup', { networkResourceGroup: 'corp' }, 'corp', 'Set networkResourceGroup'],
    ['vnet', { vnet: 'corp-vnet' }, 'corp-vnet', 'Set vnet'],
  ])('is refused where a machine has another %s', (path, changes, value, remedy) => {
    expectRefused(changes, { code: 'DifferentFromCluster', path, value, remedy });
  });

  it('may be left out but for the network, without which nobody knows the subnet', () => {
    const cut = { location: undefined, resourceGroup: '', networkResourceGroup: '', credentialsSecret: undefined };
    expect(toInfra(cut)).toHaveProperty('vmSize');
    expectRefused({ vnet: undefined }, { code: 'Required', path: 'vnet', remedy: 'Set vnet' });
  });

  it.each([
    { location: 'East US 2' },
    { location: 'EASTUS2' },
    { resourceGroup: 'OCP1-X7K2P-RG' },
    { vnet: 'OCP1-x7k2p-vnet' },
  ])('is the same in the spelling of %j, which comes back', (changes) => {
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('an empty network resource group is that of the cluster, not that of the network', () => {
    const byo = {
      infraCluster: azureCluster({}, { vnet: { name: 'ocp1-x7k2p-vnet', resourceGroup: 'corp-network' } }),
    };
    expect(toInfra({ networkResourceGroup: 'corp-network' }, byo)).toHaveProperty('vmSize');
    expectRefused(
      {},
      {
        code: 'DifferentFromCluster',
        path: 'networkResourceGroup',
        value: 'ocp1-x7k2p-rg',
        remedy: 'Set networkResourceGroup',
      },
      byo,
    );
  });

  it('that changed on the AzureCluster meanwhile is what that says', () => {
    const [template, set] = converted(converter().toClusterApi(mapiSet()));
    const moved = converter({ infraCluster: azureCluster({ location: 'westeurope' }) });
    const [back] = converted(moved.toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.providerSpec.value.location')).toBe('westeurope');
  });
});

it('a Machine has the labels that its controller would write: size, location and zone', () => {
  const [template, machine] = converted(converter().toClusterApi(mapiMachine()));
  const [back] = converted(converter({ infraCluster: null }).toMachineApi(machine, template));
  expect(at(back, 'metadata.labels')).toMatchObject({
    'machine.openshift.io/instance-type': 'Standard_D4s_v5',
    'machine.openshift.io/region': 'eastus2',
    'machine.openshift.io/zone': '1',
  });
});
