import type { Json } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { awsConverter, capiMachine, capiSet, infraSpec, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { converted, errorsOf } from '../testing/fixture.ts';
import { ownerInClusterApi, ownerInMachineApi } from './owner.ts';

const set = {
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'MachineSet',
  name: 'workers',
  uid: 'u',
  controller: true,
  blockOwnerDeletion: true,
};
const capiSetOwner = { ...set, apiVersion: 'cluster.x-k8s.io/v1beta2' };
const clusterOwner = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'ocp1-x7k2p', uid: 'c' };
const controlPlane = {
  apiVersion: 'machine.openshift.io/v1',
  kind: 'ControlPlaneMachineSet',
  name: 'cluster',
  uid: 'p',
  controller: true,
};
const owner = { kind: 'MachineSet', name: 'workers', controller: true, blockOwnerDeletion: true };

describe('the owner of a Machine', () => {
  it('is its MachineSet on both sides, with what the reference said and without the uid of another object', () => {
    expect(ownerInMachineApi('Machine', [set])).toEqual({ owner });
    expect(ownerInClusterApi('Machine', [capiSetOwner])).toEqual({ owner });
    expect(ownerInMachineApi('Machine', [{ ...set, controller: undefined, blockOwnerDeletion: false }])).toEqual({
      owner: { ...owner, controller: false, blockOwnerDeletion: false },
    });
  });

  it('is nobody where there is no reference, or only that to the Cluster', () => {
    expect(ownerInMachineApi('Machine', [])).toEqual({ owner: undefined });
    expect(ownerInClusterApi('Machine', [clusterOwner])).toEqual({ owner: undefined });
    expect(ownerInClusterApi('Machine', [clusterOwner, capiSetOwner])).toEqual({ owner });
  });

  it('is given as data, and no reference is made up offline', () => {
    const conversion = awsConverter().toClusterApi(mapiMachine(provider(), {}, { ownerReferences: [set] }));
    expect(conversion.ok && conversion.owner).toEqual(owner);
    expect(JSON.stringify(converted(conversion))).not.toContain('ownerReferences');
  });

  it.each<[string, Json[], string]>([
    ['two sets', [set, { ...set, name: 'other' }], 'metadata.ownerReferences'],
    ['a set of the other API', [capiSetOwner], 'metadata.ownerReferences[0]'],
    ['something else', [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'c', uid: 'u' }], 'metadata.ownerReferences[0]'],
    ['a Cluster, in Machine API', [clusterOwner], 'metadata.ownerReferences[0]'],
  ])('that has no counterpart is refused: %s', (_, ownerReferences, path) => {
    const errors = errorsOf(awsConverter().toClusterApi(mapiMachine(provider(), {}, { ownerReferences })));
    expect(errors).toMatchObject([{ code: 'UnsupportedOwner', path }]);
    expect(errors[0]?.hint).not.toBe('');
  });

  it.each<[string, Json[], number]>([
    ['alone', [controlPlane], 0],
    ['beside another', [set, controlPlane], 1],
  ])('that is a ControlPlaneMachineSet keeps it, %s', (_, ownerReferences, index) => {
    const errors = errorsOf(awsConverter().toClusterApi(mapiMachine(provider(), {}, { ownerReferences })));
    expect(errors).toMatchObject([
      { code: 'OwnedByControlPlaneMachineSet', path: `metadata.ownerReferences[${index}]` },
    ]);
    expect(errors[0]?.message).toContain('ControlPlaneMachineSet cluster');
    expect(errors[0]?.hint).toContain('Leave it');
  });

  it('that is a ControlPlaneMachineSet is told even where nothing else of the Machine can be read', () => {
    const machine = mapiMachine({ kind: 'Other' }, {}, { ownerReferences: [controlPlane] });
    expect(errorsOf(awsConverter().toClusterApi(machine)).map(({ code }) => code)).toContain(
      'OwnedByControlPlaneMachineSet',
    );
  });
});

describe('the owner of a MachineSet', () => {
  it('is nobody, or the Cluster', () => {
    expect(ownerInMachineApi('MachineSet', [])).toEqual({ owner: undefined });
    expect(ownerInClusterApi('MachineSet', [clusterOwner])).toEqual({ owner: undefined });
  });

  it.each([
    ['MachineDeployment', { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'MachineDeployment', name: 'd', uid: 'u' }],
    ['MachineSet', capiSetOwner],
  ])('that is a %s would act on it in Cluster API alone, so it is refused', (_, reference) => {
    const metadata = { ownerReferences: [reference] };
    expect(errorsOf(awsConverter().toMachineApi(...capiSet(infraSpec(), { metadata })))).toMatchObject([
      {
        code: 'UnsupportedOwner',
        object: 'self',
        path: 'metadata.ownerReferences[0]',
        hint: 'Only MachineSets that nothing owns can be moved.',
      },
    ]);
  });

  it('in Machine API is refused, whatever it is', () => {
    const metadata = { ownerReferences: [set] };
    expect(errorsOf(awsConverter().toClusterApi(mapiSet(provider(), { metadata })))).toMatchObject([
      { code: 'UnsupportedOwner' },
    ]);
  });
});

it.each([5, 'x', null, {}, [5], [null]])('references that are none (%j) do not throw', (ownerReferences) => {
  const [machine, infra] = capiMachine(infraSpec(), {}, { ownerReferences: ownerReferences as Json });
  expect(() => awsConverter().toMachineApi(machine, infra)).not.toThrow();
});
