import { describe, it } from 'vitest';
import { expectInfraRefused, expectRefused } from '../../testing/openstack.ts';

const uuid = '6f1f0a1d-5a1f-4a8e-bb8a-4d7a5c9f0e11';
const network = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';

describe('a flavor', () => {
  it.each([undefined, ''])('that is not named (%j) is refused', (flavor) => {
    expectRefused({ flavor }, { code: 'Required', path: 'flavor', remedy: 'Give the name of the flavor' });
    expectInfraRefused({ flavor }, { code: 'Required', path: 'flavor', remedy: 'Give the name of the flavor' });
  });

  it('that looks like an id is refused: releases of Machine API differ in what they take it for', () => {
    const refusal = {
      code: 'NotSupported',
      path: 'flavor',
      value: uuid,
      remedy: 'Give the name of the flavor',
    } as const;
    expectRefused({ flavor: uuid }, refusal);
    expectInfraRefused({ flavor: uuid }, refusal);
  });
});

describe('a block device called root beside a root volume', () => {
  const additionalBlockDevices = [{ name: 'root', sizeGiB: 1, storage: { type: 'Local' } }];
  const refusal = {
    code: 'Conflict',
    path: 'additionalBlockDevices[0].name',
    value: 'root',
    remedy: 'Give the block device another name',
  } as const;

  it("is refused, as CAPO's webhook does", () => {
    expectRefused({ rootVolume: { diskSize: 10 }, additionalBlockDevices }, refusal);
    expectInfraRefused({ rootVolume: { sizeGiB: 10 }, additionalBlockDevices }, refusal);
  });
});

describe('a root volume without a size', () => {
  it('is refused where it is written', () => {
    expectInfraRefused(
      { rootVolume: { sizeGiB: 0, type: 'ssd' } },
      { code: 'Required', path: 'rootVolume.sizeGiB', remedy: 'or remove rootVolume' },
    );
  });
});

describe('security groups of a port without port security', () => {
  it("are refused, as CAPO's webhook does", () => {
    const securityGroups = [uuid];
    expectRefused(
      { ports: [{ networkID: network, portSecurity: false, securityGroups }] },
      {
        code: 'Conflict',
        path: 'ports[0].securityGroups',
        value: securityGroups,
        remedy: 'Remove the security groups',
      },
    );
  });
});
