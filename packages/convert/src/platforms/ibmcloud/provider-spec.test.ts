import { describe, expect, it } from 'vitest';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  ibmCloudFixture,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/ibmcloud.ts';
import type { Refusal } from '../../testing/ways.ts';

const { converter, provider, infraSpec, mapiMachine, mapiSet, capiMachine } = ibmCloudFixture;
const nic = (subnet: string, ...securityGroups: string[]) => ({
  primaryNetworkInterface: { subnet, securityGroups },
});
const subnetId = '0717-91e873e1-3a5c-4d02-9b27-0c4d0bb5f7b7';

describe('a provider spec', () => {
  it("becomes an infra machine spec of the same machine, and loses the cluster's own values to the cluster", () => {
    expect(toInfra({ dedicatedHost: 'dh-a', bootVolume: { encryptionKey: '' } })).toEqual({
      image: { name: 'ocp1-x7k2p-rhcos' },
      placementTarget: { dedicatedHost: { name: 'dh-a' } },
      primaryNetworkInterface: { subnet: 'corp-workers', securityGroups: [{ name: 'corp-workers-sg' }] },
      profile: 'bx2-4x16',
      zone: 'eu-de-1',
    });
    expect(remarks({ dedicatedHost: 'dh-a' })).toEqual([]);
  });

  it("is the same with what Go's marshalling leaves behind, so no mirror is written for it", () => {
    const left: Changes = {
      metadata: { creationTimestamp: null },
      bootVolume: { encryptionKey: '' },
      dedicatedHost: '',
      tags: null,
    };
    expect(remarks(left)).toEqual([]);
    expect(toInfra(left)).toEqual(toInfra({}));
    expect(thereAndBack(left)).toEqual(thereAndBack({}));
  });

  it.each<[string, Changes, Refusal]>([
    ['without an image', { image: undefined }, { code: 'Required', path: 'image', remedy: 'name of the image' }],
    [
      'with an empty profile, for which CAPIBM would take the small bx2-2x8',
      { profile: '' },
      { code: 'Required', path: 'profile', remedy: 'Name the instance profile' },
    ],
    ['without a zone', { zone: undefined }, { code: 'Required', path: 'zone', remedy: 'Name the zone' }],
    [
      'without a subnet',
      { primaryNetworkInterface: { securityGroups: ['a'] } },
      { code: 'Required', path: 'primaryNetworkInterface.subnet', remedy: 'Name the subnet' },
    ],
    [
      'with the id of a subnet',
      nic(subnetId),
      { code: 'NotSupported', path: 'primaryNetworkInterface.subnet', value: subnetId, remedy: 'Write the name' },
    ],
    [
      'with an empty security group, which would open the machine to the default one',
      nic('corp-workers', 'a', ''),
      { code: 'Required', path: 'primaryNetworkInterface.securityGroups[1]', remedy: 'name of the security group' },
    ],
    [
      'without user data, for which the machine would wait',
      { userDataSecret: null },
      { code: 'Required', path: 'userDataSecret.name', remedy: 'worker-user-data' },
    ],
    [
      'with another credentials secret, which would be ignored',
      { credentialsSecret: { name: 'other-account' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'other-account',
        remedy: "Use the cluster's secret",
        says: 'ibmcloud-credentials',
      },
    ],
    [
      'in another region',
      { region: 'us-south' },
      { code: 'DifferentFromCluster', path: 'region', value: 'us-south', remedy: 'Correct region', says: 'eu-de' },
    ],
    [
      'with metadata',
      { metadata: { name: 'x' } },
      { code: 'NotSupported', path: 'metadata', value: { name: 'x' }, remedy: 'Remove it' },
    ],
    [
      'with a field of another platform',
      { placementGroupName: 'pg' },
      { code: 'UnknownField', path: 'placementGroupName', value: 'pg', remedy: 'remove the field' },
    ],
    [
      "of Power VS, which is IBM's other platform",
      { kind: 'PowerVSMachineProviderConfig' },
      { code: 'WrongKind', path: 'kind', value: 'PowerVSMachineProviderConfig', remedy: 'Infrastructure object' },
    ],
  ])('is refused %s', (_, changes, refusal) => {
    // A wrong kind ends the conversion, so nothing else is said of it.
    expectRefused(changes, refusal);
  });

  it('keeps its tags, which never reach an instance, and says so', () => {
    const tags = [
      { name: 'owner', value: 'storage' },
      { name: 'owner', value: 'twice' },
    ];
    expect(toInfra({ tags })).toEqual(toInfra({}));
    expect(remarks({ tags })).toEqual([{ code: 'DroppedWithoutEffect', path: 'tags', severity: 'warning' }]);
    expect(thereAndBack({ tags })).toMatchObject({ tags });
  });

  it('keeps the order of its security groups', () => {
    expect(thereAndBack(nic('corp-workers', 'b', 'a'))).toMatchObject(nic('corp-workers', 'b', 'a'));
  });

  it('gets an edit of its mirror back: the carried value is older', () => {
    expect(thereAndBack({}, {}, { profile: 'bx2-8x32', zone: 'eu-de-1' })).toMatchObject({ profile: 'bx2-8x32' });
  });
});

describe('the zone', () => {
  it('is also the failure domain, by which Cluster API spreads machines', () => {
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine()));
    expect(at(infra, 'spec.zone')).toBe('eu-de-1');
    expect(at(machine, 'spec.failureDomain')).toBe('eu-de-1');
  });

  it('is that of the infra machine where the Machine names none', () => {
    const [machine] = converted(converter().toMachineApi(...capiMachine()));
    expect(at(machine, 'spec.providerSpec.value.zone')).toBe('eu-de-1');
  });

  it('is refused where Machine and infra machine name two: the machine would move', () => {
    const [error, ...more] = errorsOf(
      converter().toMachineApi(...capiMachine(infraSpec(), { failureDomain: 'eu-de-2' })),
    );
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code: 'Conflict', object: 'self', path: 'spec.failureDomain', value: 'eu-de-2' });
    expect(error?.hint).toContain('Make both the same');
  });
});

describe('what Machine API writes into labels', () => {
  it('comes back with a Machine: profile, region and zone', () => {
    const [machine] = converted(converter().toMachineApi(...capiMachine()));
    expect(at(machine, 'metadata.labels')).toMatchObject({
      'machine.openshift.io/instance-type': 'bx2-4x16',
      'machine.openshift.io/region': 'eu-de',
      'machine.openshift.io/zone': 'eu-de-1',
    });
  });
});

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

it('a template gets the name of its content, so a change of it makes another', () => {
  const nameOf = (changes: Changes) => {
    const [template] = converted(converter().toClusterApi(mapiSet(provider(changes))));
    return at(template, 'metadata.name');
  };
  expect(nameOf({ profile: 'bx2-8x32' })).not.toBe(nameOf({}));
  expect(nameOf({ tags: [{ name: 'a', value: 'b' }] })).toBe(nameOf({}));
});
