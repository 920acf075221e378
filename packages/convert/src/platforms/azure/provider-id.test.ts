import { describe, expect, it } from 'vitest';
import {
  armId,
  capiMachine,
  capiSet,
  converter,
  infraSpec,
  mapiMachine,
  mapiSet,
  provider,
} from '../../testing/azure.ts';
import { at, converted, errorsOf } from '../../testing/fixture.ts';

describe('the provider id', () => {
  const vm = armId('Microsoft.Compute/virtualMachines', 'worker-1');
  const id = `azure://${vm}`;
  const there = (providerID: string) => converter().toClusterApi(mapiMachine(provider(), { providerID }));

  it('stands on the Machine and on the AzureMachine, so that CAPZ adopts the machine', () => {
    const [infra, machine] = converted(there(id));
    expect(at(infra, 'spec.providerID')).toBe(id);
    expect(at(machine, 'spec.providerID')).toBe(id);
    const [back] = converted(converter().toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(id);
  });

  it('may differ in case, as CAPZ writes the resource group in lower case', () => {
    const lower = id.toLowerCase();
    const [back] = converted(
      converter().toMachineApi(...capiMachine(infraSpec({ providerID: lower }), { providerID: id })),
    );
    expect(at(back, 'spec.providerID')).toBe(id);
  });

  it('is the AzureMachine’s where the Machine has none yet', () => {
    const [back] = converted(converter().toMachineApi(...capiMachine(infraSpec({ providerID: id }))));
    expect(at(back, 'spec.providerID')).toBe(id);
  });

  it.each([['names another machine', `${id}-other`, 'Conflict', 'both must name it']])(
    'on the AzureMachine that %s is refused',
    (_, other, code, remedy) => {
      const [error, ...others] = errorsOf(
        converter().toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID: id })),
      );
      expect(others).toEqual([]);
      expect(error).toMatchObject({
        code,
        object: 'infra',
        path: 'spec.providerID',
        value: other,
        hint: expect.stringContaining(remedy),
      });
    },
  );

  it.each([
    ['aws:///us-east-1a/i-1', 'InvalidValue', 'Correct the provider id'],
    [vm, 'InvalidValue', 'Correct the provider id'],
    [
      `azure://${armId('Microsoft.Compute/virtualMachineScaleSets', 'a/virtualMachines/0')}`,
      'InvalidValue',
      'Correct the provider id',
    ],
    [id.replace('ocp1-x7k2p-rg', 'other-rg'), 'DifferentFromCluster', 'Keep the machine on Machine API'],
    [id.replace('11111111', '99999999'), 'DifferentFromCluster', 'Keep the machine on Machine API'],
  ])('%s is refused: CAPZ would not find the machine', (value, code, remedy) => {
    const [error, ...others] = errorsOf(there(value));
    expect(others).toEqual([]);
    expect(error).toMatchObject({ code, path: 'spec.providerID', value, hint: expect.stringContaining(remedy) });
  });

  it('has no place in a template', () => {
    const [error] = errorsOf(converter().toClusterApi(mapiSet(provider(), { machine: { providerID: id } })));
    expect(error).toMatchObject({
      code: 'NotSupported',
      path: 'spec.template.spec.providerID',
      value: id,
      hint: 'Remove it from the template.',
    });
    const [inTemplate] = errorsOf(converter().toMachineApi(...capiSet(infraSpec({ providerID: id }))));
    expect(inTemplate).toMatchObject({
      code: 'NotSupported',
      object: 'infra',
      path: 'spec.template.spec.providerID',
      value: id,
    });
  });

  it('of a virtual machine with another name is refused: Machine API would make a second one', () => {
    const other = id.replace('worker-1', 'worker-2');
    const [back, ...others] = errorsOf(
      converter().toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID: other })),
    );
    expect(others).toEqual([]);
    expect(back).toMatchObject({
      code: 'Conflict',
      path: 'spec.providerID',
      value: other,
      hint: expect.stringContaining('Keep the machine on Cluster API'),
    });
    expect(errorsOf(there(other))).toMatchObject([{ code: 'Conflict', path: 'spec.providerID', value: other }]);
  });
});
