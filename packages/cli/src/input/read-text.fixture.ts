import type { Collection } from './collect.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { readText } from './read-text.ts';
import { machinesOnly } from './relevant.ts';

/** What tests start an object with. */
export const head = 'apiVersion: v1\nkind: A\n';

/** A List as `oc get -o yaml` prints it. */
export function listOf(...items: string[]): string {
  const entries = items.map((item) => `- ${item.trimEnd().replaceAll('\n', '\n  ')}\n`);
  return `apiVersion: v1\nitems:\n${entries.join('')}kind: List\nmetadata:\n  resourceVersion: ""\n`;
}

/** Reads a text as a file that was named. */
export function read(text: string, limits: Partial<Limits> = {}): Collection {
  const into: Collection = {
    file: 'f.yaml',
    walked: false,
    interest: machinesOnly,
    limits: { ...defaultLimits, ...limits },
    objects: [],
    problems: [],
    seen: false,
  };
  for (const _ of readText(text, into));
  return into;
}

/** The objects that were read, as `kind@line`. */
export function kinds({ objects }: Collection): string[] {
  return objects.map(({ value, line }) => `${value['kind']}@${line}`);
}

/** The problems there were, as `code@line`. */
export function codes({ problems }: Collection): string[] {
  return problems.map(({ code, line }) => `${code}@${line}`);
}
