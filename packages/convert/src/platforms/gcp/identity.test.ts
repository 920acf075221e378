import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { expectRefused, gcpFixture, thereAndBack } from '../../testing/gcp.ts';
import { replaceAt } from '../../testing/mutate.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, infraSpec, provider } = gcpFixture;
const { toClusterApi, toMachineApi } = converter();
const providerID = 'gce://acme-ocp-prod/europe-west4-a/worker-1';

describe('a running machine', () => {
  it('keeps its instance: CAPG finds it by name, project and zone', () => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID })));
    expect(at(machine, 'spec')).toMatchObject({ providerID, failureDomain: 'europe-west4-a' });
    expect(at(infra, 'spec.providerID')).toBe(providerID);
    expect(at(infra, 'metadata.name')).toBe('worker-1');
    const [back] = converted(toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each([
    [{ providerID }, {}],
    [{}, { providerID }],
    [{ providerID }, { providerID }],
  ])('is known by whichever of Machine %j and GCPMachine %j names it', (machine, infra) => {
    const [back] = converted(toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each([
    ['no instance', 'InvalidValue', 'gce://acme-ocp-prod/europe-west4-a/', 'Correct the provider id'],
    ['no instance', 'InvalidValue', 'aws:///eu-west-1a/i-0123', 'Correct the provider id'],
    ['no zone', 'InvalidValue', 'gce://acme-ocp-prod/worker-1', 'Correct the provider id'],
    ['another project', 'Conflict', 'gce://other/europe-west4-a/worker-1', 'the project'],
    ['another zone', 'Conflict', 'gce://acme-ocp-prod/europe-west4-b/worker-1', 'the zone'],
  ])('whose id names %s is refused (%s): a second instance would be made', (_, code, id, remedy) => {
    const there = errorsOf(toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(there).toMatchObject([{ code, path: 'spec.providerID', value: id }]);
    expect(there[0]?.hint).toContain(remedy);
    const machine = errorsOf(toMachineApi(...capiMachine(infraSpec(), { providerID: id })));
    expect(machine).toMatchObject([{ code, object: 'self', path: 'spec.providerID', value: id }]);
    const infra = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: id }))));
    expect(infra).toMatchObject([{ code, object: 'infra', path: 'spec.providerID', value: id }]);
  });

  it('with two ids is refused', () => {
    const other = 'gce://acme-ocp-prod/europe-west4-a/worker-2';
    const errors = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID })));
    expect(errors).toMatchObject([{ code: 'Conflict', object: 'infra', path: 'spec.providerID', value: other }]);
    expect(errors[0]?.hint).toContain('both must name it');
  });
});

describe('a machine that is not there yet', () => {
  it.each([undefined, ''])('has no id on either side (%j)', (id) => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(at(machine, 'spec')).not.toHaveProperty('providerID');
    expect(at(infra, 'spec')).not.toHaveProperty('providerID');
  });
});

describe('a template that names an instance', () => {
  it('is refused: every machine of the set would be that one', () => {
    const errors = errorsOf(toClusterApi(mapiSet(provider(), { machine: { providerID } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path: 'spec.template.spec.providerID', value: providerID }]);
    expect(errors[0]?.hint).toContain('Remove it from the template');
  });

  it.each([
    ['self', { providerID }, {}],
    ['infra', {}, { providerID }],
  ])('is refused in Cluster API too (%s)', (object, machine, infra) => {
    const errors = errorsOf(toMachineApi(...capiSet(infraSpec(infra), { machine })));
    expect(errors).toMatchObject([{ code: 'NotSupported', object, path: 'spec.template.spec.providerID' }]);
  });
});

describe('the zone', () => {
  it('is the failure domain, without which CAPG takes the first of the cluster', () => {
    const [, set] = converted(toClusterApi(mapiSet(provider({ zone: 'europe-west4-c' }))));
    expect(at(set, 'spec.template.spec.failureDomain')).toBe('europe-west4-c');
    expect(thereAndBack({ zone: 'europe-west4-c' }).zone).toBe('europe-west4-c');
  });

  it.each(['', undefined])('must be named (%j), on both sides', (zone) => {
    expectRefused({ zone }, { code: 'Required', path: 'zone', remedy: 'Name the zone' });
    const errors = errorsOf(toMachineApi(...capiSet(infraSpec(), { machine: { failureDomain: zone } })));
    expect(errors).toMatchObject([{ code: 'Required', object: 'self', path: 'spec.template.spec.failureDomain' }]);
  });

  it.each(['us-east1-b', 'europe-west40-a'])("is one of the cluster's region: %s is refused", (zone) => {
    expectRefused(
      { zone },
      { code: 'DifferentFromCluster', path: 'zone', value: zone, remedy: 'Name a zone of the region' },
    );
    const errors = errorsOf(toMachineApi(...capiSet(infraSpec(), { machine: { failureDomain: zone } })));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', value: zone }]);
  });
});

describe('a machine that is moved to another zone on one side', () => {
  it('does not come back to its old zone by what was carried', () => {
    const gpus = [{ type: 'nvidia-tesla-t4', count: 0 }];
    const [template, set] = converted(toClusterApi(mapiSet(provider({ machineType: 'n1-standard-8', gpus }))));
    const moved = replaceAt(set, ['spec', 'template', 'spec', 'failureDomain'], 'europe-west4-b');
    expect(errorsOf(toMachineApi(moved, template))).toMatchObject([
      { code: 'InvalidValue', path: 'spec.template.spec.guestAccelerators[0].type' },
    ]);
  });

  it('is refused where its id still names the old one', () => {
    const [back] = converted(toMachineApi(...capiMachine(infraSpec({ providerID }))));
    const moved = replaceAt(back, ['spec', 'providerSpec', 'value', 'zone'], 'europe-west4-b');
    expect(errorsOf(toClusterApi(moved))).toMatchObject([{ code: 'Conflict', path: 'spec.providerID' }]);
  });
});
