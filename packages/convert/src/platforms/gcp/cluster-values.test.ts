import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  gcpClusterSpec,
  gcpFixture,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

const { converter, mapiMachine, mapiSet, capiMachine, provider } = gcpFixture;

describe("what is the cluster's", () => {
  it.each([
    ['projectID', 'other-project', 'Correct projectID', '"acme-ocp-prod"'],
    ['region', 'us-east1', 'Correct region', '"europe-west4"'],
  ])('is compared: another %s is refused', (path, value, remedy, says) => {
    expectRefused({ [path]: value }, { code: 'DifferentFromCluster', path, value, remedy, says });
  });

  it.each(['projectID', 'region'])('is the same where a machine does not say it (%s)', (field) => {
    expect(toInfra({ [field]: '' })).toHaveProperty('instanceType');
    expect(thereAndBack({ [field]: undefined })).toMatchObject({ projectID: 'acme-ocp-prod', region: 'europe-west4' });
  });

  it('is the credentials secret, whose name comes back', () => {
    expect(toProvider({}).credentialsSecret).toEqual({ name: 'gcp-cloud-credentials' });
    expectRefused(
      { credentialsSecret: { name: 'other' } },
      {
        code: 'DifferentFromCluster',
        path: 'credentialsSecret.name',
        value: 'other',
        remedy: "Use the cluster's",
      },
    );
  });
});

describe('the service account', () => {
  const account = { email: 'w@acme-ocp-prod.iam.gserviceaccount.com', scopes: ['a', 'b'] };

  it('is a list of one there and an object here', () => {
    expect(toInfra({ serviceAccounts: [account] }).serviceAccounts).toEqual(account);
    expect(thereAndBack({ serviceAccounts: [account] }).serviceAccounts).toEqual([account]);
    expect(backAndThere({ serviceAccounts: account }).serviceAccounts).toEqual(account);
  });

  it('is written out on the way back where CAPG would use the default one', () => {
    expect(toProvider({ serviceAccounts: undefined }).serviceAccounts).toEqual([
      { email: 'default', scopes: ['https://www.googleapis.com/auth/cloud-platform'] },
    ]);
  });

  it.each([[[]], [undefined]])(
    'must be named: CAPG would give the machine one that may do everything (%j)',
    (serviceAccounts) => {
      expectRefused(
        { serviceAccounts },
        { code: 'NotSupported', path: 'serviceAccounts', remedy: 'Name the service account' },
      );
    },
  );

  it('is one', () => {
    const serviceAccounts = [account, account];
    expectRefused(
      { serviceAccounts },
      { code: 'NotSupported', path: 'serviceAccounts', value: serviceAccounts, remedy: 'Remove all but one' },
    );
  });

  it.each([
    ['email', { ...account, email: '' }, 'Give its email'],
    ['scopes', { ...account, scopes: [] }, 'List its scopes'],
  ])('without %s is refused', (field, wrong, remedy) => {
    expectRefused({ serviceAccounts: [wrong] }, { code: 'Required', path: `serviceAccounts[0].${field}`, remedy });
    expectInfraRefused({ serviceAccounts: wrong }, { code: 'Required', path: `serviceAccounts.${field}`, remedy });
  });

  it('of nothing but braces is refused: to CAPG that is an account without a name, not the default one', () => {
    const [machine, infra] = capiMachine(gcpFixture.infraSpec({ serviceAccounts: {} }));
    const errors = errorsOf(converter().toMachineApi(machine, infra));
    expect(errors.map(({ path }) => path)).toEqual(['spec.serviceAccounts.email', 'spec.serviceAccounts.scopes']);
  });
});

describe('protection against deletion', () => {
  it('is refused, not dropped', () => {
    expectRefused(
      { deletionProtection: true },
      { code: 'NotSupported', path: 'deletionProtection', value: true, remedy: 'Set deletionProtection: false' },
    );
  });

  it.each([false, undefined])('that is not asked for (%s) is written as Machine API has it', (deletionProtection) => {
    expect(thereAndBack({ deletionProtection }).deletionProtection).toBe(false);
  });
});

describe('load balancers', () => {
  const master = { labels: { 'machine.openshift.io/cluster-api-machine-role': 'master' } };
  const targetPools = ['ocp1-x7k2p-api'];

  it.each([
    ['a worker', {}, 'let the ingress of the cluster'],
    ['a control plane machine', master, 'found through instance groups'],
  ])('by target pools are refused for %s', (_, metadata, remedy) => {
    const errors = errorsOf(converter().toClusterApi(mapiMachine(provider({ targetPools }), {}, metadata)));
    expect(errors).toMatchObject([
      { code: 'NotSupported', path: 'spec.providerSpec.value.targetPools', value: targetPools },
    ]);
    expect(errors[0]?.hint).toContain(remedy);
  });

  it.each([[[]], [null]])('that are none are none (%j)', (none) => {
    expect(toInfra({ targetPools: none })).toHaveProperty('instanceType');
  });

  it('find a control plane machine in instance groups of one name, which the GCPCluster must say', () => {
    const { loadBalancer: _, ...spec } = gcpClusterSpec;
    const other = converter({ infraCluster: { spec } });
    const there = errorsOf(other.toClusterApi(mapiMachine(provider(), {}, master)));
    expect(there).toMatchObject([{ code: 'DifferentFromCluster', path: 'spec.providerSpec.value.targetPools' }]);
    expect(there[0]?.message).toContain('ocp1-x7k2p-apiserver-ZONE');
    expect(there[0]?.hint).toContain('apiServerInstanceGroupTagOverride: master');
    const labels = { 'cluster.x-k8s.io/control-plane': '' };
    const back = errorsOf(other.toMachineApi(...capiMachine(undefined, {}, { labels })));
    expect(back.map(({ code }) => code)).toEqual(['DifferentFromCluster']);
    // Workers are in no instance group.
    expect(converted(other.toClusterApi(mapiMachine()))).toHaveLength(2);
    expect(converted(converter().toClusterApi(mapiMachine(provider(), {}, master)))).toHaveLength(2);
  });
});

it('the label by which CAPG knows a control plane machine gets there and comes back, as the hand-over advice needs', () => {
  const metadata = {
    labels: { 'machine.openshift.io/cluster-api-machine-role': 'master', 'cluster.x-k8s.io/control-plane': '' },
  };
  const [infra, machine] = converted(converter().toClusterApi(mapiMachine(provider(), {}, metadata)));
  expect(at(machine, 'metadata.labels')).toHaveProperty(['cluster.x-k8s.io/control-plane'], '');
  const [back] = converted(converter().toMachineApi(machine, infra));
  expect(at(back, 'metadata.labels')).toHaveProperty(['cluster.x-k8s.io/control-plane'], '');
});

describe('the provider spec itself', () => {
  it.each(['gcpprovider.openshift.io/v1beta1', 'gcpproviderconfig.openshift.io/v1beta1', 'machine.openshift.io/v1'])(
    'may be of the older version %s, which comes back',
    (apiVersion) => {
      expect(thereAndBack({ apiVersion }).apiVersion).toBe(apiVersion);
    },
  );

  it('is written in the version of today', () => {
    expect(toProvider({})).toMatchObject({
      apiVersion: 'machine.openshift.io/v1beta1',
      kind: 'GCPMachineProviderSpec',
    });
  });

  it('with a field that is not known is refused, not read without it', () => {
    expectRefused({ stackType: 'DualStack' }, { code: 'UnknownField', path: 'stackType', remedy: 'remove the field' });
  });

  it('with what Go leaves behind is the same as without', () => {
    const changes = {
      gpus: null,
      labels: null,
      metadata: { creationTimestamp: null },
      restartPolicy: '',
      shieldedInstanceConfig: {},
      tags: ['ocp1-x7k2p-worker'],
    };
    const [plain, same] = [{}, changes].map((fields) => converted(converter().toClusterApi(mapiSet(provider(fields)))));
    expect(same).toEqual(plain);
  });
});

describe('the machine type', () => {
  it('is the same on both sides', () => {
    expect(toInfra({ machineType: 'c3-standard-8' }).instanceType).toBe('c3-standard-8');
    expect(backAndThere({ instanceType: 'custom-4-8192' }).instanceType).toBe('custom-4-8192');
  });

  it.each(['', undefined])('must be named (%j): what the webhook would write depends on the architecture', (type) => {
    expectRefused({ machineType: type }, { code: 'Required', path: 'machineType', remedy: 'Add the field' });
    expectInfraRefused({ instanceType: type }, { code: 'Required', path: 'instanceType', remedy: 'Add the field' });
  });
});

it('labels that the controller writes on a Machine follow from the spec', () => {
  const [back] = converted(converter().toMachineApi(...capiMachine()));
  expect(at(back, 'metadata.labels')).toMatchObject({
    'machine.openshift.io/instance-type': 'n2-standard-4',
    'machine.openshift.io/region': 'europe-west4',
    'machine.openshift.io/zone': 'europe-west4-a',
  });
});
