import { azureMachineProviderSpec, azureMachineSpec } from '@capstan/api';
import type { Scope } from '../../mapping/issue.ts';
import type { Codec } from '../../mapping/make-row.ts';
import type { RowContext } from '../../objects/context.ts';
import type { AzureFacts } from './facts.ts';
import { type CapiImage, imageOfCapi, imageSamples, type MapiImage } from './image-of-capi.ts';
import { remembering } from './remembering.ts';
import { subscriptionUnknown } from './subscription.ts';

type Context = RowContext<AzureFacts>;

const marketplaceFields = ['publisher', 'offer', 'sku', 'version'] as const;

/**
 * The image of the OS disk. Machine API leaves the subscription out of a resource id (its actuator puts the cluster's
 * before it), Cluster API wants the whole id.
 */
export function image(): Codec<MapiImage, CapiImage, Context> {
  const codec: Codec<MapiImage, CapiImage, Context> = {
    rule: 'by resource id or from the marketplace',
    fields: [
      {
        mapi: 'resourceID',
        capi: 'id',
        outcome: 'mapped',
        rule: "the id without, and with, the cluster's subscription",
      },
      ...marketplaceFields.map(
        (field) => ({ mapi: field, capi: `marketplace.${field}`, outcome: 'mapped', rule: 'the same value' }) as const,
      ),
      {
        mapi: 'type',
        capi: 'marketplace.thirdPartyImage',
        outcome: 'mapped',
        rule: '`MarketplaceWithPlan` is `true`, `MarketplaceNoPlan` and nothing are `false`; `ID` goes with a resourceID',
      },
      ...(['gallery', 'name', 'version', 'resourceGroup', 'subscriptionID'] as const).flatMap((field) => [
        { capi: `computeGallery.${field}`, outcome: 'mapped', rule: 'a part of the resource id' } as const,
        { capi: `sharedGallery.${field}`, outcome: 'mapped', rule: 'a part of the resource id' } as const,
      ]),
      { capi: 'computeGallery.plan', outcome: 'refused', rule: 'refused', doc: noGalleryPlan, whole: true },
      ...(['publisher', 'offer', 'sku'] as const).map(
        (field) =>
          ({
            capi: `sharedGallery.${field}`,
            outcome: 'refused',
            rule: 'refused where all three are there; carried, since without effect, where one is missing',
            doc: noGalleryPlan,
          }) as const,
      ),
    ],
    samples: { ...imageSamples, required: true },
    toCapi(found, scope) {
      const marketplace = marketplaceFields.filter((field) => found?.[field]);
      if (found?.resourceID) {
        for (const field of marketplace) scope.at(field).report(besideId(found[field]));
        if (found.type && found.type !== 'ID') scope.at('type').report(besideId(found.type));
        return idToCapi(found.resourceID, scope.at('resourceID'));
      }
      if (marketplace.length === 0) {
        scope.report({
          code: 'Required',
          message: "no image is named; Machine API's webhook would choose one, and CAPZ another",
          hint: 'Name the image by resourceID, or by publisher, offer, sku and version.',
        });
        return undefined;
      }
      for (const field of marketplaceFields) {
        if (found?.[field]) continue;
        scope.at(field).report({
          code: 'Required',
          message: `an image of the marketplace has a ${field}`,
          hint: `Add the ${field} of the image.`,
        });
      }
      const { publisher = '', offer = '', sku = '', version = '', type = '' } = found ?? {};
      if (!['', 'MarketplaceNoPlan', 'MarketplaceWithPlan'].includes(type)) {
        scope.at('type').report({
          code: type === 'ID' ? 'Conflict' : 'InvalidValue',
          value: type,
          message: 'an image of the marketplace is of type MarketplaceNoPlan or MarketplaceWithPlan',
          hint: 'Use MarketplaceWithPlan for an image with a purchase plan, else MarketplaceNoPlan.',
        });
      }
      const thirdPartyImage = type === 'MarketplaceWithPlan';
      return { marketplace: { publisher, offer, sku, version, thirdPartyImage } };
    },
    toMapi: (found, scope) => imageOfCapi(found, scope),
    canonCapi: (found) =>
      found?.marketplace === undefined
        ? found
        : {
            ...found,
            marketplace: { ...found.marketplace, thirdPartyImage: found.marketplace.thirdPartyImage ?? false },
          },
  };
  const shapes = { mapi: azureMachineProviderSpec.fields.image, capi: azureMachineSpec.fields.image };
  return remembering(codec, shapes, { subscription: true });
}

const noGalleryPlan = 'Machine API names a purchase plan only for images of the marketplace.';

function idToCapi(resourceID: string, scope: Scope<Context>): CapiImage | undefined {
  const { subscriptionID } = scope.context.platform;
  if (!/^\/resourceGroups\/[^/]+\/.+/i.test(resourceID)) {
    scope.report({
      code: 'InvalidValue',
      value: resourceID,
      message: "must begin with /resourceGroups/: Machine API puts the cluster's subscription before it",
      hint: 'Write the resource id of the image from /resourceGroups/ on.',
    });
    return undefined;
  }
  if (subscriptionID === undefined) {
    scope.report({ ...subscriptionUnknown, value: resourceID });
    return undefined;
  }
  return { id: `/subscriptions/${subscriptionID}${resourceID}` };
}

function besideId(value: unknown) {
  return {
    code: 'Conflict',
    value,
    message: 'an image is named by resourceID or by its place in the marketplace, not by both',
    hint: 'Remove the field, or resourceID.',
  } as const;
}
