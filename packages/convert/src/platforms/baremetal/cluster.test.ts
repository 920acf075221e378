import { describe, expect, it } from 'vitest';
import { bareMetalFixture } from '../../testing/baremetal.ts';
import { bareMetalFacts } from './facts.ts';
import { bareMetal } from './platform.ts';

describe('the Metal3Cluster', () => {
  it('has the endpoint that kubelets use, and no cloud provider, which CAPM3 would wait for', () => {
    const { objects, infraStatus, issues } = bareMetalFixture.around();
    expect(issues).toEqual([]);
    expect(infraStatus).toEqual({ ready: true });
    expect(objects[0]).toEqual({
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1',
      kind: 'Metal3Cluster',
      metadata: {
        name: 'ocp1-x7k2p',
        namespace: 'openshift-cluster-api',
        labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
        annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' },
      },
      spec: {
        cloudProviderEnabled: false,
        controlPlaneEndpoint: { host: 'api-int.ocp1.example.com', port: 6443 },
      },
    });
    expect(objects[1]).toMatchObject({
      kind: 'Cluster',
      spec: { infrastructureRef: { kind: 'Metal3Cluster', name: 'ocp1-x7k2p' } },
    });
  });

  it('is one that Capstan finds nothing wrong with', () => {
    expect(bareMetalFacts(bareMetalFixture.around().infraCluster).problems).toEqual([]);
  });

  it('needs no machine: nothing of it is in a provider spec', () => {
    expect(bareMetal.cluster.fields.map(({ path }) => path)).toEqual([
      'spec.controlPlaneEndpoint',
      'spec.cloudProviderEnabled',
      'status.ready',
    ]);
  });

  it('is not made without the endpoint, which CAPM3 insists on', () => {
    const { objects, issues } = bareMetalFixture.around(undefined, { status: { apiServerInternalURI: '' } });
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      { of: 'infrastructure', code: 'InvalidValue', path: 'status.apiServerInternalURI', value: '' },
    ]);
    expect(issues[0]?.hint).toContain('Take the object with its status from the cluster');
  });
});
