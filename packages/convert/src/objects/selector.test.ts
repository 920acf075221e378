import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiSet, infraSpec, mapiSet, provider } from '../testing/aws.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();
const role = 'machine.openshift.io/cluster-api-machine-role';
const type = 'machine.openshift.io/cluster-api-machine-type';
const labels = { [role]: 'worker', [type]: 'gpu', team: 'ml' };

function mapi(selector: Json | undefined, templateLabels: JsonObject = labels): JsonObject {
  return mapiSet(provider(), { set: { selector }, templateMetadata: { labels: templateLabels } });
}

function toCapi(selector: Json): JsonObject[] {
  return converted(converter.toClusterApi(mapi(selector)));
}

describe('the selector of a set', () => {
  it('selects the machines by their labels as they are on the other side', () => {
    const [, set] = toCapi({ matchLabels: { [role]: 'worker', [type]: 'gpu', team: 'ml' } });
    expect(at(set, 'spec.selector.matchLabels')).toEqual({
      'node-role.kubernetes.io/worker': '',
      'node-role.kubernetes.io/gpu': '',
      team: 'ml',
    });
    for (const [key, value] of Object.entries(at(set, 'spec.selector.matchLabels') as JsonObject)) {
      expect(at(set, 'spec.template.metadata.labels')).toMatchObject({ [key]: value });
    }
  });

  it.each<Json>([
    { matchLabels: { [role]: 'worker', [type]: 'gpu' } },
    { matchLabels: { [role]: 'worker', [type]: 'worker' } },
    { matchLabels: { team: 'ml' }, matchExpressions: [{ key: 'team', operator: 'In', values: ['ml', 'web'] }] },
    { matchExpressions: [{ key: 'team', operator: 'Exists' }] },
  ])('comes back as it was, which Machine API insists on: %j', (selector) => {
    const [template, set] = toCapi(selector);
    const [back] = converted(converter.toMachineApi(set, template));
    expect(at(back, 'spec.selector')).toEqual(selector);
    expect(at(back, 'spec.template.metadata.labels')).toEqual(labels);
  });

  it.each([undefined, {}, { matchLabels: {} }, { matchLabels: {}, matchExpressions: [] }])(
    'that selects by nothing (%j) is refused: it would own every machine',
    (selector) => {
      const errors = errorsOf(converter.toClusterApi(mapi(selector)));
      expect(errors).toMatchObject([{ code: 'Required', path: 'spec.selector.matchLabels' }]);
      expect(errors[0]?.hint).toContain('Select by a label');
      const back = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { set: { selector } })));
      expect(back).toMatchObject([{ code: 'Required', path: 'spec.selector.matchLabels' }]);
    },
  );

  it("by Cluster API's own label keeps it, and its machines keep the label", () => {
    const [set] = converted(converter.toMachineApi(...capiSet()));
    expect(at(set, 'spec.selector')).toEqual({ matchLabels: { 'cluster.x-k8s.io/set-name': 'workers' } });
    const [, back] = converted(converter.toClusterApi(set));
    expect(at(back, 'spec.selector')).toEqual({ matchLabels: { 'cluster.x-k8s.io/set-name': 'workers' } });
  });

  it('with a requirement on a role would select other machines, so it is refused', () => {
    const matchExpressions = [
      { key: 'team', operator: 'Exists' },
      { key: type, operator: 'In', values: ['gpu'] },
    ];
    const errors = errorsOf(converter.toClusterApi(mapi({ matchLabels: { team: 'ml' }, matchExpressions })));
    expect(errors).toMatchObject([
      { code: 'NotSupported', path: 'spec.selector.matchExpressions[1].key', value: type },
    ]);
    expect(errors[0]?.hint).toContain('another label');
  });

  it.each([
    [
      { matchLabels: { 'node-role.kubernetes.io/gpu': '' } },
      'spec.selector.matchLabels["node-role.kubernetes.io/gpu"]',
    ],
    [
      { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'node-role.kubernetes.io/gpu', operator: 'Exists' }] },
      'spec.selector.matchExpressions[0].key',
    ],
  ])('by a node role is refused on the way back, where no machine would have that label: %j', (selector, path) => {
    const templateMetadata = { labels: { 'node-role.kubernetes.io/gpu': '', a: 'b' } };
    const errors = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { set: { selector }, templateMetadata })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path }]);
  });

  it('is not given back from what was carried once it is another', () => {
    const [template, set] = toCapi({ matchLabels: { [role]: 'worker', team: 'ml' } });
    const spec = { ...(set?.['spec'] as JsonObject), selector: { matchLabels: { team: 'ml' } } };
    const [back] = converted(converter.toMachineApi({ ...set, spec }, template));
    expect(at(back, 'spec.selector')).toEqual({ matchLabels: { team: 'ml' } });
  });
});
