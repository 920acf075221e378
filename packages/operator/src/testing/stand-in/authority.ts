import { asObject, deepEqual } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { specOf, statusOf } from './machine-fields.ts';
import type { Step } from './step.ts';

/**
 * What Machine API's controllers do with any Machine or MachineSet before they look at anything else, its deletion included:
 * take over the authority that the spec asks for where the status has none, and say by the condition Paused whether they act.
 * Undefined where both are as they should be and it is theirs to act.
 */
export function authorityStep(object: KubeObject, now: string): Step | undefined {
  const status = statusOf(object);
  const authority = typeof status['authoritativeAPI'] === 'string' ? status['authoritativeAPI'] : '';
  switch (authority) {
    case '': {
      const asked = specOf(object)['authoritativeAPI'] ?? 'MachineAPI';
      return { kind: 'patch', patch: { status: { authoritativeAPI: asked } }, subresource: 'status', isLast: true };
    }
    case 'ClusterAPI':
    case 'Migrating':
      return pausedStep(status, authority, true, now) ?? { kind: 'rest' };
    case 'MachineAPI':
      return pausedStep(status, authority, false, now);
    default:
      return { kind: 'unknown', value: authority };
  }
}

function pausedStep(
  { conditions }: { readonly [field: string]: unknown },
  authority: string,
  isPaused: boolean,
  now: string,
): Step | undefined {
  const list: readonly unknown[] = Array.isArray(conditions) ? conditions : [];
  const at = list.findIndex((each) => asObject(each)?.['type'] === 'Paused');
  const before = asObject(list[at]);
  const said = {
    type: 'Paused',
    status: isPaused ? 'True' : 'False',
    ...(!isPaused && { severity: 'Info' }),
    reason: isPaused ? 'AuthoritativeAPINotMachineAPI' : 'AuthoritativeAPIMachineAPI',
    message: `The AuthoritativeAPI status is set to '${authority}'`,
  };
  const { lastTransitionTime, ...rest } = before ?? {};
  if (deepEqual(rest, said)) return undefined;
  const since = before?.['status'] === said.status ? lastTransitionTime : now;
  const next = { ...said, lastTransitionTime: since };
  // The list is replaced whole; the write is made against the version that was read, so no other's condition is lost.
  const all = at < 0 ? [...list, next] : list.with(at, next);
  return { kind: 'patch', patch: { status: { conditions: all } }, subresource: 'status' };
}
