import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  nutanixFixture,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/nutanix.ts';

const uuid = '2f4a6c1e-9d3b-4a5f-8e70-1b2c3d4e5f60';
const on = (adapterType: string, deviceIndex?: number, deviceType = 'Disk') => ({
  diskSize: '100Gi',
  deviceProperties: { deviceType, adapterType, ...(deviceIndex !== undefined && { deviceIndex }) },
});

describe('data disks', () => {
  it('are the same on both sides, in their order', () => {
    const dataDisks = [
      { ...on('SCSI', 1), storageConfig: { diskMode: 'Flash', storageContainer: { type: 'uuid', uuid } } },
      { ...on('SCSI', 2), storageConfig: { diskMode: 'Standard' } },
      { ...on('IDE', 1, 'CDRom'), dataSource: { type: 'uuid', uuid } },
      { diskSize: '10Gi' },
    ];
    // The last one would be SCSI 1 or 2 as well.
    expectRefused(
      { dataDisks },
      { code: 'Conflict', path: 'dataDisks[3]', value: 2, remedy: 'a deviceIndex of its own' },
    );
    const others = dataDisks.slice(0, 3);
    expect(toInfra({ dataDisks: others }).dataDisks).toEqual(others);
    expect(toProvider({ dataDisks: others }).dataDisks).toEqual(others);
    expect(thereAndBack({ dataDisks: others }).dataDisks).toEqual(others);
    expect(backAndThere({ dataDisks: others }).dataDisks).toEqual(others);
  });

  it.each([undefined, null, []])('that are %j are none, as Go writes it', (dataDisks) => {
    expect(toInfra({ dataDisks }).dataDisks ?? []).toEqual([]);
    expect(thereAndBack({ dataDisks }).dataDisks ?? []).toEqual([]);
  });

  it('must have a size, of 1Gi at least', () => {
    expectRefused(
      { dataDisks: [{ deviceProperties: on('SCSI', 1).deviceProperties }] },
      { code: 'Required', path: 'dataDisks[0].diskSize', remedy: 'Add the field' },
    );
    for (const diskSize of ['1023Mi', '1G']) {
      const refusal = {
        code: 'InvalidValue',
        path: 'dataDisks[0].diskSize',
        value: diskSize,
        remedy: 'Use 1Gi',
      } as const;
      expectRefused({ dataDisks: [{ diskSize }] }, refusal);
      expectInfraRefused({ dataDisks: [{ diskSize }] }, refusal);
    }
  });

  it.each([
    ['deviceProperties.deviceType', { deviceProperties: { deviceType: 'Floppy', adapterType: 'SATA' } }, 'Floppy'],
    ['deviceProperties.adapterType', { deviceProperties: { deviceType: 'Disk', adapterType: 'NVMe' } }, 'NVMe'],
    ['storageConfig.diskMode', { storageConfig: { diskMode: 'Turbo' } }, 'Turbo'],
  ])('with an unknown %s are refused at that field', (path, fields, value) => {
    expectRefused(
      { dataDisks: [{ diskSize: '10Gi', ...fields }] },
      { code: 'InvalidValue', path: `dataDisks[0].${path}`, value, remedy: 'Use one of' },
    );
  });
});

describe('the address of a data disk', () => {
  it.each(['PCI', 'SATA'])('0 on %s is what Cluster API chooses for the first disk there', (adapter) => {
    expect(toInfra({ dataDisks: [on(adapter, 0)] }).dataDisks).toEqual([on(adapter)]);
    expect(thereAndBack({ dataDisks: [on(adapter)] }).dataDisks).toEqual([on(adapter)]);
  });

  it('that the webhook stored without an index is 0, since Go leaves a 0 out', () => {
    expect(toInfra({ dataDisks: [on('SATA')] }).dataDisks).toEqual([on('SATA')]);
  });

  it.each(['SCSI', 'IDE'])(
    '0 on %s, where the system has it, is refused: Cluster API would take another one',
    (adapter) => {
      expectRefused(
        { dataDisks: [on(adapter, 0)] },
        {
          code: 'Conflict',
          path: 'dataDisks[0].deviceProperties.deviceIndex',
          value: 0,
          remedy: 'Set deviceIndex to 1',
          says: `would make it ${adapter} 1`,
        },
      );
    },
  );

  it('that Cluster API chooses is written for Machine API, which takes 0 as it is and fails on the disk of the system', () => {
    expect(toProvider({ dataDisks: [on('SCSI'), on('SCSI', 2)] }).dataDisks).toEqual([on('SCSI', 1), on('SCSI', 2)]);
    expect(toProvider({ dataDisks: [on('SCSI', 0)] }).dataDisks).toEqual([on('SCSI', 1)]);
    expect(backAndThere({ dataDisks: [on('SCSI')] }).dataDisks).toEqual([on('SCSI')]);
  });

  it('that two disks would share is refused both ways: Prism refuses the VM', () => {
    const refusal = { code: 'Conflict', value: 1, remedy: 'a deviceIndex of its own' } as const;
    const path = 'dataDisks[1].deviceProperties.deviceIndex';
    expectRefused({ dataDisks: [on('SCSI', 1), on('SCSI', 1)] }, { ...refusal, path });
    expectInfraRefused({ dataDisks: [on('SCSI'), on('SCSI')] }, { ...refusal, path });
    expectInfraRefused(
      { dataDisks: [{ diskSize: '10Gi' }, { diskSize: '10Gi' }] },
      { ...refusal, path: 'dataDisks[1]' },
    );
  });

  it('0 that an earlier disk has in Cluster API is reported once', () => {
    expectRefused(
      { dataDisks: [on('SCSI', 1), on('SCSI', 0)] },
      {
        code: 'Conflict',
        path: 'dataDisks[1].deviceProperties.deviceIndex',
        value: 1,
        remedy: 'a deviceIndex of its own',
        says: 'as Disk SCSI 1',
      },
    );
  });

  it('must not be negative', () => {
    expectRefused(
      { dataDisks: [on('SCSI', -1)] },
      {
        code: 'InvalidValue',
        path: 'dataDisks[0].deviceProperties.deviceIndex',
        value: -1,
        remedy: 'Correct the value',
      },
    );
  });

  it('is no difference in a NutanixMachine where the API server wrote its default, 0', () => {
    const { converter, infraSpec } = nutanixFixture;
    const isSameInfraSpec = converter().same.knownInfra;
    expect(isSameInfraSpec(infraSpec({ dataDisks: [on('SATA')] }), infraSpec({ dataDisks: [on('SATA', 0)] }))).toBe(
      true,
    );
  });
});

describe('what a data disk is filled from', () => {
  it('by name is refused both ways: the CRD has the field, and the controller never reads it', () => {
    const dataDisks = [{ diskSize: '10Gi', dataSource: { type: 'name', name: 'drivers-iso' } }];
    const refusal = {
      code: 'NotSupported',
      path: 'dataDisks[0].dataSource.name',
      value: 'drivers-iso',
      remedy: 'Give its uuid',
    } as const;
    expectRefused({ dataDisks }, refusal);
    expectInfraRefused({ dataDisks }, refusal);
  });
});

describe('the storage container', () => {
  it('by name is refused: Machine API knows it by its UUID alone', () => {
    const storageConfig = { diskMode: 'Standard', storageContainer: { type: 'name', name: 'default-container' } };
    expectInfraRefused(
      { dataDisks: [{ diskSize: '10Gi', storageConfig }] },
      {
        code: 'NotSupported',
        path: 'dataDisks[0].storageConfig.storageContainer.name',
        value: 'default-container',
        remedy: 'Give its uuid',
      },
    );
  });

  it('that is no UUID is refused', () => {
    const storageConfig = { diskMode: 'Standard', storageContainer: { type: 'uuid', uuid: 'default' } };
    expectRefused(
      { dataDisks: [{ diskSize: '10Gi', storageConfig }] },
      {
        code: 'InvalidValue',
        path: 'dataDisks[0].storageConfig.storageContainer.uuid',
        value: 'default',
        remedy: '36 characters',
      },
    );
  });
});
