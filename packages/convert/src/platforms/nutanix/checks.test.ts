import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../testing/fixture.ts';
import { expectInfraRefused, expectRefused, nutanixFixture } from '../../testing/nutanix.ts';

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

describe('a machine that runs Windows', () => {
  const labels = { 'machine.openshift.io/os-id': 'Windows' };

  it('is refused on both ways: its user data would be handed over as for Linux, and it would not join', () => {
    const { toClusterApi, toMachineApi } = nutanixFixture.converter();
    const expected = { code: 'NotSupported', hint: 'Leave Windows machines under the API that has them.' };
    expect(
      errorsOf(toClusterApi(nutanixFixture.mapiSet(nutanixFixture.provider(), { templateMetadata: { labels } }))),
    ).toMatchObject([
      { ...expected, path: 'spec.template.metadata.labels["machine.openshift.io/os-id"]', value: 'Windows' },
    ]);
    expect(
      errorsOf(toMachineApi(...nutanixFixture.capiMachine(nutanixFixture.infraSpec(), {}, { labels }))),
    ).toMatchObject([expected]);
  });
});

describe('a machine in a Metro domain', () => {
  it.each(['labels', 'annotations'])('by its %s is refused: Machine API would place it anywhere', (map) => {
    const { toMachineApi } = nutanixFixture.converter();
    const metadata = { [map]: { 'metro.nutanix.com/domain': 'a' } };
    const { capiMachine, infraSpec } = nutanixFixture;
    expect(errorsOf(toMachineApi(...capiMachine(infraSpec(), {}, metadata)))).toMatchObject([
      { code: 'NotSupported', hint: expect.stringContaining('metro.nutanix.com/') },
    ]);
  });
});
