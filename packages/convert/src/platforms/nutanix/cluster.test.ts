import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import type { AroundChanges } from '../../testing/fixture.ts';
import { infrastructureSpec, nutanixFixture } from '../../testing/nutanix.ts';
import { nutanixFacts } from './facts.ts';

const around = (changes: AroundChanges = {}, value: JsonObject = nutanixFixture.provider()) =>
  nutanixFixture.around(value, changes);

describe('the NutanixCluster around machines', () => {
  it('has the Prism Central and the failure domains of the Infrastructure', () => {
    const { objects, infraCluster, infraStatus, issues } = around();
    expect(issues).toEqual([]);
    expect(objects.map(({ kind }) => kind)).toEqual(['NutanixCluster', 'Cluster']);
    expect(infraCluster).toMatchObject({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      metadata: { name: 'ocp1-x7k2p', namespace: 'openshift-cluster-api' },
      spec: {
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
        prismCentral: {
          address: 'prism.ocp1.example.com',
          port: 9440,
          credentialRef: { kind: 'Secret', name: 'nutanix-credentials', namespace: 'openshift-cluster-api' },
        },
        failureDomains: [
          {
            name: 'fd-a',
            cluster: { type: 'name', name: 'pe-a' },
            subnets: [{ type: 'uuid', uuid: '8a1c6e40-5b7d-4c1f-9d22-3f4e5a6b7c8d' }],
            controlPlane: true,
          },
          { name: 'fd-b', controlPlane: true },
        ],
      },
    });
    expect(infraStatus).toEqual({
      ready: true,
      failureDomains: { 'fd-a': { controlPlane: true }, 'fd-b': { controlPlane: true } },
    });
  });

  it('contradicts nothing that is known of the cluster, so machines convert with it as without', () => {
    const infrastructure = nutanixFixture.infrastructure();
    const { infraCluster } = around();
    expect(nutanixFacts({ infrastructure, infraCluster, derived: undefined }).problems).toEqual([]);
  });

  it('has no failure domains where the Infrastructure has none', () => {
    const nutanixSpec = { prismCentral: { address: '192.0.2.10', port: 9441 } };
    const { infraCluster, infraStatus, issues } = around({
      infrastructureSpec: { platformSpec: { nutanix: nutanixSpec } },
    });
    expect(issues).toEqual([]);
    expect(infraCluster['spec']).not.toHaveProperty('failureDomains');
    expect(infraCluster).toHaveProperty('spec.prismCentral.port', 9441);
    expect(infraStatus).toEqual({ ready: true });
  });

  it('needs no machine: everything is in the Infrastructure', () => {
    expect(nutanixFixture.around().objects).toEqual(around().objects);
  });

  it('never holds what is in a secret', () => {
    const text = JSON.stringify(around().objects);
    expect(text).not.toMatch(/password|username/i);
  });
});

describe('no NutanixCluster is made', () => {
  it.each([
    ['address', {}],
    ['address', { port: 9440 }],
    ['port', { address: '192.0.2.10' }],
  ])('where the Infrastructure does not say the %s of Prism Central', (field, prismCentral) => {
    const { objects, issues } = around({ infrastructureSpec: { platformSpec: { nutanix: { prismCentral } } } });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      {
        of: 'infrastructure',
        code: 'Required',
        path: `spec.platformSpec.nutanix.prismCentral.${field}`,
        hint: expect.stringContaining('oc get infrastructures'),
      },
    ]);
  });

  it('for a control plane with credentials of its own', () => {
    const { objects, issues } = around({}, nutanixFixture.provider({ credentialsSecret: { name: 'tenant-b' } }));
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      {
        of: 'provider',
        code: 'NotSupported',
        path: 'credentialsSecret.name',
        value: 'tenant-b',
        hint: 'Use the secret nutanix-credentials.',
      },
    ]);
  });

  it('with a failure domain that says nothing', () => {
    const { platformSpec } = structuredClone(infrastructureSpec) as { platformSpec: { nutanix: JsonObject } };
    const broken = { nutanix: { ...platformSpec.nutanix, failureDomains: [{ name: 'fd-a' }] } };
    const { objects, issues } = around({ infrastructureSpec: { platformSpec: broken } });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      { of: 'infrastructure', code: 'Required', path: 'spec.platformSpec.nutanix.failureDomains[0].cluster' },
      { of: 'infrastructure', code: 'Required', path: 'spec.platformSpec.nutanix.failureDomains[0].subnets' },
    ]);
  });
});
