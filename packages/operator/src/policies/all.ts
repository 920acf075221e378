import { clusterApiLocks } from './cluster-api-locks.ts';
import { creation } from './creation.ts';
import { deletion } from './deletion.ts';
import { machineApiLocks } from './machine-api-locks.ts';
import type { Policy } from './policy.ts';
import { reserved } from './reserved.ts';
import { scaleLocks } from './scale.ts';
import { transitions } from './transitions.ts';
import { unsupportedFields } from './unsupported-fields.ts';

/**
 * Every admission policy. They keep people and other controllers from edits that would be undone, lost, or dangerous while one API
 * acts and the other follows. Each family is a table of its own; `manifests.ts` makes of them what is applied to a cluster.
 *
 * An update is judged by the object alone, so that its cost does not grow with the cluster: `status.authoritativeAPI` on the Machine
 * API side; on the other side the mirror label and the authority annotation that sync keeps, and the record of what came from where.
 * Parameters are for creations beside a twin, for `scale`, and for the one infra cluster.
 */
export const policies: readonly Policy[] = [
  ...machineApiLocks,
  ...clusterApiLocks,
  ...reserved,
  ...transitions,
  ...scaleLocks,
  ...creation,
  ...deletion,
  ...unsupportedFields,
];
