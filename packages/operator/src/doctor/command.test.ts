import { expect, it } from 'vitest';
import { resourceOf } from '../resource-name.ts';
import { oc, patchCommand } from './command.ts';

const machine = { apiVersion: 'machine.openshift.io/v1beta1', kind: 'Machine', namespace: 'n', name: 'a' };
const quote = "'\\''";

it('names kinds in full: the short name means the kind of the other API', () => {
  expect(resourceOf(machine)).toBe('machines.machine.openshift.io');
  expect(resourceOf({ apiVersion: 'v1', kind: 'Secret' })).toBe('secrets');
  expect(resourceOf({ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingAdmissionPolicy' })).toBe(
    'validatingadmissionpolicies.admissionregistration.k8s.io',
  );
});

it('a name from a file cannot make a command do something else', () => {
  const hostile = { ...machine, name: "a; rm -rf '$HOME'" };
  expect(oc('get', hostile)).toBe(`oc get machines.machine.openshift.io 'a; rm -rf ${quote}$HOME${quote}' -n n`);
  expect(patchCommand(machine, { spec: { x: "it's" } })).toBe(
    `oc patch machines.machine.openshift.io a -n n --type=merge -p '{"spec":{"x":"it${quote}s"}}'`,
  );
});

it('leaves the namespace away where there is none', () => {
  expect(oc('get', { ...machine, namespace: '' })).toBe('oc get machines.machine.openshift.io a');
});
