import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  capiMachine,
  capiSet,
  converter,
  infraSpec,
  mapiMachine,
  mapiSet,
  provider,
  workspace,
} from '../../testing/powervs.ts';

const { toClusterApi, toMachineApi } = converter();
const instance = '7d1f3c52-90ab-4e6d-8c21-5b6f0a9e4d31';
const providerID = `ibmpowervs://dal/dal10/${workspace.id}/${instance}`;
const elsewhere = `ibmpowervs://dal/dal12/11111111-2222-4333-8444-555555555555/${instance}`;

describe('a running machine', () => {
  it('keeps its provider id on Machine and IBMPowerVSMachine, so its Node is found', () => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID })));
    expect(at(machine, 'spec.providerID')).toBe(providerID);
    expect(at(infra, 'spec.providerID')).toBe(providerID);
    const [back] = converted(toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each([
    [{ providerID }, {}],
    [{}, { providerID }],
  ])('is known by whichever of Machine %j and IBMPowerVSMachine %j names it', (machine, infra) => {
    const [back] = converted(toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it('in another workspace than its spec says is refused: CAPIBM would not find it and make another', () => {
    const errors = errorsOf(toClusterApi(mapiMachine(provider(), { providerID: elsewhere })));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', path: 'spec.providerID', value: elsewhere }]);
    expect(errors[0]?.hint).toContain('leave this machine on the API that it is on');
    const back = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: elsewhere }))));
    expect(back).toMatchObject([{ code: 'DifferentFromCluster', object: 'infra', path: 'spec.providerID' }]);
  });

  it('in another workspace than its own spec says is refused where nothing else is known of the cluster', () => {
    const alone = converter({ infraCluster: null });
    const refusal = { code: 'DifferentFromCluster', value: elsewhere };
    const errors = errorsOf(alone.toClusterApi(mapiMachine(provider(), { providerID: elsewhere })));
    expect(errors).toMatchObject([{ ...refusal, path: 'spec.providerID' }]);
    expect(errors[0]?.message).toContain(`than the machine's own, which is ${workspace.id}`);
    for (const spec of [{}, { serviceInstanceID: workspace.id, serviceInstance: undefined }]) {
      const back = errorsOf(alone.toMachineApi(...capiMachine(infraSpec({ ...spec, providerID: elsewhere }))));
      expect(back).toMatchObject([{ ...refusal, object: 'infra', path: 'spec.providerID' }]);
    }
    expect(alone.toClusterApi(mapiMachine(provider(), { providerID })).ok).toBe(true);
  });

  it.each([
    ['region', { region: 'syd', zone: 'dal10' }, "the instance is in the region dal, and the cluster's is syd"],
    ['zone', { region: 'dal', zone: 'dal12' }, "the instance is in the zone dal10, and the cluster's is dal12"],
  ])(
    'in another %s than the cluster is refused: it belongs to another one, or the region was given wrongly',
    (noun, place, message) => {
      const { toClusterApi, toMachineApi } = converter({ platformStatus: { powervs: place } });
      const refusal = { code: 'DifferentFromCluster', path: 'spec.providerID', value: providerID, message };
      const errors = errorsOf(toClusterApi(mapiMachine(provider(), { providerID })));
      expect(errors).toMatchObject([refusal]);
      expect(errors[0]?.hint).toContain(`Give the ${noun} of the cluster`);
      expect(errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID }))))).toMatchObject([refusal]);
    },
  );

  it.each(['ibmpowervs://ocp1/worker-1', 'ibmpowervs://dal/dal10/x/', 'aws:///us-east-1a/i-1', `${providerID}/x`])(
    'whose id %s tells of no instance is refused: its Node would never be found',
    (wrong) => {
      const errors = errorsOf(toClusterApi(mapiMachine(provider(), { providerID: wrong })));
      expect(errors).toMatchObject([{ code: 'InvalidValue', path: 'spec.providerID', value: wrong }]);
      expect(errors[0]?.hint).toContain('Correct the provider id');
    },
  );

  it('with two ids is refused', () => {
    const infra = providerID.replace('7d1f', '8e2a');
    const errors = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: infra }), { providerID })));
    expect(errors).toMatchObject([{ code: 'Conflict', object: 'infra', path: 'spec.providerID', value: infra }]);
    expect(errors[0]?.hint).toContain('both must name it');
  });

  it('is labelled with the region and zone of its workspace, as Machine API does', () => {
    const [back] = converted(
      toMachineApi(...capiMachine(infraSpec({ systemType: 'e980', processors: 1 }), { providerID })),
    );
    expect(at(back, 'metadata.labels')).toMatchObject({
      'machine.openshift.io/instance-type': 'e980',
      'machine.openshift.io/region': 'dal',
      'machine.openshift.io/zone': 'dal10',
    });
  });
});

describe('a machine that is not there yet', () => {
  it.each([undefined, ''])('has no id on either side (%j)', (id) => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(at(machine, 'spec')).not.toHaveProperty('providerID');
    expect(at(infra, 'spec')).not.toHaveProperty('providerID');
  });

  it("is labelled with the cluster's region and zone", () => {
    const [back] = converted(toMachineApi(...capiMachine()));
    expect(at(back, 'metadata.labels')).toMatchObject({
      'machine.openshift.io/region': 'dal',
      'machine.openshift.io/zone': 'dal10',
    });
  });
});

describe('a template that names an instance is refused: every machine of the set would be that one,', () => {
  it('in Machine API', () => {
    const errors = errorsOf(toClusterApi(mapiSet(provider(), { machine: { providerID } })));
    expect(errors).toMatchObject([{ code: 'NotSupported', path: 'spec.template.spec.providerID', value: providerID }]);
    expect(errors[0]?.hint).toContain('Remove it from the template');
  });

  it.each([
    ['MachineSet', 'self', { providerID }, {}],
    ['IBMPowerVSMachineTemplate', 'infra', {}, { providerID }],
  ])('in a %s', (_, object, machine, infra) => {
    const errors = errorsOf(toMachineApi(...capiSet(infraSpec(infra), { machine })));
    expect(errors).toMatchObject([{ code: 'NotSupported', object, path: 'spec.template.spec.providerID' }]);
  });
});
