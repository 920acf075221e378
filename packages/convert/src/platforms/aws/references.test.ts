import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/aws-ways.ts';

const filters = [{ name: 'tag:Name', values: ['ocp1-x7k2p-worker'] }];
const arn = 'arn:aws:ec2:us-east-1::image/ami-0c8d5f2b9a6e4d371';

describe('the AMI', () => {
  it('is the same image on both sides', () => {
    expect(toInfra({})).toMatchObject({ ami: { id: 'ami-0c8d5f2b9a6e4d371' } });
    expect(toProvider({})).toMatchObject({ ami: { id: 'ami-0c8d5f2b9a6e4d371' } });
  });

  it('is not lost where only its ARN is given: it is refused', () => {
    expectRefused({ ami: { arn } }, { code: 'NotSupported', path: 'ami.arn', value: arn, remedy: 'Write ami.id' });
  });

  it('is not lost where only filters are given: it is refused', () => {
    expectRefused(
      { ami: { filters } },
      { code: 'NotSupported', path: 'ami.filters', value: filters, remedy: 'Write ami.id' },
    );
  });

  it.each([{}, undefined, { id: '' }, { id: '', arn: '', filters: [] }])('must be named, unlike in %j', (ami) => {
    expectRefused({ ami }, { code: 'Required', path: 'ami', remedy: 'Write ami.id', says: 'no AMI' });
  });

  it('may have an ARN and filters beside its id, which only warn and come back', () => {
    const ami = { id: 'ami-0c8d5f2b9a6e4d371', arn, filters };
    expect(remarks({ ami })).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'ami.arn' },
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'ami.filters' },
    ]);
    expect(toInfra({ ami })).toMatchObject({ ami: { id: 'ami-0c8d5f2b9a6e4d371' } });
    expect(thereAndBack({ ami }).ami).toEqual(ami);
  });

  it.each([undefined, {}])('must have an id in Cluster API too, where %j would look an image up', (ami) => {
    expectInfraRefused({ ami }, { code: 'Required', path: 'ami.id', remedy: 'Write ami.id' });
  });

  it('is refused as an EKS image, at the name that the field has in YAML', () => {
    const ami = { id: 'ami-0c8d5f2b9a6e4d371', eksLookupType: 'AmazonLinux2023' };
    expectInfraRefused(
      { ami },
      { code: 'NotSupported', path: 'ami.eksLookupType', value: 'AmazonLinux2023', remedy: 'Write ami.id' },
    );
  });
});

describe('the subnet', () => {
  it('by id or by filters is the same subnet', () => {
    expect(toInfra({ subnet: { filters } })).toMatchObject({ subnet: { filters } });
    expect(toProvider({ subnet: { filters } })).toMatchObject({ subnet: { filters } });
    expect(toProvider({ subnet: { id: 'subnet-1' } })).toMatchObject({ subnet: { id: 'subnet-1' } });
  });

  it('by ARN is refused, not emptied', () => {
    const subnet = { arn: 'arn:aws:ec2:us-east-1:1:subnet/subnet-1' };
    expectRefused({ subnet }, { code: 'NotSupported', path: 'subnet.arn', value: subnet.arn, remedy: 'by its id' });
  });

  it.each([undefined, {}, { filters: [] }])(
    'must be named: %j would put machines wherever each side defaults to',
    (subnet) => {
      expectRefused({ subnet }, { code: 'Required', path: 'subnet', remedy: 'by id or filters' });
      expectInfraRefused({ subnet }, { code: 'Required', path: 'subnet', remedy: 'by id or filters' });
    },
  );

  it('with id and filters is the one with the id, and the filters come back', () => {
    const subnet = { id: 'subnet-1', filters };
    expect(toInfra({ subnet }).subnet).toEqual({ id: 'subnet-1' });
    expect(remarks({ subnet })).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'subnet.filters' },
    ]);
    expect(thereAndBack({ subnet }).subnet).toEqual(subnet);
  });

  it('has the values that the CRD insists on, where a filter has none', () => {
    expect(toInfra({ subnet: { filters: [{ name: 'tag-key' }] } }).subnet).toEqual({
      filters: [{ name: 'tag-key', values: [] }],
    });
  });

  it('needs a name in each filter', () => {
    expectRefused(
      { subnet: { filters: [{ values: ['a'] }] } },
      { code: 'Required', path: 'subnet.filters[0].name', remedy: 'Add the field' },
    );
  });
});

describe('security groups', () => {
  it('keep their order', () => {
    const groups = [{ id: 'sg-2' }, { filters }, { id: 'sg-1' }];
    expect(toInfra({ securityGroups: groups }).additionalSecurityGroups).toEqual(groups);
    expect(toProvider({ additionalSecurityGroups: groups }).securityGroups).toEqual(groups);
  });

  it('by ARN are refused, not emptied', () => {
    const groups = [{ id: 'sg-1' }, { arn: 'arn:aws:ec2:us-east-1:1:security-group/sg-2' }];
    expectRefused(
      { securityGroups: groups },
      { code: 'NotSupported', path: 'securityGroups[1].arn', value: groups[1]?.arn ?? '', remedy: 'by its id' },
    );
  });

  it('that name nothing are refused', () => {
    expectRefused(
      { securityGroups: [{}] },
      { code: 'Required', path: 'securityGroups[0]', remedy: 'by id or filters' },
    );
    expectInfraRefused(
      { additionalSecurityGroups: [{ id: 'sg-1' }, {}] },
      { code: 'Required', path: 'additionalSecurityGroups[1]', remedy: 'by id or filters' },
    );
  });

  it('never have id and filters in Cluster API, whose webhook refuses both; the filters come back', () => {
    const groups = [{ id: 'sg-1', filters }];
    expect(toInfra({ securityGroups: groups }).additionalSecurityGroups).toEqual([{ id: 'sg-1' }]);
    expect(thereAndBack({ securityGroups: groups }).securityGroups).toEqual(groups);
  });
});

describe('the instance profile', () => {
  it('is its name', () => {
    expect(toInfra({ iamInstanceProfile: { id: 'worker-profile' } }).iamInstanceProfile).toBe('worker-profile');
    expect(toProvider({ iamInstanceProfile: 'worker-profile' }).iamInstanceProfile).toEqual({ id: 'worker-profile' });
  });

  it('stays absent, and does not come back as an empty id', () => {
    expect(toInfra({})).not.toHaveProperty('iamInstanceProfile');
    expect(thereAndBack({})).not.toHaveProperty('iamInstanceProfile');
  });

  it('by ARN is refused with the id that is meant, not dropped', () => {
    const profile = { arn: 'arn:aws:iam::1:instance-profile/ocp/worker-profile' };
    expectRefused(
      { iamInstanceProfile: profile },
      {
        code: 'NotSupported',
        path: 'iamInstanceProfile.arn',
        value: profile.arn,
        remedy: 'iamInstanceProfile.id: worker-profile',
      },
    );
  });

  it('by filters is refused, not dropped', () => {
    expectRefused(
      { iamInstanceProfile: { filters } },
      { code: 'NotSupported', path: 'iamInstanceProfile.filters', value: filters, remedy: 'iamInstanceProfile.id' },
    );
  });

  it('may have an ARN beside its id, which comes back', () => {
    const profile = { id: 'worker-profile', arn: 'arn:aws:iam::1:instance-profile/worker-profile' };
    expect(remarks({ iamInstanceProfile: profile })).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'iamInstanceProfile.arn' },
    ]);
    expect(thereAndBack({ iamInstanceProfile: profile }).iamInstanceProfile).toEqual(profile);
  });
});

describe('the key of a volume', () => {
  const withKey = (kmsKey: object) => ({ blockDevices: [{ ebs: { volumeSize: 120, kmsKey: { ...kmsKey } } }] });
  const keyIn = (kmsKey: object) => toInfra(withKey(kmsKey)).rootVolume;
  const keyAfter = (kmsKey: object) => {
    const [device] = thereAndBack(withKey(kmsKey)).blockDevices as [{ ebs: object }];
    return (device.ebs as { kmsKey?: object }).kmsKey;
  };
  const keyArn = 'arn:aws:kms:us-east-1:1:key/3b0f9a5e';

  it('is its id or its ARN', () => {
    expect(keyIn({ id: 'key-1' })).toEqual({ size: 120, encryptionKey: 'key-1' });
    expect(keyIn({ arn: keyArn })).toEqual({ size: 120, encryptionKey: keyArn });
    expect(keyAfter({ id: 'key-1' })).toEqual({ id: 'key-1' });
    expect(keyAfter({ arn: keyArn })).toEqual({ arn: keyArn });
  });

  it('is the ARN where the id is empty, so that the volume stays encrypted with it', () => {
    expect(keyIn({ id: '', arn: keyArn })).toEqual({ size: 120, encryptionKey: keyArn });
    expect(keyAfter({ id: '', arn: keyArn })).toEqual({ arn: keyArn });
  });

  it('is none where the installer wrote an empty ARN, and does not come back as an empty id', () => {
    expect(keyIn({ arn: '' })).toEqual({ size: 120 });
    expect(keyAfter({ arn: '' })).toBeUndefined();
    expect(keyAfter({})).toBeUndefined();
  });

  it('is the id where both are given, and the ARN comes back', () => {
    expect(keyIn({ id: 'key-1', arn: keyArn })).toEqual({ size: 120, encryptionKey: 'key-1' });
    expect(keyAfter({ id: 'key-1', arn: keyArn })).toEqual({ id: 'key-1', arn: keyArn });
  });

  it('by filters is refused, not dropped', () => {
    expectRefused(withKey({ filters }), {
      code: 'NotSupported',
      path: 'blockDevices[0].ebs.kmsKey.filters',
      value: filters,
      remedy: 'id or the ARN',
    });
  });

  it('is the same key after Machine API and back', () => {
    expect(backAndThere({ rootVolume: { size: 8, encryptionKey: keyArn } }).rootVolume).toEqual({
      size: 8,
      encryptionKey: keyArn,
    });
  });
});
