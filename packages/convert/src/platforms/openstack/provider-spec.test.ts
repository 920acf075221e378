import { describe, expect, it } from 'vitest';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';
import {
  capiMachine,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiMachine,
  provider,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';
import type { Refusal } from '../../testing/ways.ts';

const uuid = '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55';

describe('a provider spec', () => {
  it.each<[string, Changes, Refusal]>([
    [
      'credentials from another namespace',
      { cloudsSecret: { name: 'clouds', namespace: 'tenants' } },
      { code: 'DifferentFromCluster', path: 'cloudsSecret.namespace', value: 'tenants', remedy: 'Copy the secret' },
    ],
    [
      'user data from another namespace',
      { userDataSecret: { name: 'worker-user-data', namespace: 'tenants' } },
      { code: 'DifferentFromCluster', path: 'userDataSecret.namespace', value: 'tenants', remedy: 'Copy the secret' },
    ],
    [
      'no credentials',
      { cloudsSecret: undefined },
      { code: 'Required', path: 'cloudsSecret.name', remedy: 'openstack-cloud-credentials' },
    ],
    ['no cloud', { cloudName: '' }, { code: 'Required', path: 'cloudName', remedy: 'Name the cloud' }],
    [
      'no user data, for which CAPO would wait',
      { userDataSecret: {} },
      { code: 'Required', path: 'userDataSecret.name', remedy: 'worker-user-data' },
    ],
    [
      'metadata of its own',
      { metadata: { name: 'test' } },
      { code: 'NotSupported', path: 'metadata', value: { name: 'test' }, remedy: 'Remove it' },
    ],
    [
      'the name of a server group for its id',
      { serverGroupID: 'workers' },
      { code: 'InvalidValue', path: 'serverGroupID', value: 'workers', remedy: 'Give the UUID of the server group' },
    ],
    [
      'a field that there is no such, which a controller ignores',
      { securityGroup: [] },
      { code: 'UnknownField', path: 'securityGroup', value: [], remedy: 'Correct the name' },
    ],
    [
      'metadata of the server that is too long',
      { serverMetadata: { key: 'v'.repeat(256) } },
      { code: 'InvalidValue', path: 'serverMetadata', remedy: 'Correct the value', says: 'at most 255 characters' },
    ],
  ])('is refused with %s', (_, changes, refusal) => {
    expectRefused(changes, refusal);
  });

  it.each([
    ['null dates', { metadata: { creationTimestamp: null } }],
    ['empty structures', { securityGroups: [], networks: [{ filter: {}, subnets: [{ filter: { name: 'a' } }] }] }],
    ['zero values', { keyName: '', trunk: false, serverGroupID: '', rootVolume: {}, tags: [] }],
    ['the namespace of Machine API', { userDataSecret: { name: 'w', namespace: 'openshift-machine-api' } }],
  ])('with %s, as Go and the installer write them, converts without a remark', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
  });

  it.each(['primarySubnet', 'sshUserName'])('warns of %s, which Machine API ignores, and gives it back', (field) => {
    expect(remarks({ [field]: 'core' })).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path: field }]);
    expect(thereAndBack({ [field]: 'core' })).toMatchObject({ [field]: 'core' });
  });

  it('of the group that came before machine.openshift.io is taken, and comes back as it was', () => {
    const apiVersion = 'openstackproviderconfig.openshift.io/v1alpha1';
    expect(remarks({ apiVersion })).toEqual([]);
    expect(thereAndBack({ apiVersion })).toMatchObject({ apiVersion });
    expect(toProvider({})).toMatchObject({
      apiVersion: 'machine.openshift.io/v1alpha1',
      kind: 'OpenstackProviderSpec',
    });
  });
});

describe('an OpenStackMachine', () => {
  it.each<[string, Changes, Refusal]>([
    [
      'the id of a flavor',
      { flavorID: '42' },
      { code: 'NotSupported', path: 'flavorID', value: '42', remedy: 'Name the flavor under flavor' },
    ],
    [
      'a floating IP from a pool',
      { floatingIPPoolRef: { kind: 'OpenStackFloatingIPPool', name: 'a' } },
      { code: 'NotSupported', path: 'floatingIPPoolRef', remedy: 'keep this on Cluster API' },
    ],
    [
      'hints for the scheduler',
      { schedulerHintAdditionalProperties: [{ name: 'a', value: { type: 'Bool', bool: true } }] },
      { code: 'NotSupported', path: 'schedulerHintAdditionalProperties', remedy: 'keep this on Cluster API' },
    ],
    [
      'a region',
      { identityRef: { type: 'Secret', name: 'clouds', cloudName: 'a', region: 'east' } },
      { code: 'NotSupported', path: 'identityRef.region', value: 'east', remedy: 'into clouds.yaml' },
    ],
    [
      'an identity for all namespaces',
      { identityRef: { type: 'ClusterIdentity', name: 'clouds', cloudName: 'a' } },
      { code: 'NotSupported', path: 'identityRef.type', value: 'ClusterIdentity', remedy: 'Name a secret' },
    ],
    [
      'a secret without a name',
      { identityRef: { type: 'Secret', cloudName: 'a' } },
      { code: 'Required', path: 'identityRef.name', remedy: 'Name the secret' },
    ],
    [
      'two values for one key of its metadata',
      {
        serverMetadata: [
          { key: 'a', value: '1' },
          { key: 'a', value: '2' },
        ],
      },
      { code: 'Duplicate', path: 'serverMetadata[1].key', value: 'a', remedy: 'Remove the one' },
    ],
    [
      'a server group by id and name',
      { serverGroup: { id: uuid, filter: { name: 'a' } } },
      { code: 'Conflict', path: 'serverGroup.filter', value: { name: 'a' }, remedy: 'Remove one' },
    ],
  ])('is refused with %s', (_, changes, refusal) => {
    expectInfraRefused(changes, refusal);
  });

  it('is refused without a secret with user data', () => {
    const machine = { bootstrap: {} };
    expect(errorsOf(converter().toMachineApi(...capiSet(infraSpec(), { machine })))).toMatchObject([
      { code: 'Required', path: 'spec.template.spec.bootstrap.dataSecretName' },
    ]);
  });
});

describe('a server group', () => {
  it.each([
    [{ serverGroupID: uuid }, { id: uuid }],
    [{ serverGroupName: 'workers' }, { filter: { name: 'workers' } }],
  ])('%j is the same there, and comes back', (changes, serverGroup) => {
    expect(toInfra(changes)['serverGroup']).toEqual(serverGroup);
    expect(toProvider({ serverGroup })).toMatchObject(changes);
  });

  it('by id warns of the name beside it, and gives it back', () => {
    const changes = { serverGroupID: uuid, serverGroupName: 'workers' };
    expect(toInfra(changes)['serverGroup']).toEqual({ id: uuid });
    expect(remarks(changes)).toEqual([{ code: 'DroppedWithoutEffect', severity: 'warning', path: 'serverGroupName' }]);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });
});

describe('tags and metadata of the server', () => {
  it('keep every tag, each once, since Cluster API holds a set', () => {
    const tags = ['a', 'b', 'a'];
    expect(toInfra({ tags })['tags']).toEqual(['a', 'b']);
    expect(thereAndBack({ tags })['tags']).toEqual(tags);
  });

  it('keep every key, with an empty value too', () => {
    const serverMetadata = { openshiftClusterID: 'ocp1-x7k2p', Name: '' };
    const list = [
      { key: 'Name', value: '' },
      { key: 'openshiftClusterID', value: 'ocp1-x7k2p' },
    ];
    expect(toInfra({ serverMetadata })['serverMetadata']).toEqual(list);
    expect(toProvider({ serverMetadata: list })['serverMetadata']).toEqual(serverMetadata);
    expect(toInfra({ serverMetadata: {} })).not.toHaveProperty('serverMetadata');
  });
});

it('zone, key, config drive and trunk are the same', () => {
  const changes = { keyName: 'ops', configDrive: true, trunk: true };
  expect(toInfra(changes)).toMatchObject({ sshKeyName: 'ops', configDrive: true, trunk: true });
  expect(thereAndBack(changes)).toMatchObject(changes);
  const [, machine] = converted(converter().toClusterApi(mapiMachine(provider({ availabilityZone: 'nova-az2' }))));
  expect(at(machine, 'spec.failureDomain')).toBe('nova-az2');
});

it('the labels of a machine say its flavor and its zone', () => {
  const [machine] = converted(converter().toMachineApi(...capiMachine(infraSpec(), { failureDomain: 'nova-az2' })));
  expect(at(machine, 'metadata.labels')).toMatchObject({
    'machine.openshift.io/instance-type': 'm1.xlarge',
    'machine.openshift.io/zone': 'nova-az2',
  });
});
