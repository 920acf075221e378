import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';
import { clusterProblems } from './cluster-problems.ts';
import { type FailureDomain, failureDomainsOf } from './failure-domains.ts';

/** What the Nutanix rows must know of the cluster. */
export interface NutanixFacts {
  /** Infrastructure.spec.platformSpec.nutanix.failureDomains, as machines write references. */
  readonly failureDomains: readonly FailureDomain[];
}

/** Reads the facts; what contradicts Machine API's one Prism Central and one credential is a problem. */
export function nutanixFacts({ infrastructure, infraCluster }: KnownCluster): PlatformFacts<NutanixFacts> {
  const { failureDomains, problems } = failureDomainsOf(infrastructure);
  return {
    facts: { failureDomains },
    problems: [
      ...problemsOf('infrastructure', problems),
      ...problemsOf('infraCluster', clusterProblems(infrastructure, failureDomains, infraCluster)),
    ],
  };
}
