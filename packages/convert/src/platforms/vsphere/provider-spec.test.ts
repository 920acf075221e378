import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
  vsphereFixture,
} from '../../testing/vsphere.ts';

const { converter, mapiSet, capiSet, provider, infraSpec } = vsphereFixture;

describe('a provider spec', () => {
  it.each(['machine.openshift.io/v1', 'vsphereprovider.openshift.io/v1beta1', 'vsphereprovider.openshift.io/v1'])(
    'of the old version %s is accepted, and comes back as it was',
    (apiVersion) => {
      expect(remarks({ apiVersion })).toEqual([]);
      expect(thereAndBack({ apiVersion })).toMatchObject({ apiVersion, kind: 'VSphereMachineProviderSpec' });
    },
  );

  it('of another version or platform is refused: it says nothing of this cluster', () => {
    expectRefused(
      { apiVersion: 'vsphereprovider.openshift.io/v1alpha1' },
      {
        code: 'WrongKind',
        path: 'apiVersion',
        value: 'vsphereprovider.openshift.io/v1alpha1',
        remedy: 'Give the provider spec',
      },
    );
    expectRefused(
      { kind: 'AWSMachineProviderConfig' },
      { code: 'WrongKind', path: 'kind', value: 'AWSMachineProviderConfig', remedy: 'Give the provider spec' },
    );
  });

  it('with a field that nobody knows is refused, not shortened', () => {
    expectRefused({ numCpus: 4 }, { code: 'UnknownField', path: 'numCpus', value: 4, remedy: 'Correct the name' });
  });

  it.each<[Json]>([[{}], [{ creationTimestamp: null }], [{ labels: { owner: 'edge' } }]])(
    'with metadata %j is the same machine; what it says comes back',
    (metadata) => {
      expect(remarks({ metadata })).toEqual([]);
      const expected = JSON.stringify(metadata).includes('owner') ? metadata : undefined;
      expect(thereAndBack({ metadata })['metadata']).toEqual(expected);
    },
  );
});

describe('the credentials', () => {
  it("are the cluster's, named or not", () => {
    expect(remarks({ credentialsSecret: undefined })).toEqual([]);
    expect(toProvider({})).toMatchObject({ credentialsSecret: { name: 'vsphere-cloud-credentials' } });
  });

  it('are refused where they are others: a VSphereCluster has one credential', () => {
    expectRefused(
      { credentialsSecret: { name: 'tenant-b' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'tenant-b',
        remedy: "Use the cluster's",
      },
    );
  });
});

describe('the user data', () => {
  it('is worker-user-data where none is named, as the webhook of Machine API has it', () => {
    const [, set] = converted(converter().toClusterApi(mapiSet(provider({ userDataSecret: undefined }))));
    expect(at(set, 'spec.template.spec.bootstrap.dataSecretName')).toBe('worker-user-data');
  });

  it('is the secret of the same name', () => {
    const [, set] = converted(converter().toClusterApi(mapiSet(provider({ userDataSecret: { name: 'infra' } }))));
    expect(at(set, 'spec.template.spec.bootstrap.dataSecretName')).toBe('infra');
  });

  it('is required of a Cluster API machine, which would wait for it', () => {
    const conversion = converter().toMachineApi(...capiSet(infraSpec(), { machine: { bootstrap: {} } }));
    expect(errorsOf(conversion)).toMatchObject([
      { code: 'Required', path: 'spec.template.spec.bootstrap.dataSecretName' },
    ]);
  });
});

describe('data disks and tags', () => {
  const dataDisks = [
    { name: 'b_logs', sizeGiB: 200 },
    { name: 'a-cache', sizeGiB: 1, provisioningMode: 'EagerlyZeroed' },
  ];
  const tagIDs = ['urn:vmomi:InventoryServiceTag:3f0c9c1e-55a1-4a4e-9d1f-0d5a7f7a2b10:GLOBAL'];

  it('are the same, in the same order', () => {
    expect(toInfra({ dataDisks, tagIDs })).toMatchObject({ dataDisks, tagIDs });
    expect(toProvider({ dataDisks, tagIDs })).toMatchObject({ dataDisks, tagIDs });
  });

  it("take an empty provisioning mode for none, which CAPV's schema would refuse", () => {
    const [disk] = dataDisks;
    expect(toInfra({ dataDisks: [{ ...disk, provisioningMode: '' }] })['dataDisks']).toEqual([disk]);
  });

  it('are refused with a provisioning mode that neither side knows', () => {
    expectRefused(
      { dataDisks: [{ name: 'a', sizeGiB: 1, provisioningMode: 'Lazy' }] },
      { code: 'InvalidValue', path: 'dataDisks[0].provisioningMode', value: 'Lazy', remedy: 'Use one of Thin' },
    );
  });
});

describe('what Machine API cannot say of a VM', () => {
  it.each<[string, Json, string]>([
    ['storagePolicyName', 'gold', 'Set datastore'],
    ['additionalDisksGiB', [40], 'dataDisks'],
    ['resources', { requests: { cpu: '2G' } }, 'Remove the field'],
    ['hardwareVersion', 'vmx-21', 'Upgrade the template'],
    ['pciDevices', [{ deviceId: 7864, vendorId: 4318 }], 'Remove the field'],
    ['namingStrategy', { template: '{{ .machine.name }}-vm' }, 'Remove the field'],
    ['guestSoftPowerOffTimeout', '5m', 'Remove the field'],
    ['powerOffMode', 'trySoft', 'Remove the field'],
    ['os', 'Windows', 'Remove the field'],
  ])('is refused: %s', (field, value, remedy) => {
    expectInfraRefused({ [field]: value }, { code: 'NotSupported', path: field, value, remedy });
  });

  it.each<[string, Json]>([
    ['routes', [{ to: '10.0.0.0/8', via: '10.20.0.1', metric: 1 }]],
    ['preferredAPIServerCidr', '10.20.0.0/22'],
  ])('is refused: network.%s', (field, value) => {
    const devices = [{ networkName: 'seg-nodes', dhcp4: true }];
    expectInfraRefused(
      { network: { devices, [field]: value } },
      { code: 'NotSupported', path: `network.${field}`, value, remedy: 'Remove the field' },
    );
  });
});

describe('what says no more than the default', () => {
  it.each<[string, Json]>([
    ['powerOffMode', 'hard'],
    ['os', 'Linux'],
    ['os', ''],
    ['resources', {}],
    ['pciDevices', []],
  ])('is accepted: %s %j', (field, value) => {
    expect(toProvider({ [field]: value })).toEqual(toProvider({}));
  });

  it('is written out to Cluster API: Linux, which is powered off hard', () => {
    expect(toInfra({})).toMatchObject({ os: 'Linux', powerOffMode: 'hard' });
  });
});

it("the fingerprint of vCenter's certificate comes back: it is about the connection, not the machine", () => {
  const thumbprint = 'AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD';
  expect(toProvider({ thumbprint })).toEqual(toProvider({}));
  expect(backAndThere({ thumbprint })).toMatchObject({ thumbprint });
});
