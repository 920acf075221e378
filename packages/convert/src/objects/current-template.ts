import type { JsonObject } from '@capstan/api';
import { asObject } from '../mapping/json.ts';
import * as keys from './keys.ts';
import { labelValue, templateName } from './names.ts';

/**
 * The template of a MachineSet among those that exist: of the ones made for it by us or by the in-tree controller (both
 * mark theirs with the same label), one that makes the same machine. Names do not matter: the in-tree controller hashes
 * in another way, and taking over a cluster must not replace templates that are right. Undefined where there is none.
 */
export function currentTemplate(
  machineSet: string,
  infraSpec: JsonObject,
  existing: readonly JsonObject[],
  isSameInfraSpec: (a: unknown, b: unknown) => boolean,
): JsonObject | undefined {
  const marked = labelValue(machineSet);
  const fitting = existing.filter((template) => {
    const metadata = asObject(template['metadata']);
    const isMarked = asObject(metadata?.['labels'])?.[keys.machineSetLabel] === marked;
    const isLeaving = metadata?.['deletionTimestamp'] !== undefined;
    const spec = asObject(asObject(template['spec'])?.['template'])?.['spec'];
    return isMarked && !isLeaving && isSameInfraSpec(spec, infraSpec);
  });
  const nameOf = (template: JsonObject) => String(asObject(template['metadata'])?.['name']);
  const ours = templateName(machineSet, infraSpec);
  return (
    fitting.find((template) => nameOf(template) === ours) ??
    fitting.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))[0]
  );
}
