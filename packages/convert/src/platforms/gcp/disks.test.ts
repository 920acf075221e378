import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

type Fields = { readonly [field: string]: Json };

const image = 'projects/rhcos-cloud/global/images/rhcos-417-94-202408270355-0-gcp-x86-64';
const family = 'projects/rhcos-cloud/global/images/family/rhcos';
const boot = (changes: Fields = {}): Fields => ({
  autoDelete: true,
  boot: true,
  image,
  labels: null,
  sizeGb: 128,
  type: 'pd-ssd',
  ...changes,
});
const data = (changes: Fields = {}): Fields => ({
  autoDelete: true,
  boot: false,
  image: '',
  labels: null,
  sizeGb: 500,
  type: 'pd-balanced',
  ...changes,
});
/** Without the nulls that Go writes and nobody reads. */
const plain = ({ labels: _, ...disk }: Fields): Fields => disk;

describe('the boot disk', () => {
  it('is the root disk', () => {
    expect(toInfra({ disks: [boot()] })).toMatchObject({ image, rootDeviceSize: 128, rootDeviceType: 'pd-ssd' });
    expect(toInfra({ disks: [boot()] })).not.toHaveProperty('additionalDisks');
  });

  it('keeps its place in the list, although CAPG puts it first', () => {
    const disks = [data(), boot()];
    expect(toInfra({ disks })).toMatchObject({ image, additionalDisks: [{ deviceType: 'pd-balanced', size: 500 }] });
    expect(thereAndBack({ disks }).disks).toEqual(disks.map(plain));
  });

  it.each([undefined, [], [data()]])('must be there: neither API would boot the image that is meant (%#)', (disks) => {
    expectRefused({ disks }, { code: 'Required', path: 'disks', remedy: 'Set boot: true' });
  });

  it('is one', () => {
    const refusal = { code: 'Conflict', path: 'disks[1].boot', value: true, remedy: 'Set boot: false' } as const;
    expectRefused({ disks: [boot(), boot()] }, refusal);
  });

  it.each([0, undefined])('of no size (%s) has that of its image on both sides', (sizeGb) => {
    const { sizeGb: _, ...disk } = boot();
    const disks = [sizeGb === undefined ? disk : boot({ sizeGb })];
    expect(toInfra({ disks })).not.toHaveProperty('rootDeviceSize');
    expect(thereAndBack({ disks }).disks).toMatchObject([{ boot: true, image }]);
  });

  it.each(['', undefined])('of no type (%j) is written as pd-standard, which both sides mean', (type) => {
    const { type: _, ...disk } = boot();
    expect(toInfra({ disks: [type === undefined ? disk : boot({ type })] }).rootDeviceType).toBe('pd-standard');
    expect(toProvider({ rootDeviceType: undefined })).toMatchObject({ disks: [{ type: 'pd-standard' }] });
  });
});

describe('an image', () => {
  it("of a bare name is one of the machine's project, which CAPG has to be told", () => {
    const disks = [boot({ image: 'ocp1-x7k2p-rhcos' })];
    expect(toInfra({ disks }).image).toBe('projects/acme-ocp-prod/global/images/ocp1-x7k2p-rhcos');
    expect(thereAndBack({ disks })).toMatchObject({ disks: [{ image: 'ocp1-x7k2p-rhcos' }] });
  });

  it('of a bare name follows an edit of the mirror', () => {
    const edits = { image: 'projects/acme-ocp-prod/global/images/newer' };
    const back = thereAndBack({ disks: [boot({ image: 'ocp1-x7k2p-rhcos' })] }, undefined, edits);
    expect(back).toMatchObject({ disks: [{ image: edits.image }] });
  });

  it('of a bare name is refused where the project is not known', () => {
    const cluster = { platformStatus: { gcp: { region: 'europe-west4' } }, infraCluster: null };
    expectRefused(
      { disks: [boot({ image: 'rhcos' })] },
      { code: 'Required', path: 'disks[0].image', value: 'rhcos', remedy: 'Write projects/PROJECT' },
      cluster,
    );
  });

  it.each(['', undefined])('that is not named (%j) is refused: MAPI would boot an old one, CAPG Ubuntu', (name) => {
    const { image: _, ...disk } = boot();
    expectRefused(
      { disks: [name === undefined ? disk : boot({ image: name })] },
      { code: 'Required', path: 'disks[0].image', remedy: 'Name the image' },
    );
    expectInfraRefused({ image: name }, { code: 'Required', path: 'image', remedy: 'Name the image', says: 'Ubuntu' });
  });

  it('of a family is one in Machine API too, and comes back as a family', () => {
    const changes = { image: undefined, imageFamily: family };
    expect(toProvider(changes)).toMatchObject({ disks: [{ image: family }] });
    expect(backAndThere(changes)).toMatchObject({ imageFamily: family });
    expect(backAndThere(changes)).not.toHaveProperty('image');
  });

  it('comes back with the family beside it, which CAPG ignores', () => {
    expect(toProvider({ imageFamily: family })).toMatchObject({ disks: [{ image }] });
    expect(backAndThere({ imageFamily: family })).toMatchObject({ image, imageFamily: family });
  });

  it.each(['image', 'imageFamily'])(
    'by a bare %s is refused: GCP would not find it, and Machine API would',
    (field) => {
      expectInfraRefused(
        { image: undefined, [field]: 'rhcos' },
        { code: 'InvalidValue', path: field, value: 'rhcos', remedy: 'Write projects/PROJECT/global/images/' },
      );
    },
  );
});

describe('a data disk', () => {
  it('keeps its place, size and type, which is always written because CAPG crashes without', () => {
    const disks = [boot(), data(), data({ type: '', sizeGb: 16 })];
    expect(toInfra({ disks }).additionalDisks).toEqual([
      { deviceType: 'pd-balanced', size: 500 },
      { deviceType: 'pd-standard', size: 16 },
    ]);
    expect(thereAndBack({ disks }).disks).toEqual(disks.map(plain));
  });

  it('of no size gets the 30 GB that CAPG would give it, and comes back as it was', () => {
    const additionalDisks = [{ deviceType: 'pd-ssd' }, {}];
    expect(toProvider({ additionalDisks })).toMatchObject({
      disks: [{ boot: true }, { sizeGb: 30, type: 'pd-ssd' }, { sizeGb: 30, type: 'pd-standard', boot: false }],
    });
    expect(backAndThere({ additionalDisks }).additionalDisks).toEqual(additionalDisks);
  });

  it('of no size is refused in Machine API, where GCP would choose another', () => {
    expectRefused(
      { disks: [boot(), data({ sizeGb: 0 })] },
      { code: 'Required', path: 'disks[1].sizeGb', remedy: 'Give the size in GB' },
    );
    expectInfraRefused(
      { additionalDisks: [{ deviceType: 'pd-ssd', size: 0 }] },
      { code: 'Required', path: 'additionalDisks[0].size', remedy: 'Give the size in GB' },
    );
  });

  it('with an image is refused, not made empty', () => {
    expectRefused(
      { disks: [boot(), data({ image })] },
      { code: 'NotSupported', path: 'disks[1].image', value: image, remedy: 'Remove the image' },
    );
  });

  it.each(['ml', ''])('with a label is refused: CAPG gives it none (%j)', (team) => {
    expectRefused(
      { disks: [boot(), data({ labels: { team } })], labels: { team } },
      { code: 'NotSupported', path: 'disks[1].labels', value: { team }, remedy: 'Remove the labels' },
    );
  });
});

describe('any disk', () => {
  it.each([
    ['disks[0].autoDelete', [boot({ autoDelete: false })]],
    ['disks[1].autoDelete', [boot(), data({ autoDelete: false })]],
    ['disks[0].autoDelete', [{ boot: true, image, sizeGb: 128 }]],
  ])('that outlives its machine is refused at %s, also where Go would read that from nothing', (path, disks) => {
    expectRefused(
      { disks },
      { code: 'NotSupported', path, value: false, remedy: 'Set autoDelete: true', says: 'deletes every disk' },
    );
  });

  it.each(['local-ssd', 'pd-extreme'])('of type %s is refused', (type) => {
    const refusal = { code: 'NotSupported', value: type, remedy: 'Use one of pd-standard' } as const;
    expectRefused({ disks: [boot({ type })] }, { ...refusal, path: 'disks[0].type' });
    expectRefused({ disks: [boot(), data({ type })] }, { ...refusal, path: 'disks[1].type' });
    expectInfraRefused({ rootDeviceType: type }, { ...refusal, path: 'rootDeviceType' });
    expectInfraRefused(
      { additionalDisks: [{ deviceType: type, size: 375 }] },
      { ...refusal, path: 'additionalDisks[0].deviceType' },
    );
  });

  it.each([15, 65537, -1])('of %i GB is refused before the webhook does', (size) => {
    const refusal = { code: 'InvalidValue', value: size, remedy: 'Correct the size' } as const;
    expectRefused({ disks: [boot({ sizeGb: size })] }, { ...refusal, path: 'disks[0].sizeGb' });
    expectRefused({ disks: [boot(), data({ sizeGb: size })] }, { ...refusal, path: 'disks[1].sizeGb' });
    expectInfraRefused({ rootDeviceSize: size }, { ...refusal, path: 'rootDeviceSize' });
    expectInfraRefused({ additionalDisks: [{ size }] }, { ...refusal, path: 'additionalDisks[0].size' });
  });

  it.each([16, 65536])('of %i GB is fine', (size) => {
    expect(toInfra({ disks: [boot({ sizeGb: size }), data({ sizeGb: size })] })).toMatchObject({
      rootDeviceSize: size,
      additionalDisks: [{ size }],
    });
  });
});

describe('the labels of the boot disk', () => {
  const labels = { team: 'ml', tier: 'gpu' };

  it.each([null, {}])('are those that the APIs add, where there are none (%j)', (none) => {
    expect(remarks({ disks: [boot({ labels: none })], labels })).toEqual([]);
  });

  it('are carried where they are those of the machine, which CAPG gives it', () => {
    const disks = [boot({ labels })];
    expect(toInfra({ disks, labels }).additionalLabels).toMatchObject(labels);
    expect(thereAndBack({ disks, labels }).disks).toEqual(disks);
    const spare = { labels: { spare: '' }, disks: [boot({ labels: { spare: '' } })] };
    expect(thereAndBack(spare).disks).toEqual(spare.disks);
  });

  it.each([{ team: 'ml' }, { team: 'other', tier: 'gpu' }, { team: 'ml', tier: 'gpu', more: '' }, { more: '' }])(
    'are refused where they are others: %j',
    (others) => {
      expectRefused(
        { disks: [boot({ labels: others })], labels },
        { code: 'NotSupported', path: 'disks[0].labels', value: others, remedy: 'make them those of the machine' },
      );
    },
  );
});
