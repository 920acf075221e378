import { describe, expect, it } from 'vitest';
import {
  armId,
  azureCluster,
  backAndThere,
  converter,
  expectInfraRefused,
  expectRefused,
  mapiSet,
  provider,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, converted } from '../../testing/fixture.ts';

const type = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const id = armId(type, 'ocp1-x7k2p-identity');
const shared = id.replace('ocp1-x7k2p-rg', 'shared-ids');

describe('the identity of a machine', () => {
  it('that has a name is in the resource group of the cluster', () => {
    expect(toInfra({ managedIdentity: 'ocp1-x7k2p-identity' })).toMatchObject({
      identity: 'UserAssigned',
      userAssignedIdentities: [{ providerID: id }],
    });
    expect(thereAndBack({ managedIdentity: 'ocp1-x7k2p-identity' }).managedIdentity).toBe('ocp1-x7k2p-identity');
  });

  it('is written without azure://, with which CAPZ would take a running machine for broken', () => {
    expect(JSON.stringify(toInfra({ managedIdentity: 'ocp1-x7k2p-identity' }))).not.toContain('azure:');
  });

  it.each([shared, id, id.replace('resourceGroups', 'resourcegroups')])('that is an id stays as it is: %s', (whole) => {
    expect(toInfra({ managedIdentity: whole }).userAssignedIdentities).toEqual([{ providerID: whole }]);
    expect(thereAndBack({ managedIdentity: whole }).managedIdentity).toBe(whole);
  });

  it.each([undefined, ''])('is none where it is %j', (managedIdentity) => {
    expect(toInfra({ managedIdentity })).toMatchObject({ identity: 'None' });
    expect(thereAndBack({ managedIdentity })).not.toHaveProperty('managedIdentity');
  });

  it.each(['team/worker', '/subscriptions/x/worker', `azure://${id}`, id.replace('ManagedIdentity', 'Compute')])(
    'that is neither name nor id is refused, not made part of one: %s',
    (managedIdentity) => {
      expectRefused(
        { managedIdentity },
        {
          code: 'InvalidValue',
          path: 'managedIdentity',
          value: managedIdentity,
          remedy: 'Write the name, or /subscriptions/',
        },
      );
    },
  );

  it('whose subscription nobody knows is refused with what to add', () => {
    const image = { publisher: 'p', offer: 'o', sku: 's', version: '1.2.3' };
    expectRefused(
      { image, managedIdentity: 'worker' },
      { code: 'MissingObject', path: 'managedIdentity', value: 'worker', remedy: 'spec.providerID' },
      { infraCluster: azureCluster({ subscriptionID: '' }) },
    );
  });

  it('comes back by its name without an AzureCluster at hand', () => {
    const [template, set] = converted(converter().toClusterApi(mapiSet(provider({ managedIdentity: 'worker' }))));
    const [back] = converted(converter({ infraCluster: null }).toMachineApi(set, template));
    expect(at(back, 'spec.template.spec.providerSpec.value.managedIdentity')).toBe('worker');
  });
});

describe('the identities of an AzureMachine', () => {
  const assigned = (...ids: string[]) => ({
    identity: 'UserAssigned',
    userAssignedIdentities: ids.map((providerID) => ({ providerID })),
  });

  it("are a name where it is one of the cluster's, else an id", () => {
    expect(toProvider(assigned(id)).managedIdentity).toBe('ocp1-x7k2p-identity');
    expect(toProvider(assigned(shared)).managedIdentity).toBe(shared);
  });

  it('keep azure:// where it was written', () => {
    expect(toProvider(assigned(`azure://${shared}`)).managedIdentity).toBe(shared);
    expect(backAndThere(assigned(`azure://${shared}`))).toMatchObject(assigned(`azure://${shared}`));
  });

  it('are one at most', () => {
    const changes = assigned(id, shared);
    expectInfraRefused(changes, {
      code: 'NotSupported',
      path: 'userAssignedIdentities',
      value: changes.userAssignedIdentities,
      remedy: 'Leave one identity',
    });
  });

  it('must be there for UserAssigned', () => {
    expectInfraRefused(assigned(), { code: 'Required', path: 'userAssignedIdentities', remedy: 'Name the identity' });
  });

  it('are not silently dropped beside None', () => {
    expectInfraRefused(
      { ...assigned(id), identity: 'None' },
      { code: 'Conflict', path: 'userAssignedIdentities', remedy: 'Set identity: UserAssigned' },
    );
  });

  it('of another kind of resource are refused', () => {
    const vm = armId('Microsoft.Compute/virtualMachines', 'a');
    expectInfraRefused(assigned(vm), {
      code: 'InvalidValue',
      path: 'userAssignedIdentities[0].providerID',
      value: vm,
      remedy: 'Write the name, or /subscriptions/',
    });
  });

  it.each([
    ['identity', { identity: 'SystemAssigned' }, 'SystemAssigned', 'Use identity: UserAssigned'],
    ['systemAssignedIdentityRole', { systemAssignedIdentityRole: { name: 'r' } }, { name: 'r' }, 'Remove the field'],
    ['roleAssignmentName', { roleAssignmentName: 'r' }, 'r', 'Remove the field'],
  ])('made by Azure are refused (%s): Machine API has no such thing', (path, changes, value, remedy) => {
    expectInfraRefused(changes, { code: 'NotSupported', path, value, remedy });
  });
});
