import { describe, expect, it } from 'vitest';
import { awsConverter, capiSet, infraSpec, mapiSet, provider } from '../testing/aws.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();
const toCapi = (set: Parameters<typeof mapiSet>[1]) => converted(converter.toClusterApi(mapiSet(provider(), set)))[1];
const toMapi = (set: Parameters<typeof capiSet>[1]) =>
  converted(converter.toMachineApi(...capiSet(infraSpec(), set)))[0];

describe('the size of a set', () => {
  it.each([0, 1, 5])('of %i stays what it is', (replicas) => {
    expect(at(toCapi({ set: { replicas } }), 'spec.replicas')).toBe(replicas);
    expect(at(toMapi({ set: { replicas } }), 'spec.replicas')).toBe(replicas);
  });

  it('is written where a file leaves it out: Cluster API would take the least size of the autoscaler', () => {
    expect(at(toCapi({ set: { replicas: undefined } }), 'spec.replicas')).toBe(1);
    expect(at(toMapi({ set: { replicas: undefined } }), 'spec.replicas')).toBe(1);
  });
});

describe('which machines go first', () => {
  it.each(['Random', 'Newest', 'Oldest'])('%s is the same on both sides', (policy) => {
    expect(at(toCapi({ set: { deletePolicy: policy } }), 'spec.deletion.order')).toBe(policy);
    expect(at(toMapi({ set: { deletion: { order: policy } } }), 'spec.deletePolicy')).toBe(policy);
  });

  it.each([undefined, ''])('is random by default (%j) on both sides', (deletePolicy) => {
    expect(at(toCapi({ set: { deletePolicy } }), 'spec.deletion.order')).toBe('Random');
    expect(at(toMapi({ set: { deletion: undefined } }), 'spec.deletePolicy')).toBe('Random');
  });

  it('is refused where it is unknown', () => {
    const errors = errorsOf(converter.toClusterApi(mapiSet(provider(), { set: { deletePolicy: 'Cheapest' } })));
    expect(errors).toMatchObject([{ code: 'InvalidValue', path: 'spec.deletePolicy', value: 'Cheapest' }]);
  });
});

describe('when a machine of a set is ready', () => {
  it('stands in the template in Cluster API', () => {
    const set = toCapi({ set: { minReadySeconds: 60 } });
    expect(at(set, 'spec.template.spec.minReadySeconds')).toBe(60);
    expect(at(set, 'spec')).not.toHaveProperty('minReadySeconds');
    expect(at(toMapi({ machine: { minReadySeconds: 60 } }), 'spec.minReadySeconds')).toBe(60);
  });

  it.each([0, undefined])('is at once for %s', (minReadySeconds) => {
    expect(at(toCapi({ set: { minReadySeconds } }), 'spec.template.spec')).not.toHaveProperty('minReadySeconds');
  });
});

describe('who acts on a set', () => {
  it('is not converted: the one that was made from another never acts by itself', () => {
    const set = toMapi({});
    expect(at(set, 'spec.authoritativeAPI')).toBe('ClusterAPI');
    expect(at(set, 'spec.template.spec.authoritativeAPI')).toBe('ClusterAPI');
    expect(JSON.stringify(toCapi({ set: { authoritativeAPI: 'MachineAPI' } }))).not.toContain('authoritativeAPI');
  });
});

describe('the Cluster of a set', () => {
  it('is named in the set and in its template', () => {
    const set = toCapi({});
    expect([at(set, 'spec.clusterName'), at(set, 'spec.template.spec.clusterName')]).toEqual([
      'ocp1-x7k2p',
      'ocp1-x7k2p',
    ]);
  });

  it('must be that of the Infrastructure object', () => {
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { set: { clusterName: 'other' } })));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', path: 'spec.clusterName', value: 'other' }]);
    expect(errors[0]?.message).toContain('ocp1-x7k2p');
  });
});

describe('the template of a set', () => {
  it('is a new one for another spec, so that a change rolls nothing by itself', () => {
    const name = (instanceType: string) => {
      const [template] = converted(converter.toClusterApi(mapiSet(provider({ instanceType }))));
      return at(template, 'metadata.name');
    };
    expect(name('m6i.large')).not.toBe(name('m6i.xlarge'));
    expect(name('m6i.large')).toBe(name('m6i.large'));
  });

  it("is marked as ours and as its set's, and has the spec of the machine and nothing else", () => {
    const [template] = converted(converter.toClusterApi(mapiSet()));
    expect(at(template, 'metadata')).toMatchObject({
      namespace: 'openshift-cluster-api',
      labels: { 'machine.openshift.io/cluster-api-machineset': 'workers' },
      annotations: { 'capstan.openshift.io/made-by': 'capstan' },
    });
    expect(Object.keys((at(template, 'spec.template') ?? {}) as object)).toEqual(['spec']);
  });

  it.each([
    [
      undefined,
      ['Required spec.template', 'Required spec.template.spec', 'Required spec.template.spec.providerSpec.value'],
    ],
    [null, ['Required spec.template', 'Required spec.template.spec', 'Required spec.template.spec.providerSpec.value']],
    [5, ['InvalidType spec.template', 'Required spec.template.spec', 'Required spec.template.spec.providerSpec.value']],
    [{ spec: null }, ['Required spec.template.spec', 'Required spec.template.spec.providerSpec.value']],
    [{ spec: [] }, ['InvalidType spec.template.spec', 'Required spec.template.spec.providerSpec.value']],
  ])('must be there: %j is refused', (template, expected) => {
    const errors = errorsOf(converter.toClusterApi(mapiSet(provider(), { set: { template } })));
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  });
});
