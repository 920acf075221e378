import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { powervsFixture, provider, workspace } from '../../testing/powervs.ts';

const { around } = powervsFixture;

describe('the IBMPowerVSCluster', () => {
  it("has the workspace and the network of the machines and the cluster's endpoint, and is managed by Capstan", () => {
    const { objects, issues } = around(provider());
    expect(issues).toEqual([]);
    expect(objects).toEqual([
      {
        apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
        kind: 'IBMPowerVSCluster',
        metadata: {
          name: 'ocp1-x7k2p',
          namespace: 'openshift-cluster-api',
          labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
          annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' },
        },
        spec: {
          controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
          network: { regex: '^DHCPSERVER.*ocp1-x7k2p.*_Private$' },
          serviceInstance: { id: workspace.id },
          serviceInstanceID: '',
        },
      },
      {
        apiVersion: 'cluster.x-k8s.io/v1beta2',
        kind: 'Cluster',
        metadata: {
          name: 'ocp1-x7k2p',
          namespace: 'openshift-cluster-api',
          labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
        },
        spec: {
          controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
          infrastructureRef: {
            apiGroup: 'infrastructure.cluster.x-k8s.io',
            kind: 'IBMPowerVSCluster',
            name: 'ocp1-x7k2p',
          },
        },
      },
    ]);
  });

  it('has the name of a workspace that machines know by name: CAPIBM looks for it nowhere else', () => {
    const { infraCluster } = around(provider({ serviceInstance: { type: 'Name', name: workspace.name } }));
    expect(infraCluster['spec']).toMatchObject({ serviceInstance: { name: workspace.name } });
  });

  it('has no zone, by which CAPIBM would find fewer workspaces than Machine API, and no VPC', () => {
    const { infraCluster } = around(provider());
    expect(infraCluster['spec']).not.toHaveProperty('zone');
    expect(infraCluster['spec']).not.toHaveProperty('vpc');
  });

  it('says that it is ready, since nobody else does', () => {
    expect(around(provider()).infraStatus).toEqual({ ready: true });
  });
});

describe('no IBMPowerVSCluster is made', () => {
  it('without a machine: its workspace would be a guess', () => {
    const { objects, issues } = around();
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([{ code: 'MissingObject', severity: 'error', of: 'infrastructure' }]);
    expect(issues[0]?.hint).toContain('Add the ControlPlaneMachineSet, a Machine or a MachineSet');
  });

  it.each<[string, JsonObject, string, string]>([
    [
      'a workspace by regular expression',
      { serviceInstance: { type: 'RegEx', regex: '.*' } },
      'NotSupported',
      'serviceInstance.type',
    ],
    ['a workspace without its id', { serviceInstance: { type: 'ID' } }, 'Required', 'serviceInstance.id'],
    ['a workspace that is none', { serviceInstance: 'x' }, 'Required', 'serviceInstance'],
    ['a network of no type', { network: { id: 'x' } }, 'Required', 'network.type'],
  ])('of %s', (_, changes, code, path) => {
    const { objects, issues } = around(provider(changes));
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([{ code, path, severity: 'error', of: 'provider' }]);
    expect(issues[0]?.hint).toMatch(/^(Name|Set) /);
  });
});

describe('service endpoints', () => {
  const serviceEndpoints = [{ name: 'Power', url: 'https://private.power-iaas.cloud.ibm.com' }];

  it('of the Infrastructure warn: the CAPIBM manager has to be told', () => {
    const { objects, issues } = around(provider(), {
      platformStatus: { powervs: { region: 'dal', zone: 'dal10', serviceEndpoints } },
    });
    expect(objects).toHaveLength(2);
    expect(issues).toMatchObject([
      {
        code: 'NotChecked',
        severity: 'warning',
        path: 'status.platformStatus.powervs.serviceEndpoints',
        value: serviceEndpoints,
      },
    ]);
    expect(issues[0]?.hint).toContain('--service-endpoint');
  });
});
