import type { KubeObject } from '@capstan/kube';
import type { Notice } from '../../engine/decision.ts';
import type { Authority } from '../../names.ts';
import { apiName } from '../../sync/shared/course.ts';
import { conditionOf } from '../../sync/shared/object.ts';
import { acknowledgedBy } from './acknowledged.ts';

/** So long its controllers may take to show that they act. */
export const takeUpMs = 120_000;

/** What is missing after a migration. */
export interface NotTakenUp {
  readonly for: string;
  readonly recheckMs: number;
  /** When the time is up. */
  readonly notice?: Notice;
}

/**
 * Whether the API that has the authority acts: undefined where it says so by `Paused=False` on each of its objects, or where
 * nothing was synchronized yet, so that nothing was handed over. An instance whose new controller is down is nobody's.
 */
export function notTakenUp(
  mapi: KubeObject,
  acting: readonly (KubeObject | undefined)[],
  authority: Authority,
  now: string,
): NotTakenUp | undefined {
  const synchronized = conditionOf(mapi, 'Synchronized');
  if (synchronized === undefined) return undefined;
  const silent = acting
    .filter((object) => object !== undefined)
    .find((object) => acknowledgedBy(object)?.isPaused !== false);
  if (silent === undefined) return undefined;
  const since = Math.max(
    Date.parse(String(synchronized['lastTransitionTime'])) || 0,
    acknowledgedBy(silent)?.since ?? 0,
  );
  const left = since + takeUpMs - Date.parse(now);
  const what = `${apiName(authority)} to act on ${silent.kind} ${silent.metadata.name}`;
  // Rounded up: a look that comes a moment too early would come again at once.
  if (left > 0) return { for: what, recheckMs: left + 1000 };
  const message = `${apiName(authority)} has the authority for ${Math.round((takeUpMs - left) / 1000)} s, and its controller does not say that it acts on ${silent.kind} ${silent.metadata.name} (condition Paused is not False). See whether the controller runs.`;
  return { for: what, recheckMs: takeUpMs, notice: { type: 'Warning', reason: 'NotTakenUp', message } };
}
