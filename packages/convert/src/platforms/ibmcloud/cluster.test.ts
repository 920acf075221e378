import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { ibmCloudFixture } from '../../testing/ibmcloud.ts';

const around = (provider: JsonObject | undefined, platformStatus: JsonObject = {}) =>
  ibmCloudFixture.around(provider, { platformStatus });
const { networkResourceGroup: _, ...oneGroup } = ibmCloudFixture.provider();
const issuesOf = ({ issues }: ReturnType<typeof around>) =>
  issues.map(({ severity, code, of, path }) => `${severity} ${code} ${of} ${path}`);
const status = 'status.platformStatus.ibmcloud';
const groupId = `warning NotChecked infrastructure ${status}.resourceGroupName`;

describe('the IBMVPCCluster of a cluster', () => {
  it('names region, resource group, VPC and endpoint, and is kept from CAPIBM, which would make a network', () => {
    const derived = around(oneGroup);
    expect(derived.objects.map(({ kind }) => kind)).toEqual(['IBMVPCCluster', 'Cluster']);
    expect(derived.infraCluster).toMatchObject({
      metadata: { name: 'ocp1-x7k2p', annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' } },
      spec: {
        region: 'eu-de',
        resourceGroup: 'ocp1-x7k2p',
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
        network: { vpc: { name: 'corp-vpc' } },
      },
    });
    expect(derived.infraStatus).toEqual({ ready: true });
    expect(issuesOf(derived)).toEqual([groupId]);
    expect(derived.issues[0]?.hint).toContain('ibmcloud resource group ocp1-x7k2p --id');
  });

  it('never has a status.subnet, which CAPIBM would put every machine into', () => {
    expect(around(oneGroup).infraStatus).not.toHaveProperty('subnet');
  });

  it('names the resource group of a network of its own, and asks for its id', () => {
    const derived = around(ibmCloudFixture.provider());
    expect(derived.infraCluster).toMatchObject({
      spec: { network: { vpc: { name: 'corp-vpc' }, resourceGroup: { id: '', name: 'corp-network' } } },
    });
    expect(issuesOf(derived)).toEqual([groupId, 'warning NotChecked provider networkResourceGroup']);
    expect(derived.issues[1]?.hint).toContain('spec.network.resourceGroup.id');
  });

  it('takes the resource group of the machine where the Infrastructure object has none', () => {
    const derived = around({ ...oneGroup, resourceGroup: 'by-hand' }, { ibmcloud: { location: 'eu-de' } });
    expect(derived.infraCluster).toMatchObject({ spec: { resourceGroup: 'by-hand' } });
  });

  it('warns of service endpoints, which CAPIBM has to be told: else it goes to the public ones', () => {
    const serviceEndpoints = [{ name: 'VPC', url: 'https://eu-de.private.iaas.cloud.ibm.com' }];
    const derived = around(oneGroup, {
      ibmcloud: { location: 'eu-de', resourceGroupName: 'ocp1-x7k2p', serviceEndpoints },
    });
    expect(issuesOf(derived)).toEqual([groupId, `warning NotChecked infrastructure ${status}.serviceEndpoints`]);
    expect(derived.issues[1]).toMatchObject({ value: ['VPC'] });
    expect(derived.issues[1]?.hint).toContain('--service-endpoint=');
    expect(derived.objects).toHaveLength(2);
  });

  it('names no VPC where no machine is known, and says so', () => {
    const derived = around(undefined);
    expect(derived.infraCluster['spec']).not.toHaveProperty('network');
    expect(issuesOf(derived)).toEqual([groupId, 'warning NotChecked provider vpc']);
  });

  it.each<[string, JsonObject, string[]]>([
    [
      'the region',
      { ibmcloud: { resourceGroupName: 'ocp1-x7k2p' } },
      [`error Required infrastructure ${status}.location`, groupId],
    ],
    [
      'the resource group',
      { ibmcloud: { location: 'eu-de' } },
      [`error Required infrastructure ${status}.resourceGroupName`],
    ],
  ])('is not made where nothing tells %s', (_, platformStatus, issues) => {
    const { resourceGroup: __, ...unknown } = oneGroup;
    const derived = around(unknown, platformStatus);
    expect(derived.objects).toEqual([]);
    expect(issuesOf(derived)).toEqual(issues);
    expect(derived.issues[0]?.hint).toContain('oc get infrastructures.config.openshift.io cluster');
  });
});
