import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import {
  bareMetalFixture,
  expectInfraRefused,
  expectRefused,
  type Refusal,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/baremetal.ts';
import { type Changes, converted, errorsOf } from '../../testing/fixture.ts';

const { converter, mapiSet, capiMachine, capiSet, infraSpec, provider } = bareMetalFixture;
const { toClusterApi, toMachineApi } = converter();

describe('a provider spec', () => {
  it.each<[string, Changes, Refusal]>([
    [
      'an unknown field, which the controller refuses as well',
      { bootMode: 'UEFI' },
      { code: 'UnknownField', path: 'bootMode', value: 'UEFI', remedy: 'Correct the name, or remove the field' },
    ],
    [
      'a field of the newer CAPM3',
      { image: { url: '', diskFormat: 'raw' } },
      { code: 'UnknownField', path: 'image.diskFormat', value: 'raw', remedy: 'Correct the name' },
    ],
    [
      'the kind of another platform',
      { kind: 'AWSMachineProviderConfig' },
      {
        code: 'WrongKind',
        path: 'kind',
        value: 'AWSMachineProviderConfig',
        remedy: 'that platform',
        says: 'BareMetal',
      },
    ],
    [
      'another version',
      { apiVersion: 'baremetal.cluster.k8s.io/v1alpha2' },
      { code: 'WrongKind', path: 'apiVersion', value: 'baremetal.cluster.k8s.io/v1alpha2', remedy: 'platform' },
    ],
    [
      'a custom deploy that is no object',
      { customDeploy: 'install_coreos', image: { url: 'http://a/b', checksum: 'c' } },
      { code: 'InvalidType', path: 'customDeploy', value: 'install_coreos', remedy: 'Correct the value' },
    ],
  ])('is refused for %s', (_, changes, refusal) => {
    expectRefused(changes, refusal);
  });

  it('as the installer writes it converts without a remark, and comes back the same', () => {
    const installed = {
      apiVersion: 'baremetal.cluster.k8s.io/v1alpha1',
      kind: 'BareMetalMachineProviderSpec',
      metadata: { creationTimestamp: null },
      hostSelector: {},
      image: { checksum: '', url: '' },
      userData: { name: 'worker-user-data-managed' },
    };
    expect(remarks(installed)).toEqual([]);
    expect(thereAndBack(installed)).toEqual({
      apiVersion: 'baremetal.cluster.k8s.io/v1alpha1',
      kind: 'BareMetalMachineProviderSpec',
      customDeploy: { method: 'install_coreos' },
      userData: { name: 'worker-user-data-managed' },
    });
  });

  it('keeps metadata of its own, which nobody reads, out of the way and for the way back', () => {
    const metadata = { name: 'old-habit', labels: { a: 'b' } };
    expect(toInfra({ metadata })).toEqual(infraSpec());
    expect(remarks({ metadata })).toEqual([]);
    expect(thereAndBack({ metadata }).metadata).toEqual(metadata);
  });

  it('has its kind and version where it is made from Cluster API', () => {
    expect(toProvider({})).toEqual({
      apiVersion: 'baremetal.cluster.k8s.io/v1alpha1',
      kind: 'BareMetalMachineProviderSpec',
      customDeploy: { method: 'install_coreos' },
      userData: { name: 'worker-user-data' },
    });
  });
});

it('a machine has no labels of an instance type, a region or a zone, which bare metal does not have', () => {
  const [machine] = converted(toMachineApi(...capiMachine()));
  expect(machine).not.toHaveProperty('metadata.labels');
});

describe('a Metal3Machine', () => {
  it.each<[field: string, value: Json, remedy: string]>([
    ['metaData', { name: 'rack-12-meta' }, 'Remove the field'],
    ['networkData', { name: 'rack-12-network' }, 'Name the network data on the BareMetalHosts'],
    ['dataTemplate', { name: 'rack-12' }, 'Remove the field'],
    ['failureDomain', 'room-2', 'Select the hosts of the failure domain by hostSelector'],
    ['automatedCleaningMode', 'disabled', 'Set automatedCleaningMode on the BareMetalHosts'],
    ['automatedCleaningMode', 'metadata', 'Set automatedCleaningMode on the BareMetalHosts'],
  ])('is refused with %s %j, without which its host would be another or treated otherwise', (field, value, remedy) => {
    expectInfraRefused({ [field]: value }, { code: 'NotSupported', path: field, value, remedy });
  });

  it('is refused with a failure domain on its Machine, from which CAPM3 takes it', () => {
    const hint = 'Select the hosts of the failure domain by hostSelector, and remove the field.';
    const changes = { failureDomain: 'room-2' };
    expect(errorsOf(toMachineApi(...capiMachine(infraSpec(), changes)))).toMatchObject([
      { code: 'NotSupported', object: 'self', path: 'spec.failureDomain', value: 'room-2', hint },
    ]);
    expect(errorsOf(toMachineApi(...capiSet(infraSpec(), { machine: changes })))).toMatchObject([
      { code: 'NotSupported', object: 'self', path: 'spec.template.spec.failureDomain', value: 'room-2', hint },
    ]);
  });
});

it('what is left behind where CAPM3 converts between its own versions says nothing', () => {
  const left = {
    image: { url: '', checksum: '', checksumType: '', format: '' },
    hostSelector: {},
    automatedCleaningMode: '',
    failureDomain: '',
    dataTemplate: {},
    userData: {},
  };
  const conversion = toMachineApi(...capiSet(infraSpec(left)));
  expect(conversion.issues).toEqual([]);
  expect(converted(conversion)).toEqual(converted(toMachineApi(...capiSet(infraSpec()))));
});

describe('a Metal3MachineTemplate', () => {
  const convert = (nodeReuse: boolean) => {
    const [set, template] = capiSet();
    return toMachineApi(set, { ...template, spec: { nodeReuse, template: { spec: infraSpec() } } });
  };

  it('converts with nodeReuse: false, which the API server writes into every template', () => {
    expect(converted(convert(false))).toHaveLength(1);
    expect(convert(false).issues).toEqual([]);
  });

  it('is refused with nodeReuse: true: new machines would get other hosts', () => {
    expect(errorsOf(convert(true))).toMatchObject([
      {
        code: 'NotSupported',
        object: 'infra',
        path: 'spec.nodeReuse',
        value: true,
        hint: 'Set nodeReuse: false, or keep this on Cluster API.',
      },
    ]);
  });
});

describe('a set whose replicas follow the number of hosts', () => {
  const metadata = { annotations: { 'metal3.io/autoscale-to-hosts': 'true' } };

  it('converts with a warning, since in Cluster API they no longer would', () => {
    const conversion = toClusterApi(mapiSet(provider(), { metadata }));
    expect(conversion.issues).toMatchObject([
      {
        code: 'NotSupported',
        severity: 'warning',
        object: 'self',
        path: 'metadata.annotations["metal3.io/autoscale-to-hosts"]',
        value: 'true',
        hint: 'Remove the annotation before the set changes hands, and set replicas yourself.',
      },
    ]);
    const [template, set] = converted(conversion);
    const back = toMachineApi(set, template);
    expect(back.issues).toEqual([]);
    expect(converted(back)).toMatchObject([{ metadata }]);
  });

  it('is told by the annotation being there, whatever its value', () => {
    const empty = { annotations: { 'metal3.io/autoscale-to-hosts': '' } };
    expect(toClusterApi(mapiSet(provider(), { metadata: empty })).issues).toHaveLength(1);
    expect(toClusterApi(mapiSet(provider())).issues).toEqual([]);
  });
});
