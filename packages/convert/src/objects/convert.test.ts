import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { exampleSets } from '../testing/example-sets.ts';
import { at, type Changes, converted, errorsOf } from '../testing/fixture.ts';
import { deepFreeze } from '../testing/mutate.ts';

const converter = awsConverter();

describe('objects from a cluster', () => {
  it.each(Object.entries(exampleSets))('come back whole: the %s set, spec, labels and annotations', (_, set) => {
    const both = awsConverter({ taints: true });
    const [template, capi] = converted(both.toClusterApi(set));
    const [back] = converted(both.toMachineApi(capi, template));
    expect(at(back, 'metadata.annotations')).toEqual(at(set, 'metadata.annotations'));
    expect(at(back, 'metadata.labels')).toEqual(at(set, 'metadata.labels'));
    expect(at(back, 'spec.selector')).toEqual(at(set, 'spec.selector'));
    expect(at(back, 'spec.replicas')).toBe(at(set, 'spec.replicas'));
    expect(at(back, 'spec.template.metadata')).toEqual(at(set, 'spec.template.metadata'));
    for (const field of ['taints', 'metadata', 'lifecycleHooks'] as const) {
      const found = at(set, `spec.template.spec.${field}`) as JsonObject | undefined;
      expect(at(back, `spec.template.spec.${field}`) ?? {}).toEqual(found ?? {});
    }
  });

  it('come in the order in which to apply them, with a finalizer for Machines alone', () => {
    const kinds = (conversion: ReturnType<typeof converter.toClusterApi>) =>
      conversion.ok && conversion.objects.map(({ kind }) => kind);
    const machine = converter.toClusterApi(mapiMachine());
    const set = converter.toClusterApi(mapiSet());
    expect([kinds(machine), kinds(set)]).toEqual([
      ['AWSMachine', 'Machine'],
      ['AWSMachineTemplate', 'MachineSet'],
    ]);
    expect(machine.ok && machine.finalizers).toEqual(['machine.cluster.x-k8s.io']);
    expect(set.ok && set.finalizers).toEqual([]);
    const back = converter.toMachineApi(...capiMachine());
    expect(back.ok && back.finalizers).toEqual(['machine.machine.openshift.io']);
  });

  it('keep their name, move to the namespace of their side, and are told which Cluster is theirs', () => {
    const [infra, machine] = converted(converter.toClusterApi(mapiMachine()));
    for (const object of [infra, machine]) {
      expect(at(object, 'metadata')).toMatchObject({ name: 'worker-1', namespace: 'openshift-cluster-api' });
    }
    expect(at(machine, 'spec')).toMatchObject({
      clusterName: 'ocp1-x7k2p',
      infrastructureRef: { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name: 'worker-1' },
    });
    const [back] = converted(converter.toMachineApi(...capiMachine()));
    expect(at(back, 'metadata')).toMatchObject({ name: 'worker-1', namespace: 'openshift-machine-api' });
  });

  it('bring no identity, status or owner of the other side along', () => {
    const server = {
      uid: 'u',
      resourceVersion: '1',
      generation: 3,
      creationTimestamp: 'x',
      managedFields: [],
      finalizers: ['f'],
      selfLink: 's',
      deletionTimestamp: 'x',
    };
    const [, machine] = converted(
      converter.toClusterApi({ ...mapiMachine(provider(), {}, server), status: { phase: 'Running' } }),
    );
    expect(Object.keys(at(machine, 'metadata') as JsonObject)).toEqual(['name', 'namespace', 'labels']);
    expect(machine).not.toHaveProperty('status');
  });

  it('are not written to', () => {
    const set = deepFreeze(structuredClone(exampleSets.gpu));
    expect(converter.toClusterApi(set).ok).toBe(true);
  });
});

describe('an object that is not what it should be', () => {
  it.each<[string, (object: JsonObject) => unknown, string, string]>([
    ['another version', (set) => ({ ...set, apiVersion: 'machine.openshift.io/v1' }), 'WrongKind', 'apiVersion'],
    ['no version', ({ apiVersion: _, ...set }) => set, 'WrongKind', 'apiVersion'],
    ['the other API', (set) => ({ ...set, apiVersion: 'cluster.x-k8s.io/v1beta2' }), 'WrongKind', 'apiVersion'],
    ['another kind', (set) => ({ ...set, kind: 'MachineDeployment' }), 'WrongKind', 'kind'],
    ['no name', (set) => ({ ...set, metadata: {} }), 'Required', 'metadata.name'],
    ['a name that is none', (set) => ({ ...set, metadata: { name: 'Workers_1' } }), 'InvalidValue', 'metadata.name'],
    ['an unknown field beside spec', (set) => ({ ...set, specs: {} }), 'UnknownField', 'specs'],
    [
      'an unknown field in spec',
      (set) => ({ ...set, spec: { ...(set['spec'] as JsonObject), paused: true } }),
      'UnknownField',
      'spec.paused',
    ],
    [
      'a mistyped field',
      (set) => ({ ...set, spec: { ...(set['spec'] as JsonObject), replicas: '3' } }),
      'InvalidType',
      'spec.replicas',
    ],
  ])('is refused for %s, where it is', (_, change, code, path) => {
    const errors = errorsOf(converter.toClusterApi(change(mapiSet())));
    expect(errors).toMatchObject([{ code, path, object: 'self' }]);
    expect(errors[0]?.hint).not.toBe('');
  });

  it('names the version to get, for a Cluster API object of the old one', () => {
    const [set, template] = capiSet();
    const [error] = errorsOf(converter.toMachineApi({ ...set, apiVersion: 'cluster.x-k8s.io/v1beta1' }, template));
    expect(error).toMatchObject({ code: 'WrongKind', path: 'apiVersion', value: 'cluster.x-k8s.io/v1beta1' });
    expect(error?.hint).toContain('machinesets.v1beta2.cluster.x-k8s.io');
  });

  it.each([undefined, null, 5, 'x', [], {}, { spec: null }, [[]]])('never makes the conversion throw: %j', (value) => {
    expect(errorsOf(converter.toClusterApi(value)).length).toBeGreaterThan(0);
    expect(errorsOf(converter.toMachineApi(value, value)).length).toBeGreaterThan(0);
    const [set, template] = capiSet();
    expect(() => converter.toMachineApi(set, value)).not.toThrow();
    expect(() => converter.toMachineApi({ ...set, spec: value as Json }, template)).not.toThrow();
  });
});

describe('a MachineSet without a usable provider spec', () => {
  const place = 'spec.template.spec.providerSpec.value';

  it.each<[string, Changes, string]>([
    ['none', { providerSpec: undefined }, 'Required'],
    ['null', { providerSpec: null }, 'Required'],
    ['an empty one', { providerSpec: {} }, 'Required'],
    ['a text', { providerSpec: { value: 'AWS' } }, 'InvalidType'],
    ['a list', { providerSpec: { value: [] } }, 'InvalidType'],
    ['a number instead', { providerSpec: 5 }, 'InvalidType'],
  ])('is refused and does not crash: %s', (_, machine, code) => {
    expect(errorsOf(converter.toClusterApi(mapiSet(provider(), { machine })))).toMatchObject([{ code, path: place }]);
  });

  it('of another platform names the platform of the cluster', () => {
    const errors = errorsOf(converter.toClusterApi(mapiSet({ kind: 'VSphereMachineProviderSpec', template: 'rhcos' })));
    expect(errors).toMatchObject([{ code: 'WrongKind', path: `${place}.kind`, value: 'VSphereMachineProviderSpec' }]);
    expect(errors[0]?.message).toContain('AWS');
  });
});

describe('metadata of a machine that Machine API never used', () => {
  it.each(['name', 'generateName', 'namespace'])('is refused, not dropped: %s', (field) => {
    const machine = errorsOf(converter.toClusterApi(mapiMachine(provider(), { metadata: { [field]: 'x' } })));
    expect(machine).toMatchObject([
      { code: 'NotSupported', path: `spec.metadata.${field}`, value: 'x', hint: 'Remove the field.' },
    ]);
    const templateMetadata = { labels: { 'machine.openshift.io/cluster-api-machineset': 'workers' }, [field]: 'x' };
    const set = errorsOf(converter.toClusterApi(mapiSet(provider(), { templateMetadata })));
    expect(set).toMatchObject([{ code: 'NotSupported', path: `spec.template.metadata.${field}`, value: 'x' }]);
  });

  it('is refused, not dropped: owner references', () => {
    const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }];
    const errors = errorsOf(converter.toClusterApi(mapiMachine(provider(), { metadata: { ownerReferences } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path: 'spec.metadata.ownerReferences' }]);
  });
});

it('an infra machine of another kind or version is not read as if it were the one', () => {
  const [machine, infra] = capiMachine(infraSpec());
  for (const change of [{ kind: 'AWSMachineTemplate' }, { apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta1' }]) {
    const errors = errorsOf(converter.toMachineApi(machine, { ...infra, ...change }));
    expect(errors).toMatchObject([{ code: 'WrongKind', object: 'infra' }]);
    expect(errors[0]?.message).toContain('AWSMachine infrastructure.cluster.x-k8s.io/v1beta2');
  }
});
