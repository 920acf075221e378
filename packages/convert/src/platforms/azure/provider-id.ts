import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { parseArmId, sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';

interface MapiSlots {
  providerID?: string | undefined;
  /** The name of the Machine; only read. */
  name?: string | undefined;
}

interface CapiSlots {
  machine?: string | undefined;
  name?: string | undefined;
  infra?: string | undefined;
}

type Context = RowContext<AzureFacts>;

/**
 * A machine's provider id also stands on the AzureMachine: CAPZ takes the name of the virtual machine from it, and never makes
 * another. Machine API finds the virtual machine by the name of its Machine, so the two must be one.
 */
export function providerId(): Codec<MapiSlots, CapiSlots, Context> {
  return {
    rule: 'the same on Machine and AzureMachine; the virtual machine has the name of its Machine',
    fields: [],
    samples: { mapi: [{ providerID: sample }, {}], capi: [{ machine: sample, infra: sample }, {}] },
    toCapi(found, scope) {
      const id = found?.providerID;
      if (!id || !check(id, found?.name, scope.at('providerID'))) return {};
      return { machine: id, infra: id };
    },
    toMapi(found, scope) {
      const { machine, infra } = found ?? {};
      const id = machine || infra;
      if (machine && infra && !sameName(machine, infra)) {
        scope.at('infra').report({
          code: 'Conflict',
          value: infra,
          message: `differs from the Machine's provider id, which is ${machine}`,
          hint: 'Find out which virtual machine is meant; both must name it.',
        });
      }
      return id && check(id, found?.name, scope.at(machine ? 'machine' : 'infra')) ? { providerID: id } : {};
    },
    canonMapi: (found) => ({ providerID: found?.providerID }),
    // CAPZ writes the resource group in lower case.
    canonCapi: (found) => ({ machine: found?.machine?.toLowerCase(), infra: found?.infra?.toLowerCase() }),
  };
}

function check(id: string, name: string | undefined, scope: Scope<Context>): boolean {
  if (scope.context.object.kind === 'MachineSet') {
    scope.report({
      code: 'NotSupported',
      value: id,
      message: 'a template that names a virtual machine would give every machine the same one',
      hint: 'Remove it from the template.',
    });
    return false;
  }
  const parsed = id.startsWith('azure:///') ? parseArmId(id) : undefined;
  if (!parsed?.isWhole || !sameName(parsed.type, 'Microsoft.Compute/virtualMachines')) {
    scope.report({
      code: 'InvalidValue',
      value: id,
      message:
        'names no virtual machine: must be azure:///subscriptions/.../resourceGroups/.../providers/Microsoft.Compute/virtualMachines/NAME',
      hint: 'Correct the provider id; the controller writes it once the virtual machine exists.',
    });
    return false;
  }
  if (name !== undefined && !sameName(parsed.name, name)) {
    scope.report({
      code: 'Conflict',
      value: id,
      message: `the virtual machine is not named like its Machine, which is ${name}: Machine API would not find it, and make another`,
      hint: 'Keep the machine on Cluster API, or correct the provider id.',
    });
    return false;
  }
  const { subscriptionID, resourceGroup } = scope.context.platform;
  for (const [found, wanted, what] of [
    [parsed.subscription, subscriptionID, 'subscription'],
    [parsed.resourceGroup, resourceGroup, 'resource group'],
  ] as const) {
    if (wanted === undefined || sameName(found, wanted)) continue;
    scope.report({
      code: 'DifferentFromCluster',
      value: id,
      message: `the ${what} must be the cluster's, which is ${wanted}: CAPZ looks for the virtual machine there, and takes one that it does not find for deleted`,
      hint: 'Keep the machine on Machine API.',
    });
    return false;
  }
  return true;
}

const sample =
  'azure:///subscriptions/11111111-2222-4333-8444-555555555555/resourceGroups/ocp1-x7k2p-rg/providers/Microsoft.Compute/virtualMachines/set';
