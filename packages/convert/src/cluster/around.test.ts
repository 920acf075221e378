import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { aws } from '../platforms/aws/platform.ts';
import { infrastructure, provider } from '../testing/aws.ts';
import { cluster } from '../testing/fixture.ts';
import { clusterAround } from './around.ts';
import type { InfraClusterRules, ProviderSource } from './infra-cluster.ts';

const controlPlane: ProviderSource = { value: provider(), isControlPlane: true };

function around(object: JsonObject = infrastructure, source: ProviderSource | undefined = controlPlane) {
  return clusterAround(aws, { infrastructure: object, provider: source, machines: [], cluster });
}

const withStatus = (changes: JsonObject): JsonObject => ({
  ...infrastructure,
  status: { ...(infrastructure['status'] as JsonObject), ...changes },
});

describe('the cluster around machines', () => {
  it('is in the order to apply it: what the infra cluster refers to, the infra cluster, the Cluster', () => {
    expect(around().objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'AWSClusterControllerIdentity default',
      'AWSCluster ocp1-x7k2p',
      'Cluster ocp1-x7k2p',
    ]);
  });

  it("is marked as Capstan's, so that neither the provider's controller nor the in-tree one makes networks for it", () => {
    const infra = around().objects.find(({ kind }) => kind === 'AWSCluster');
    expect(infra?.metadata['annotations']).toEqual({ 'cluster.x-k8s.io/managed-by': 'capstan' });
    expect(around().infraStatus).toEqual({ ready: true });
  });

  it('has the API server that kubelets use as its endpoint, on both objects', () => {
    const endpoint = { host: 'api-int.ocp1.example.com', port: 6443 };
    for (const { spec } of around().objects.slice(1)) expect(spec['controlPlaneEndpoint']).toEqual(endpoint);
  });

  it('is not made where the Infrastructure does not say where the API server is', () => {
    const { objects, issues, infraCluster } = around(withStatus({ apiServerInternalURI: 'not a URL' }));
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([
      { of: 'infrastructure', code: 'InvalidValue', path: 'status.apiServerInternalURI', value: 'not a URL' },
    ]);
    // For comparisons it is there all the same.
    expect(infraCluster['kind']).toBe('AWSCluster');
  });

  it('is not made of values that the infra cluster would not accept', () => {
    const rules: InfraClusterRules = { ...aws.cluster, derive: () => ({ spec: { region: 7 } }) };
    const sources = { infrastructure, provider: controlPlane, machines: [], cluster };
    const { objects, issues } = clusterAround({ infra: aws.infra, cluster: rules }, sources);
    expect(objects).toEqual([]);
    expect(issues).toMatchObject([{ code: 'InvalidValue', message: expect.stringContaining('spec.region') }]);
  });
});
