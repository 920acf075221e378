import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  gcpFixture,
  thereAndBack,
  toInfra,
} from '../../testing/gcp.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, provider } = gcpFixture;

describe('user data', () => {
  const secretIn = (userDataSecret: { name?: string } | undefined) => {
    const [, set] = converted(converter().toClusterApi(mapiSet(provider({ userDataSecret }))));
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

  it('must be named in Cluster API, where a machine without waits for ever', () => {
    const errors = errorsOf(converter().toMachineApi(...capiSet(undefined, { machine: { bootstrap: {} } })));
    expect(errors).toMatchObject([{ code: 'Required', path: 'spec.template.spec.bootstrap.dataSecretName' }]);
    expect(errors[0]?.hint).toContain('worker-user-data');
  });
});

describe('metadata of the instance', () => {
  it('is the same, in its order, with values that are empty or not there', () => {
    const items = [{ key: 'serial-port-enable', value: 'true' }, { key: 'empty', value: '' }, { key: 'absent' }];
    expect(toInfra({ gcpMetadata: items }).additionalMetadata).toEqual(items);
    expect(thereAndBack({ gcpMetadata: items }).gcpMetadata).toEqual(items);
    expect(backAndThere({ additionalMetadata: items }).additionalMetadata).toEqual(items);
  });

  it('is without a value where Go wrote null', () => {
    expect(toInfra({ gcpMetadata: [{ key: 'a', value: null }] }).additionalMetadata).toEqual([{ key: 'a' }]);
  });

  it.each([
    ['user data, which would be there twice', [{ key: 'user-data', value: 'x' }], 'NotSupported', 0, 'into the secret'],
    ['a key twice', [{ key: 'a' }, { key: 'a', value: 'b' }], 'Duplicate', 1, 'Remove all but one'],
  ] as const)('is refused with %s', (_, items, code, index, remedy) => {
    const gcpMetadata = items.map((item) => ({ ...item }));
    const value = gcpMetadata[index]?.key ?? '';
    expectRefused({ gcpMetadata }, { code, path: `gcpMetadata[${index}].key`, value, remedy });
    expectInfraRefused(
      { additionalMetadata: gcpMetadata },
      { code, path: `additionalMetadata[${index}].key`, value, remedy },
    );
  });

  it('is refused without a key', () => {
    expectRefused(
      { gcpMetadata: [{ key: '', value: 'x' }] },
      { code: 'Required', path: 'gcpMetadata[0].key', remedy: 'Name the key' },
    );
  });

  it('is not that of the provider spec, which nobody reads', () => {
    expect(toInfra({ metadata: { creationTimestamp: null } })).toHaveProperty('instanceType');
    expectRefused(
      { metadata: { name: 'x' } },
      { code: 'NotSupported', path: 'metadata', value: { name: 'x' }, remedy: 'Remove it', says: 'gcpMetadata' },
    );
  });
});

describe('a Windows machine', () => {
  const labels = { 'machine.openshift.io/os-id': 'Windows' };

  it('is refused: CAPG would hand it its script under a key that Windows does not read', () => {
    const templateMetadata = { labels: { ...labels, 'machine.openshift.io/cluster-api-machineset': 'workers' } };
    const set = errorsOf(converter().toClusterApi(mapiSet(undefined, { templateMetadata })));
    const machine = errorsOf(converter().toClusterApi(mapiMachine(undefined, {}, { labels })));
    const path = 'metadata.labels["machine.openshift.io/os-id"]';
    expect(set).toMatchObject([{ code: 'NotSupported', path: `spec.template.${path}`, value: 'Windows' }]);
    expect(machine).toMatchObject([{ code: 'NotSupported', path, value: 'Windows' }]);
    expect(machine[0]?.hint).toContain('Keep these machines on Machine API');
  });

  it('is refused in Cluster API too', () => {
    const errors = errorsOf(converter().toMachineApi(...capiMachine(undefined, {}, { labels })));
    expect(errors).toMatchObject([{ code: 'NotSupported', object: 'self', value: 'Windows' }]);
  });

  it('is not one by a label of another system, which is converted', () => {
    const other = { labels: { 'machine.openshift.io/os-id': 'RHCOS' } };
    const [, machine] = converted(converter().toClusterApi(mapiMachine(undefined, {}, other)));
    expect(at(machine, 'metadata.labels')).toMatchObject(other.labels);
  });
});

describe('a shielded machine', () => {
  const shielded = (config: { [field: string]: string }) => ({ shieldedInstanceConfig: config });
  const all = (policy: string) =>
    shielded({ secureBoot: policy, virtualizedTrustedPlatformModule: policy, integrityMonitoring: policy });

  it.each([{}, shielded({}), shielded({ secureBoot: '' })])(
    'is what GCP makes of the image where nothing is said: %j',
    (changes) => {
      expect(toInfra(changes)).not.toHaveProperty('shieldedInstanceConfig');
    },
  );

  it.each([all('Enabled'), shielded({ secureBoot: 'Enabled' }), shielded({ secureBoot: 'Disabled' })])(
    'is the same on both sides: %j',
    (changes) => {
      expect(toInfra(changes)).toMatchObject(changes);
      expect(thereAndBack(changes)).toMatchObject(changes);
      expect(backAndThere(changes)).toMatchObject(changes);
    },
  );

  it('that is none, as the controller writes for images without UEFI, converts with a warning: CAPG says nothing to GCP', () => {
    const { issues } = converter().toClusterApi(mapiSet(provider(all('Disabled'))));
    expect(issues).toMatchObject([
      {
        code: 'NotChecked',
        severity: 'warning',
        path: 'spec.template.spec.providerSpec.value.shieldedInstanceConfig.virtualizedTrustedPlatformModule',
        value: 'Disabled',
      },
    ]);
    expect(issues[0]?.hint).toContain('Check that the boot image has no UEFI');
    expect(thereAndBack(all('Disabled'))).toMatchObject(all('Disabled'));
  });

  it('without integrity monitoring alone is refused: CAPG cannot turn it off, and GCP turns it on', () => {
    const changes = shielded({ integrityMonitoring: 'Disabled' });
    const path = 'shieldedInstanceConfig.integrityMonitoring';
    const refusal = { code: 'NotSupported', path, value: 'Disabled', remedy: 'Remove the field' } as const;
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it('with integrity monitoring and no TPM is refused before the webhook does', () => {
    const changes = shielded({ virtualizedTrustedPlatformModule: 'Disabled' });
    const path = 'shieldedInstanceConfig.virtualizedTrustedPlatformModule';
    const refusal = { code: 'Conflict', path, value: 'Disabled', remedy: 'Set integrityMonitoring: Disabled' } as const;
    expectRefused(changes, refusal);
    expectInfraRefused(changes, refusal);
  });

  it.each(['secureBoot', 'virtualizedTrustedPlatformModule', 'integrityMonitoring'])(
    'of an unknown %s is refused',
    (field) => {
      expectRefused(shielded({ [field]: 'Maybe' }), {
        code: 'InvalidValue',
        path: `shieldedInstanceConfig.${field}`,
        value: 'Maybe',
        remedy: field === 'secureBoot' ? 'Correct the value' : 'Use one of Enabled, Disabled',
      });
    },
  );
});
