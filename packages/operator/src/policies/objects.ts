import { type AnyPlatform, platforms } from '@capstan/convert';
import { pluralOf } from '../resource-name.ts';
import type { Subject } from './policy.ts';

/** Machine API's Machines and MachineSets. */
export const machineApi = {
  machines: subject('machine.openshift.io', 'v1beta1', 'machines'),
  machineSets: subject('machine.openshift.io', 'v1beta1', 'machinesets'),
  scale: subject('machine.openshift.io', 'v1beta1', 'machinesets/scale'),
} as const;

/** Cluster API's. */
export const clusterApi = {
  machines: subject('cluster.x-k8s.io', 'v1beta2', 'machines'),
  machineSets: subject('cluster.x-k8s.io', 'v1beta2', 'machinesets'),
  scale: subject('cluster.x-k8s.io', 'v1beta2', 'machinesets/scale'),
} as const;

const infrastructureGroup = 'infrastructure.cluster.x-k8s.io';

/** The infra machines, the templates and the infra clusters of all platforms, in whatever version. */
export const infrastructure = {
  machines: subject(infrastructureGroup, '*', ...platforms.map(({ infra }) => pluralOf(infra.machineKind))),
  templates: subject(infrastructureGroup, '*', ...platforms.map(({ infra }) => pluralOf(infra.templateKind))),
  clusters: subject(infrastructureGroup, '*', ...platforms.map(({ infra }) => pluralOf(infra.clusterKind))),
} as const;

/** Every kind of the three groups. */
export const everything: readonly Subject[] = ['machine.openshift.io', 'cluster.x-k8s.io', infrastructureGroup].map(
  (group) => subject(group, '*', '*'),
);

/** A platform's infra machine and its template, in the version that Capstan writes. */
export function infrastructureOf({ infra }: Pick<AnyPlatform, 'infra'>): Subject {
  const [group = '', version = ''] = infra.apiVersion.split('/');
  return subject(group, version, pluralOf(infra.machineKind), pluralOf(infra.templateKind));
}

function subject(group: string, version: string, ...resources: readonly string[]): Subject {
  return { group, version, resources: resources.toSorted() };
}
