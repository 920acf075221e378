import { expect, it } from 'vitest';
import { checkNames, parseObjectNames } from './object-names.ts';

it('reads TYPE/NAME as oc has it, and bare names', () => {
  const args = ['machineset/a', 'Machines/b', 'machines.machine.openshift.io/c', 'machinesets.cluster.x-k8s.io/d', 'e'];
  expect(parseObjectNames(args)).toEqual([
    { kind: 'MachineSet', name: 'a' },
    { kind: 'Machine', name: 'b' },
    { kind: 'Machine', name: 'c' },
    { kind: 'MachineSet', name: 'd' },
    { kind: undefined, name: 'e' },
  ]);
});

it.each(['node/a', 'machine/', '', 'machines.example.com/a', '__proto__/a', 'constructor/a'])(
  '%j is no name',
  (arg) => {
    expect(() => parseObjectNames([arg])).toThrow('names no Machine and no MachineSet');
  },
);

it('a machine is not a set of that name', () => {
  const known = [{ kind: 'MachineSet', name: 'a' }];
  expect(() => checkNames(parseObjectNames(['a', 'machineset/a']), known, 'n')).not.toThrow();
  expect(() => checkNames(parseObjectNames(['machine/a']), known, 'n')).toThrow('there is no Machine "a" in n');
});
