import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { hostGroupDomain, vsphereFixture } from '../../testing/vsphere.ts';
import { vsphereFacts } from './facts.ts';

const infrastructure = vsphereFixture.infrastructure();
const nothing = { ...infrastructure, spec: {} };
const factsOf = (object: JsonObject, infraCluster?: JsonObject, derived?: JsonObject) =>
  vsphereFacts({ infrastructure: object, infraCluster, derived });
const problemsOf = (spec: JsonObject) => factsOf(infrastructure, { spec }).problems;

describe('the vCenter of the cluster', () => {
  it('is the first of the Infrastructure', () => {
    expect(factsOf(infrastructure)).toMatchObject({
      facts: { vcenter: { host: 'vc1.lab.test', address: 'vc1.lab.test' } },
      problems: [],
    });
  });

  it('is that of the VSphereCluster before all others, with its port', () => {
    expect(
      factsOf(nothing, { spec: { server: 'vc9.lab.test:8443' } }, { spec: { server: 'vc8.lab.test' } }),
    ).toMatchObject({
      facts: { vcenter: { host: 'vc9.lab.test', address: 'vc9.lab.test:8443' } },
      problems: [],
    });
  });

  it('is that of the machines where nothing else names it', () => {
    expect(factsOf(nothing, undefined, { spec: { server: 'vc8.lab.test' } }).facts.vcenter?.host).toBe('vc8.lab.test');
    expect(factsOf(nothing).facts.vcenter).toBeUndefined();
  });

  it.each<[JsonObject]>([
    [{ platformSpec: null }],
    [{ platformSpec: { vsphere: { vcenters: 'vc1', failureDomains: 7 } } }],
    [{ platformSpec: { vsphere: { vcenters: [null, {}, { server: '' }], failureDomains: [null, {}] } } }],
  ])('is not known from %j, and nothing throws', (spec) => {
    expect(factsOf({ ...infrastructure, spec })).toEqual({
      facts: { vcenter: undefined, failureDomains: [] },
      problems: [],
    });
  });

  it('is not that of a VSphereCluster of another cluster', () => {
    expect(problemsOf({ server: 'vc9.lab.test' })).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', 'server'],
          value: 'vc9.lab.test',
          hint: 'Give the VSphereCluster and the Infrastructure of one cluster.',
        },
      },
    ]);
  });
});

describe('the failure domains of the cluster', () => {
  it('are those of its vCenter that Kubernetes can name', () => {
    const domains = [
      hostGroupDomain,
      { ...hostGroupDomain, name: 'Halle A' },
      { ...hostGroupDomain, name: 'leuna', server: 'vc2.lab.test' },
    ];
    const vsphere = { vcenters: [{ server: 'vc1.lab.test' }, { server: 'vc2.lab.test' }], failureDomains: domains };
    const { facts } = factsOf({ ...infrastructure, spec: { platformSpec: { vsphere } } });
    expect(facts.failureDomains.map(({ name, groups }) => [name, groups])).toEqual([
      ['halle-hg1', { vm: 'hg1-vms', host: 'hg1-hosts' }],
    ]);
  });
});

describe('the credentials of a VSphereCluster', () => {
  it.each<[JsonObject | null]>([[null], [{}], [{ kind: 'Secret', name: 'ocp1-x7k2p' }], [{ kind: '', name: '' }]])(
    "are the cluster's with the identity %j",
    (identityRef) => {
      expect(problemsOf({ server: 'vc1.lab.test', identityRef })).toEqual([]);
    },
  );

  it.each([
    ['kind', 'VSphereClusterIdentity', { kind: 'VSphereClusterIdentity', name: 'ocp1-x7k2p' }],
    ['name', 'tenant-b', { kind: 'Secret', name: 'tenant-b' }],
  ])('of another %s are refused: Machine API would act as someone else', (field, value, identityRef) => {
    expect(problemsOf({ server: 'vc1.lab.test', identityRef })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'identityRef', field],
          value,
          hint: expect.stringContaining('Secret ocp1-x7k2p'),
        },
      },
    ]);
  });
});
