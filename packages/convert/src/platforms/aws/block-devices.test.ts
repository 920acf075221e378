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
} from '../../testing/aws-ways.ts';

const devices = (...blockDevices: Json[]) => ({ blockDevices });
const root = (ebs: { readonly [field: string]: Json } = {}): Json => ({ ebs: { volumeSize: 120, ...ebs } });
const named = (ebs: { readonly [field: string]: Json } = {}): Json => ({
  deviceName: '/dev/xvdb',
  ebs: { volumeSize: 500, ...ebs },
});

describe('the root volume', () => {
  it.each([[undefined], [[]]])(
    'is left to the AMI where there are no block devices (%j), not written with the size 0',
    (blockDevices) => {
      expect(toInfra({ blockDevices })).not.toHaveProperty('rootVolume');
      expect(thereAndBack({ blockDevices })).not.toHaveProperty('blockDevices');
    },
  );

  it('is left to the AMI where only other devices are listed', () => {
    const spec = toInfra(devices(named()));
    expect(spec).not.toHaveProperty('rootVolume');
    expect(spec.nonRootVolumes).toEqual([{ deviceName: '/dev/xvdb', size: 500 }]);
  });

  it('is the device without a name, wherever it stands; it comes back first', () => {
    const spec = toInfra(devices(named(), root()));
    expect(spec).toMatchObject({ rootVolume: { size: 120 }, nonRootVolumes: [{ deviceName: '/dev/xvdb', size: 500 }] });
    expect(
      toProvider({ rootVolume: { size: 8 }, nonRootVolumes: [{ deviceName: '/dev/xvdb', size: 9 }] }).blockDevices,
    ).toEqual([{ ebs: { volumeSize: 8 } }, { deviceName: '/dev/xvdb', ebs: { volumeSize: 9 } }]);
  });

  it('is not silently the last one where two devices have no name', () => {
    const second = root({ volumeSize: 200 });
    expectRefused(devices(root(), second), {
      code: 'Conflict',
      path: 'blockDevices[1]',
      remedy: 'Give it a deviceName',
    });
  });

  it('must have its size, which Cluster API does not take from the AMI', () => {
    expectRefused(devices({ ebs: { volumeType: 'gp3' } }), {
      code: 'Required',
      path: 'blockDevices[0].ebs.volumeSize',
      remedy: 'Give the size in GiB, for instance 120',
    });
  });

  it('is refused with a device name in Cluster API, since Machine API would add another disk', () => {
    expectInfraRefused(
      { rootVolume: { size: 8, deviceName: '/dev/xvda' } },
      { code: 'NotSupported', path: 'rootVolume.deviceName', value: '/dev/xvda', remedy: 'Remove deviceName' },
    );
  });
});

describe('other volumes', () => {
  it('keep their order', () => {
    const list = ['/dev/xvdd', '/dev/xvdb', '/dev/xvdc'].map((deviceName) => ({ deviceName, size: 9 }));
    expect(backAndThere({ nonRootVolumes: list }).nonRootVolumes).toEqual(list);
  });

  it('must have their size', () => {
    expectRefused(devices(root(), { deviceName: '/dev/xvdb', ebs: {} }), {
      code: 'Required',
      path: 'blockDevices[1].ebs.volumeSize',
      remedy: 'in GiB',
    });
    expectInfraRefused(
      { rootVolume: { type: 'gp3' } },
      { code: 'Required', path: 'rootVolume.size', remedy: 'in GiB' },
    );
  });

  it('must have their name in Cluster API, without which Machine API takes one for the root', () => {
    expectInfraRefused(
      { nonRootVolumes: [{ deviceName: '/dev/xvdb', size: 9 }, { size: 9 }] },
      { code: 'Required', path: 'nonRootVolumes[1].deviceName', remedy: 'Name the device' },
    );
  });
});

describe('a volume', () => {
  it('keeps everything that both sides can say', () => {
    const ebs = {
      volumeSize: 200,
      volumeType: 'gp3',
      iops: 3000,
      throughputMib: 250,
      encrypted: false,
      kmsKey: { id: 'key-1' },
    };
    const volume = { size: 200, type: 'gp3', iops: 3000, throughput: 250, encrypted: false, encryptionKey: 'key-1' };
    expect(toInfra(devices({ ebs })).rootVolume).toEqual(volume);
    expect(toProvider({ rootVolume: volume }).blockDevices).toEqual([{ ebs }]);
  });

  it('smaller than CAPA allows is refused where the size stands', () => {
    expectRefused(devices(root(), named({ volumeSize: 5 })), {
      code: 'InvalidValue',
      path: 'blockDevices[1].ebs.volumeSize',
      value: 5,
      remedy: 'at least 8',
    });
    expectInfraRefused(
      { rootVolume: { size: 0 } },
      { code: 'InvalidValue', path: 'rootVolume.size', value: 0, remedy: 'at least 8' },
    );
    expectRefused(devices(root({ volumeSize: 0 })), {
      code: 'InvalidValue',
      path: 'blockDevices[0].ebs.volumeSize',
      value: 0,
      remedy: 'at least 8',
    });
  });

  it.each([{ iops: 0 }, { volumeType: 'gp2', iops: 0 }, { volumeType: '' }])(
    'converts with what the installer writes for nothing: %j',
    (ebs) => {
      expect(toInfra(devices(root(ebs))).rootVolume).toEqual({
        size: 120,
        ...('volumeType' in ebs && ebs.volumeType && { type: 'gp2' }),
      });
      expect(remarks(devices(root(ebs)))).toEqual([]);
    },
  );

  it.each(['gp2', 'st1', 'standard'])(
    'does not ask AWS for the iops that Machine API ignores on %s, and has them back',
    (volumeType) => {
      const blockDevices = [root({ volumeType, iops: 100 })];
      expect(toInfra({ blockDevices }).rootVolume).toEqual({ size: 120, type: volumeType });
      expect(remarks({ blockDevices })).toEqual([
        { severity: 'warning', code: 'DroppedWithoutEffect', path: 'blockDevices[0].ebs.iops' },
      ]);
      expect(thereAndBack({ blockDevices }).blockDevices).toEqual(blockDevices);
    },
  );

  it('does not ask AWS for negative iops, which Machine API ignores', () => {
    const blockDevices = [root({ volumeType: 'gp3', iops: -1 })];
    expect(toInfra({ blockDevices }).rootVolume).toEqual({ size: 120, type: 'gp3' });
    expect(thereAndBack({ blockDevices }).blockDevices).toEqual(blockDevices);
  });

  it.each([
    ['the root', [root({ deleteOnTermination: false })]],
    ['another', [root(), named({ deleteOnTermination: false })]],
  ])(
    'warns that %s goes with its machine although deleteOnTermination is false, and has the field back',
    (_, blockDevices) => {
      expect(remarks({ blockDevices })).toEqual([
        {
          severity: 'warning',
          code: 'DroppedWithoutEffect',
          path: `blockDevices[${blockDevices.length - 1}].ebs.deleteOnTermination`,
        },
      ]);
      expect(thereAndBack({ blockDevices }).blockDevices).toEqual(blockDevices);
    },
  );

  it('converts with deleteOnTermination true, which is what happens, without a word', () => {
    const blockDevices = [root({ deleteOnTermination: true })];
    expect(remarks({ blockDevices })).toEqual([]);
    expect(thereAndBack({ blockDevices }).blockDevices).toEqual(blockDevices);
  });
});

describe('an entry without a volume', () => {
  it('has no effect in Machine API: it warns, makes no volume, and comes back in its place', () => {
    const blockDevices = [{ deviceName: '/dev/xvdc' }, root(), named()];
    expect(remarks({ blockDevices })).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'blockDevices[0]' },
    ]);
    expect(toInfra({ blockDevices })).toMatchObject({ rootVolume: { size: 120 }, nonRootVolumes: [{ size: 500 }] });
    expect(thereAndBack({ blockDevices }).blockDevices).toEqual(blockDevices);
  });

  it.each([
    ['noDevice', '', 'suppress'],
    ['noDevice', '/dev/xvdb', 'suppress'],
    ['virtualName', 'ephemeral0', 'instance store'],
  ])('is refused for its %s %j, with and without a volume beside it', (field, value, says) => {
    const refusal = {
      code: 'NotSupported',
      path: `blockDevices[0].${field}`,
      value,
      says,
      remedy: `Remove ${field}`,
    } as const;
    expectRefused(devices({ deviceName: '/dev/xvdb', [field]: value }), refusal);
    expectRefused(devices({ deviceName: '/dev/xvdb', [field]: value, ebs: { volumeSize: 8 } }), refusal);
  });
});

it('does not bring carried devices back over volumes that were changed in Cluster API', () => {
  const blockDevices = [root({ volumeType: 'gp2', iops: 100 })];
  const back = thereAndBack({ blockDevices }, {}, { rootVolume: { size: 200, type: 'gp2' } });
  expect(back.blockDevices).toEqual([{ ebs: { volumeSize: 200, volumeType: 'gp2' } }]);
});
