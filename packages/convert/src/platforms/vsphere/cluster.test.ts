import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { hostGroupDomain, vsphereFixture } from '../../testing/vsphere.ts';

const workspace = vsphereFixture.provider()['workspace'] as JsonObject;

function around(vspherePlatform: JsonObject, server?: string) {
  const infrastructureSpec = { platformSpec: { type: 'VSphere', vsphere: vspherePlatform } };
  const value = server === undefined ? undefined : vsphereFixture.provider({ workspace: { ...workspace, server } });
  return vsphereFixture.around(value, { infrastructureSpec });
}

const vc1 = { server: 'vc1.lab.test', port: 443, datacenters: ['Halle'] };
const vc2 = { server: 'vc2.lab.test', datacenters: ['Leuna'] };
const specOf = (made: ReturnType<typeof around>) => made.infraCluster['spec'];

describe('a VSphereCluster', () => {
  it('has the vCenter, the endpoint and a secret of the name of the infrastructure, whose contents nobody reads', () => {
    const made = around({ vcenters: [vc1] }, 'vc1.lab.test');
    expect(made.issues).toEqual([]);
    expect(made.infraCluster).toEqual({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      kind: 'VSphereCluster',
      metadata: {
        name: 'ocp1-x7k2p',
        namespace: 'openshift-cluster-api',
        labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
        annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' },
      },
      spec: {
        server: 'vc1.lab.test',
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
        identityRef: { kind: 'Secret', name: 'ocp1-x7k2p' },
        disableClusterModule: true,
      },
    });
    expect(made.infraStatus).toEqual({ ready: true });
    expect(made.objects.map(({ kind }) => kind)).toEqual(['VSphereCluster', 'Cluster']);
  });

  it('has the port of the vCenter where it is not 443', () => {
    expect(specOf(around({ vcenters: [{ ...vc1, port: 8443 }] }))).toMatchObject({ server: 'vc1.lab.test:8443' });
  });

  it('has the vCenter of the machines where the Infrastructure names none, as of clusters before 4.13', () => {
    const made = around({}, 'vc7.lab.test');
    expect(specOf(made)).toMatchObject({ server: 'vc7.lab.test' });
    expect(made.issues).toEqual([]);
  });

  it('is not made where nothing names the vCenter', () => {
    const made = around({});
    expect(made.objects).toEqual([]);
    expect(made.issues).toMatchObject([
      {
        of: 'infrastructure',
        code: 'Required',
        severity: 'error',
        path: 'spec.platformSpec.vsphere.vcenters',
        hint: expect.stringContaining('Take the object with its spec'),
      },
    ]);
  });

  it('is not made of machines of another cluster', () => {
    const made = around({ vcenters: [vc1, vc2] }, 'vc9.lab.test');
    expect(made.objects).toEqual([]);
    expect(made.issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        of: 'provider',
        code: 'DifferentFromCluster',
        path: 'workspace.server',
        value: 'vc9.lab.test',
        message: expect.stringContaining('vc1.lab.test, vc2.lab.test'),
        hint: 'Give the machines and the Infrastructure of one cluster.',
      },
    ]);
  });

  it('names a second vCenter, whose machines it has no credentials for, and is right for the first all the same', () => {
    const made = around({ vcenters: [vc1, vc2] }, 'vc2.lab.test');
    expect(specOf(made)).toMatchObject({ server: 'vc1.lab.test' });
    expect(made.objects).not.toEqual([]);
    expect(made.issues).toMatchObject([
      {
        of: 'infrastructure',
        code: 'NotSupported',
        severity: 'warning',
        path: 'spec.platformSpec.vsphere.vcenters[1].server',
        value: 'vc2.lab.test',
        hint: 'Keep the machines of vc2.lab.test on Machine API.',
      },
    ]);
  });
});

describe('zones', () => {
  it('are made of failure domains with host groups, and place nothing that the machine places itself', () => {
    const { objects } = around({ vcenters: [vc1], failureDomains: [hostGroupDomain] });
    const [domain, zone] = objects;
    expect(domain).toMatchObject({
      kind: 'VSphereFailureDomain',
      metadata: { name: 'halle-hg1' },
      spec: {
        region: { name: 'halle', type: 'ComputeCluster', tagCategory: 'openshift-region' },
        zone: { name: 'halle-hg1', type: 'HostGroup', tagCategory: 'openshift-zone' },
      },
    });
    expect(domain?.spec['topology']).toEqual({
      datacenter: 'Halle',
      computeCluster: '/Halle/host/cl-a',
      hosts: { vmGroupName: 'hg1-vms', hostGroupName: 'hg1-hosts' },
    });
    expect(zone).toMatchObject({ kind: 'VSphereDeploymentZone', metadata: { name: 'halle-hg1' } });
    expect(zone?.spec).toEqual({ server: 'vc1.lab.test', failureDomain: 'halle-hg1', placementConstraint: {} });
  });

  it('have the address of the VSphereCluster, by which CAPV finds the credentials', () => {
    const { objects } = around({ vcenters: [{ ...vc1, port: 8443 }], failureDomains: [hostGroupDomain] });
    expect(objects[1]?.spec).toMatchObject({ server: 'vc1.lab.test:8443' });
  });

  it('are not made of other failure domains: machines name their own place', () => {
    const { zoneAffinity: _, ...plain } = hostGroupDomain;
    const other = { ...hostGroupDomain, name: 'leuna', server: 'vc2.lab.test' };
    const { objects } = around({ vcenters: [vc1, vc2], failureDomains: [plain, other] });
    expect(objects.map(({ kind }) => kind)).toEqual(['VSphereCluster', 'Cluster']);
  });
});
