import { describe, expect, it } from 'vitest';
import { awsConverter, infraSpec } from '../testing/aws.ts';
import { reverseKeys } from '../testing/mutate.ts';
import golden from './fixtures/template-names.json' with { type: 'json' };
import { templateName } from './names.ts';

const isSameInfraSpec = awsConverter().same.knownInfra;
const spec = infraSpec();

/** The in-tree controller hashes Go's JSON with FNV, and so names the template of one spec otherwise. */
describe("the in-tree controller's template of a spec", () => {
  it.each(Object.values(golden))(
    'of $machineSet is taken for ours, whatever its name',
    ({ machineSet, infraSpec: ours }) => {
      const inTree = { ...ours, cloudInit: {} };
      expect(templateName(machineSet, inTree)).not.toBe(templateName(machineSet, ours));
      expect(isSameInfraSpec(inTree, ours)).toBe(true);
      expect(isSameInfraSpec(reverseKeys(inTree), ours)).toBe(true);
    },
  );

  it.each([
    ['structs that Go always writes', { cloudInit: {}, cpuOptions: {}, securityGroupOverrides: {} }],
    [
      'lists and texts of nothing',
      { additionalSecurityGroups: [], additionalTags: {}, nonRootVolumes: [], providerID: '', iamInstanceProfile: '' },
    ],
    ['zeros', { placementGroupPartition: 0, uncompressedUserData: false }],
    ['null', { publicIP: null, spotMarketOptions: null, dynamicHostAllocation: null, sshKeyName: null }],
    ['the default affinity', { hostAffinity: 'default' }],
    [
      'the defaults of the webhook',
      {
        instanceMetadataOptions: {
          httpEndpoint: 'enabled',
          httpProtocolIpv6: 'disabled',
          httpPutResponseHopLimit: 1,
          httpTokens: 'optional',
          instanceMetadataTags: 'disabled',
        },
      },
    ],
  ])('with %s makes the same machine', (_, more) => {
    expect(isSameInfraSpec({ ...spec, ...more }, spec)).toBe(true);
    expect(isSameInfraSpec(spec, { ...spec, ...more })).toBe(true);
  });

  it('that names no subnet by {} names none', () => {
    const { subnet: _, ...without } = spec;
    expect(isSameInfraSpec({ ...without, subnet: {} }, without)).toBe(true);
    expect(isSameInfraSpec({ ...without, subnet: {} }, spec)).toBe(false);
  });

  it('with zeros inside a volume makes the same volume', () => {
    const volume = { size: 120, type: 'gp3' };
    expect(isSameInfraSpec({ ...spec, rootVolume: { ...volume, iops: 0 } }, { ...spec, rootVolume: volume })).toBe(
      true,
    );
  });
});

describe('a template that makes another machine', () => {
  it.each([
    ['another instance', { instanceType: 'm6i.large' }],
    ['spot, asked for by {}', { spotMarketOptions: {} }],
    ['an allocated host, asked for by {}', { hostAffinity: 'host', tenancy: 'host', dynamicHostAllocation: {} }],
    ['no SSH key on purpose', { sshKeyName: '' }],
    ['a tag without a value', { additionalTags: { team: '' } }],
    ['no public address on purpose', { publicIP: false }],
    ['a volume of no size, as the in-tree controller writes it', { rootVolume: { size: 0 } }],
    ['user data in another form', { ignition: { storageType: 'ClusterObjectStore' } }],
    ['user data in the default form', { ignition: {} }],
    ['tokens', { instanceMetadataOptions: { httpTokens: 'required' } }],
    ['a field that only Cluster API has', { elasticIpPool: { publicIpv4Pool: 'ipv4pool-ec2-1' } }],
    ['a field that is newer than this release', { quantum: true }],
    ['a field inside that is newer than this release', { cpuOptions: { quantum: true } }],
    ['a value of a wrong type', { publicIP: 'yes' }],
  ])('is not taken for the current one: %s', (_, more) => {
    expect(isSameInfraSpec({ ...spec, ...more }, spec)).toBe(false);
    expect(isSameInfraSpec(spec, { ...spec, ...more })).toBe(false);
  });

  it('is not taken for the current one: security groups in another order', () => {
    const groups = [{ id: 'a' }, { id: 'b' }];
    const reversed = { ...spec, additionalSecurityGroups: groups.toReversed() };
    expect(isSameInfraSpec({ ...spec, additionalSecurityGroups: groups }, reversed)).toBe(false);
  });

  it.each([undefined, null, 5, 'x', [], {}])('is not taken for the current one: %j', (value) => {
    expect(isSameInfraSpec(value, spec)).toBe(false);
  });
});
