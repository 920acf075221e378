import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/**
 * Whether a live object says all that a manifest says. What the API server adds by itself (defaults of fields, metadata, status) is
 * no difference; an element more in a list is one, since an added condition can turn a policy off.
 */
export function containsAll(live: KubeObject | undefined, manifest: KubeObject): boolean {
  if (live === undefined) return false;
  const { labels, annotations } = manifest.metadata;
  const { metadata } = live;
  return (
    contains(metadata.labels ?? {}, labels ?? {}) &&
    contains(metadata.annotations ?? {}, annotations ?? {}) &&
    contains(live['spec'], manifest['spec'])
  );
}

function contains(live: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    if (wanted.length === 0 && live === undefined) return true;
    return (
      Array.isArray(live) && live.length === wanted.length && wanted.every((each, index) => contains(live[index], each))
    );
  }
  const fields = asObject(wanted);
  if (fields === undefined) return live === wanted || (wanted === null && live === undefined);
  const entries = Object.entries(fields);
  const found = asObject(live);
  if (found === undefined) return live === undefined && entries.every(([, value]) => contains(undefined, value));
  return (
    entries.every(([key, value]) => contains(found[key], value)) &&
    Object.keys(found).every((key) => key in fields || !judging.has(key))
  );
}

/** Fields without a default that change what is judged, where a manifest does not have them. */
const judging: ReadonlySet<string> = new Set([
  'matchConditions',
  'excludeResourceRules',
  'paramKind',
  'paramRef',
  'matchLabels',
  'matchExpressions',
  'resourceNames',
  'selector',
  'matchResources',
]);
