import { describe, expect, it } from 'vitest';
import { addresses, isTaken } from './device-index.ts';

const disk = (adapterType?: string, deviceIndex?: number, deviceType = 'Disk') =>
  adapterType === undefined ? {} : { deviceProperties: { deviceType, adapterType, deviceIndex } };
const shown = (...disks: ReturnType<typeof disk>[]) =>
  addresses(disks).map(({ device, adapter, index }) => `${device} ${adapter} ${index}`);

describe('the address that CAPX gives to a disk', () => {
  it('is the one that is asked for', () => {
    expect(shown(disk('SCSI', 7), disk('PCI', 3), disk('IDE', 2, 'CDRom'))).toEqual([
      'Disk SCSI 7',
      'Disk PCI 3',
      'CDRom IDE 2',
    ]);
  });

  it('is the first free one of its adapter, which the system has already of SCSI and IDE', () => {
    expect(shown(disk('SCSI'), disk('IDE'), disk('PCI'), disk('SATA'))).toEqual([
      'Disk SCSI 1',
      'Disk IDE 1',
      'Disk PCI 0',
      'Disk SATA 0',
    ]);
  });

  it('is on SCSI where nothing is said', () => {
    expect(shown(disk(), disk('SCSI', 2))).toEqual(['Disk SCSI 1', 'Disk SCSI 2']);
  });

  it('of the second free disk is that of the first again, as its counter begins one late', () => {
    expect(shown(disk(), disk(), disk())).toEqual(['Disk SCSI 1', 'Disk SCSI 1', 'Disk SCSI 2']);
    expect(shown(disk('PCI', 1), disk('PCI'))).toEqual(['Disk PCI 1', 'Disk PCI 0']);
  });
});

it('an address is taken by an earlier disk of the same kind, adapter and index', () => {
  const list = addresses([disk('IDE', 1), disk('IDE', 1, 'CDRom'), disk('SCSI', 1), disk('SCSI')]);
  expect(isTaken(list)).toEqual([false, false, false, true]);
});
