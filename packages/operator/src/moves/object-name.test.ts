import { describe, expect, test } from 'vitest';
import { fullName, parseObjectName } from './object-name.ts';

describe('names of what is to move', () => {
  test.each([
    ['machineset/a', 'MachineSet'],
    ['machinesets/a', 'MachineSet'],
    ['machinesets.machine.openshift.io/a', 'MachineSet'],
    ['MachineSet/a', 'MachineSet'],
    ['machine/a', 'Machine'],
    ['machines.machine.openshift.io/a', 'Machine'],
  ])('%s is a %s', (text, kind) => {
    expect(parseObjectName(text)).toEqual({ ok: true, name: { kind, name: 'a' } });
  });

  test.each([
    ['a', 'machinesets.machine.openshift.io/NAME'],
    ['machineset/', 'TYPE/NAME'],
    ['machineset/a/b', 'TYPE/NAME'],
    ['node/a', 'machinesets.machine.openshift.io'],
    ['machine.example.com/a', 'machines.machine.openshift.io'],
    ['machines.cluster.x-k8s.io/a', 'machines.machine.openshift.io/a'],
    ['machineset/../../etc', 'TYPE/NAME'],
    ['machineset/..', 'cannot be the name'],
  ])('%s is refused, and what to write is said', (text, said) => {
    const parsed = parseObjectName(text);
    expect(parsed.ok).toBe(false);
    expect(JSON.stringify(parsed)).toContain(said);
  });

  test('are printed in full, since the short name means another API on many clusters', () => {
    expect(fullName({ kind: 'Machine', name: 'a' })).toBe('machines.machine.openshift.io/a');
  });
});
