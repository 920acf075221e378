import type { JsonObject } from '@capstan/api';
import { asObject, listAt, textAt } from '../../mapping/json.ts';
import { userTagsIn } from '../../objects/infrastructure.ts';

/** A tag of Google's resource manager. */
export interface ResourceTag {
  readonly parentID?: string | undefined;
  readonly key?: string | undefined;
  readonly value?: string | undefined;
}

/** Two tags of one name are one tag: the name is the key below its organisation or project. */
export function tagName({ parentID, key }: ResourceTag): string {
  return `${parentID}/${key}`;
}

/** The label by which the installer finds what belongs to a cluster. Machine API puts it on instances and disks. */
export function ownedLabel(infrastructureName: string): string {
  return `kubernetes-io-cluster-${infrastructureName}`;
}

/** Labels in a form in which one with an empty value is still a label; undefined where there is none. */
export function labelEntries(labels: unknown): readonly (readonly [key: string, value: unknown])[] | undefined {
  const entries = Object.entries(asObject(labels) ?? {});
  return entries.length === 0 ? undefined : entries.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** platformStatus.gcp.resourceLabels: what the user told the installer to put on everything. */
export function resourceLabelsOf(gcp: JsonObject): { readonly [key: string]: string } {
  return userTagsIn(gcp['resourceLabels']);
}

/** platformStatus.gcp.resourceTags, without what has no name. */
export function resourceTagsOf(gcp: JsonObject): readonly ResourceTag[] {
  return tagsOf(gcp['resourceTags']);
}

/** A list of tags, without what has no name. */
export function tagsOf(list: unknown): readonly ResourceTag[] {
  return listAt(list).flatMap((tag) => {
    const [parentID, key, value] = [textAt(tag, 'parentID'), textAt(tag, 'key'), textAt(tag, 'value')];
    return parentID === undefined || key === undefined || value === undefined ? [] : [{ parentID, key, value }];
  });
}
