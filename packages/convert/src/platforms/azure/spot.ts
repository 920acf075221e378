import {
  type AzureMachineProviderSpec,
  type AzureMachineSpec,
  azureMachineProviderSpec,
  azureMachineSpec,
} from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { Loose } from '../../mapping/path.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AzureFacts } from './facts.ts';
import { canonicalPrice, priceText } from './price.ts';
import { remembering } from './remembering.ts';

type MapiSpot = NonNullable<Loose<AzureMachineProviderSpec>['spotVMOptions']>;
type CapiSpot = NonNullable<Loose<AzureMachineSpec>['spotVMOptions']>;
type Context = RowContext<AzureFacts>;

/** Spot machines. Machine API always has Azure delete an evicted machine; CAPZ's webhook would have it kept, deallocated. */
export function spot(): Codec<MapiSpot, CapiSpot, Context> {
  const codec: Codec<MapiSpot, CapiSpot, Context> = {
    rule: 'being there, even empty, asks for a spot machine',
    fields: [
      {
        mapi: 'maxPrice',
        capi: 'maxPrice',
        outcome: 'mapped',
        rule: 'the same quantity, in the spelling of Kubernetes: 0.35 is 350m',
      },
      {
        capi: 'evictionPolicy',
        outcome: 'mapped',
        rule: 'written as `Delete`; on the way back anything else is refused',
        doc: 'Machine API always deletes an evicted machine.',
      },
    ],
    samples: {
      mapi: [{}, { maxPrice: '0.35' }, { maxPrice: '-1' }, { maxPrice: '350m' }],
      capi: [
        { evictionPolicy: 'Delete' },
        { evictionPolicy: 'Delete', maxPrice: '350m' },
        { evictionPolicy: 'Delete', maxPrice: 1 },
      ],
    },
    toCapi(found, scope) {
      if (found === undefined) return undefined;
      return { ...price(found.maxPrice, scope.at('maxPrice')), evictionPolicy: 'Delete' };
    },
    toMapi(found, scope) {
      if (found === undefined) return undefined;
      const { evictionPolicy } = found;
      if (evictionPolicy !== 'Delete') {
        scope.at('evictionPolicy').report({
          code: 'NotSupported',
          value: evictionPolicy,
          message:
            evictionPolicy === undefined
              ? "CAPZ's webhook writes Deallocate where nothing is said; Machine API always deletes an evicted machine"
              : 'Machine API always deletes an evicted machine',
          hint: 'Set evictionPolicy: Delete, or keep the machines on Cluster API.',
        });
      }
      return price(found.maxPrice, scope.at('maxPrice'));
    },
    // CAPZ's webhook may have spelled it anew.
    canonCapi: (found) =>
      found && {
        ...found,
        maxPrice: canonicalPrice(priceText(found.maxPrice) ?? JSON.stringify(found.maxPrice ?? '')),
      },
  };
  const shapes = {
    mapi: azureMachineProviderSpec.fields.spotVMOptions,
    capi: azureMachineSpec.fields.spotVMOptions,
  };
  return remembering(codec, shapes, { subscription: false });
}

function price<C>(found: unknown, scope: Scope<C>): { maxPrice?: string } {
  if (found === undefined || found === null || found === '') return {};
  const text = priceText(found);
  if (text !== undefined) return { maxPrice: canonicalPrice(text) };
  scope.report({
    code: 'InvalidValue',
    value: found,
    message: 'must be a quantity',
    hint: 'Write the price per hour in US dollars, for instance "0.35", or "-1" for the price of a regular machine.',
  });
  return {};
}
