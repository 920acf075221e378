import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import { vsphereFixture } from '../../testing/vsphere.ts';

const { converter, mapiMachine, mapiSet, capiMachine, capiSet, provider, infraSpec } = vsphereFixture;
const id = 'vsphere://4237b0c5-9a1e-77d4-c2f8-5e10a6b3d942';
const other = 'vsphere://4237e6d1-2c7b-10fa-8844-b9d35a0c6f17';

describe('the provider id', () => {
  it('stands on the Machine and the VSphereMachine, so that neither waits for it', () => {
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(at(infra, 'spec.providerID')).toBe(id);
    expect(at(machine, 'spec.providerID')).toBe(id);
    expect(at(converted(converter().toMachineApi(machine, infra))[0], 'spec.providerID')).toBe(id);
  });

  it('is found on either', () => {
    const [onInfra] = converted(converter().toMachineApi(...capiMachine(infraSpec({ providerID: id }))));
    expect(at(onInfra, 'spec.providerID')).toBe(id);
    const [onMachine] = converted(converter().toMachineApi(...capiMachine(infraSpec(), { providerID: id })));
    expect(at(onMachine, 'spec.providerID')).toBe(id);
  });

  it.each(['vsphere://4237b0c5', 'aws:///eu-west-1a/i-0123', '4237b0c5-9a1e-77d4-c2f8-5e10a6b3d942'])(
    'is refused as %s, which names no VM',
    (wrong) => {
      const refusal = {
        code: 'InvalidValue',
        path: 'spec.providerID',
        value: wrong,
        hint: expect.stringContaining('Correct the provider id'),
      };
      expect(errorsOf(converter().toClusterApi(mapiMachine(provider(), { providerID: wrong })))).toMatchObject([
        refusal,
      ]);
      const infra = infraSpec({ providerID: wrong });
      expect(errorsOf(converter().toMachineApi(...capiMachine(infra)))).toMatchObject([refusal]);
    },
  );

  it('is refused where the two name different VMs', () => {
    const conversion = converter().toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID: id }));
    expect(errorsOf(conversion)).toMatchObject([
      {
        code: 'Conflict',
        object: 'infra',
        path: 'spec.providerID',
        value: other,
        hint: expect.stringContaining('Find out which VM'),
      },
    ]);
  });

  it('is refused in a template, which would give every machine the same VM', () => {
    const refusal = { code: 'NotSupported', value: id, hint: 'Remove it from the template.' };
    const set = mapiSet(provider(), { machine: { providerID: id } });
    expect(errorsOf(converter().toClusterApi(set))).toMatchObject([
      { ...refusal, path: 'spec.template.spec.providerID' },
    ]);
    expect(errorsOf(converter().toMachineApi(...capiSet(infraSpec({ providerID: id }))))).toMatchObject([
      { ...refusal, object: 'infra', path: 'spec.template.spec.providerID' },
    ]);
  });
});
