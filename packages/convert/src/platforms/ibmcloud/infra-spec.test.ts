import { describe, expect, it } from 'vitest';
import { type Changes, errorsOf } from '../../testing/fixture.ts';
import { backAndThere, expectInfraRefused, ibmCloudFixture, toProvider } from '../../testing/ibmcloud.ts';
import type { Refusal } from '../../testing/ways.ts';

const { converter, provider, infraSpec, capiMachine } = ibmCloudFixture;
const subnetId = '0717-91e873e1-3a5c-4d02-9b27-0c4d0bb5f7b7';

describe('an infra machine spec', () => {
  const crn = 'crn:v1:bluemix:public:globalcatalog-collection:global::1082e7d2:offering:00111601';

  it.each<[string, Changes, Refusal]>([
    [
      'with an image by id',
      { image: { id: 'r010-1' } },
      { code: 'NotSupported', path: 'image.id', value: 'r010-1', remedy: 'name of the image' },
    ],
    [
      'with an id beside the name, which CAPIBM prefers',
      { image: { id: 'r010-1', name: 'other' } },
      { code: 'NotSupported', path: 'image.id', value: 'r010-1', remedy: 'name of the image' },
    ],
    ['with an empty image', { image: {} }, { code: 'Required', path: 'image', remedy: 'name of the image' }],
    [
      'with a catalog offering',
      { catalogOffering: { offeringCRN: crn } },
      { code: 'NotSupported', path: 'catalogOffering', remedy: 'Import the image' },
    ],
    [
      'with SSH keys',
      { sshKeys: [{ name: 'ops' }] },
      { code: 'NotSupported', path: 'sshKeys', value: [{ name: 'ops' }], remedy: 'MachineConfig' },
    ],
    [
      'with members of load balancers',
      { loadBalancerPoolMembers: [{ loadBalancer: { name: 'a' }, pool: { name: 'b' }, port: 6443 }] },
      { code: 'NotSupported', path: 'loadBalancerPoolMembers', remedy: 'by other means' },
    ],
    [
      'with more volumes',
      { additionalVolumes: [{ name: 'data', sizeGiB: 100 }] },
      { code: 'NotSupported', path: 'additionalVolumes', remedy: 'keep this on Cluster API' },
    ],
    [
      'on a dedicated host by id',
      { placementTarget: { dedicatedHost: { id: '0717-1' } } },
      {
        code: 'NotSupported',
        path: 'placementTarget.dedicatedHost.id',
        value: '0717-1',
        remedy: 'name of the dedicated host',
      },
    ],
    [
      'on a group of hosts',
      { placementTarget: { dedicatedHostGroup: { name: 'g' } } },
      { code: 'NotSupported', path: 'placementTarget.dedicatedHostGroup', remedy: 'Name a host' },
    ],
    [
      'in a placement group',
      { placementTarget: { placementGroup: { name: 'g' } } },
      { code: 'NotSupported', path: 'placementTarget.placementGroup', remedy: 'keep this on Cluster API' },
    ],
    [
      'with a security group by id',
      { primaryNetworkInterface: { subnet: 's', securityGroups: [{ name: 'a' }, { id: 'r010-2' }] } },
      {
        code: 'NotSupported',
        path: 'primaryNetworkInterface.securityGroups[1].id',
        value: 'r010-2',
        remedy: 'name of the security group',
      },
    ],
    [
      'with a subnet by id',
      { primaryNetworkInterface: { subnet: subnetId } },
      { code: 'NotSupported', path: 'primaryNetworkInterface.subnet', value: subnetId, remedy: 'Write the name' },
    ],
    [
      'without a subnet',
      { primaryNetworkInterface: {} },
      { code: 'Required', path: 'primaryNetworkInterface.subnet', remedy: 'Name the subnet' },
    ],
    ['without a zone', { zone: '' }, { code: 'Required', path: 'zone', remedy: 'Name the zone' }],
  ])('is refused %s', (_, changes, refusal) => {
    expectInfraRefused(changes, refusal);
  });

  it("without a profile is of CAPIBM's default, which Machine API has to be told", () => {
    expect(toProvider({ profile: undefined })).toMatchObject({ profile: 'bx2-2x8' });
    expect(backAndThere({ profile: undefined })).toEqual({ ...infraSpec(), profile: 'bx2-2x8' });
  });

  it('keeps a name, which CAPIBM does not give the instance', () => {
    expect(toProvider({ name: 'other' })).toEqual(toProvider({}));
    expect(backAndThere({ name: 'other' })).toMatchObject({ name: 'other' });
  });

  it('gets the secrets that every machine of the cluster has', () => {
    expect(toProvider({})).toEqual({
      ...provider(),
      kind: 'IBMCloudMachineProviderSpec',
      apiVersion: 'ibmcloudproviderconfig.openshift.io/v1beta1',
    });
  });

  it('of a machine without user data is refused: it would never join', () => {
    const errors = errorsOf(converter().toMachineApi(...capiMachine(infraSpec(), { bootstrap: {} })));
    expect(errors).toMatchObject([{ code: 'Required', path: 'spec.bootstrap.dataSecretName' }]);
  });
});
