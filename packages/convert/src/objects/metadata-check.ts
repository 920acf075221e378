import { asObject } from '../mapping/json.ts';
import type { Root } from '../mapping/row.ts';
import type { Check, Finding } from './platform.ts';

/** A rule over a label or an annotation that a provider's controllers act on, wherever it stands. */
export interface MetadataRule {
  readonly rule: string;
  readonly hint: string;
  readonly of: readonly ('labels' | 'annotations')[];
  /** True where the key with this value is meant. */
  isMeant(key: string, value: unknown): boolean;
}

/** A check that refuses what the rule means on machines, on templates and on sets, on both ways. */
export function metadataCheck({ rule, hint, of, isMeant }: MetadataRule): Check {
  return {
    rule,
    find: (_, parts) =>
      (['$meta', '$setMeta'] as const satisfies readonly Root[]).flatMap((root) =>
        of.flatMap((map) =>
          Object.entries(asObject(asObject(parts[root])?.[map]) ?? {})
            .filter(([key, value]) => isMeant(key, value))
            .map(
              ([key, value]): Finding => ({ code: 'NotSupported', root, at: [map, key], value, message: rule, hint }),
            ),
        ),
      ),
  };
}

/** The label by which Machine API knows what system a machine runs. */
export const osLabel = 'machine.openshift.io/os-id';

/** The label by which Machine API knows a machine that runs Windows. */
export function isWindows(key: string, value: unknown): boolean {
  return key === osLabel && value === 'Windows';
}

/** Windows machines are refused: their user data would be handed over as for Linux, and they would not join. */
export const noWindows: Check = metadataCheck({
  rule: 'Machine API prepares the user data of Windows machines in its own way, which Cluster API has not.',
  hint: 'Leave Windows machines under the API that has them.',
  of: ['labels'],
  isMeant: isWindows,
});
