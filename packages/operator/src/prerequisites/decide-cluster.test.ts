import type { ClusterAround, ConvertedObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, it } from 'vitest';
import { type ClusterView, decideCluster, isEmpty } from './decide-cluster.ts';

const apiVersion = 'infrastructure.cluster.x-k8s.io/v1beta2';
const name = 'ocp1-x7k2p';
const made = (kind: string, annotations?: Record<string, string>): ConvertedObject => ({
  apiVersion: kind === 'Cluster' ? 'cluster.x-k8s.io/v1beta2' : apiVersion,
  kind,
  metadata: { name: kind === 'AWSClusterControllerIdentity' ? 'default' : name, ...(annotations && { annotations }) },
  spec: kind === 'Cluster' ? { infrastructureRef: { kind: 'AWSCluster', name } } : {},
});
const infraOfOurs = made('AWSCluster', { 'cluster.x-k8s.io/managed-by': 'capstan' });
const around: ClusterAround = {
  objects: [made('AWSClusterControllerIdentity'), infraOfOurs, made('Cluster')],
  infraCluster: infraOfOurs,
  infraStatus: { ready: true },
  issues: [],
};
const broken: ClusterAround = {
  ...around,
  objects: [],
  issues: [
    {
      of: 'infrastructure',
      object: 'self',
      severity: 'error',
      code: 'Required',
      path: 'status',
      segments: ['status'],
      message: 'is missing',
      hint: 'Wait.',
    },
  ],
};

const there = (object: ConvertedObject, more: object = {}, metadata: object = {}): KubeObject => ({
  ...object,
  ...more,
  metadata: { ...object.metadata, resourceVersion: '7', ...metadata } as KubeObject['metadata'],
});
const ourCluster = there(made('Cluster', { 'capstan.openshift.io/made-by': 'capstan' }));
const foreignCluster = there(made('Cluster'));
const foreignInfra = (annotations?: Record<string, string>, status = {}) =>
  there(made('AWSCluster', annotations), { status });

const decide = (view: Partial<ClusterView>) =>
  decideCluster({ around, cluster: undefined, infraCluster: undefined, isThere: () => false, now: '', ...view });
const kindsOf = (view: Partial<ClusterView>) => {
  const plan = decide(view);
  return plan.kind === 'blocked' ? 'blocked' : plan.creates.map(({ kind }) => kind);
};

describe('on a bare cluster', () => {
  it('everything is made, what is referred to first', () => {
    expect(kindsOf({})).toEqual(['AWSClusterControllerIdentity', 'AWSCluster', 'Cluster']);
  });

  it('the Cluster is marked as ours, so that a later look knows whose status it may write', () => {
    const plan = decide({});
    expect(plan.kind === 'write' && plan.creates[2]?.metadata['annotations']).toEqual({
      'capstan.openshift.io/made-by': 'capstan',
    });
  });

  it('nothing is made of an Infrastructure that does not say enough', () => {
    expect(kindsOf({ around: broken })).toBe('blocked');
    expect(kindsOf({ around: broken, infraCluster: foreignInfra() })).toBe('blocked');
  });
});

describe('where somebody else made them', () => {
  it.each([
    ['the in-tree operator', { 'cluster.x-k8s.io/managed-by': 'cluster-capi-operator-infracluster-controller' }],
    ['nobody that says so', undefined],
  ])('an infra cluster managed by %s is never written to, nor is what it refers to made', (_who, annotations) => {
    const plan = decide({ infraCluster: foreignInfra(annotations), cluster: foreignCluster });
    expect(isEmpty(plan)).toBe(true);
  });

  it('the status of their Cluster is theirs, also beside an infra cluster of ours', () => {
    const plan = decide({ infraCluster: there(infraOfOurs), cluster: foreignCluster, isThere: () => true });
    expect(plan).toEqual({ kind: 'write', creates: [], infraStatus: { ready: true } });
  });

  it('what cannot be derived is in nobody’s way', () => {
    expect(isEmpty(decide({ around: broken, infraCluster: foreignInfra(), cluster: foreignCluster }))).toBe(true);
  });

  it('no infra cluster is made for a Cluster that has another', () => {
    const spec = { infrastructureRef: { kind: 'AWSCluster', name: 'another' } };
    expect(kindsOf({ cluster: there(made('Cluster'), { spec }) })).toEqual([]);
  });

  it('our Cluster beside their infra cluster is ready when theirs is, by either contract', () => {
    for (const [status, isReady] of [
      [{}, false],
      [{ ready: true }, true],
      [{ initialization: { provisioned: true } }, true],
    ] as const) {
      const plan = decide({ infraCluster: foreignInfra(undefined, status), cluster: ourCluster });
      expect(JSON.stringify(plan).includes('infrastructureProvisioned')).toBe(isReady);
    }
  });
});

describe('what is ours', () => {
  const ready = there(infraOfOurs, { status: { ready: true, conditions: [] } });

  it('gets what it refers to back', () => {
    expect(kindsOf({ infraCluster: ready, cluster: ourCluster })).toEqual(['AWSClusterControllerIdentity']);
  });

  it('gets its status, once', () => {
    const first = decide({ infraCluster: there(infraOfOurs), cluster: ourCluster, isThere: () => true });
    expect(first).toMatchObject({
      infraStatus: { ready: true },
      clusterStatus: { initialization: { infrastructureProvisioned: true } },
    });
    const status = first.kind === 'write' ? first.clusterStatus : undefined;
    const again = decide({ infraCluster: ready, cluster: { ...ourCluster, status }, isThere: () => true });
    expect(isEmpty(again)).toBe(true);
  });

  it('is left alone while it is being deleted', () => {
    const deletionTimestamp = '2026-11-01T00:00:00Z';
    const deleted = [there(made('Cluster'), {}, { deletionTimestamp }), there(infraOfOurs, {}, { deletionTimestamp })];
    expect(isEmpty(decide({ cluster: deleted[0] }))).toBe(true);
    expect(isEmpty(decide({ infraCluster: deleted[1] }))).toBe(true);
  });
});
