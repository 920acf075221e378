import type { Decision } from '../../engine/decision.ts';

/** True where both sides are equal and only the Machine API object's status does not say so yet. */
export function isLastWord<Slot extends string>(plan: Decision<Slot>): boolean {
  return (
    plan.kind === 'write' && plan.slot === 'mapi' && plan.write.verb === 'patch' && plan.write.subresource === 'status'
  );
}

/** The fields of status that are left to say; none where all is said. */
export function lastWord<Slot extends string>(plan: Decision<Slot>): object {
  if (plan.kind !== 'write' || plan.write.verb !== 'patch' || !isLastWord(plan)) return {};
  const { status } = plan.write.patch;
  return typeof status === 'object' && status !== null ? status : {};
}
