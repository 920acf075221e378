import { describe, it } from 'vitest';
import { expectInfraRefused, expectRefused } from '../../testing/nutanix.ts';

const disks = (deviceType: string, adapterType: string, deviceIndex: number) => ({
  dataDisks: [{ diskSize: '10Gi' }, { diskSize: '10Gi', deviceProperties: { deviceType, adapterType, deviceIndex } }],
});
const path = 'dataDisks[1].deviceProperties.adapterType';

describe('a CD-ROM', () => {
  it.each(['SATA', 'PCI', 'SCSI'])('on %s is refused: only IDE can be had from both', (adapterType) => {
    const refusal = { code: 'NotSupported', path, value: adapterType, remedy: 'Use adapterType: IDE' } as const;
    expectRefused(disks('CDRom', adapterType, 2), refusal);
    expectInfraRefused(disks('CDRom', adapterType, 2), refusal);
  });
});

describe('a disk', () => {
  it('on SPAPR is refused: CAPX would ask Prism for an unknown adapter', () => {
    const refusal = { code: 'NotSupported', path, value: 'SPAPR', remedy: 'Use SCSI' } as const;
    expectRefused(disks('Disk', 'SPAPR', 1), refusal);
    expectInfraRefused(disks('Disk', 'SPAPR', 1), refusal);
  });
});
