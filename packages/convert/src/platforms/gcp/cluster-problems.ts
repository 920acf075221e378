import type { JsonObject } from '@capstan/api';
import type { Problem, Segment } from '../../mapping/issue.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { otherThanInfrastructure } from '../../objects/infrastructure.ts';
import type { GCPFacts } from './facts.ts';
import { tagName, tagsOf } from './user-labels.ts';

/** The secret that Machine API's controllers use. */
export const credentials = 'gcp-cloud-credentials';

/**
 * What a GCPCluster gives to its machines and Machine API would not: another project, region, account, or labels and
 * tags that the Infrastructure object does not have.
 */
export function clusterProblems(spec: JsonObject, facts: GCPFacts): Problem[] {
  return [
    ...different(spec, 'project', facts.projectID, 'project'),
    ...different(spec, 'region', facts.region, 'region'),
    ...otherCredentials(spec),
    ...moreLabels(spec, facts),
    ...moreTags(spec, facts),
    ...otherEndpoints(spec),
  ];
}

function different(spec: JsonObject, field: string, wanted: string | undefined, noun: string): Problem[] {
  return otherThanInfrastructure({ kind: 'GCPCluster', at: ['spec', field], noun }, textAt(spec, field), wanted);
}

function otherCredentials(spec: JsonObject): Problem[] {
  const value = textAt(spec, 'credentialsRef', 'name');
  if (value === undefined || value === credentials) return [];
  return [
    {
      code: 'NotSupported',
      at: ['spec', 'credentialsRef', 'name'],
      value,
      message: `Machine API uses the credentials of the cluster; only no reference, or ${credentials}, means the same`,
      hint: 'Remove credentialsRef from the GCPCluster, or keep these machines on Cluster API.',
    },
  ];
}

function moreLabels(spec: JsonObject, { resourceLabels }: GCPFacts): Problem[] {
  const labels = Object.entries(asObject(spec['additionalLabels']) ?? {});
  return labels.flatMap(([key, value]) =>
    key.startsWith('kubernetes-io-cluster-') || resourceLabels[key] === value
      ? []
      : [notInMachineApi(['spec', 'additionalLabels', key], value, 'label')],
  );
}

function moreTags(spec: JsonObject, { resourceTags }: GCPFacts): Problem[] {
  const known = new Map(resourceTags.map((tag) => [tagName(tag), tag.value]));
  return tagsOf(spec['resourceManagerTags']).flatMap((tag, index) =>
    known.get(tagName(tag)) === tag.value
      ? []
      : [notInMachineApi(['spec', 'resourceManagerTags', index], tagName(tag), 'tag')],
  );
}

function notInMachineApi(at: readonly Segment[], value: unknown, noun: string): Problem {
  return {
    code: 'NotSupported',
    at,
    value,
    message: `CAPG puts this ${noun} on every machine of the cluster; Machine API would not, since the Infrastructure does not have it`,
    hint: `Remove the ${noun} from the GCPCluster, and put it on the machines that are to have it.`,
  };
}

function otherEndpoints(spec: JsonObject): Problem[] {
  const value = asObject(spec['serviceEndpoints']);
  if (value === undefined || Object.keys(value).length === 0) return [];
  return [
    {
      code: 'NotChecked',
      severity: 'warning',
      at: ['spec', 'serviceEndpoints'],
      value,
      message: 'Machine API reads its service endpoints elsewhere',
      hint: 'Check that both reach the same cloud.',
    },
  ];
}
