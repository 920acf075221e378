import { describe, expect, it } from 'vitest';
import {
  azureCluster,
  backAndThere,
  converter,
  expectInfraRefused,
  expectRefused,
  mapiSet,
  provider,
  resourceID,
  subscription,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const redHat = { publisher: 'redhat', offer: 'rh-ocp-worker', sku: 'rh-ocp-worker', version: '4.17.2024100419' };
const id = `/subscriptions/${subscription}${resourceID}`;
const foreign = `/subscriptions/99999999-2222-4333-8444-555555555555${resourceID}`;
const gallery = { gallery: 'g', name: 'n', version: '1.2.3', resourceGroup: 'images', subscriptionID: subscription };

describe('an image by its id', () => {
  it("has the cluster's subscription in Cluster API and none in Machine API", () => {
    expect(toInfra({}).image).toEqual({ id });
    expect(toProvider({}).image).toEqual({ resourceID });
  });

  it.each(['latest', '4.19.1'])('keeps the version %s as it is written', (version) => {
    const path = resourceID.replace('latest', version);
    expect(toInfra({ image: { resourceID: path } }).image).toEqual({ id: `/subscriptions/${subscription}${path}` });
  });

  it('converts with the empty fields that Go writes beside it', () => {
    const image = { offer: '', publisher: '', sku: '', version: '', resourceID };
    expect(toInfra({ image }).image).toEqual({ id });
    expect(thereAndBack({ image }).image).toEqual(image);
  });

  it('keeps the type ID that somebody wrote beside it', () => {
    expect(thereAndBack({ image: { resourceID, type: 'ID' } }).image).toEqual({ resourceID, type: 'ID' });
  });

  it('with a subscription in Machine API is refused: the actuator would put another before it', () => {
    expectRefused(
      { image: { resourceID: id } },
      { code: 'InvalidValue', path: 'image.resourceID', value: id, remedy: 'from /resourceGroups/ on' },
    );
  });

  it('of another subscription is refused on the way back, not renamed to one of the same name', () => {
    expectInfraRefused(
      { image: { id: foreign } },
      { code: 'NotSupported', path: 'image.id', value: foreign, remedy: 'Copy the image', says: subscription },
    );
  });

  it('that is no resource id is refused', () => {
    const community = '/CommunityGalleries/g/Images/n/Versions/1';
    expectInfraRefused(
      { image: { id: community } },
      { code: 'NotSupported', path: 'image.id', value: community, remedy: 'Write the id as /subscriptions/' },
    );
  });

  it.each([
    ['publisher', { resourceID, ...redHat, offer: '', sku: '', version: '' }, 'redhat'],
    ['type', { resourceID, type: 'MarketplaceNoPlan' }, 'MarketplaceNoPlan'],
  ])('cannot have a %s beside it', (field, image, value) => {
    expectRefused({ image }, { code: 'Conflict', path: `image.${field}`, value, remedy: 'Remove the field' });
  });
});

describe('an image whose subscription nobody knows', () => {
  const unknown = { infraCluster: azureCluster({ subscriptionID: '' }) };

  it('is refused with what to add, not written with half an id', () => {
    expectRefused(
      {},
      { code: 'MissingObject', path: 'image.resourceID', value: resourceID, remedy: 'spec.providerID' },
      unknown,
    );
    expectInfraRefused(
      {},
      { code: 'MissingObject', path: 'image.id', value: id, remedy: 'Add the AzureCluster' },
      unknown,
    );
  });

  it('comes back where it was known on the way there', () => {
    const [template, set] = converted(converter().toClusterApi(mapiSet()));
    const [back] = converted(converter({ infraCluster: null }).toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject(provider());
  });

  it('is not taken for the same where it was moved to another subscription meanwhile', () => {
    const [template, set] = converted(converter().toClusterApi(mapiSet()));
    const spec = { ...(at(template, 'spec.template.spec') as object), image: { id: foreign } };
    const moved = { ...template, spec: { template: { spec } } };
    expect(errorsOf(converter({ infraCluster: null }).toMachineApi(set, moved))).toMatchObject([
      { path: 'spec.template.spec.image.id' },
    ]);
  });
});

describe('an image of the marketplace', () => {
  it.each([
    ['MarketplaceWithPlan', true],
    ['MarketplaceNoPlan', false],
    ['', false],
    [undefined, false],
  ])('of type %j has thirdPartyImage: %j, and comes back as it was', (type, thirdPartyImage) => {
    const image = { ...redHat, ...(type !== undefined && { type }) };
    expect(toInfra({ image }).image).toEqual({ marketplace: { ...redHat, thirdPartyImage } });
    expect(thereAndBack({ image }).image).toEqual(image);
  });

  it('has its purchase plan on the way back', () => {
    expect(toProvider({ image: { marketplace: { ...redHat, thirdPartyImage: true } } }).image).toEqual({
      ...redHat,
      type: 'MarketplaceWithPlan',
    });
  });

  it('must be named wholly', () => {
    const { version: _, ...partly } = redHat;
    expectRefused({ image: partly }, { code: 'Required', path: 'image.version', remedy: 'Add the version' });
  });

  it('must be named wholly in Cluster API too', () => {
    const marketplace = { ...redHat, offer: '' };
    expectInfraRefused(
      { image: { marketplace } },
      { code: 'Required', path: 'image.marketplace.offer', remedy: 'Add the offer' },
    );
  });

  it.each([
    ['ID', 'Conflict'],
    ['Shared', 'InvalidValue'],
  ] as const)('of type %s is refused', (type, code) => {
    expectRefused(
      { image: { ...redHat, type } },
      { code, path: 'image.type', value: type, remedy: 'Use MarketplaceWithPlan' },
    );
  });
});

describe('an image of a gallery', () => {
  it.each(['sharedGallery', 'computeGallery'])(
    'in the subscription of the cluster (%s) is its id, and keeps its words on the way there and back',
    (way) => {
      const path = '/resourceGroups/images/providers/Microsoft.Compute/galleries/g/images/n/versions/1.2.3';
      expect(toProvider({ image: { [way]: gallery } }).image).toEqual({ resourceID: path });
      expect(backAndThere({ image: { [way]: gallery } }).image).toEqual({ [way]: gallery });
    },
  );

  it('of another subscription is refused', () => {
    const elsewhere = { ...gallery, subscriptionID: 'other' };
    expectInfraRefused(
      { image: { computeGallery: elsewhere } },
      { code: 'NotSupported', path: 'image.computeGallery.subscriptionID', value: 'other', remedy: 'Copy the image' },
    );
  });

  it('of the community is refused', () => {
    const { resourceGroup: _, subscriptionID: __, ...community } = gallery;
    expectInfraRefused(
      { image: { computeGallery: community } },
      {
        code: 'NotSupported',
        path: 'image.computeGallery',
        value: community,
        remedy: 'Set resourceGroup and subscriptionID',
      },
    );
  });

  it('must be named wholly', () => {
    expectInfraRefused(
      { image: { sharedGallery: { ...gallery, version: '' } } },
      { code: 'Required', path: 'image.sharedGallery.version', remedy: 'Add the version' },
    );
  });

  it('with a purchase plan is refused, since Machine API would start it without', () => {
    const plan = { publisher: 'p', offer: 'o', sku: 's' };
    expectInfraRefused(
      { image: { computeGallery: { ...gallery, plan } } },
      { code: 'NotSupported', path: 'image.computeGallery.plan', value: plan, remedy: 'Use image.marketplace' },
    );
    expectInfraRefused(
      { image: { sharedGallery: { ...gallery, ...plan } } },
      { code: 'NotSupported', path: 'image.sharedGallery.publisher', value: 'p', remedy: 'Use image.marketplace' },
    );
  });

  it('with a part of a plan, which CAPZ ignores, keeps it', () => {
    const image = { sharedGallery: { ...gallery, sku: 's' } };
    expect(backAndThere({ image }).image).toEqual(image);
  });
});

describe('no image', () => {
  it.each([undefined, {}, { resourceID: '', publisher: '' }])('is refused, not guessed, where it is %j', (image) => {
    expectRefused({ image }, { code: 'Required', path: 'image', remedy: 'Name the image' });
  });

  it.each([undefined, {}])('is refused on the way back: CAPZ would start Ubuntu (%j)', (image) => {
    expectInfraRefused({ image }, { code: 'Required', path: 'image', remedy: 'Set image.id' });
  });
});

it('an image that is named in two ways in Cluster API is refused', () => {
  const marketplace = { ...redHat, thirdPartyImage: false };
  expectInfraRefused(
    { image: { id, marketplace } },
    { code: 'Conflict', path: 'image.marketplace', value: marketplace, remedy: 'Remove all but one' },
  );
});
