import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../testing/fixture.ts';
import { nutanixFixture } from '../../testing/nutanix.ts';
import { nutanixFacts } from './facts.ts';

const uuid = '0005f1a2-7c31-4b7e-0000-00000000aa02';
const factsOf = (infrastructure: JsonObject, infraCluster?: JsonObject) =>
  nutanixFacts({ infrastructure, infraCluster, derived: undefined });
const withDomains = (...failureDomains: JsonObject[]): JsonObject => ({
  spec: { platformSpec: { type: 'Nutanix', nutanix: { failureDomains } } },
});
const domain = (changes: JsonObject = {}): JsonObject => ({
  name: 'fd-1',
  cluster: { type: 'UUID', uuid },
  subnets: [{ type: 'Name', name: 'vlan-120' }],
  ...changes,
});

describe('the failure domains of the cluster', () => {
  it('are those of the Infrastructure, with the types as machines write them', () => {
    expect(factsOf(withDomains(domain()))).toEqual({
      facts: {
        failureDomains: [
          { name: 'fd-1', cluster: { type: 'uuid', uuid }, subnets: [{ type: 'name', name: 'vlan-120' }] },
        ],
      },
      problems: [],
    });
  });

  it.each([{}, { spec: {} }, { spec: { platformSpec: { nutanix: { failureDomains: null } } } }])(
    'are none in %j',
    (infrastructure) => {
      expect(factsOf(infrastructure)).toEqual({ facts: { failureDomains: [] }, problems: [] });
    },
  );

  it.each([
    [['cluster', 'type'], 'InvalidValue', { cluster: { type: 'Serial', uuid } }],
    [['cluster', 'uuid'], 'InvalidValue', { cluster: { type: 'UUID', uuid: 'pe-1' } }],
    [['cluster'], 'Required', { cluster: {} }],
    [
      ['subnets', 1, 'name'],
      'Required',
      {
        subnets: [
          { type: 'Name', name: 'a' },
          { type: 'Name', uuid },
        ],
      },
    ],
  ] as const)('with a wrong %j are reported there, and not used', (path, code, changes) => {
    const { facts, problems } = factsOf(withDomains(domain({ name: 'fd-0' }), domain(changes)));
    expect(facts.failureDomains.map(({ name }) => name)).toEqual(['fd-0']);
    expect(problems.filter(({ problem }) => (problem.severity ?? 'error') === 'error')).toMatchObject([
      {
        object: 'infrastructure',
        problem: {
          code,
          at: ['spec', 'platformSpec', 'nutanix', 'failureDomains', 1, ...path],
          hint: expect.stringMatching(/\.$/),
        },
      },
    ]);
  });
});

describe('a NutanixCluster', () => {
  const infrastructure = nutanixFixture.infrastructure();
  const prismCentral = { address: 'prism.ocp1.example.com', port: 9440 };
  const problemsOf = (spec: JsonObject) => factsOf(infrastructure, { spec }).problems;

  it("that is the cluster's is fine", () => {
    const credentialRef = { kind: 'Secret', name: 'nutanix-credentials' };
    expect(problemsOf({ prismCentral: { ...prismCentral, credentialRef } })).toEqual([]);
    expect(problemsOf({ prismCentral: { address: prismCentral.address } })).toEqual([]);
  });

  it.each([
    ['address', 'prism.elsewhere.example.com'],
    ['port', 9441],
  ])('with another %s of Prism Central is refused: machines would be made elsewhere', (field, value) => {
    expect(problemsOf({ prismCentral: { ...prismCentral, [field]: value } })).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', 'prismCentral', field],
          value,
          hint: expect.stringContaining('of one cluster'),
        },
      },
    ]);
  });

  it('with other credentials is refused: Machine API would act as someone else', () => {
    const credentialRef = { kind: 'Secret', name: 'tenant-b' };
    expect(problemsOf({ prismCentral: { ...prismCentral, credentialRef } })).toMatchObject([
      {
        problem: {
          code: 'NotSupported',
          at: ['spec', 'prismCentral', 'credentialRef', 'name'],
          value: 'tenant-b',
          hint: expect.stringContaining('nutanix-credentials'),
        },
      },
    ]);
  });

  it('without a Prism Central warns: CAPX takes that of its manager', () => {
    expect(problemsOf({})).toMatchObject([
      { problem: { code: 'NotChecked', severity: 'warning', at: ['spec', 'prismCentral'] } },
    ]);
  });

  it('that means something else by a failure domain of the same name is refused: CAPX looks there first', () => {
    const cluster = { type: 'name', name: 'pe-z' };
    const failureDomains = [
      {
        name: 'fd-a',
        cluster,
        subnets: [{ type: 'uuid', uuid: '8a1c6e40-5b7d-4c1f-9d22-3f4e5a6b7c8d' }],
        controlPlane: true,
      },
      { name: 'fd-own', cluster, subnets: [], controlPlane: false },
    ];
    expect(problemsOf({ prismCentral, failureDomains })).toMatchObject([
      {
        problem: {
          code: 'DifferentFromCluster',
          at: ['spec', 'failureDomains', 0, 'cluster'],
          value: cluster,
          hint: expect.stringContaining('Give both the same'),
        },
      },
    ]);
  });
});

it('a failure domain without subnets is left out with a warning, and a machine of it is refused rather than moved', () => {
  const domain = { name: 'fd-bare', cluster: { type: 'Name', name: 'pe' }, subnets: [] };
  const nutanix = { failureDomains: [domain] };
  const infrastructure = nutanixFixture.infrastructure({ infrastructureSpec: { platformSpec: { nutanix } } });
  const { problems } = nutanixFacts({ infrastructure, infraCluster: undefined, derived: undefined });
  expect(problems.map(({ problem }) => problem)).toMatchObject([
    { code: 'Required', severity: 'warning', message: expect.stringContaining('fd-bare has no subnets') },
  ]);
  const failureDomain = { name: 'fd-bare' };
  const converter = nutanixFixture.converter({ infrastructureSpec: { platformSpec: { nutanix } } });
  const set = nutanixFixture.mapiSet(nutanixFixture.provider({ failureDomain }));
  expect(errorsOf(converter.toClusterApi(set))).toContainEqual(
    expect.objectContaining({
      code: 'InvalidValue',
      path: 'spec.template.spec.providerSpec.value.failureDomain.name',
      value: 'fd-bare',
      message: expect.stringContaining('that has a cluster and subnets'),
    }),
  );
});
