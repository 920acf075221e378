import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { asObject } from '../../mapping/json.ts';
import { gcpFixture } from '../../testing/gcp.ts';

const status = { projectID: 'acme-ocp-prod', region: 'europe-west4' };
const inZone = (zone: string) => gcpFixture.mapiSet(gcpFixture.provider({ zone }));

function around({
  fields = {},
  value = gcpFixture.provider(),
  machines = [],
}: {
  readonly fields?: JsonObject;
  readonly value?: JsonObject | undefined;
  readonly machines?: readonly JsonObject[];
}) {
  return gcpFixture.around(value, { platformStatus: { gcp: { ...status, ...fields } }, machines });
}

const specOf = (changes: Parameters<typeof around>[0]) => asObject(around(changes).infraCluster['spec']);

describe('a GCPCluster', () => {
  it('has the project, region and network of the machines, and marks what it owns as the installer does', () => {
    const { infraCluster, issues } = around({});
    expect(issues).toEqual([]);
    expect(infraCluster).toMatchObject({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      kind: 'GCPCluster',
      metadata: { name: 'ocp1-x7k2p', annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' } },
      spec: {
        project: 'acme-ocp-prod',
        region: 'europe-west4',
        network: { name: 'ocp1-x7k2p-network' },
        additionalLabels: { 'kubernetes-io-cluster-ocp1-x7k2p': 'owned' },
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
      },
    });
  });

  it("keeps control plane machines in Machine API's instance groups, behind the API server's load balancer", () => {
    expect(specOf({})).toMatchObject({ loadBalancer: { apiServerInstanceGroupTagOverride: 'master' } });
  });

  it('names the project of a shared VPC: CAPG would look for the network in its own', () => {
    const nic = { network: 'shared-net', subnetwork: 'a' };
    const inProject = (projectID: string) =>
      specOf({ value: gcpFixture.provider({ networkInterfaces: [{ ...nic, projectID }] }) })?.['network'];
    expect(inProject('acme-net-host')).toEqual({ name: 'shared-net', hostProject: 'acme-net-host' });
    expect(inProject('acme-ocp-prod')).toEqual({ name: 'shared-net' });
    expect(inProject('')).toEqual({ name: 'shared-net' });
  });

  it('has the labels and tags that the user told the installer', () => {
    const tag = { parentID: '481900000001', key: 'cost-centre', value: '4417' };
    const fields = { resourceLabels: [{ key: 'business-unit', value: 'logistics' }], resourceTags: [tag] };
    expect(specOf({ fields })).toMatchObject({
      additionalLabels: { 'business-unit': 'logistics', 'kubernetes-io-cluster-ocp1-x7k2p': 'owned' },
      resourceManagerTags: [tag],
    });
  });

  it('has the zones of all machines, which its manager has to say again in the status', () => {
    const { infraCluster, infraStatus } = around({
      machines: [inZone('europe-west4-c'), inZone('europe-west4-a'), inZone('europe-west4-c')],
    });
    expect(infraCluster).toMatchObject({ spec: { failureDomains: ['europe-west4-a', 'europe-west4-c'] } });
    expect(infraStatus).toEqual({
      ready: true,
      failureDomains: { 'europe-west4-a': { controlPlane: true }, 'europe-west4-c': { controlPlane: true } },
    });
  });

  it.each<[string, Json]>([
    ['projectID', ''],
    ['region', ''],
  ])('takes the %s of a machine where the Infrastructure does not say it', (field, value) => {
    expect(around({ fields: { [field]: value } }).issues).toEqual([]);
    expect(specOf({ fields: { [field]: value } })).toMatchObject({ project: 'acme-ocp-prod', region: 'europe-west4' });
  });
});

describe('what cannot be derived', () => {
  it.each(['projectID', 'region'])('is refused by name: %s', (field) => {
    const { issues, objects } = around({ fields: { [field]: '' }, value: gcpFixture.provider({ [field]: '' }) });
    expect(issues).toMatchObject([
      { code: 'Required', of: 'infrastructure', path: `status.platformStatus.gcp.${field}`, severity: 'error' },
    ]);
    expect(issues[0]?.hint).toContain('oc get infrastructures');
    expect(objects).toEqual([]);
  });

  it('is the network without a machine: CAPG would take the one of the name "default"', () => {
    const { issues, objects } = gcpFixture.around();
    expect(issues).toMatchObject([{ code: 'Required', of: 'provider', path: 'networkInterfaces[0].network' }]);
    expect(issues[0]?.hint).toContain('Add the ControlPlaneMachineSet');
    expect(objects).toEqual([]);
  });

  it('is the network of a machine that names none', () => {
    const { issues } = around({ value: gcpFixture.provider({ networkInterfaces: [] }) });
    expect(issues).toMatchObject([{ code: 'Required', of: 'provider', hint: 'Name the network.' }]);
  });

  it.each([
    ['universeDomain', 'cloud.example.com'],
    ['serviceEndpoints', [{ name: 'Compute', url: 'https://compute.example.com' }]],
  ])('are the endpoints of a cloud of its own (%s), which warns', (field, value) => {
    const { issues, objects } = around({ fields: { [field]: value } });
    expect(issues).toMatchObject([
      { code: 'NotChecked', severity: 'warning', path: `status.platformStatus.gcp.${field}`, value },
    ]);
    expect(issues[0]?.hint).toContain('Set serviceEndpoints on the GCPCluster');
    expect(objects).not.toEqual([]);
  });
});
