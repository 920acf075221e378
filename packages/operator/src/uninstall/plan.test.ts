import { platformOf } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { describe, expect, test } from 'vitest';
import { defaultNamespaces } from '../names.ts';
import type { UninstallFacts } from './facts.ts';
import { planUninstall } from './plan.ts';

const now = new Date('2026-11-25T12:00:00Z');
const aws = fixtures.find(({ type }) => type === 'AWS');
const infra = 'infrastructure.cluster.x-k8s.io/v1beta2';
const capi = 'cluster.x-k8s.io/v1beta2';
const mapi = 'machine.openshift.io/v1beta1';
const marks = {
  labels: { 'capstan.openshift.io/mirror': '' },
  annotations: { 'capstan.openshift.io/authority': 'MachineAPI', 'cluster.x-k8s.io/paused': '' },
};

function object(apiVersion: string, kind: string, name: string, metadata: object = {}, rest: object = {}): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace: 'n', uid: `${kind}/${name}`, ...metadata }, ...rest };
}

const mirror = (apiVersion: string, kind: string, name: string, metadata: object = {}, rest: object = {}) =>
  object(apiVersion, kind, name, { ...marks, ...metadata }, rest);

const sourceOf = (kind: string, name: string, authoritativeAPI = 'MachineAPI', wanted = 'MachineAPI') =>
  object(
    mapi,
    kind,
    name,
    { finalizers: ['sync.machine.openshift.io/finalizer'] },
    { spec: { authoritativeAPI: wanted }, status: { authoritativeAPI } },
  );

const ownedBy = (kind: string, name: string) => ({
  ownerReferences: [{ apiVersion: capi, kind, name, uid: `${kind}/${name}` }],
});

const refersTo = (template: string) => ({
  spec: { clusterName: 'c', template: { spec: { infrastructureRef: { kind: 'AWSMachineTemplate', name: template } } } },
});

/** A set of one machine, with all that Capstan makes for it. */
function facts(changes: Partial<UninstallFacts> = {}): UninstallFacts {
  return {
    namespaces: defaultNamespaces,
    platform: platformOf(aws?.infrastructure() ?? {}),
    lease: undefined,
    machines: [sourceOf('Machine', 'a')],
    machineSets: [sourceOf('MachineSet', 's')],
    capiMachines: [mirror(capi, 'Machine', 'a', ownedBy('MachineSet', 's'), { spec: { clusterName: 'c' } })],
    capiMachineSets: [mirror(capi, 'MachineSet', 's', {}, refersTo('s-1'))],
    infraMachines: [mirror(infra, 'AWSMachine', 'a')],
    templates: [mirror(infra, 'AWSMachineTemplate', 's-1', ownedBy('MachineSet', 's'))],
    clusters: [object(capi, 'Cluster', 'c', { annotations: { 'capstan.openshift.io/made-by': 'capstan' } })],
    infraClusters: [object(infra, 'AWSCluster', 'c', { annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' } })],
    secrets: [],
    policies: [],
    policyConfigMaps: [],
    ofProvider: [],
    ...changes,
  };
}

const stepsOf = (given: UninstallFacts) =>
  planUninstall(given, now).steps.map(({ action, object }) => `${action} ${object.kind}/${object.metadata.name}`);

const lease = (holderIdentity: string, renewTime: string) =>
  object(
    'coordination.k8s.io/v1',
    'Lease',
    'machine-api-migration-leader',
    {},
    {
      spec: { holderIdentity, leaseDurationSeconds: 137, renewTime },
    },
  );

describe('the plan of an end', () => {
  test('takes members before their set and lets go of Machine API last, so a run cut short loses no machine', () => {
    expect(stepsOf(facts())).toEqual([
      'delete AWSMachine/a',
      'delete Machine/a',
      'delete MachineSet/s',
      'delete AWSMachineTemplate/s-1',
      'delete AWSCluster/c',
      'delete Cluster/c',
      'release Machine/a',
      'release MachineSet/s',
    ]);
  });

  test('begins with the policies, which would lock everything that follows', () => {
    const admission = 'admissionregistration.k8s.io/v1';
    const policies = [
      object(admission, 'ValidatingAdmissionPolicyBinding', 'capstan-mirrors'),
      object(admission, 'ValidatingAdmissionPolicyBinding', 'machine-api-of-openshift'),
    ];
    expect(stepsOf(facts({ policies })).filter((step) => step.includes('Policy'))).toEqual([
      'delete ValidatingAdmissionPolicyBinding/capstan-mirrors',
    ]);
    expect(stepsOf(facts({ policies }))[0]).toContain('capstan-mirrors');
    const policyConfigMaps = ['capstan-admission-policies', 'capstan-policies-status', 'of-somebody-else'].map((name) =>
      object('v1', 'ConfigMap', name, { labels: { 'capstan.openshift.io/policies': '' } }),
    );
    expect(stepsOf(facts({ policies, policyConfigMaps })).slice(0, 3)).toEqual([
      'delete ConfigMap/capstan-admission-policies',
      'delete ConfigMap/capstan-policies-status',
      expect.stringContaining('capstan-mirrors'),
    ]);
  });

  test('touches nothing that does not say it is ours', () => {
    const nobody = facts({
      machines: [object(mapi, 'Machine', 'a')],
      machineSets: [],
      capiMachines: [object(capi, 'Machine', 'a', { annotations: { 'cluster.x-k8s.io/paused': '' } })],
      capiMachineSets: [object(capi, 'MachineSet', 's')],
      infraMachines: [object(infra, 'AWSMachine', 'a')],
      templates: [object(infra, 'AWSMachineTemplate', 's-1')],
      clusters: [object(capi, 'Cluster', 'c')],
      infraClusters: [object(infra, 'AWSCluster', 'c', { annotations: { 'cluster.x-k8s.io/managed-by': 'them' } })],
      secrets: [object('v1', 'Secret', 'theirs')],
      lease: lease('', ''),
    });
    expect(planUninstall(nobody, now)).toEqual({ refusals: [], kept: [], steps: [] });
  });

  test('keeps the Cluster of machines that others made, and a template that a set of theirs refers to', () => {
    const theirs = object(capi, 'MachineSet', 'theirs', {}, refersTo('s-1'));
    const steps = stepsOf(facts({ capiMachineSets: [...facts().capiMachineSets, theirs] }));
    expect(steps).toContain('release AWSMachineTemplate/s-1');
    expect(steps.filter((step) => /Cluster\//.test(step))).toEqual([]);
  });
});

describe('nothing is done', () => {
  test.each([
    ['MachineAPI', 'ClusterAPI', 'it is to move to Cluster API'],
    ['Migrating', 'ClusterAPI', 'it is changing hands'],
    ['Migrating', 'MachineAPI', 'it is changing hands'],
    ['ClusterAPI', 'ClusterAPI', 'Cluster API acts on it'],
  ])('while a machine is %s and to be %s', (is, wanted, why) => {
    const { refusals } = planUninstall(facts({ machines: [sourceOf('Machine', 'a', is, wanted)] }), now);
    expect(refusals).toMatchObject([{ kind: 'machines.machine.openshift.io', name: 'a', why }]);
  });

  test('while a mirror is not paused, whatever Machine API says', () => {
    const annotations = { 'capstan.openshift.io/authority': 'MachineAPI' };
    const { refusals } = planUninstall(
      facts({ infraMachines: [mirror(infra, 'AWSMachine', 'a', { annotations })] }),
      now,
    );
    expect(refusals).toMatchObject([{ kind: 'awsmachines.infrastructure.cluster.x-k8s.io', name: 'a' }]);
  });

  test('while an operator holds the Lease; one that died long ago does not', () => {
    const holder = 'capstan-7d9f_11111111-2222-4333-8444-555555555555';
    const { refusals } = planUninstall(facts({ lease: lease(holder, '2026-11-25T11:59:00.000000Z') }), now);
    expect(refusals).toMatchObject([{ kind: 'Lease', why: 'capstan-7d9f holds it, so an operator acts' }]);
    expect(planUninstall(facts({ lease: lease(holder, '2026-11-25T11:00:00.000000Z') }), now).refusals).toEqual([]);
    const own = facts({ lease: lease('us', '2026-11-25T11:59:00.000000Z') });
    expect(planUninstall(own, now, 'us').refusals).toEqual([]);
  });
});

describe('a pair stays whole, and its set and Cluster with it', () => {
  const expectKept = (changes: Partial<UninstallFacts>, why: RegExp) => {
    const plan = planUninstall(facts(changes), now);
    expect(plan.kept[0]?.why).toMatch(why);
    expect(plan.steps).toEqual([]);
  };

  test('where others hold it: deleted, it would wait for them, and an operator that comes back would end the machine', () => {
    const held = mirror(
      capi,
      'Machine',
      'a',
      { ...ownedBy('MachineSet', 's'), finalizers: ['example.com/theirs'] },
      {
        spec: { clusterName: 'c' },
      },
    );
    expectKept({ capiMachines: [held] }, /others hold it by example.com\/theirs/);
  });

  test('where Machine API has lost its half: nobody else knows of the instance', () => {
    const plan = planUninstall(facts({ machines: [] }), now);
    expect(plan.kept.map(({ kind, name }) => `${kind}/${name}`)).toContain('Machine/a');
    expect(plan.steps).toEqual([]);
  });

  test('where the provider has a VSphereVM for it, which it would destroy the machine with', () => {
    const vm = object(infra, 'VSphereVM', 'a', ownedBy('AWSMachine', 'a'));
    expectKept({ ofProvider: [vm] }, /VSphereVM a .* acts on that, paused or not/);
  });
});
