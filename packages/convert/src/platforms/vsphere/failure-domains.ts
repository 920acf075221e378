import type { JsonObject } from '@capstan/api';
import { listAt, textAt } from '../../mapping/json.ts';
import { platformSpecOf } from '../../objects/infrastructure.ts';

/** A failure domain of the Infrastructure object, as far as machines must agree with it. */
export interface FailureDomain {
  readonly name: string;
  readonly region: string;
  readonly zone: string;
  readonly regionType: string;
  /** The vCenter's host. */
  readonly server: string;
  readonly datacenter: string;
  /** Inventory path: `/Halle/host/cl-a`. */
  readonly computeCluster: string;
  /** Where hosts of one compute cluster are the zone: the groups that tie machines to them. */
  readonly groups: { readonly vm: string; readonly host: string } | undefined;
}

/**
 * The failure domains of Infrastructure.spec.platformSpec.vsphere that can be named in Cluster API: those without a name
 * that Kubernetes accepts, or without a topology, are left out.
 */
export function failureDomainsOf(infrastructure: JsonObject): FailureDomain[] {
  return listAt(platformSpecOf(infrastructure, 'vsphere'), 'failureDomains').flatMap((item) => {
    const name = textAt(item, 'name');
    const server = textAt(item, 'server');
    const datacenter = textAt(item, 'topology', 'datacenter');
    const computeCluster = textAt(item, 'topology', 'computeCluster');
    if (name === undefined || server === undefined || datacenter === undefined || computeCluster === undefined)
      return [];
    if (name.length > 253 || !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)) return [];
    const vm = textAt(item, 'zoneAffinity', 'hostGroup', 'vmGroup');
    const host = textAt(item, 'zoneAffinity', 'hostGroup', 'hostGroup');
    return [
      {
        name,
        server,
        datacenter,
        computeCluster,
        region: textAt(item, 'region') ?? '',
        zone: textAt(item, 'zone') ?? '',
        regionType: textAt(item, 'regionAffinity', 'type') ?? 'Datacenter',
        groups: vm === undefined || host === undefined ? undefined : { vm, host },
      },
    ];
  });
}

/** Where a machine is placed, in Machine API's words. */
export interface Place {
  readonly datacenter?: string | undefined;
  readonly resourcePool?: string | undefined;
}

/** True where a machine is placed in a failure domain: in its datacenter, in a resource pool of its compute cluster. */
export function isWithin({ datacenter, resourcePool }: Place, domain: FailureDomain): boolean {
  return datacenter === domain.datacenter && resourcePool?.startsWith(`${domain.computeCluster}/`) === true;
}
