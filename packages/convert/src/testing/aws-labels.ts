import type { JsonObject } from '@capstan/api';
import { expect } from 'vitest';
import { awsConverter, capiMachine, infraSpec, mapiMachine, mapiSet, provider } from './aws.ts';
import { at, converted } from './fixture.ts';

const converter = awsConverter();
/** Labels that the tests are about. */
export const role = 'machine.openshift.io/cluster-api-machine-role';
export const type = 'machine.openshift.io/cluster-api-machine-type';
export const clusterLabel = { 'cluster.x-k8s.io/cluster-name': 'ocp1-x7k2p' };
type Labels = { readonly [key: string]: string };

/** Labels of the Machine that a Machine with these gets. */
export function toCapi(labels: Labels, nodeLabels: Labels = {}): unknown {
  const [infra, machine] = converted(
    converter.toClusterApi(mapiMachine(provider(), { metadata: { labels: nodeLabels } }, { labels })),
  );
  expect(at(infra, 'metadata.labels')).toEqual(at(machine, 'metadata.labels'));
  return at(machine, 'metadata.labels');
}

/** Labels and node labels of the Machine that a Cluster API Machine with these gets, without what its instance tells. */
export function toMapi(labels: Labels): { labels: unknown; nodeLabels: unknown } {
  const [machine] = converted(
    converter.toMachineApi(...capiMachine(infraSpec(), {}, { labels: { ...clusterLabel, ...labels } })),
  );
  const {
    'machine.openshift.io/instance-type': _,
    'machine.openshift.io/region': __,
    ...rest
  } = at(machine, 'metadata.labels') as JsonObject;
  return { labels: rest, nodeLabels: at(machine, 'spec.metadata.labels') ?? {} };
}

/** Labels and node labels after the way to Cluster API and back. */
export function thereAndBack(
  labels: Labels,
  nodeLabels: Labels,
  edit: (labels: JsonObject) => JsonObject = (same) => same,
): unknown {
  const set = mapiSet(provider(), {
    templateMetadata: { labels },
    machine: { metadata: { labels: nodeLabels } },
    set: selecting(labels),
  });
  const [template, capi] = converted(converter.toClusterApi(set));
  const spec = at(capi, 'spec') as JsonObject;
  const edited = edit(at(capi, 'spec.template.metadata.labels') as JsonObject);
  const changed = {
    ...capi,
    spec: { ...spec, template: { ...(spec['template'] as JsonObject), metadata: { labels: edited } } },
  };
  const [back] = converted(converter.toMachineApi(changed, template));
  return {
    labels: at(back, 'spec.template.metadata.labels') ?? {},
    nodeLabels: at(back, 'spec.template.spec.metadata.labels') ?? {},
  };
}

/** A selector by the first of the labels, which the template must have. */
export function selecting(labels: Labels): { selector: JsonObject } {
  const [first = ['a', 'b']] = Object.entries(labels);
  return { selector: { matchLabels: Object.fromEntries([first]) } };
}
