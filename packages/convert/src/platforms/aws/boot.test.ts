import { describe, expect, it } from 'vitest';
import { awsConverter, capiSet, infraSpec, mapiSet, provider } from '../../testing/aws.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/aws-ways.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

const converter = awsConverter();

describe('user data', () => {
  const secretIn = (userDataSecret: { name?: string } | undefined) => {
    const [, set] = converted(converter.toClusterApi(mapiSet(provider({ userDataSecret }))));
    return at(set, 'spec.template.spec.bootstrap.dataSecretName');
  };

  it('comes from the secret of the same name', () => {
    expect(secretIn({ name: 'gpu-user-data' })).toBe('gpu-user-data');
    expect(thereAndBack({ userDataSecret: { name: 'gpu-user-data' } }).userDataSecret).toEqual({
      name: 'gpu-user-data',
    });
  });

  it.each([undefined, {}, { name: '' }])(
    'comes from the secret that the webhook would write where it is %j',
    (secret) => {
      expect(secretIn(secret)).toBe('worker-user-data');
    },
  );

  it.each([{}, { dataSecretName: '' }])(
    'must be named in Cluster API, where a machine with %j waits for ever',
    (bootstrap) => {
      const [error, ...others] = errorsOf(converter.toMachineApi(...capiSet(infraSpec(), { machine: { bootstrap } })));
      expect(others).toEqual([]);
      expect(error).toMatchObject({
        code: 'Required',
        object: 'self',
        path: 'spec.template.spec.bootstrap.dataSecretName',
      });
      expect(error?.hint).toContain('worker-user-data');
    },
  );

  it('is handed over as it is, which CAPA must be told', () => {
    expect(toInfra({}).ignition).toEqual({ storageType: 'UnencryptedUserData' });
  });

  it.each([
    [{ ignition: undefined }, undefined],
    [{ ignition: {} }, undefined],
    [{ ignition: { storageType: 'ClusterObjectStore' } }, 'ClusterObjectStore'],
  ])('kept elsewhere by CAPA is refused, not changed: %j', (changes, value) => {
    expectInfraRefused(changes, {
      code: 'NotSupported',
      path: 'ignition.storageType',
      ...(value !== undefined && { value }),
      remedy: 'Set ignition.storageType: UnencryptedUserData',
    });
  });

  it('brings the Ignition version back, which CAPA ignores', () => {
    const ignition = { storageType: 'UnencryptedUserData', version: '3.4' };
    expect(backAndThere({ ignition }).ignition).toEqual(ignition);
  });

  it.each([
    [
      'ignition.proxy',
      { ignition: { storageType: 'UnencryptedUserData', proxy: { httpProxy: 'http://p' } } },
      { httpProxy: 'http://p' },
      'into the Ignition configuration',
    ],
    [
      'ignition.tls',
      { ignition: { storageType: 'UnencryptedUserData', tls: { certificateAuthorities: ['s3://ca'] } } },
      { certificateAuthorities: ['s3://ca'] },
      'into the Ignition configuration',
    ],
    ['uncompressedUserData', { uncompressedUserData: true }, true, 'Remove the field'],
    ['cloudInit', { cloudInit: { secretCount: 1 } }, { secretCount: 1 }, 'Remove the field'],
    ['imageLookupFormat', { imageLookupFormat: 'f' }, 'f', 'Write ami.id'],
    ['imageLookupOrg', { imageLookupOrg: 'o' }, 'o', 'Write ami.id'],
    ['imageLookupBaseOS', { imageLookupBaseOS: 'b' }, 'b', 'Write ami.id'],
  ])('and image that only Cluster API can fetch by %s is refused', (path, changes, value, remedy) => {
    expectInfraRefused(changes, { code: 'NotSupported', path, value, remedy });
  });

  it('may say that it is compressed, as it always is', () => {
    expect(toProvider({ uncompressedUserData: false, cloudInit: {} })).toHaveProperty('instanceType');
  });
});

describe('the SSH key', () => {
  it.each([undefined, '', 'ops-bastion'])(
    '%j stays as it is: absent and empty mean different things to CAPA',
    (keyName) => {
      expect(toInfra({ keyName }).sshKeyName).toBe(keyName);
      expect(thereAndBack({ keyName }).keyName).toBe(keyName);
      expect(backAndThere({ sshKeyName: keyName }).sshKeyName).toBe(keyName);
    },
  );
});

describe('the metadata service', () => {
  const all = {
    httpEndpoint: 'enabled',
    httpProtocolIpv6: 'disabled',
    httpPutResponseHopLimit: 1,
    httpTokens: 'optional',
    instanceMetadataTags: 'disabled',
  };

  it.each([
    [undefined, 'optional'],
    [{}, 'optional'],
    [{ authentication: '' }, 'optional'],
    [{ authentication: 'Optional' }, 'optional'],
    [{ authentication: 'Required' }, 'required'],
  ])('with %j wants tokens: %s; the other fields have what CAPA defaults', (metadataServiceOptions, httpTokens) => {
    expect(toInfra({ metadataServiceOptions }).instanceMetadataOptions).toEqual({ ...all, httpTokens });
  });

  it.each(['Optional', 'Required'])('keeps %s on the way back', (authentication) => {
    expect(thereAndBack({ metadataServiceOptions: { authentication } }).metadataServiceOptions).toEqual({
      authentication,
    });
  });

  it('is what the default is where a file does not say anything', () => {
    expect(toProvider({})).toMatchObject({ metadataServiceOptions: { authentication: 'Optional' } });
  });

  it('with an unknown authentication is refused with those that are known', () => {
    expectRefused(
      { metadataServiceOptions: { authentication: 'Sometimes' } },
      {
        code: 'InvalidValue',
        path: 'metadataServiceOptions.authentication',
        value: 'Sometimes',
        remedy: 'Use one of Optional, Required',
      },
    );
  });

  it.each([
    ['httpEndpoint', 'disabled'],
    ['httpProtocolIpv6', 'enabled'],
    ['httpPutResponseHopLimit', 2],
    ['instanceMetadataTags', 'enabled'],
  ])('with %s %j is refused, since Machine API always has the other', (field, value) => {
    expectInfraRefused(
      { instanceMetadataOptions: { [field]: value } },
      { code: 'NotSupported', path: `instanceMetadataOptions.${field}`, value, remedy: 'Remove the field' },
    );
  });
});
