import { describe, expect, it } from 'vitest';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';
import { expectRefused, ibmCloudFixture, remarks, thereAndBack, toInfra } from '../../testing/ibmcloud.ts';
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

describe('a control plane machine', () => {
  it("does not get Cluster API's control plane label, for which CAPIBM would look for a load balancer and fail", () => {
    const master = {
      'machine.openshift.io/cluster-api-machine-role': 'master',
      'machine.openshift.io/cluster-api-machine-type': 'master',
    };
    const objects = converted(converter().toClusterApi(mapiMachine(provider(), {}, { labels: master })));
    expect(objects).toHaveLength(2);
    for (const object of objects) {
      expect(at(object, 'metadata.labels')).toHaveProperty(['node-role.kubernetes.io/master']);
      expect(at(object, 'metadata.labels')).not.toHaveProperty(['cluster.x-k8s.io/control-plane']);
    }
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

it('a template gets the name of its content, so a change of it makes another', () => {
  const nameOf = (changes: Changes) => {
    const [template] = converted(converter().toClusterApi(mapiSet(provider(changes))));
    return at(template, 'metadata.name');
  };
  expect(nameOf({ profile: 'bx2-8x32' })).not.toBe(nameOf({}));
  expect(nameOf({ tags: [{ name: 'a', value: 'b' }] })).toBe(nameOf({}));
});
