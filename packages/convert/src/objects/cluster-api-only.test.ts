import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec } from '../testing/aws.ts';
import { at, type Changes, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();

/** Fields of a Cluster API machine that Machine API has no word for. */
const refused: readonly (readonly [path: string, changes: Changes, value: Json, remedy: string])[] = [
  ['version', { version: 'v1.34.1' }, 'v1.34.1', 'Remove the field'],
  ['readinessGates', { readinessGates: [{ conditionType: 'a/b' }] }, [{ conditionType: 'a/b' }], 'Remove the field'],
  [
    'bootstrap.configRef',
    { bootstrap: { dataSecretName: 'worker-user-data', configRef: { apiGroup: 'a.b', kind: 'K', name: 'n' } } },
    { apiGroup: 'a.b', kind: 'K', name: 'n' },
    'Set bootstrap.dataSecretName',
  ],
  ['deletion.nodeDeletionTimeoutSeconds', { deletion: { nodeDeletionTimeoutSeconds: 60 } }, 60, 'set it to 10'],
  ['deletion.nodeDrainTimeoutSeconds', { deletion: { nodeDrainTimeoutSeconds: 60 } }, 60, 'Remove the field'],
  [
    'deletion.nodeVolumeDetachTimeoutSeconds',
    { deletion: { nodeVolumeDetachTimeoutSeconds: 60 } },
    60,
    'Remove the field',
  ],
  ['clusterName', { clusterName: 'other' }, 'other', 'its own cluster'],
];

describe('what only Cluster API can say of a machine is refused, not dropped:', () => {
  it.each(refused)('%s, on a Machine and on a MachineSet', (path, changes, value, remedy) => {
    const machine = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), changes)));
    expect(machine).toMatchObject([{ object: 'self', path: `spec.${path}`, value }]);
    expect(machine[0]?.hint).toContain(remedy);
    const set = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { machine: changes })));
    expect(set).toMatchObject([{ object: 'self', path: `spec.template.spec.${path}`, value }]);
  });

  it.each([0, 60])('a drain without limit is not one of %s s, although 0 looks like nothing', (seconds) => {
    const deletion = { nodeDrainTimeoutSeconds: seconds };
    expect(errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), { deletion })))).toMatchObject([
      { code: 'NotSupported', value: seconds },
    ]);
  });

  it.each([undefined, {}, { nodeDeletionTimeoutSeconds: 10 }])(
    'a deletion of %j is what Machine API does',
    (deletion) => {
      expect(errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), { deletion })))).toEqual([]);
    },
  );

  it('names of machines by a template of their own', () => {
    const machineNaming = { template: '{{ .machineSet.name }}-{{ .random }}' };
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { set: { machineNaming } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path: 'spec.machineNaming', value: machineNaming }]);
  });

  it('metadata of the infra machine alone', () => {
    const [set, template] = capiSet();
    const spec = {
      template: { ...(at(template, 'spec.template') as JsonObject), metadata: { labels: { a: 'b' }, annotations: {} } },
    };
    const errors = errorsOf(converter.toMachineApi(set, { ...template, spec }));
    expect(errors).toMatchObject([
      { code: 'NotSupported', object: 'infra', path: 'spec.template.metadata.labels', value: { a: 'b' } },
    ]);
    expect(errors[0]?.hint).toContain('MachineSet template');
  });

  it('an unknown field of an infra machine, at its own place', () => {
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec({ colour: 'red' }))));
    expect(errors).toMatchObject([{ code: 'UnknownField', object: 'infra', path: 'spec.colour' }]);
    const [set, template] = capiSet();
    expect(errorsOf(converter.toMachineApi(set, { ...template, data: {} }))).toMatchObject([
      { object: 'infra', path: 'data' },
    ]);
  });
});

describe('the reference to the infra machine', () => {
  const reference = { apiGroup: 'infrastructure.cluster.x-k8s.io', kind: 'AWSMachine', name: 'worker-1' };

  it.each<[string, Json, string, string]>([
    ['another name, since Machine API has one for both', { ...reference, name: 'other' }, 'Conflict', 'name'],
    ['another kind', { ...reference, kind: 'GCPMachine' }, 'WrongKind', 'kind'],
    ['another group', { ...reference, apiGroup: 'example.com' }, 'WrongKind', 'apiGroup'],
    ['a field of the old version', { ...reference, namespace: 'x' }, 'UnknownField', 'namespace'],
  ])('of a Machine is refused for %s', (_, infrastructureRef, code, field) => {
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), { infrastructureRef })));
    expect(errors).toMatchObject([{ code, object: 'self', path: `spec.infrastructureRef.${field}` }]);
  });

  it('of a MachineSet may have any name, but not another kind', () => {
    expect(errorsOf(converter.toMachineApi(...capiSet()))).toEqual([]);
    const infrastructureRef = { ...reference, kind: 'AWSMachine' };
    expect(errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { machine: { infrastructureRef } })))).toMatchObject(
      [{ code: 'WrongKind', path: 'spec.template.spec.infrastructureRef.kind', value: 'AWSMachine' }],
    );
  });

  it('must be there itself', () => {
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), { infrastructureRef: undefined })));
    expect(errors.length).toBeGreaterThan(0);
    for (const { path } of errors) expect(path).toMatch(/^spec\.infrastructureRef/);
  });

  it('leads to an object that must be there', () => {
    const [set] = capiSet();
    const errors = errorsOf(converter.toMachineApi(set, undefined));
    expect(errors).toMatchObject([
      { code: 'MissingObject', object: 'self', path: 'spec.template.spec.infrastructureRef' },
    ]);
    expect(errors[0]?.hint).toContain('oc get awsmachinetemplates.infrastructure.cluster.x-k8s.io');
  });
});

it('a Machine keeps when it counts as available, which Machine API has on sets alone', () => {
  const [machine] = converted(converter.toMachineApi(...capiMachine(infraSpec(), { minReadySeconds: 30 })));
  expect(JSON.stringify(at(machine, 'spec'))).not.toContain('minReadySeconds');
  expect(at(converted(converter.toClusterApi(machine))[1], 'spec.minReadySeconds')).toBe(30);
});
