import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { backAndThere, nutanixFixture } from '../../testing/nutanix.ts';
import { namesVm } from './provider-id.ts';

const { converter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } = nutanixFixture;
const providerID = 'nutanix://5b1c7d3e-8f2a-4c6b-9d0e-1a2b3c4d5e6f';
const other = 'nutanix://00000000-8f2a-4c6b-9d0e-1a2b3c4d5e6f';

describe('the provider id of a machine', () => {
  it('is on the Machine and on its NutanixMachine, so that CAPX finds the VM instead of making another', () => {
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine(provider(), { providerID })));
    expect(at(machine, 'spec.providerID')).toBe(providerID);
    expect(at(infra, 'spec.providerID')).toBe(providerID);
    const [back] = converted(converter().toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(providerID);
  });

  it('is taken from the NutanixMachine where the Machine has none yet', () => {
    const [machine] = converted(converter().toMachineApi(...capiMachine(infraSpec({ providerID }))));
    expect(at(machine, 'spec.providerID')).toBe(providerID);
  });

  it('that differs between the two is refused: one of them names the VM of another machine', () => {
    const [error, ...others] = errorsOf(
      converter().toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID })),
    );
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'Conflict',
      object: 'infra',
      path: 'spec.providerID',
      value: other,
      hint: expect.stringContaining('Find out which VM'),
    });
  });

  it.each(['nutanix://ocp1-m1', 'nutanix://', 'aws:///us-east-1a/i-0123456789abcdef0', providerID.slice(10)])(
    '%s names no VM and is refused on a Machine',
    (id) => {
      expect(namesVm(id)).toBe(false);
      for (const errors of [
        errorsOf(converter().toClusterApi(mapiMachine(provider(), { providerID: id }))),
        errorsOf(converter().toMachineApi(...capiMachine(infraSpec(), { providerID: id }))),
      ]) {
        expect(errors).toMatchObject([
          {
            code: 'InvalidValue',
            path: 'spec.providerID',
            value: id,
            hint: expect.stringContaining('Correct the provider id'),
          },
        ]);
      }
    },
  );
});

describe('the provider id in a template', () => {
  it('that names a VM is refused: every new machine would claim it', () => {
    expect(errorsOf(converter().toMachineApi(...capiSet(infraSpec({ providerID }))))).toMatchObject([
      {
        code: 'NotSupported',
        path: 'spec.template.spec.providerID',
        value: providerID,
        hint: 'Remove it from the template.',
      },
    ]);
    expect(errorsOf(converter().toClusterApi(mapiSet(provider(), { machine: { providerID } })))).toMatchObject([
      { code: 'NotSupported', path: 'spec.template.spec.providerID', value: providerID },
    ]);
  });

  it("as in CAPX's own examples names none, goes nowhere and comes back", () => {
    const placeholder = 'nutanix://ocp1-x7k2p-m1';
    const [set] = converted(converter().toMachineApi(...capiSet(infraSpec({ providerID: placeholder }))));
    expect(at(set, 'spec.template.spec')).not.toHaveProperty('providerID');
    expect(backAndThere({ providerID: placeholder }).providerID).toBe(placeholder);
  });
});
