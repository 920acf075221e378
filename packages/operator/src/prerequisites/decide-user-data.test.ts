import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { decideUserData } from './decide-user-data.ts';

const namespaces = { machineApi: 'openshift-machine-api', clusterApi: 'openshift-cluster-api' };
const secret = (data: Record<string, string>, metadata: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'gpu-user-data', resourceVersion: '7', ...metadata },
  data,
});
const ours = {
  annotations: { 'capstan.openshift.io/made-by': 'capstan' },
  labels: { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' },
};
const source = secret({ userData: 'bmV3', disableTemplating: 'dHJ1ZQ==' });
const ignition = 'aWduaXRpb24=';
const decide = (from: KubeObject | undefined, mirror: KubeObject | undefined) =>
  decideUserData({ name: 'gpu-user-data', namespaces, infrastructureName: 'ocp1-x7k2p', source: from, mirror });

describe('a secret with user data', () => {
  it('is made as Cluster API and its providers read it: a value, and that it is Ignition', () => {
    expect(decide(source, undefined)).toEqual({
      kind: 'create',
      secret: {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'gpu-user-data', namespace: 'openshift-cluster-api', ...ours },
        type: 'cluster.x-k8s.io/secret',
        data: { value: 'bmV3', format: ignition },
      },
    });
  });

  it('follows its source, and comes back to what Cluster API needs', () => {
    for (const data of [{ value: 'b2xk', format: ignition }, { value: 'bmV3' }, {}])
      expect(decide(source, secret(data, ours))).toMatchObject({
        kind: 'update',
        patch: { metadata: { resourceVersion: '7' }, data: { value: 'bmV3', format: ignition } },
      });
    const { annotations } = ours;
    expect(decide(source, secret({ value: 'bmV3', format: ignition }, { annotations }))).toMatchObject({
      kind: 'update',
    });
  });

  it('is not written when it is right, whoever made it', () => {
    const right = { value: 'bmV3', format: ignition };
    expect(decide(source, secret(right, ours))).toEqual({ kind: 'none' });
    expect(decide(source, secret(right))).toEqual({ kind: 'none' });
  });

  it('that somebody else made is not overwritten, and the difference is told without what is in it', () => {
    const plan = decide(source, secret({ value: 'b2xk', format: ignition }));
    expect(plan).toMatchObject({ kind: 'warn', reason: 'UserDataNotOurs', todo: expect.stringContaining('made-by') });
    expect(JSON.stringify(plan)).not.toMatch(/bmV3|b2xk/);
  });

  it('without a source, or with an empty one, is told', () => {
    expect(decide(undefined, undefined)).toMatchObject({
      reason: 'UserDataMissing',
      what: 'Secret openshift-machine-api/gpu-user-data does not exist',
    });
    for (const data of [{}, { userData: '' }])
      expect(decide(secret(data), undefined)).toMatchObject({ what: expect.stringContaining('has no key userData') });
    expect(decide(undefined, secret({ value: 'b2xk', format: ignition }, ours))).toMatchObject({ kind: 'warn' });
  });

  it('that a user of Cluster API brought needs no source', () => {
    expect(decide(undefined, secret({ value: 'b2xk' }))).toEqual({ kind: 'none' });
  });
});
