import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { VSphereFacts } from './facts.ts';
import { isWithin } from './failure-domains.ts';

interface MapiSlots {
  datacenter?: string | undefined;
  resourcePool?: string | undefined;
  vmGroup?: string | undefined;
}

interface CapiSlots {
  datacenter?: string | undefined;
  resourcePool?: string | undefined;
  failureDomain?: string | undefined;
}

/** What CAPV's webhook writes for no datacenter; both APIs then take the only one that there is. */
const anyDatacenter = '*';

/**
 * Datacenter, resource pool and VM group. CAPV puts a VM into a group only by the failure domain of its Machine, which names a
 * VSphereDeploymentZone; Capstan derives one of the same name for each failure domain of the Infrastructure that has a host group.
 * CAPV takes the zone's datacenter, and looks for the group in its compute cluster, so the machine must be in both.
 */
export function placement(): Codec<MapiSlots, CapiSlots, RowContext<VSphereFacts>> {
  return {
    rule: 'no datacenter is `*`; a VM group is the failure domain of the Infrastructure that has it',
    fields: [],
    samples: {
      required: true,
      mapi: [
        { datacenter: 'Halle', resourcePool: '/Halle/host/cl-a/Resources' },
        { datacenter: 'Halle', resourcePool: '/Halle/host/cl-a/Resources/infra', vmGroup: 'hg1-vms' },
        { datacenter: 'Halle' },
      ],
      capi: [
        { datacenter: 'Halle', resourcePool: '/Halle/host/cl-a/Resources' },
        { datacenter: 'Halle', resourcePool: '/Halle/host/cl-a/Resources', failureDomain: 'halle-hg1' },
        { datacenter: 'Halle' },
      ],
    },
    toCapi(found, scope) {
      const { datacenter, resourcePool, vmGroup } = found ?? {};
      const same = { datacenter: datacenter || anyDatacenter, resourcePool };
      if (!vmGroup) return same;
      const domains = scope.context.platform.failureDomains.filter(({ groups }) => groups?.vm === vmGroup);
      const domain = domains.find((known) => isWithin({ datacenter, resourcePool }, known));
      if (domain !== undefined) return { ...same, failureDomain: domain.name };
      const [near] = domains;
      scope.at('vmGroup').report({
        code: 'NotSupported',
        value: vmGroup,
        message:
          near === undefined
            ? 'Cluster API adds a VM to a group by its failure domain, and no failure domain of the Infrastructure has this group'
            : `Cluster API adds a VM to this group by failure domain ${near.name}, which is datacenter ${near.datacenter} and cluster ${near.computeCluster}; this machine is not placed there`,
        hint:
          near === undefined
            ? 'Add the failure domain with this vmGroup to spec.platformSpec.vsphere of the Infrastructure, or keep these machines on Machine API.'
            : 'Write the datacenter of the failure domain and the path of a resource pool in its cluster.',
      });
      return same;
    },
    toMapi(found, scope) {
      const { datacenter, resourcePool, failureDomain } = found ?? {};
      const same = { datacenter: datacenter === anyDatacenter ? undefined : datacenter, resourcePool };
      if (!failureDomain) return same;
      const domain = scope.context.platform.failureDomains.find(({ name }) => name === failureDomain);
      if (domain?.groups === undefined) {
        scope.at('failureDomain').report({
          code: 'NotSupported',
          value: failureDomain,
          message:
            'Machine API has failure domains only for control planes; of others it can say the VM group, and no failure domain of this name in the Infrastructure has one',
          hint: 'Write server, datacenter, folder, datastore, resourcePool and networks of the failure domain into the VSphereMachine, and remove failureDomain.',
        });
      } else if (!isWithin({ datacenter, resourcePool }, domain)) {
        scope.at('failureDomain').report({
          code: 'Conflict',
          value: failureDomain,
          message: `is datacenter ${domain.datacenter} and cluster ${domain.computeCluster}, where the VSphereMachine says ${datacenter ?? 'no datacenter'} and ${resourcePool ?? 'no resource pool'}`,
          hint: 'Write the datacenter of the failure domain and the path of a resource pool in its cluster.',
        });
      }
      return { ...same, vmGroup: domain?.groups?.vm };
    },
    canonMapi: (found) => found && { ...found, datacenter: found.datacenter || anyDatacenter },
    canonCapi: (found) => found && { ...found, datacenter: found.datacenter || anyDatacenter },
  };
}
