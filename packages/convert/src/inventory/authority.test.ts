import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { makePlan } from './plan.ts';

const infrastructure = {
  apiVersion: 'config.openshift.io/v1',
  kind: 'Infrastructure',
  metadata: { name: 'cluster' },
  status: { infrastructureName: 'ocp', platformStatus: { type: 'AWS', aws: { region: 'us-east-1' } } },
};

const template = {
  apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
  kind: 'AWSMachineTemplate',
  metadata: { name: 'set-a' },
  spec: {
    template: {
      spec: {
        ami: { id: 'ami-1' },
        instanceType: 'm6i.xlarge',
        ignition: { storageType: 'UnencryptedUserData' },
        subnet: { id: 'subnet-1' },
      },
    },
  },
};

function mirror(annotations: JsonObject): JsonObject {
  const machine = {
    clusterName: 'ocp',
    bootstrap: { dataSecretName: 'worker-user-data' },
    infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachineTemplate', name: 'set-a' },
  };
  return {
    apiVersion: 'cluster.x-k8s.io/v1beta2',
    kind: 'MachineSet',
    metadata: { name: 'set', annotations },
    spec: {
      clusterName: 'ocp',
      selector: { matchLabels: { a: 'b' } },
      template: { metadata: { labels: { a: 'b' } }, spec: machine },
    },
  };
}

const paused = mirror({ 'cluster.x-k8s.io/paused': '' });

function twin(status: JsonObject): JsonObject {
  return {
    apiVersion: 'machine.openshift.io/v1beta1',
    kind: 'MachineSet',
    metadata: { name: 'set' },
    spec: {},
    status,
  };
}

function verdict(...objects: JsonObject[]) {
  const inputs = [infrastructure, template, ...objects].map((value) => ({ source: '', value }));
  const result = makePlan(inputs, {
    target: 'machine-api',
    machineApiNamespace: 'openshift-machine-api',
    clusterApiNamespace: 'openshift-cluster-api',
    supports: { taints: false },
  });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const [entry] = result.plan.entries;
  return { verdict: entry?.verdict, codes: entry?.issues.map(({ issue }) => issue.code), made: entry?.objects.length };
}

describe('converting to Machine API beside a live cluster', () => {
  it('prints nothing for a mirror of a set that Machine API acts on: applying it would hand the set over', () => {
    const left = { verdict: 'migrated', codes: ['AlreadyMigrated'], made: 0 };
    expect(verdict(paused, twin({ authoritativeAPI: 'MachineAPI' }))).toEqual(left);
    expect(verdict(paused, twin({}))).toEqual(left);
  });

  it('waits for a set whose authority is being handed over', () => {
    expect(verdict(paused, twin({ authoritativeAPI: 'Migrating' }))).toMatchObject({ verdict: 'blocked', made: 0 });
  });

  it('converts a set that Cluster API acts on', () => {
    expect(verdict(mirror({}), twin({ authoritativeAPI: 'ClusterAPI' }))).toEqual({
      verdict: 'ready',
      codes: [],
      made: 1,
    });
    expect(verdict(mirror({}))).toEqual({ verdict: 'ready', codes: [], made: 1 });
  });

  it('warns of a paused set whose Machine API object nobody gave', () => {
    expect(verdict(paused)).toEqual({ verdict: 'warning', codes: ['NotChecked'], made: 1 });
  });
});
