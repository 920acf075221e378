import type { Json, JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  converter,
  expectInfraRefused,
  expectRefused,
  mapiSet,
  provider,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/powervs.ts';
import type { Refusal } from '../../testing/ways.ts';

const regex = '^DHCPSERVER[0-9a-z]{32}_Private$';
const id = '4f0c1a6e-0d45-4c6b-a1f6-88f8f2f0a8d1';

describe('an image or a network', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['image', { type: 'ID', id }, { id }],
    ['image', { type: 'Name', name: 'rhcos' }, { name: 'rhcos' }],
    ['network', { type: 'ID', id }, { id }],
    ['network', { type: 'Name', name: 'private' }, { name: 'private' }],
    ['network', { type: 'RegEx', regex }, { regex }],
  ])('as %s %j is the same one in Cluster API', (field, mapi, capi) => {
    expect(toInfra({ [field]: mapi })).toMatchObject({ [field]: capi });
    expect(toProvider({ [field]: capi })).toMatchObject({ [field]: mapi });
    expect(thereAndBack({ [field]: mapi })[field]).toEqual(mapi);
    expect(backAndThere({ [field]: capi })[field]).toEqual(capi);
  });

  it("is named by what its type says: Go's empty strings beside it say nothing", () => {
    expect(toInfra({ image: { type: 'ID', id, name: '', regex: null } })['image']).toEqual({ id });
  });
});

describe('a reference that does not say what is meant is refused, and never comes out empty:', () => {
  it.each<[string, { readonly [field: string]: Json | undefined }, Refusal]>([
    [
      'the field of its type is not there',
      { image: { type: 'ID' } },
      { code: 'Required', path: 'image.id', remedy: 'Set id', says: 'type is ID' },
    ],
    [
      'an empty one is',
      { network: { type: 'Name', name: '' } },
      { code: 'Required', path: 'network.name', remedy: 'Set name' },
    ],
    [
      'another one is there as well',
      { image: { type: 'Name', name: 'rhcos', id } },
      { code: 'Conflict', path: 'image.id', value: id, remedy: 'Remove the one that is not meant' },
    ],
    [
      'it has no type',
      { network: { name: 'private' } },
      { code: 'Required', path: 'network.type', remedy: 'Set type to ID, Name or RegEx' },
    ],
    [
      'nobody knows its type',
      { image: { type: 'id', id } },
      { code: 'InvalidValue', path: 'image.type', value: 'id', remedy: 'Set type to ID or Name' },
    ],
    [
      'an image by regular expression',
      { image: { type: 'RegEx', regex } },
      { code: 'NotSupported', path: 'image.type', value: 'RegEx', remedy: 'by id or name' },
    ],
    ['no image', { image: undefined }, { code: 'Required', path: 'image', remedy: 'Name the image by id or name' }],
    [
      'no network',
      { network: {} },
      { code: 'Required', path: 'network', remedy: 'Name the network by id, name or regex' },
    ],
  ])('%s', (_, changes, refusal) => {
    expectRefused(changes, refusal);
  });

  it('the one that the type does not name is all there is, which is said at both', () => {
    const { issues } = converter().toClusterApi(mapiSet(provider({ image: { type: 'Name', id } })));
    expect(issues.map(({ code, path }) => `${code} ${path.split('.').at(-1)}`)).toEqual([
      'Conflict id',
      'Required name',
    ]);
  });
});

describe('a reference of Cluster API is refused where', () => {
  it.each<[string, { readonly [field: string]: Json | undefined }, Refusal]>([
    [
      'it names an image twice',
      { image: { id, name: 'rhcos' } },
      { code: 'Conflict', path: 'image.name', value: 'rhcos', remedy: 'Remove the one' },
    ],
    [
      'it names a network twice',
      { network: { name: 'private', regex } },
      { code: 'Conflict', path: 'network.regex', value: regex, remedy: 'Remove the one' },
    ],
    [
      'it looks an image up by regular expression, which CAPIBM does not',
      { image: { regex } },
      { code: 'NotSupported', path: 'image.regex', value: regex, remedy: 'by id or name' },
    ],
    ['there is no image', { image: undefined }, { code: 'Required', path: 'image', remedy: 'by id or name' }],
    [
      "the network would be the cluster's",
      { network: {} },
      { code: 'Required', path: 'network', remedy: 'by id, name or regex' },
    ],
  ])('%s', (_, changes, refusal) => {
    expectInfraRefused(changes, refusal);
  });
});

describe('imageRef', () => {
  const refusal: Refusal = {
    code: 'NotSupported',
    path: 'imageRef',
    remedy: 'Write image.id',
    says: 'IBMPowerVSImage',
  };

  it('is refused: the name of an IBMPowerVSImage is no name of an image', () => {
    const imageRef = { name: 'rhcos-image' };
    expectInfraRefused({ imageRef }, { ...refusal, value: imageRef });
  });

  it('is refused even empty beside an image: CAPIBM looks for the object', () => {
    expectInfraRefused({ imageRef: {} }, { ...refusal, value: {} });
  });
});
