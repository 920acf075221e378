import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { FieldDoc } from '../../mapping/row.ts';
import type { RowContext } from '../../objects/context.ts';
import { sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';

interface MapiSlots {
  group?: string | undefined;
  /** Converted by a row of its own. */
  subnet?: string | undefined;
}

type Context = RowContext<AzureFacts>;

/**
 * The security group of a network interface, which CAPZ gives to subnets only. Where it is the subnet's own, traffic passes
 * the same rules once or twice, so it is carried.
 */
export function securityGroup(): Codec<MapiSlots, object, Context> {
  return {
    rule: "must be the one that the AzureCluster lists for the machine's subnet",
    samples: { mapi: [] },
    toCapi(found, scope) {
      const { group, subnet } = found ?? {};
      if (group && !sameName(group, groupOf(subnet, scope.context))) {
        scope.at('group').report({ ...refused, value: group });
      }
      return undefined;
    },
    toMapi: () => undefined,
    canonMapi: (found) => found?.group || undefined,
    residues: {
      toCapi: {
        keep: (source) => source?.group || undefined,
        restore(kept, _, { report }) {
          if (typeof kept === 'string') return { group: kept };
          report({ code: 'CarriedInvalid', message: 'not a name', hint: 'Restore the annotation.' });
          return undefined;
        },
      },
      toMapi: { keep: () => undefined, restore: () => undefined },
    },
  };
}

/**
 * The security group of a subnet. Machine API looks for one in the machine's resource group, CAPZ in that of the network:
 * in two groups two have the same name.
 */
function groupOf(subnet: string | undefined, { platform }: Context): string | undefined {
  const { resourceGroup, networkResourceGroup } = platform.expected;
  if (!sameName(resourceGroup, networkResourceGroup)) return undefined;
  return platform.securityGroups.find((listed) => sameName(listed.subnet, subnet))?.name;
}

const doc = 'Cluster API has security groups of subnets, not of network interfaces';
const hint =
  'Put the rules into the security group of the subnet and remove the field, or keep the machines on Machine API. If it is the security group of the subnet, list the subnet with its id and this group in the AzureCluster.';

const refused: Problem = { code: 'NotSupported', message: doc, hint };

/** What documentation says of it. */
export const securityGroupFields: readonly FieldDoc[] = [
  {
    mapi: 'securityGroup',
    outcome: 'compared',
    rule: "must be the one that the AzureCluster lists for the machine's subnet, in the cluster's resource group; carried",
    doc: `${doc}.`,
    hint,
    whole: true,
  },
];
