import { textAt } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import type { Write } from '../engine/decision.ts';
import type { Authority } from '../names.ts';
import { courseOf } from '../sync/shared/course.ts';
import { authorityWrittenAt, transitOf } from './authority-times.ts';
import type { Direction, MigrationResult } from './observe.ts';

/** How a migration ended by a write. */
export interface MigrationEnd {
  readonly kind: 'Machine' | 'MachineSet';
  readonly direction: Direction;
  readonly result: Extract<MigrationResult, 'completed' | 'cancelled'>;
  /** Since the object became Migrating; undefined where nobody noted when that was. */
  readonly seconds: number | undefined;
}

/** What a write ends: `before` is the Machine API object that it was made against, `now` in milliseconds. Undefined for all other writes. */
export function migrationEndOf(before: KubeObject, write: Write, now: number): MigrationEnd | undefined {
  if (write.verb !== 'patch' || write.subresource !== 'status' || transitOf(before) !== 'migrating') return undefined;
  const authority = textAt(write.patch, 'status', 'authoritativeAPI');
  if (authority !== 'MachineAPI' && authority !== 'ClusterAPI') return undefined;
  const course = courseOf(before, []);
  const to: Authority = course.kind === 'migrating' ? course.to : authority;
  const since = authorityWrittenAt(before);
  return {
    kind: before.kind === 'MachineSet' ? 'MachineSet' : 'Machine',
    direction: to === 'ClusterAPI' ? 'to-cluster-api' : 'to-machine-api',
    result: to === authority ? 'completed' : 'cancelled',
    seconds: since === undefined ? undefined : Math.max(0, now - since) / 1000,
  };
}
