import type { Scope } from '../../mapping/issue.ts';
import { isBlank } from '../../mapping/json.ts';
import type { RowContext } from '../../objects/context.ts';
import { parseArmId, sameName } from './arm-id.ts';
import type { AzureFacts } from './facts.ts';
import { subscriptionUnknown } from './subscription.ts';

/** Machine API's image. */
export interface MapiImage {
  publisher?: string | undefined;
  offer?: string | undefined;
  sku?: string | undefined;
  version?: string | undefined;
  resourceID?: string | undefined;
  type?: string | undefined;
}

interface Gallery {
  gallery?: string | undefined;
  name?: string | undefined;
  version?: string | undefined;
  resourceGroup?: string | undefined;
  subscriptionID?: string | undefined;
}

interface Plan {
  publisher?: string | undefined;
  offer?: string | undefined;
  sku?: string | undefined;
}

/** Cluster API's image: one of four ways to name it. */
export interface CapiImage {
  id?: string | undefined;
  marketplace?: (Plan & { version?: string | undefined; thirdPartyImage?: boolean | undefined }) | undefined;
  computeGallery?: (Gallery & { plan?: Plan | undefined }) | undefined;
  sharedGallery?: (Gallery & Plan) | undefined;
}

type Context = RowContext<AzureFacts>;

/** Machine API's words for a Cluster API image; what it cannot name is reported. */
export function imageOfCapi(found: CapiImage | undefined, scope: Scope<Context>): MapiImage | undefined {
  const { id, marketplace, computeGallery, sharedGallery } = found ?? {};
  const ways = Object.entries({ id, marketplace, sharedGallery, computeGallery }).filter(([, way]) => !isBlank(way));
  for (const [way, value] of ways.slice(1)) {
    scope.at(way).report({
      code: 'Conflict',
      value,
      message: 'an image is named in one way only',
      hint: 'Remove all but one of id, marketplace, sharedGallery and computeGallery.',
    });
  }
  if (id) return idOfCapi(id, scope.at('id'));
  if (marketplace !== undefined && !isBlank(marketplace)) {
    const { thirdPartyImage, ...rest } = marketplace;
    for (const field of ['publisher', 'offer', 'sku', 'version'] as const) {
      if (rest[field]) continue;
      const hint = `Add the ${field} of the image.`;
      scope
        .at('marketplace', field)
        .report({ code: 'Required', message: `an image of the marketplace has a ${field}`, hint });
    }
    return { ...rest, type: thirdPartyImage ? 'MarketplaceWithPlan' : 'MarketplaceNoPlan' };
  }
  const gallery = isBlank(sharedGallery) ? computeGallery : sharedGallery;
  if (gallery !== undefined && !isBlank(gallery)) {
    const at = scope.at(isBlank(sharedGallery) ? 'computeGallery' : 'sharedGallery');
    const { publisher, offer, sku } = sharedGallery ?? {};
    if (publisher && offer && sku) at.report({ ...noPlan, at: ['publisher'], value: publisher });
    if (!isBlank(computeGallery?.plan)) at.report({ ...noPlan, at: ['plan'], value: computeGallery?.plan });
    return galleryOfCapi(gallery, at);
  }
  scope.report({
    code: 'Required',
    message: 'no image is named; CAPZ would take a public image of its own, which OpenShift cannot run on',
    hint: 'Set image.id, or image.marketplace.',
  });
  return undefined;
}

function idOfCapi(id: string, scope: Scope<Context>): MapiImage | undefined {
  const parsed = parseArmId(id);
  if (parsed === undefined || id.startsWith('azure:')) {
    scope.report({
      code: 'NotSupported',
      value: id,
      message: 'Machine API names an image by a resource id in a resource group',
      hint: 'Write the id as /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Compute/...',
    });
    return undefined;
  }
  return ofSubscription(parsed.subscription, id, scope) ? { resourceID: parsed.rest } : undefined;
}

function galleryOfCapi(found: Gallery, scope: Scope<Context>): MapiImage | undefined {
  const { gallery, name, version, resourceGroup, subscriptionID } = found;
  if (!resourceGroup || !subscriptionID) {
    scope.report({
      code: 'NotSupported',
      value: found,
      message: 'without a resource group and subscription this is a community gallery, which Machine API cannot name',
      hint: 'Set resourceGroup and subscriptionID of a gallery in the subscription of the cluster, or use image.id.',
    });
    return undefined;
  }
  for (const [field, value] of Object.entries({ gallery, name, version })) {
    if (!value) scope.at(field).report({ code: 'Required', message: 'is required', hint: `Add the ${field}.` });
  }
  const path = `/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/galleries/${gallery}/images/${name}/versions/${version}`;
  return ofSubscription(subscriptionID, subscriptionID, scope.at('subscriptionID')) ? { resourceID: path } : undefined;
}

/** Machine API can name images of the cluster's own subscription only. */
function ofSubscription(subscription: string, value: string, scope: Scope<Context>): boolean {
  const own = scope.context.platform.subscriptionID;
  if (own !== undefined && sameName(own, subscription)) return true;
  if (own === undefined) scope.report({ ...subscriptionUnknown, value });
  else {
    scope.report({
      code: 'NotSupported',
      value,
      message: `Machine API takes images from the cluster's subscription only, which is ${own}`,
      hint: 'Copy the image into a gallery of that subscription, or keep the machines on Cluster API.',
    });
  }
  return false;
}

const noPlan = {
  code: 'NotSupported',
  message: 'Machine API names a purchase plan only for images of the marketplace',
  hint: 'Use image.marketplace with thirdPartyImage: true, or keep the machines on Cluster API.',
} as const;

const subscription = '11111111-2222-4333-8444-555555555555';
const path =
  '/resourceGroups/ocp1-x7k2p-rg/providers/Microsoft.Compute/galleries/g/images/ocp1-x7k2p-gen2/versions/latest';
const redHat = { publisher: 'redhat', offer: 'rh-ocp-worker', sku: 'rh-ocp-worker', version: '4.17.2024100419' };
const inGallery = { gallery: 'g', name: 'n', version: '1.2.3', resourceGroup: 'images', subscriptionID: subscription };

/** Images of a cluster in the subscription of the tests. */
export const imageSamples = {
  mapi: [
    { resourceID: path },
    { resourceID: path, publisher: '', offer: '', sku: '', version: '', type: 'ID' },
    { ...redHat, resourceID: '', type: 'MarketplaceWithPlan' },
    { ...redHat, type: 'MarketplaceNoPlan' },
    redHat,
  ],
  capi: [
    { id: `/subscriptions/${subscription}${path}` },
    { marketplace: { ...redHat, thirdPartyImage: true } },
    { marketplace: redHat },
    { sharedGallery: { ...inGallery, sku: 'x' } },
    { computeGallery: inGallery },
  ],
};
