import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/baremetal.ts';
import type { Changes } from '../../testing/fixture.ts';

const url = 'http://172.22.0.1/images/rhcos.qcow2';
const checksum = 'http://172.22.0.1/images/rhcos.qcow2.md5sum';
const none = { customDeploy: undefined };

describe('an image', () => {
  it.each([checksum, '9e107d9d372bb6826bd81d3542a419d6'])('with the checksum %s is the same on both sides', (sum) => {
    const image = { url, checksum: sum };
    expect(toInfra({ ...none, image })).toEqual({ image });
    expect(toProvider({ ...none, image })).toMatchObject({ image });
    expect(thereAndBack({ ...none, image }).image).toEqual(image);
    expect(backAndThere({ ...none, image }).image).toEqual(image);
  });

  it('stands beside a custom deploy on both sides', () => {
    const both = { image: { url, checksum }, customDeploy: { method: 'burn' } };
    expect(toInfra(both)).toEqual(both);
    expect(thereAndBack(both)).toMatchObject(both);
    expect(backAndThere(both)).toEqual(both);
  });

  it('that the installer leaves empty is none, and comes back empty', () => {
    const image = { checksum: '', url: '' };
    expect(toInfra({ image })).toEqual({ customDeploy: { method: 'install_coreos' } });
    expect(remarks({ image })).toEqual([]);
  });

  it.each([
    ['image.url', { url }],
    ['image.checksum', { checksum }],
  ])('of which only %s is there is used by nobody beside a custom deploy, and comes back', (path, image) => {
    expect(toInfra({ image })).toEqual({ customDeploy: { method: 'install_coreos' } });
    expect(remarks({ image })).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path }]);
    expect(thereAndBack({ image }).image).toEqual(image);
  });

  it.each([
    ['a checksum', { url }, 'image.checksum', 'Set image.checksum.'],
    ['a URL', { checksum }, 'image.url', 'Set image.url.'],
  ])('without %s is refused where it is all there is: the machine would get nothing', (_, image, path, remedy) => {
    expectRefused({ ...none, image }, { code: 'Required', path, remedy, says: 'its URL and its checksum' });
  });

  it.each<[string, Changes]>([
    ['is not there', { ...none }],
    ['is empty as the custom deploy', { image: { url: '', checksum: '' }, customDeploy: { method: '' } }],
  ])('that %s is asked for: CAPM3 refuses a machine that nothing is put on', (_, changes) => {
    const refusal = { code: 'Required', path: 'image.url', remedy: 'Set customDeploy.method' } as const;
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it.each([{ ...none }, {}])(
    'of a URL alone, which CAPM3 deploys and Machine API leaves out, is refused on the way back: %j',
    (changes) => {
      expectInfraRefused(
        { ...changes, image: { url: 'oci://quay.example.com/rhcos:9.6' } },
        { code: 'Required', path: 'image.checksum', remedy: 'Set image.checksum to the MD5 sum' },
      );
    },
  );

  it('of a checksum alone has no effect beside a custom deploy, and is carried', () => {
    const image = { url: '', checksum };
    expect(toProvider({ image })).not.toHaveProperty('image');
    expect(backAndThere({ image }).image).toEqual(image);
  });

  it('of a checksum alone is refused where its URL, which the CRD wants, is missing altogether', () => {
    expectInfraRefused({ image: { checksum } }, { code: 'Required', path: 'image.url', remedy: 'Set image.url.' });
  });
});

describe('the type of a checksum', () => {
  it('md5 is what Machine API means, and comes back', () => {
    const image = { url, checksum, checksumType: 'md5' };
    expect(toProvider({ ...none, image }).image).toEqual({ url, checksum });
    expect(backAndThere({ ...none, image }).image).toEqual(image);
  });

  it.each(['sha256', 'sha512'])(
    '%s is refused: a host would take the sum for MD5 and the image for broken',
    (value) => {
      expectInfraRefused(
        { ...none, image: { url, checksum, checksumType: value } },
        { code: 'NotSupported', path: 'image.checksumType', value, remedy: 'Give the MD5 sum', says: 'MD5' },
      );
    },
  );

  it('is never written: where a host reads no type as another than MD5, a type would change it', () => {
    expect(toInfra({ ...none, image: { url, checksum } }).image).toEqual({ url, checksum });
  });
});

it.each(['raw', 'qcow2', 'live-iso'])('the format %s of an image is refused, not dropped', (format) => {
  expectInfraRefused(
    { ...none, image: { url, checksum, format } },
    { code: 'NotSupported', path: 'image.format', value: format, remedy: 'Remove the field' },
  );
});

describe('a custom deploy', () => {
  it('by another method is the same on both sides', () => {
    const customDeploy = { method: 'install_everything' };
    expect(toInfra({ customDeploy })).toEqual({ customDeploy });
    expect(toProvider({ customDeploy }).customDeploy).toEqual(customDeploy);
  });

  it('without a method is none', () => {
    expect(toInfra({ customDeploy: { method: '' }, image: { url, checksum } })).toEqual({ image: { url, checksum } });
    expect(toProvider({ customDeploy: { method: '' }, image: { url, checksum } })).not.toHaveProperty('customDeploy');
  });
});
