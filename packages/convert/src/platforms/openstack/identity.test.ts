import { describe, expect, it } from 'vitest';
import { backAndThere, expectInfraRefused, toInfra, toProvider } from '../../testing/openstack.ts';

const uuid = '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55';

describe('credentials', () => {
  const identityRef = { type: 'Secret', name: 'clouds', cloudName: 'east' };
  const cloudsSecret = { name: 'clouds', namespace: 'openshift-machine-api' };

  it('are those of the machine on either side, the cloud included', () => {
    expect(toInfra({ cloudName: 'east', cloudsSecret })['identityRef']).toEqual(identityRef);
    expect(toProvider({ identityRef })).toMatchObject({ cloudName: 'east', cloudsSecret });
  });

  it('of an OpenStackMachine without any are those of the OpenStackCluster', () => {
    const cluster = { infraCluster: { spec: { identityRef, disableAPIServerFloatingIP: true } } };
    const port = { network: { id: uuid } };
    const changes = { identityRef: undefined, ports: [port] };
    expect(toProvider(changes, cluster)).toMatchObject({ cloudName: 'east', cloudsSecret });
    expect(backAndThere(changes, cluster)).not.toHaveProperty('identityRef');
  });

  it('of an OpenStackMachine without any are refused where no OpenStackCluster is known', () => {
    expectInfraRefused(
      { identityRef: undefined },
      { code: 'Required', path: 'identityRef', remedy: 'add the OpenStackCluster to the input' },
    );
  });
});
