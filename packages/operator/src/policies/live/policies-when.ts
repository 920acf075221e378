import type { IdleReason, Standing } from '../../standing/standing.ts';

/** Whether policies are to be in place: `keep` leaves those that are there and brings none. */
export type PolicyDemand =
  | { readonly kind: 'apply' | 'keep' }
  /** None is to be there. */
  | { readonly kind: 'remove'; readonly why: string };

/** Reasons to be idle by which there are no mirrors and nothing moves, so that a lock would only be in the way. */
const nothingMirrored: ReadonlySet<IdleReason> = new Set([
  'FeatureGateOff',
  'FeatureGateNotListed',
  'PlatformFeatureGateOff',
  'PlatformExcluded',
  'AuthoritativeAPINotInSchema',
]);

/**
 * Policies follow what the operator may do. It acts: they are applied. The feature gate, or the platform, allows no mirrors: they are
 * removed, since Machine API then acts on everything whatever `authoritativeAPI` says, and nobody is left who would
 * unlock what they lock. Any other reason to be idle is a trouble that passes (a right that is missing, a CRD on its way, no
 * Infrastructure): pairs are there meanwhile, and so the locks stay.
 */
export function policiesWhen(standing: Standing): PolicyDemand {
  if (standing.act) return { kind: 'apply' };
  return nothingMirrored.has(standing.reason) ? { kind: 'remove', why: standing.message } : { kind: 'keep' };
}
