import { mirroredProviderId } from '../../codecs/provider-id.ts';
import type { Problem } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { parseArmId, sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';

interface Named {
  /** The name of the Machine; only read. */
  name?: string | undefined;
}

interface MapiSlots extends Named {
  providerID?: string | undefined;
}

interface CapiSlots extends Named {
  machine?: string | undefined;
  infra?: string | undefined;
}

type Context = RowContext<AzureFacts>;

/**
 * A machine's provider id also stands on the AzureMachine: CAPZ takes the name of the virtual machine from it, and never makes
 * another. Machine API finds the virtual machine by the name of its Machine, so the two must be one.
 */
export function providerId(): Codec<MapiSlots, CapiSlots, Context> {
  const mirrored = mirroredProviderId<AzureFacts, Named>({
    rule: 'the same on Machine and AzureMachine; the virtual machine has the name of its Machine',
    noun: 'virtual machine',
    sample,
    check,
  });
  return {
    ...mirrored,
    toMapi({ machine, infra, name } = {}, scope) {
      const isOne = machine && infra && sameName(machine, infra);
      return mirrored.toMapi({ machine, infra: isOne ? machine : infra, name }, scope);
    },
    canonMapi: (found) => ({ providerID: found?.providerID }),
    // CAPZ writes the resource group in lower case.
    canonCapi: (found) => ({ machine: found?.machine?.toLowerCase(), infra: found?.infra?.toLowerCase() }),
  };
}

function check(id: string, { platform }: Context, { name }: Named): Problem | undefined {
  const parsed = id.startsWith('azure:///') ? parseArmId(id) : undefined;
  if (!parsed?.isWhole || !sameName(parsed.type, 'Microsoft.Compute/virtualMachines')) {
    return {
      code: 'InvalidValue',
      message:
        'names no virtual machine: must be azure:///subscriptions/.../resourceGroups/.../providers/Microsoft.Compute/virtualMachines/NAME',
      hint: 'Correct the provider id; the controller writes it once the virtual machine exists.',
    };
  }
  if (name !== undefined && !sameName(parsed.name, name)) {
    return {
      code: 'Conflict',
      message: `the virtual machine is not named like its Machine, which is ${name}: Machine API would not find it, and make another`,
      hint: 'Keep the machine on Cluster API, or correct the provider id.',
    };
  }
  for (const [found, wanted, what] of [
    [parsed.subscription, platform.subscriptionID, 'subscription'],
    [parsed.resourceGroup, platform.resourceGroup, 'resource group'],
  ] as const) {
    if (wanted === undefined || sameName(found, wanted)) continue;
    return {
      code: 'DifferentFromCluster',
      message: `the ${what} must be the cluster's, which is ${wanted}: CAPZ looks for the virtual machine there, and takes one that it does not find for deleted`,
      hint: 'Keep the machine on Machine API.',
    };
  }
  return undefined;
}

const sample =
  'azure:///subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/ocp1-x7k2p-rg/providers/Microsoft.Compute/virtualMachines/set';
