import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { clusterLabel, role, selecting, thereAndBack, toCapi, toMapi, type } from '../testing/aws-labels.ts';
import { at, converted, errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();

const pool = { [role]: 'worker', [type]: 'gpu', team: 'ml' };

describe('roles', () => {
  it('become node-role labels, one where role and type are the same', () => {
    expect(toCapi({ [role]: 'infra', [type]: 'infra' })).toEqual({
      ...clusterLabel,
      'node-role.kubernetes.io/infra': '',
    });
    expect(toCapi({ [role]: 'worker', [type]: 'gpu' })).toEqual({
      ...clusterLabel,
      'node-role.kubernetes.io/gpu': '',
      'node-role.kubernetes.io/worker': '',
    });
  });

  it('come back as they were: worker and gpu, not gpu twice', () => {
    expect(thereAndBack(pool, {})).toEqual({ labels: pool, nodeLabels: {} });
    const swapped = { [role]: 'gpu', [type]: 'worker' };
    expect(thereAndBack(swapped, {})).toEqual({ labels: swapped, nodeLabels: {} });
    expect(thereAndBack({ [role]: 'gpu' }, {})).toEqual({ labels: { [role]: 'gpu' }, nodeLabels: {} });
  });

  it('of a Cluster API machine are role and type, and stay on the Node', () => {
    expect(toMapi({ 'node-role.kubernetes.io/worker': '' })).toEqual({
      labels: { [role]: 'worker', [type]: 'worker' },
      nodeLabels: {},
    });
    expect(toMapi({ 'node-role.kubernetes.io/infra': '', 'node-role.kubernetes.io/worker': '' })).toEqual({
      labels: { [role]: 'worker', [type]: 'infra' },
      nodeLabels: { 'node-role.kubernetes.io/infra': '' },
    });
  });

  it('of which there are three do not depend on the order of keys', () => {
    const names = ['a', 'b', 'worker'].map((name) => [`node-role.kubernetes.io/${name}`, ''] as const);
    expect(toMapi(Object.fromEntries(names))).toEqual(toMapi(Object.fromEntries(names.toReversed())));
  });

  it('that Machine API did not put on the Node are told of, since Cluster API does', () => {
    const conversion = converter.toClusterApi(
      mapiSet(provider(), { templateMetadata: { labels: pool }, set: selecting({ team: 'ml' }) }),
    );
    expect(conversion.issues).toMatchObject([
      { severity: 'warning', code: 'RoleLabelOnNode', path: `spec.template.metadata.labels["${type}"]`, value: 'gpu' },
    ]);
    const machine = converter.toClusterApi(mapiMachine(provider(), {}, { labels: pool }));
    expect(machine.issues).toMatchObject([{ severity: 'info', code: 'RoleLabelOnNode' }]);
    const ofTheSet = mapiSet(provider(), { metadata: { labels: pool } });
    expect(converter.toClusterApi(ofTheSet).issues).toEqual([]);
    const known = {
      templateMetadata: { labels: pool },
      set: selecting({ team: 'ml' }),
      machine: { metadata: { labels: { 'node-role.kubernetes.io/gpu': '' } } },
    };
    expect(converter.toClusterApi(mapiSet(provider(), known)).issues).toEqual([]);
  });
});

describe("labels that Cluster API's controllers write", () => {
  it('name the cluster on every object, and the set nowhere: its label goes with the owner reference, which is returned as data', () => {
    const ownerReferences = [
      {
        apiVersion: 'machine.openshift.io/v1beta1',
        kind: 'MachineSet',
        name: 'n'.repeat(70),
        uid: 'u',
        controller: true,
      },
    ];
    const conversion = converter.toClusterApi(mapiMachine(provider(), {}, { ownerReferences }));
    const [, machine] = converted(conversion);
    expect(at(machine, 'metadata.labels')).toEqual(clusterLabel);
    expect(conversion).toMatchObject({ owner: { kind: 'MachineSet', name: 'n'.repeat(70), controller: true } });
    const [, set] = converted(converter.toClusterApi(mapiSet()));
    expect(at(set, 'metadata.labels')).toEqual(clusterLabel);
    expect(at(set, 'spec.template.metadata.labels')).toMatchObject(clusterLabel);
  });

  it('are not made labels of Machine API', () => {
    expect(toMapi({}).labels).toEqual({});
  });

  it('stay where the selector of a set finds its machines by them', () => {
    const [set] = converted(converter.toMachineApi(...capiSet()));
    expect(at(set, 'spec.selector.matchLabels')).toEqual({ 'cluster.x-k8s.io/set-name': 'workers' });
    expect(at(set, 'spec.template.metadata.labels')).toEqual({ 'cluster.x-k8s.io/set-name': 'workers' });
  });

  it('of another cluster are refused', () => {
    const labels = { 'cluster.x-k8s.io/cluster-name': 'other' };
    const errors = errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), {}, { labels })));
    expect(errors).toMatchObject([
      {
        code: 'DifferentFromCluster',
        object: 'self',
        path: 'metadata.labels["cluster.x-k8s.io/cluster-name"]',
        value: 'other',
      },
    ]);
    expect(errors[0]?.message).toContain('ocp1-x7k2p');
  });

  it('cannot be node labels', () => {
    const errors = errorsOf(converter.toClusterApi(mapiMachine(provider(), { metadata: { labels: clusterLabel } })));
    expect(errors).toMatchObject([{ path: 'spec.metadata.labels["cluster.x-k8s.io/cluster-name"]' }]);
  });

  it.each(['cluster.x-k8s.io/control-plane', 'cluster.x-k8s.io/deployment-name', 'topology.cluster.x-k8s.io/owned'])(
    '%s of a Cluster API machine is not dropped for its domain',
    (key) => {
      const [machine, infra] = capiMachine(infraSpec(), {}, { labels: { ...clusterLabel, [key]: 'x' } });
      const [back] = converted(converter.toMachineApi(machine, infra));
      expect(at(back, 'metadata.labels')).toMatchObject({ [key]: 'x' });
    },
  );
});

describe("labels that Machine API's controllers write from the instance", () => {
  const derived = {
    'machine.openshift.io/instance-type': 'm6i.xlarge',
    'machine.openshift.io/region': 'us-east-1',
    'machine.openshift.io/zone': 'us-east-1b',
  };

  it('are not copied to Cluster API, and are made anew from the instance on the way back', () => {
    expect(toCapi({ ...derived, team: 'ml' })).toEqual({ ...clusterLabel, team: 'ml' });
    const [machine] = converted(converter.toMachineApi(...capiMachine(infraSpec(), { failureDomain: 'us-east-1b' })));
    expect(at(machine, 'metadata.labels')).toEqual(derived);
  });

  it('of a set are configuration, and kept', () => {
    expect(thereAndBack(derived, {})).toEqual({ labels: derived, nodeLabels: {} });
  });

  it('on a Cluster API machine would be overwritten, so they are carried and come back', () => {
    const labels = { ...clusterLabel, 'machine.openshift.io/region': 'elsewhere' };
    const [machine] = converted(converter.toMachineApi(...capiMachine(infraSpec(), {}, { labels })));
    expect(at(machine, 'metadata.labels')).toMatchObject({ 'machine.openshift.io/region': 'us-east-1' });
    const [, back] = converted(converter.toClusterApi(machine));
    expect(at(back, 'metadata.labels')).toEqual(labels);
  });
});

describe('labels that the other side would refuse', () => {
  it.each([
    ['a'.repeat(64), 'x'],
    ['a b', 'x'],
    ['team', 'a b'],
    ['team', 'x'.repeat(64)],
  ])('are refused at once: %s=%s', (key, value) => {
    expect(errorsOf(converter.toClusterApi(mapiMachine(provider(), {}, { labels: { [key]: value } })))).toMatchObject([
      { code: 'InvalidValue' },
    ]);
    expect(
      errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), {}, { labels: { ...clusterLabel, [key]: value } }))),
    ).toMatchObject([{ code: 'InvalidValue' }]);
  });
});

it("a tool's own labels are not copied to a mirror, which the tool would prune; on a template they are configuration", () => {
  const tool = { 'app.kubernetes.io/instance': 'argo', 'app.kubernetes.io/managed-by': 'Helm', team: 'ml' };
  expect(toCapi(tool)).toEqual({ ...clusterLabel, team: 'ml' });
  expect(thereAndBack(tool, {})).toEqual({ labels: tool, nodeLabels: {} });
});

describe('the label that says of which cluster a machine is', () => {
  const label = 'machine.openshift.io/cluster-api-cluster';
  const expected = {
    code: 'DifferentFromCluster',
    value: 'reef-q4v8n',
    hint: expect.stringContaining('of its own cluster'),
  };

  it('must name the cluster of the Infrastructure, after which everything is named and tagged', () => {
    const labels = { [label]: 'reef-q4v8n' };
    expect(errorsOf(converter.toClusterApi(mapiMachine(provider(), {}, { labels })))).toMatchObject([
      { ...expected, path: `metadata.labels["${label}"]` },
    ]);
    expect(errorsOf(converter.toClusterApi(mapiSet(provider(), { templateMetadata: { labels } })))).toMatchObject([
      { ...expected, path: `spec.template.metadata.labels["${label}"]` },
    ]);
    expect(errorsOf(converter.toMachineApi(...capiMachine(infraSpec(), {}, { labels })))).toMatchObject([
      { ...expected, path: `metadata.labels["${label}"]` },
    ]);
  });

  it('is kept where it does', () => {
    const labels = { [label]: 'ocp1-x7k2p' };
    expect(thereAndBack(labels, {})).toEqual({ labels, nodeLabels: {} });
  });
});
