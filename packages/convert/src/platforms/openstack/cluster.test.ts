import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { openstackFixture, provider } from '../../testing/openstack.ts';
import { openStackFacts } from './facts.ts';
import { openstack } from './platform.ts';

const { around, infrastructure } = openstackFixture;

describe('the OpenStackCluster that is made', () => {
  it('has the credentials of the control plane and keeps CAPO from floating IPs', () => {
    const { infraCluster, issues, objects } = around(
      provider({ cloudsSecret: { name: 'clouds', namespace: 'openshift-machine-api' }, cloudName: 'east' }),
    );
    expect(issues).toEqual([]);
    expect(infraCluster['spec']).toEqual({
      controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
      disableAPIServerFloatingIP: true,
      disableExternalNetwork: true,
      identityRef: { type: 'Secret', name: 'clouds', cloudName: 'east' },
    });
    expect(objects.map(({ kind }) => kind)).toEqual(['OpenStackCluster', 'Cluster']);
  });

  it("has the cluster's own credentials where no machine is known", () => {
    expect(around().infraCluster['spec']).toMatchObject({
      identityRef: { type: 'Secret', name: 'openstack-cloud-credentials', cloudName: 'openstack' },
    });
  });

  it('is ready, with no network: CAPO would move ports that name only a subnet to it', () => {
    expect(around(provider()).infraStatus).toEqual({ ready: true, initialization: { provisioned: true } });
  });

  it('changes nothing of what machines are', () => {
    const { infraCluster } = around(provider());
    const { facts, problems } = openStackFacts({ infrastructure: infrastructure(), infraCluster, derived: undefined });
    expect(problems).toEqual([]);
    expect(facts).toMatchObject({ clusterNetwork: false, endpointTakeover: undefined });
  });

  it('is not made of an Infrastructure that does not say where the API server is', () => {
    const { objects, issues } = around(provider(), { status: { apiServerInternalURI: undefined } });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([{ of: 'infrastructure', code: 'Required', path: 'status.apiServerInternalURI' }]);
    expect(issues[0]?.hint).toContain('oc get infrastructures');
  });

  it('documents every field that it has', () => {
    const { infraCluster, infraStatus } = around(provider());
    const documented = openstack.cluster.fields.map(({ path }) => path);
    const spec = Object.keys(infraCluster['spec'] as JsonObject).map((field) => `spec.${field}`);
    expect(documented.filter((path) => path.startsWith('spec.'))).toEqual(spec.toSorted());
    expect(documented).toEqual(
      expect.arrayContaining(Object.keys(infraStatus).map((field) => expect.stringContaining(`status.${field}`))),
    );
  });
});
