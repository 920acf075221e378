import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { capiMachine, capiSet, converter, infraSpec, mapiMachine, mapiSet, provider } from '../../testing/openstack.ts';

const { toClusterApi, toMachineApi } = converter();
const providerID = 'openstack:///5a1b7c2e-0d5c-4f0f-8a61-1f6a3d1e9c77';
const other = 'openstack:///5a1b7c2e-0d5c-4f0f-8a61-1f6a3d1e9c78';
const inRegion = 'openstack://east/5a1b7c2e-0d5c-4f0f-8a61-1f6a3d1e9c77';

describe('a running machine', () => {
  it('keeps its id on both objects of Cluster API', () => {
    const [infra, machine] = converted(toClusterApi(mapiMachine(provider(), { providerID })));
    expect([at(machine, 'spec.providerID'), at(infra, 'spec.providerID')]).toEqual([providerID, providerID]);
    expect(at(converted(toMachineApi(machine, infra))[0], 'spec.providerID')).toBe(providerID);
  });

  it.each([
    ['Machine', { providerID }, {}],
    ['OpenStackMachine', {}, { providerID }],
  ])('is known by the id that only its %s has', (_, machine, infra) => {
    const [back] = converted(toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it.each([inRegion, 'openstack:///', '5a1b7c2e', 'aws:///us-east-1a/i-1'])(
    'with the id %s is refused: Machine API would never find the instance',
    (wrong) => {
      const [there] = errorsOf(toClusterApi(mapiMachine(provider(), { providerID: wrong })));
      const [back] = errorsOf(toMachineApi(...capiMachine(infraSpec(), { providerID: wrong })));
      for (const error of [there, back]) {
        expect(error).toMatchObject({ code: 'InvalidValue', path: 'spec.providerID', value: wrong });
        expect(error?.hint).toContain('Correct the provider id');
      }
    },
  );

  it('whose objects name two instances is refused', () => {
    const errors = errorsOf(toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID })));
    expect(errors).toMatchObject([{ code: 'Conflict', object: 'infra', path: 'spec.providerID', value: other }]);
    expect(errors[0]?.hint).toContain('both must name it');
  });
});

describe('a template that names an instance', () => {
  it('is refused: every machine of the set would be that one', () => {
    const there = errorsOf(toClusterApi(mapiSet(provider(), { machine: { providerID } })));
    const back = errorsOf(toMachineApi(...capiSet(infraSpec({ providerID }))));
    for (const errors of [there, back]) {
      expect(errors).toMatchObject([
        { code: 'NotSupported', path: 'spec.template.spec.providerID', value: providerID },
      ]);
      expect(errors[0]?.hint).toContain('Remove it from the template');
    }
  });
});
