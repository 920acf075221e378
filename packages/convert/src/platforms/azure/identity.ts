import { azureMachineProviderSpec, azureMachineSpec } from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import { parseArmId, sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';
import { remembering } from './remembering.ts';
import { subscriptionUnknown } from './subscription.ts';

interface MapiSlots {
  name?: string | undefined;
}

interface CapiSlots {
  kind?: 'None' | 'SystemAssigned' | 'UserAssigned' | undefined;
  list?: { providerID?: string | undefined }[] | undefined;
}

type Context = RowContext<AzureFacts>;

const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/**
 * The one identity of a machine. Machine API names it by its name in the cluster's resource group, or by its id; CAPZ by
 * its id. The id is written as Azure gives it back, without `azure://`: CAPZ compares it with the machine's, letter by letter,
 * and takes the machine for broken where the two differ (checkUserAssignedIdentities in services/virtualmachines).
 */
export function identity(): Codec<MapiSlots, CapiSlots, Context> {
  const codec: Codec<MapiSlots, CapiSlots, Context> = {
    rule: 'no name is `None`; a name, or an id, is `UserAssigned` with the id',
    fields: [
      {
        capi: 'list[].providerID',
        outcome: 'mapped',
        rule: "the id; a bare name where it is in the cluster's resource group",
      },
    ],
    samples: {
      mapi: [{ name: 'ocp1-x7k2p-identity' }, { name: otherId }, {}],
      capi: [
        { kind: 'None' },
        {
          kind: 'UserAssigned',
          list: [{ providerID: idOf(sampleSubscription, 'ocp1-x7k2p-rg', 'ocp1-x7k2p-identity') }],
        },
        { kind: 'UserAssigned', list: [{ providerID: `azure://${otherId}` }] },
        {},
      ],
    },
    toCapi(found, scope) {
      const name = found?.name;
      if (!name) return { kind: 'None' };
      const id = name.includes('/') ? wholeId(name, scope.at('name')) : namedId(name, scope.at('name'));
      return id === undefined ? undefined : { kind: 'UserAssigned', list: [{ providerID: id }] };
    },
    toMapi(found, scope) {
      const { kind = 'None', list = [] } = found ?? {};
      if (kind === 'SystemAssigned') {
        scope.at('kind').report({
          code: 'NotSupported',
          value: kind,
          message: 'Machine API gives a machine an identity that exists, not one of its own',
          hint: 'Use identity: UserAssigned with one identity, or keep the machine on Cluster API.',
        });
        return undefined;
      }
      if (kind === 'None') {
        if (list.length === 0) return {};
        const hint = 'Set identity: UserAssigned, or remove userAssignedIdentities.';
        scope.at('list').report({
          code: 'Conflict',
          value: list,
          message: 'CAPZ takes these with identity: UserAssigned only',
          hint,
        });
        return undefined;
      }
      const [only, ...others] = list;
      if (only?.providerID && others.length === 0)
        return { name: nameOf(only.providerID, scope.at('list', 0, 'providerID')) };
      scope.at('list').report(
        others.length === 0
          ? {
              code: 'Required',
              message: 'identity: UserAssigned needs an identity',
              hint: 'Name the identity under userAssignedIdentities.',
            }
          : {
              code: 'NotSupported',
              value: list,
              message: 'Machine API gives a machine one identity only',
              hint: 'Leave one identity, or keep the machine on Cluster API.',
            },
      );
      return undefined;
    },
    canonCapi: (found) => ({ kind: found?.kind ?? 'None', list: found?.list ?? [] }),
  };
  const { identity: kind, userAssignedIdentities: list } = azureMachineSpec.fields;
  const shapes = {
    mapi: { type: 'object', fields: { name: azureMachineProviderSpec.fields.managedIdentity } },
    capi: { type: 'object', fields: { kind, list } },
  } as const;
  return remembering(codec, shapes, { subscription: true });
}

function namedId(name: string, scope: Scope<Context>): string | undefined {
  const { subscriptionID, resourceGroup } = scope.context.platform;
  if (subscriptionID !== undefined && resourceGroup !== undefined) return idOf(subscriptionID, resourceGroup, name);
  scope.report({ ...subscriptionUnknown, value: name });
  return undefined;
}

function wholeId(id: string, scope: Scope<Context>): string | undefined {
  const parsed = parseArmId(id);
  if (parsed?.isWhole && sameName(parsed.type, identityType) && !id.startsWith('azure:')) return id;
  scope.report({ ...noIdentity, value: id });
  return undefined;
}

function nameOf(providerID: string, scope: Scope<Context>): string | undefined {
  const id = providerID.replace(/^azure:\/\//, '');
  const parsed = parseArmId(id);
  if (!parsed?.isWhole || !sameName(parsed.type, identityType)) {
    scope.report({ ...noIdentity, value: providerID });
    return undefined;
  }
  const { subscriptionID, resourceGroup } = scope.context.platform;
  const isOwn = sameName(parsed.subscription, subscriptionID) && sameName(parsed.resourceGroup, resourceGroup);
  return isOwn ? parsed.name : id;
}

const noIdentity = {
  code: 'InvalidValue',
  message: 'neither the name nor the resource id of an identity',
  hint: `Write the name, or /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/${identityType}/NAME.`,
} as const;

function idOf(subscription: string, resourceGroup: string, name: string): string {
  return `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/${identityType}/${name}`;
}

const sampleSubscription = '11111111-2222-4333-8444-555555555555';
const otherId = idOf('99999999-2222-4333-8444-555555555555', 'shared-ids', 'ocp-workers');
