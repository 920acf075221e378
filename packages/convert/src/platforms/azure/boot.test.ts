import { describe, expect, it } from 'vitest';
import {
  backAndThere,
  capiSet,
  converter,
  expectInfraRefused,
  expectRefused,
  infraSpec,
  mapiSet,
  provider,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { madeUpKey } from './ssh-key.ts';

describe('boot diagnostics', () => {
  const uri = 'https://ocpdiag01.blob.core.windows.net/';

  it.each([
    [undefined, { storageAccountType: 'Disabled' }],
    [{}, { storageAccountType: 'Disabled' }],
    [{ boot: { storageAccountType: 'AzureManaged' } }, { storageAccountType: 'Managed' }],
    [
      { boot: { storageAccountType: 'CustomerManaged', customerManaged: { storageAccountURI: uri } } },
      { storageAccountType: 'UserManaged', userManaged: { storageAccountURI: uri } },
    ],
  ])('%j are %j: CAPZ would turn them on where nothing is said', (diagnostics, boot) => {
    expect(toInfra({ diagnostics }).diagnostics).toEqual({ boot });
    expect(toProvider({ diagnostics: { boot } }).diagnostics ?? {}).toEqual(diagnostics ?? {});
  });

  it('are on in Machine API where Cluster API says nothing', () => {
    expect(toProvider({ diagnostics: undefined }).diagnostics).toEqual({
      boot: { storageAccountType: 'AzureManaged' },
    });
    expect(backAndThere({ diagnostics: undefined })).toMatchObject({
      diagnostics: { boot: { storageAccountType: 'Managed' } },
    });
  });

  it('need their account', () => {
    expectRefused(
      { diagnostics: { boot: { storageAccountType: 'CustomerManaged' } } },
      { code: 'Required', path: 'diagnostics.boot.customerManaged.storageAccountURI', remedy: 'Set storageAccountURI' },
    );
    expectInfraRefused(
      { diagnostics: { boot: { storageAccountType: 'UserManaged' } } },
      { code: 'Required', path: 'diagnostics.boot.userManaged.storageAccountURI', remedy: 'Set storageAccountURI' },
    );
  });

  it('do not lose an account that has no meaning', () => {
    const account = { storageAccountURI: uri };
    expectRefused(
      { diagnostics: { boot: { storageAccountType: 'AzureManaged', customerManaged: account } } },
      { code: 'Conflict', path: 'diagnostics.boot.customerManaged', value: account, remedy: 'Remove it' },
    );
    expectInfraRefused(
      { diagnostics: { boot: { storageAccountType: 'Disabled', userManaged: account } } },
      { code: 'Conflict', path: 'diagnostics.boot.userManaged', value: account, remedy: 'Remove it' },
    );
  });

  it('of a type that nobody knows are refused', () => {
    expectRefused(
      { diagnostics: { boot: { storageAccountType: 'On' } } },
      { code: 'InvalidValue', path: 'diagnostics.boot.storageAccountType', value: 'On', remedy: 'Set one of them' },
    );
  });

  it('with an account of no type are refused', () => {
    expectRefused(
      { diagnostics: { boot: { storageAccountType: '', customerManaged: { storageAccountURI: uri } } } },
      { code: 'Required', path: 'diagnostics.boot.storageAccountType', remedy: 'Set one of them' },
    );
  });

  it('with an account that is no https address are refused before the API server does', () => {
    const account = { storageAccountURI: 'http://a' };
    const [error] = errorsOf(
      converter().toClusterApi(
        mapiSet(
          provider({ diagnostics: { boot: { storageAccountType: 'CustomerManaged', customerManaged: account } } }),
        ),
      ),
    );
    expect(error).toMatchObject({
      code: 'InvalidValue',
      path: 'spec.template.spec.providerSpec.value.diagnostics.boot',
    });
  });
});

describe('the SSH key', () => {
  const key = btoa('ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQC7 ops@example.com\n');
  const later = (sshPublicKey: string, source = provider({ sshPublicKey: undefined })) => {
    const [template, set] = converted(converter().toClusterApi(mapiSet(source)));
    const spec = { ...(at(template, 'spec.template.spec') as object), sshPublicKey };
    const [back] = converted(converter().toMachineApi(set, { ...template, spec: { template: { spec } } }));
    return at(back, 'spec.template.spec.providerSpec.value.sshPublicKey');
  };

  it('is the same on both sides', () => {
    expect(toInfra({ sshPublicKey: key }).sshPublicKey).toBe(key);
    expect(toProvider({ sshPublicKey: key }).sshPublicKey).toBe(key);
  });

  it('that the webhook of CAPZ makes up does not become configuration of a MachineSet that has none', () => {
    expect(toInfra({ sshPublicKey: undefined })).not.toHaveProperty('sshPublicKey');
    expect(later(madeUpKey)).toBeUndefined();
    expect(later(madeUpKey, provider({ sshPublicKey: '' }))).toBeUndefined();
  });

  it('that the webhook made up does not ask for another template, again and again', () => {
    const spec = (sshPublicKey: string | undefined) => infraSpec({ sshPublicKey });
    expect(converter().same.knownInfra(spec(undefined), spec(madeUpKey))).toBe(true);
    expect(converter().same.knownInfra(spec(undefined), spec(key))).toBe(false);
  });

  it('that somebody put there in Cluster API is not taken for one that was made up', () => {
    expect(later(key)).toBe(key);
  });

  it('of an AzureMachine made in Cluster API is kept, made up or not', () => {
    expect(toProvider({ sshPublicKey: madeUpKey }).sshPublicKey).toBe(madeUpKey);
    expect(backAndThere({ sshPublicKey: madeUpKey }).sshPublicKey).toBe(madeUpKey);
  });
});

describe('a private key of older documentation', () => {
  it('that is empty converts', () => {
    expect(toInfra({ sshPrivateKey: '' })).toHaveProperty('vmSize');
  });

  it('is refused, and not repeated in the report', () => {
    expectRefused({ sshPrivateKey: 'geheim' }, { code: 'NotSupported', path: 'sshPrivateKey', remedy: 'Remove it' });
    const conversion = converter().toClusterApi(mapiSet(provider({ sshPrivateKey: 'geheim' })));
    expect(JSON.stringify(conversion)).not.toContain('geheim');
  });
});

describe('user data', () => {
  it('comes from the secret of the same name', () => {
    const [, set] = converted(
      converter().toClusterApi(mapiSet(provider({ userDataSecret: { name: 'gpu-user-data' } }))),
    );
    expect(at(set, 'spec.template.spec.bootstrap.dataSecretName')).toBe('gpu-user-data');
  });

  it('keeps the namespace that Machine API ignores', () => {
    const userDataSecret = { name: 'worker-user-data', namespace: 'openshift-machine-api' };
    expect(thereAndBack({ userDataSecret }).userDataSecret).toEqual(userDataSecret);
  });

  it('must be named in Cluster API', () => {
    const [error] = errorsOf(converter().toMachineApi(...capiSet(infraSpec(), { machine: { bootstrap: {} } })));
    expect(error).toMatchObject({ code: 'Required', path: 'spec.template.spec.bootstrap.dataSecretName' });
  });
});

describe('extensions', () => {
  it('are not installed: CAPZ would install one that RHCOS cannot run', () => {
    expect(toInfra({}).disableVMBootstrapExtension).toBe(true);
    expect(toInfra({})).not.toHaveProperty('disableExtensionOperations');
  });

  it('may be forbidden altogether in Cluster API, which comes back', () => {
    const changes = { disableVMBootstrapExtension: undefined, disableExtensionOperations: true };
    expect(toProvider(changes)).toHaveProperty('vmSize');
    expect(backAndThere(changes).disableExtensionOperations).toBe(true);
    expect(backAndThere(changes)).not.toHaveProperty('disableVMBootstrapExtension');
  });

  it.each([undefined, false])(
    'that CAPZ would install are refused on the way back (%j)',
    (disableVMBootstrapExtension) => {
      expectInfraRefused(
        { disableVMBootstrapExtension },
        { code: 'NotSupported', path: 'disableVMBootstrapExtension', remedy: 'Set disableVMBootstrapExtension: true' },
      );
    },
  );

  it('of a user are refused', () => {
    const vmExtensions = [{ name: 'a', publisher: 'p', version: '1' }];
    expectInfraRefused(
      { vmExtensions },
      { code: 'NotSupported', path: 'vmExtensions', value: vmExtensions, remedy: 'Remove the field' },
    );
  });
});
