import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, infraSpec, mapiMachine, mapiSet, provider } from '../../testing/aws.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  type Refusal,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/aws-ways.ts';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';

const noWorker = 'keep these machines on Machine API';

describe('a provider spec', () => {
  it.each<[string, Changes, Refusal]>([
    [
      'another credentials secret, which would be ignored',
      { credentialsSecret: { name: 'other-account' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'other-account',
        remedy: noWorker,
        says: 'aws-cloud-credentials',
      },
    ],
    [
      "a region that isn't the cluster's",
      { placement: { region: 'eu-west-3' } },
      {
        code: 'DifferentFromCluster',
        path: 'placement.region',
        value: 'eu-west-3',
        remedy: 'Correct placement.region',
        says: 'us-east-1',
      },
    ],
    [
      'metadata of its own',
      { metadata: { name: 'test' } },
      { code: 'NotSupported', path: 'metadata', value: { name: 'test' }, remedy: 'Remove it' },
    ],
    [
      'an unknown field, which a controller ignores',
      { instanceTyp: 'm5.large' },
      { code: 'UnknownField', path: 'instanceTyp', value: 'm5.large', remedy: 'Correct the name' },
    ],
    [
      'an unknown field inside a list',
      { blockDevices: [{ ebs: { volumeSize: 120, size: 1 } }] },
      { code: 'UnknownField', path: 'blockDevices[0].ebs.size', value: 1, remedy: 'Correct the name' },
    ],
    [
      'a field in another case, which Go takes and TypeScript does not',
      { InstanceType: 'm5.large' },
      {
        code: 'UnknownField',
        path: 'InstanceType',
        value: 'm5.large',
        remedy: 'Correct the name',
        says: 'did you mean instanceType',
      },
    ],
    [
      'the kind of another platform',
      { kind: 'GCPMachineProviderSpec' },
      { code: 'WrongKind', path: 'kind', value: 'GCPMachineProviderSpec', remedy: 'Infrastructure', says: 'AWS' },
    ],
    [
      'another version',
      { apiVersion: 'machine.openshift.io/v2' },
      { code: 'WrongKind', path: 'apiVersion', value: 'machine.openshift.io/v2', remedy: 'platform' },
    ],
    [
      'a number for a string',
      { instanceType: 5 },
      { code: 'InvalidType', path: 'instanceType', value: 5, remedy: 'Correct the value', says: 'must be a string' },
    ],
    [
      'an AMI that is no object',
      { ami: 'ami-1' },
      { code: 'InvalidType', path: 'ami', value: 'ami-1', remedy: 'Correct the value' },
    ],
    [
      'no instance type, whose default depends on the cluster',
      { instanceType: undefined },
      { code: 'Required', path: 'instanceType', remedy: 'Add the field' },
    ],
    [
      'two tags of one name, of which one would be lost',
      { tags: [{ name: 'a', value: '1' }, { name: 'b' }, { name: 'a', value: '2' }] },
      { code: 'Duplicate', path: 'tags[2].name', value: 'a', remedy: 'Machine API uses the first' },
    ],
    [
      'a tag without a name',
      { tags: [{ name: '', value: '1' }] },
      { code: 'Required', path: 'tags[0].name', remedy: 'Name the tag' },
    ],
    [
      'an unknown way of confidential computing',
      { cpuOptions: { confidentialCompute: 'SGX' } },
      {
        code: 'InvalidValue',
        path: 'cpuOptions.confidentialCompute',
        value: 'SGX',
        remedy: 'Correct',
        says: 'Disabled',
      },
    ],
  ])('is refused for %s', (_, changes, refusal) => {
    expectRefused(changes, refusal);
  });

  it('names all errors at once', () => {
    const value = provider({
      ami: { arn: 'arn:x' },
      deviceIndex: 1,
      credentialsSecret: { name: 'other' },
      colour: 'red',
    });
    const paths = errorsOf(awsConverter().toClusterApi(mapiMachine(value))).map(({ path }) => path);
    expect(paths).toEqual(
      ['ami.arn', 'colour', 'credentialsSecret.name', 'deviceIndex'].map((path) => `spec.providerSpec.value.${path}`),
    );
  });

  it.each<[string, Changes]>([
    ['its kind and version', { kind: 'AWSMachineProviderConfig', apiVersion: 'machine.openshift.io/v1beta1' }],
    ['what Go writes for an empty time', { metadata: { creationTimestamp: null } }],
    ['an empty region, which the webhook fills', { placement: { region: '', availabilityZone: 'us-east-1a' } }],
    ['no placement', { placement: undefined }],
    ['no credentials secret', { credentialsSecret: undefined }],
    ['empty options', { cpuOptions: {}, tags: [], securityGroups: [], loadBalancers: [] }],
    ['null', { keyName: null, tags: null, iamInstanceProfile: null }],
  ])('converts with %s, without a remark', (_, changes) => {
    expect(remarks(changes)).toEqual([]);
    expect(toInfra(changes)).toHaveProperty('ami.id');
  });

  it.each(['awsproviderconfig.openshift.io/v1beta1', 'awsproviderconfig.openshift.io/v1', 'machine.openshift.io/v1'])(
    'of the old version %s comes back as that version',
    (apiVersion) => {
      expect(thereAndBack({ apiVersion }).apiVersion).toBe(apiVersion);
    },
  );

  it('has the region and the credentials of the cluster where it is made from Cluster API', () => {
    expect(toProvider({})).toMatchObject({
      kind: 'AWSMachineProviderConfig',
      apiVersion: 'machine.openshift.io/v1beta1',
      placement: { region: 'us-east-1' },
      credentialsSecret: { name: 'aws-cloud-credentials' },
      deviceIndex: 0,
    });
  });
});

describe('tags', () => {
  it('of which one has no value keep it', () => {
    expect(toInfra({ tags: [{ name: 'b' }, { name: 'a', value: '' }] }).additionalTags).toEqual({ a: '', b: '' });
    expect(backAndThere({ additionalTags: { a: '', b: '1' } }).additionalTags).toEqual({ a: '', b: '1' });
  });

  it('come back in the order of their names', () => {
    expect(toProvider({ additionalTags: { b: '1', a: '2' } }).tags).toEqual([
      { name: 'a', value: '2' },
      { name: 'b', value: '1' },
    ]);
  });

  it('may be named as parts of JavaScript are', () => {
    const tags = [
      { name: '__proto__', value: 'a' },
      { name: 'constructor', value: 'b' },
    ];
    expect(Object.entries(toInfra({ tags }).additionalTags ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(thereAndBack({ tags }).tags).toEqual(tags);
  });
});

describe('confidential computing', () => {
  it.each(['Disabled', 'AMDEncryptedVirtualizationNestedPaging'])(
    '%s is the same on both sides',
    (confidentialCompute) => {
      const cpuOptions = { confidentialCompute };
      expect(toInfra({ cpuOptions }).cpuOptions).toEqual(cpuOptions);
      expect(thereAndBack({ cpuOptions }).cpuOptions).toEqual(cpuOptions);
    },
  );

  it('does not hide nested virtualization, which Machine API cannot say', () => {
    expectInfraRefused(
      { cpuOptions: { nestedVirtualization: 'enabled' } },
      { code: 'NotSupported', path: 'cpuOptions.nestedVirtualization', value: 'enabled', remedy: 'Remove the field' },
    );
  });
});

describe('the zone', () => {
  it('is the failure domain of the Machine, not a field of the AWSMachine', () => {
    const [infra, machine] = converted(awsConverter().toClusterApi(mapiMachine()));
    expect(at(machine, 'spec.failureDomain')).toBe('us-east-1a');
    expect(JSON.stringify(infra)).not.toContain('us-east-1a');
    const [back] = converted(awsConverter().toMachineApi(...capiMachine(infraSpec(), { failureDomain: 'us-east-1b' })));
    expect(at(back, 'spec.providerSpec.value.placement')).toEqual({
      region: 'us-east-1',
      availabilityZone: 'us-east-1b',
    });
  });

  it('is left to AWS where none is named', () => {
    const [, set] = converted(awsConverter().toClusterApi(mapiSet(provider({ placement: { region: 'us-east-1' } }))));
    expect(at(set, 'spec.template.spec')).not.toHaveProperty('failureDomain');
  });
});
