import { asObject, isObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';

/** Managers of Cluster API's MachineSet controller: it writes to its machines even when they are paused. */
const managerPrefix = 'capi-machineset';

/** What Cluster API's MachineSet controller has written to one of its machines. */
export interface MachineSetFields {
  readonly labels: ReadonlySet<string>;
  readonly annotations: ReadonlySet<string>;
  /** Paths below spec. */
  readonly spec: readonly (readonly string[])[];
}

/** True for an entry of `metadata.managedFields` of Cluster API's MachineSet controller. */
export function isMachineSetManager(entry: unknown): boolean {
  return String(asObject(entry)?.['manager']).startsWith(managerPrefix);
}

/** Reads the fields that Cluster API's MachineSet controller owns, in the form of `metadata.managedFields`. */
export function machineSetFieldsOf({ metadata }: KubeObject): MachineSetFields {
  const labels = new Set<string>();
  const annotations = new Set<string>();
  const spec: string[][] = [];
  const entries = Array.isArray(metadata['managedFields']) ? metadata['managedFields'] : [];
  for (const entry of entries) {
    const { subresource, fieldsV1 } = asObject(entry) ?? {};
    if (!isMachineSetManager(entry) || (typeof subresource === 'string' && subresource !== '')) continue;
    const fields = asObject(fieldsV1);
    const meta = asObject(fields?.['f:metadata']);
    for (const key of fieldNames(meta?.['f:labels'])) labels.add(key);
    for (const key of fieldNames(meta?.['f:annotations'])) annotations.add(key);
    leaves(fields?.['f:spec'], [], spec);
  }
  return { labels, annotations, spec };
}

/** `desired`, with the values of `existing` at the paths. */
export function keepFields(
  desired: { readonly [field: string]: unknown },
  existing: unknown,
  paths: MachineSetFields['spec'],
): { readonly [field: string]: unknown } {
  return paths.reduce<{ readonly [field: string]: unknown }>((kept, path) => keep(kept, existing, path), desired);
}

function keep(
  desired: unknown,
  existing: unknown,
  [step, ...rest]: readonly string[],
): { readonly [f: string]: unknown } {
  const target = isObject(desired) ? desired : {};
  if (step === undefined || !isObject(existing) || !Object.hasOwn(existing, step)) return target;
  return { ...target, [step]: rest.length === 0 ? existing[step] : keep(target[step], existing[step], rest) };
}

/** Fields down to where they end or become items of a list: a list is kept whole. */
function leaves(fields: unknown, path: readonly string[], found: string[][]): void {
  const names = fieldNames(fields);
  const isLeaf = names.length === 0 || Object.keys(asObject(fields) ?? {}).some((key) => /^[kvi]:/.test(key));
  if (isLeaf) {
    if (path.length > 0) found.push([...path]);
    return;
  }
  for (const name of names) leaves(asObject(fields)?.[`f:${name}`], [...path, name], found);
}

function fieldNames(fields: unknown): string[] {
  return Object.keys(asObject(fields) ?? {}).flatMap((key) => (key.startsWith('f:') ? key.slice(2) : []));
}
