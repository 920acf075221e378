import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();
const preDrain = 'pre-drain.delete.hook.machine.cluster.x-k8s.io/';
const preTerminate = 'pre-terminate.delete.hook.machine.cluster.x-k8s.io/';
type Texts = { readonly [key: string]: string };

/** Annotations of the Cluster API MachineSet that a MachineSet with these gets, without the carried one. */
function setToCapi(annotations: Texts): unknown {
  const [, set] = converted(converter.toClusterApi(mapiSet(provider(), { metadata: { annotations } })));
  return withoutCarried(at(set, 'metadata.annotations'));
}

function setToMapi(annotations: Texts): unknown {
  const [set] = converted(converter.toMachineApi(...capiSet(infraSpec(), { metadata: { annotations } })));
  return withoutCarried(at(set, 'metadata.annotations'));
}

/** Annotations of a Cluster API MachineSet after the way to Machine API and back. */
function backAndThere(annotations: Texts, edit: (annotations: JsonObject) => JsonObject = (same) => same): unknown {
  const [set] = converted(converter.toMachineApi(...capiSet(infraSpec(), { metadata: { annotations } })));
  const metadata = at(set, 'metadata') as JsonObject;
  const edited = edit((metadata['annotations'] ?? {}) as JsonObject);
  const [, back] = converted(converter.toClusterApi({ ...set, metadata: { ...metadata, annotations: edited } }));
  return withoutCarried(at(back, 'metadata.annotations'));
}

function withoutCarried(annotations: unknown): unknown {
  const { 'capstan.openshift.io/carried': _, ...rest } = (annotations ?? {}) as JsonObject;
  return rest;
}

describe('annotations that both sides know under names of their own', () => {
  it.each([
    [
      'machine.openshift.io/cluster-api-autoscaler-node-group-min-size',
      'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size',
      '2',
    ],
    [
      'machine.openshift.io/cluster-api-autoscaler-node-group-max-size',
      'cluster.x-k8s.io/cluster-api-autoscaler-node-group-max-size',
      '6',
    ],
    [
      'machine.openshift.io/autoscaling-options-scaledownunneededtime',
      'cluster.x-k8s.io/autoscaling-options-scaledownunneededtime',
      '10m',
    ],
    ['machine.openshift.io/delete-machine', 'cluster.x-k8s.io/delete-machine', 'yes'],
  ])('%s is %s, so that the set still scales', (mapi, capi, value) => {
    expect(setToCapi({ [mapi]: value })).toEqual({ [capi]: value });
    expect(setToMapi({ [capi]: value })).toEqual({ [mapi]: value });
  });

  it("are not taken under Cluster API's name in Machine API, where they mean nothing yet", () => {
    const key = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size';
    const errors = errorsOf(converter.toClusterApi(mapiSet(provider(), { metadata: { annotations: { [key]: '2' } } })));
    expect(errors).toMatchObject([
      { code: 'ReservedForClusterApi', path: `metadata.annotations["${key}"]`, value: '2' },
    ]);
  });
});

describe("a set that the in-tree controller mirrored has Machine API's names in Cluster API:", () => {
  const mapi = 'machine.openshift.io/cluster-api-autoscaler-node-group-min-size';
  const capi = 'cluster.x-k8s.io/cluster-api-autoscaler-node-group-min-size';

  it('they are taken for what they are, and come back under their own name', () => {
    expect(setToMapi({ [mapi]: '2' })).toEqual({ [mapi]: '2' });
    expect(backAndThere({ [mapi]: '2' })).toEqual({ [mapi]: '2' });
  });

  it('beside the other name and equal, both come back', () => {
    expect(setToMapi({ [mapi]: '2', [capi]: '2' })).toEqual({ [mapi]: '2' });
    expect(backAndThere({ [mapi]: '2', [capi]: '2' })).toEqual({ [mapi]: '2', [capi]: '2' });
  });

  it('beside the other name and different, one would be lost: refused', () => {
    const annotations = { [mapi]: '2', [capi]: '3' };
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { metadata: { annotations } })));
    expect(errors).toMatchObject([
      { code: 'Conflict', path: `metadata.annotations["${mapi}"]`, value: '2', hint: 'Remove all but one.' },
    ]);
    expect(errors[0]?.message).toContain(capi);
  });

  it('once they were changed in Machine API, the change goes to the name that Cluster API knows', () => {
    expect(backAndThere({ [mapi]: '2' }, (annotations) => ({ ...annotations, [mapi]: '4' }))).toEqual({ [capi]: '4' });
    expect(backAndThere({ [mapi]: '2' }, ({ [mapi]: _, ...annotations }) => annotations)).toEqual({});
  });
});

describe('annotations of nobody in particular', () => {
  it('keep their name, also those by which the autoscaler scales from zero', () => {
    const annotations = {
      'machine.openshift.io/vCPU': '4',
      'machine.openshift.io/memoryMb': '16384',
      'machine.openshift.io/GPU': '0',
      'capacity.cluster-autoscaler.kubernetes.io/labels': 'kubernetes.io/arch=amd64',
      'example.com/Mixed_Case': '',
    };
    expect(setToCapi(annotations)).toEqual(annotations);
    expect(setToMapi(annotations)).toEqual(annotations);
  });

  it.each([
    'kubectl.kubernetes.io/last-applied-configuration',
    'argocd.argoproj.io/tracking-id',
    'kustomize.toolkit.fluxcd.io/name',
    'meta.helm.sh/release-name',
    'cluster.x-k8s.io/conversion-data',
  ])('but %s is not copied: a tool would take the mirror for its own, and prune it with the machine', (key) => {
    expect(setToCapi({ [key]: 'x', a: 'b' })).toEqual({ a: 'b' });
    expect(setToMapi({ [key]: 'x', a: 'b' })).toEqual({ a: 'b' });
  });

  it('that Cluster API would obey are refused', () => {
    for (const key of [
      'cluster.x-k8s.io/paused',
      'machine.cluster.x-k8s.io/exclude-node-draining',
      'cluster.x-k8s.io/disable-machine-create',
    ]) {
      const errors = errorsOf(
        converter.toClusterApi(mapiSet(provider(), { metadata: { annotations: { [key]: '' } } })),
      );
      expect(errors).toMatchObject([{ code: 'ReservedForClusterApi', path: `metadata.annotations["${key}"]` }]);
    }
  });

  it('that Cluster API obeys and Machine API cannot are refused on the way back', () => {
    const annotations = { 'cluster.x-k8s.io/disable-machine-create': 'true' };
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { metadata: { annotations } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', value: 'true', hint: 'Remove the annotation first.' }]);
  });

  it('the pause of a mirror is not its configuration, but that of a template is', () => {
    const paused = { 'cluster.x-k8s.io/paused': '' };
    expect(setToMapi(paused)).toEqual({});
    const templateMetadata = { annotations: paused, labels: { 'cluster.x-k8s.io/set-name': 'workers' } };
    expect(errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { templateMetadata })))).toMatchObject([
      { code: 'NotSupported', path: 'spec.template.metadata.annotations["cluster.x-k8s.io/paused"]' },
    ]);
  });

  it('the state of an instance is made anew, and what a user wrote there comes back', () => {
    const key = 'machine.openshift.io/instance-state';
    const [, machine] = converted(
      converter.toClusterApi(mapiMachine(provider(), {}, { annotations: { [key]: 'running' } })),
    );
    expect(at(machine, 'metadata.annotations')).toBeUndefined();
    const [source, infra] = capiMachine(infraSpec(), {}, { annotations: { [key]: 'mine' } });
    const [back] = converted(converter.toMachineApi(source, { ...infra, status: { instanceState: 'running' } }));
    expect(at(back, 'metadata.annotations')).toMatchObject({ [key]: 'running' });
    expect(at(converted(converter.toClusterApi(back))[1], 'metadata.annotations')).toEqual({ [key]: 'mine' });
  });
});

describe('annotations for the Node', () => {
  it('join those of the machine with a warning, and come back to where they were', () => {
    const nodeAnnotations = { 'example.com/rack': 'b-07' };
    const conversion = converter.toClusterApi(
      mapiSet(provider(), { machine: { metadata: { annotations: nodeAnnotations } } }),
    );
    expect(conversion.issues).toMatchObject([
      {
        severity: 'warning',
        code: 'NodeLabelNotPropagated',
        path: 'spec.template.spec.metadata.annotations["example.com/rack"]',
      },
    ]);
    const [template, set] = converted(conversion);
    expect(at(set, 'spec.template.metadata.annotations')).toEqual(nodeAnnotations);
    const [back] = converted(converter.toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.metadata.annotations')).toEqual(nodeAnnotations);
    expect(at(back, 'spec.template.metadata')).not.toHaveProperty('annotations');
  });
});

describe('lifecycle hooks', () => {
  const hook = (name: string, owner = 'an-operator') => ({ name, owner });

  it('hold a machine on both sides', () => {
    const lifecycleHooks = { preDrain: [hook('storage', 'storage.example.com')], preTerminate: [hook('backup')] };
    const [infra, machine] = converted(converter.toClusterApi(mapiMachine(provider(), { lifecycleHooks })));
    expect(at(machine, 'metadata.annotations')).toEqual({
      [`${preDrain}storage`]: 'storage.example.com',
      [`${preTerminate}backup`]: 'an-operator',
    });
    expect(at(converted(converter.toMachineApi(machine, infra))[0], 'spec.lifecycleHooks')).toEqual(lifecycleHooks);
  });

  it('come back in the order of their names, whatever the order of annotations', () => {
    const annotations = { [`${preDrain}zeta`]: 'own', [`${preDrain}alpha`]: 'own', [`${preDrain}mid`]: 'own' };
    const [machine] = converted(converter.toMachineApi(...capiMachine(infraSpec(), {}, { annotations })));
    expect(at(machine, 'spec.lifecycleHooks')).toEqual({
      preDrain: ['alpha', 'mid', 'zeta'].map((name) => hook(name, 'own')),
    });
  });

  it('of one name are not merged', () => {
    const lifecycleHooks = { preDrain: [hook('one'), hook('two'), hook('one', 'other')] };
    const errors = errorsOf(converter.toClusterApi(mapiMachine(provider(), { lifecycleHooks })));
    expect(errors).toMatchObject([{ code: 'Duplicate', path: 'spec.lifecycleHooks.preDrain[2].name', value: 'one' }]);
  });

  it('of one name before and after draining are two', () => {
    const lifecycleHooks = { preDrain: [hook('one')], preTerminate: [hook('one', 'other')] };
    expect(errorsOf(converter.toClusterApi(mapiMachine(provider(), { lifecycleHooks })))).toEqual([]);
  });

  it.each(['example.com/with-a-slash', 'x'.repeat(64)])(
    'whose name is no name in an annotation are refused in their place: %s',
    (name) => {
      const lifecycleHooks = { preTerminate: [hook('fine'), hook(name)] };
      const errors = errorsOf(converter.toClusterApi(mapiSet(provider(), { machine: { lifecycleHooks } })));
      expect(errors).toMatchObject([
        { code: 'NotSupported', path: 'spec.template.spec.lifecycleHooks.preTerminate[1].name', value: name },
      ]);
      expect(errors[0]?.hint).toContain('name');
    },
  );

  it.each([
    ['whose name or owner is too short for Machine API', `${preDrain}ab`, 'an-operator'],
    ['whose owner is missing', `${preDrain}storage`, ''],
    ['without a name, which Cluster API obeys all the same', preDrain.slice(0, -1), 'an-operator'],
  ])('%s are refused on the way back, not dropped', (_, key, value) => {
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), {}, { annotations: { [key]: value } })));
    expect(errors.map(({ code, path }) => `${code} ${path}`)).toContain(`NotSupported metadata.annotations["${key}"]`);
  });
});
