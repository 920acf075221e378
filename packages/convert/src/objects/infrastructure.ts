import type { JsonObject } from '@capstan/api';
import type { Problem } from '../mapping/issue.ts';
import { asObject, listAt, setOwn, textAt } from '../mapping/json.ts';

/** Infrastructure.status.platformStatus, where it is about this platform; {} where there is none. */
export function platformStatusOf(infrastructure: JsonObject, platform: string): JsonObject {
  return asObject(asObject(asObject(infrastructure['status'])?.['platformStatus'])?.[platform]) ?? {};
}

/** Infrastructure.spec.platformSpec, where it is about this platform; {} where there is none. */
export function platformSpecOf(infrastructure: JsonObject, platform: string): JsonObject {
  return asObject(asObject(asObject(infrastructure['spec'])?.['platformSpec'])?.[platform]) ?? {};
}

/** What to do where a part of the Infrastructure object is missing: objects out of manifests have no status. */
export function takeWith(part: 'spec' | 'status'): string {
  return `Take the object with its ${part} from the cluster: oc get infrastructures.config.openshift.io cluster -o yaml.`;
}

/** A field of platformStatus that tells of the whole cluster, and is not there. */
export function missingInStatus(
  platform: string,
  field: string,
  noun: string,
): { readonly object: 'infrastructure'; readonly problem: Problem } {
  return {
    object: 'infrastructure',
    problem: {
      code: 'Required',
      at: ['status', 'platformStatus', platform, field],
      message: `the Infrastructure object does not say the cluster's ${noun}`,
      hint: takeWith('status'),
    },
  };
}

/** A value of the infra cluster that is not the Infrastructure's, where both are known. */
export function otherThanInfrastructure(
  { kind, at, noun }: { readonly kind: string; readonly at: readonly string[]; readonly noun: string },
  found: string | undefined,
  wanted: string | undefined,
): Problem[] {
  if (wanted === undefined || found === undefined || found === wanted) return [];
  return [
    {
      code: 'DifferentFromCluster',
      at,
      value: found,
      message: `must be the Infrastructure's ${noun}, which is ${wanted}`,
      hint: `Give the ${kind} and the Infrastructure of one cluster.`,
    },
  ];
}

/** Tags or labels that the user told the installer to put on everything, which stand there as a list of key and value. */
export function userTagsIn(list: unknown): { [key: string]: string } {
  const tags: { [key: string]: string } = {};
  for (const tag of listAt(list)) {
    const key = textAt(tag, 'key');
    if (key !== undefined) setOwn(tags, key, textAt(tag, 'value') ?? '');
  }
  return tags;
}
