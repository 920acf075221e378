import type { JsonObject } from '@capstan/api';
import { otherIdentity } from '../../cluster/identity-ref.ts';
import type { Problem } from '../../mapping/issue.ts';
import { asObject, textAt } from '../../mapping/json.ts';
import { type KnownCluster, type PlatformFacts, problemsOf } from '../../objects/platform.ts';
import { type FailureDomain, failureDomainsOf } from './failure-domains.ts';
import { type VCenter, vcenterAt, vcentersOf } from './vcenter.ts';

/** What the vSphere rows must know of the cluster. */
export interface VSphereFacts {
  /** The one vCenter that the VSphereCluster has the credentials of; undefined where nothing names it. */
  readonly vcenter: VCenter | undefined;
  /** Failure domains of that vCenter. */
  readonly failureDomains: readonly FailureDomain[];
}

/**
 * Reads the facts: the vCenter of the VSphereCluster, else the first of the Infrastructure, else that of the machine which the
 * VSphereCluster was derived from.
 */
export function vsphereFacts({ infrastructure, infraCluster, derived }: KnownCluster): PlatformFacts<VSphereFacts> {
  const vcenters = vcentersOf(infrastructure);
  const own = textAt(infraCluster, 'spec', 'server');
  const assumed = textAt(derived, 'spec', 'server');
  const vcenter = own !== undefined ? vcenterAt(own) : (vcenters[0] ?? (assumed && vcenterAt(assumed)));
  return {
    facts: {
      vcenter: vcenter || undefined,
      failureDomains: failureDomainsOf(infrastructure).filter(({ server }) => vcenter && server === vcenter.host),
    },
    problems:
      infraCluster === undefined
        ? []
        : problemsOf('infraCluster', clusterProblems(infraCluster, infrastructure, vcenters)),
  };
}

function* clusterProblems(
  infraCluster: JsonObject,
  infrastructure: JsonObject,
  vcenters: readonly VCenter[],
): Generator<Problem> {
  const server = textAt(infraCluster, 'spec', 'server');
  if (server !== undefined && vcenters.length > 0 && !vcenters.some(({ address }) => address === server)) {
    yield {
      code: 'DifferentFromCluster',
      at: ['spec', 'server'],
      value: server,
      message: `must be a vCenter of the Infrastructure, which are ${vcenters.map(({ address }) => address).join(', ')}`,
      hint: 'Give the VSphereCluster and the Infrastructure of one cluster.',
    };
  }
  const name = textAt(infrastructure, 'status', 'infrastructureName');
  yield* otherIdentity(
    asObject(infraCluster['spec']) ?? {},
    { kind: 'Secret', name },
    `Put the cluster's credentials into Secret ${name} and refer to it, or keep these machines on Cluster API.`,
  );
}
