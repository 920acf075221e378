import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { ProviderSource } from '../../cluster/infra-cluster.ts';
import { armId, azureFixture, mapiMachine, mapiSet, provider, subscription } from '../../testing/azure.ts';
import type { Changes, ClusterChanges } from '../../testing/fixture.ts';

const controlPlane = (changes: Changes = {}): ProviderSource => ({
  isControlPlane: true,
  value: provider({ internalLoadBalancer: 'ocp1-x7k2p-internal', subnet: 'ocp1-x7k2p-master-subnet', ...changes }),
});
const master = mapiMachine(
  controlPlane().value,
  { providerID: `azure://${armId('Microsoft.Compute/virtualMachines', 'master-0')}` },
  { name: 'master-0', labels: { 'machine.openshift.io/cluster-api-machine-role': 'master' } },
);

function around(
  source: ProviderSource | undefined,
  machines: readonly JsonObject[] = [master, mapiSet()],
  changes: ClusterChanges = {},
) {
  return azureFixture.around(source?.value, {
    isControlPlane: source?.isControlPlane === true,
    machines,
    ...changes,
  });
}

describe('the AzureCluster of a cluster', () => {
  it('is what the Infrastructure object and the control plane machines say, and nobody else manages it', () => {
    const { objects, infraStatus, issues } = around(controlPlane());
    const [infra, core] = objects;
    expect(infra).toEqual({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      kind: 'AzureCluster',
      metadata: {
        name: 'ocp1-x7k2p',
        namespace: 'openshift-cluster-api',
        labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
        annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' },
      },
      spec: {
        azureEnvironment: 'AzurePublicCloud',
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
        identityRef: { kind: 'AzureClusterIdentity', name: 'ocp1-x7k2p', namespace: 'openshift-cluster-api' },
        location: 'eastus2',
        networkSpec: {
          apiServerLB: { name: 'ocp1-x7k2p-internal', type: 'Internal', backendPool: { name: 'ocp1-x7k2p-internal' } },
          controlPlaneOutboundLB: { name: 'ocp1-x7k2p', backendPool: { name: 'ocp1-x7k2p' } },
          nodeOutboundLB: { name: 'ocp1-x7k2p', backendPool: { name: 'ocp1-x7k2p' } },
          vnet: { name: 'ocp1-x7k2p-vnet', resourceGroup: 'ocp1-x7k2p-rg' },
        },
        resourceGroup: 'ocp1-x7k2p-rg',
        subscriptionID: subscription,
      },
    });
    expect(core).toMatchObject({ kind: 'Cluster' });
    expect(infraStatus).toEqual({
      ready: true,
      failureDomains: { '1': { controlPlane: true }, '2': { controlPlane: true }, '3': { controlPlane: true } },
    });
    expect(issues.map(({ severity, code, path }) => `${severity} ${code} ${path}`)).toEqual([
      'warning NotChecked publicLoadBalancer',
      'warning NotChecked internalLoadBalancer',
    ]);
  });

  it('lists no subnets, to which CAPZ would add a NAT gateway', () => {
    expect(JSON.stringify(around(controlPlane()).infraCluster)).not.toContain('subnets');
  });

  it('is in its own cloud, and has the tags of the whole cluster', () => {
    const { infraCluster } = around(controlPlane(), [], {
      platformStatus: {
        azure: {
          resourceGroupName: 'ocp1-x7k2p-rg',
          cloudName: 'AzureUSGovernmentCloud',
          resourceTags: [{ key: 'cost', value: '1' }],
        },
      },
    });
    expect(infraCluster['spec']).toMatchObject({
      azureEnvironment: 'AzureUSGovernmentCloud',
      additionalTags: { cost: '1' },
    });
  });

  it('has no load balancer for workers that have none', () => {
    const routed = mapiSet(provider({ publicLoadBalancer: '' }));
    const { infraCluster } = around(controlPlane(), [master, routed]);
    expect(infraCluster['spec']).not.toHaveProperty('networkSpec.nodeOutboundLB');
  });

  it('has a public load balancer for the API server where there is no internal one', () => {
    const { infraCluster } = around(controlPlane({ internalLoadBalancer: '' }));
    expect(infraCluster['spec']).toMatchObject({
      networkSpec: { apiServerLB: { name: 'ocp1-x7k2p', type: 'Public' } },
    });
    expect(infraCluster['spec']).not.toHaveProperty('networkSpec.controlPlaneOutboundLB');
  });

  it('has no failure domains where no machine names a zone: CAPZ then makes availability sets, as Machine API does', () => {
    const zoneless = mapiSet(provider({ zone: undefined }));
    expect(around(controlPlane({ zone: undefined }), [zoneless]).infraStatus).toEqual({ ready: true });
  });

  it('of a network elsewhere says so', () => {
    const { infraCluster } = around(controlPlane({ vnet: 'corp', networkResourceGroup: 'corp-network' }));
    expect(infraCluster['spec']).toMatchObject({
      networkSpec: { vnet: { name: 'corp', resourceGroup: 'corp-network' } },
    });
  });

  it('knows the subscription by a machine that has no provider id yet', () => {
    const made = {
      ...mapiMachine(),
      status: { providerStatus: { vmId: armId('Microsoft.Compute/virtualMachines', 'w') } },
    };
    expect(around(controlPlane(), [made]).infraCluster['spec']).toMatchObject({ subscriptionID: subscription });
  });

  it('never has what is in a secret', () => {
    expect(around(controlPlane()).objects.map(({ kind }) => kind)).toEqual(['AzureCluster', 'Cluster']);
  });
});

describe('what cannot be known', () => {
  const worker: ProviderSource = { isControlPlane: false, value: provider() };
  const issuesOf = (source: ProviderSource | undefined, machines?: readonly JsonObject[]) =>
    around(source, machines).issues.map(({ of, severity, code, path, hint }) => ({ of, severity, code, path, hint }));

  it('warns without a control plane machine, since CAPZ would make names of load balancers up', () => {
    expect(issuesOf(worker)).toContainEqual({
      of: 'provider',
      severity: 'warning',
      code: 'NotChecked',
      path: '',
      hint: 'Add the ControlPlaneMachineSet or a control plane Machine to the input.',
    });
    expect(around(worker).infraCluster['spec']).not.toHaveProperty('networkSpec.apiServerLB');
  });

  it('warns without a provider id, since CAPZ would take the subscription of its credentials', () => {
    expect(issuesOf(controlPlane(), [mapiSet()])).toContainEqual(
      expect.objectContaining({
        severity: 'warning',
        code: 'NotChecked',
        hint: expect.stringContaining('spec.providerID'),
      }),
    );
  });

  it('is an error without any machine', () => {
    const { objects, issues } = around(undefined, []);
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      { of: 'provider', code: 'MissingObject', hint: expect.stringContaining('Add the ControlPlaneMachineSet') },
    ]);
  });

  it('is an error without a resource group anywhere', () => {
    const { issues } = around(controlPlane(), [master], { platformStatus: { azure: {} } });
    expect(issues).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'Required',
        path: 'resourceGroup',
        hint: 'Set resourceGroup.',
      }),
    );
  });

  it.each([
    ['location', 'Set location.'],
    ['vnet', 'Set vnet.'],
  ])('is an error without the %s of a machine', (field, hint) => {
    expect(issuesOf(controlPlane({ [field]: undefined }))).toContainEqual({
      of: 'provider',
      severity: 'error',
      code: 'Required',
      path: field,
      hint,
    });
  });
});
