import { describe, expect, it } from 'vitest';
import { makeConverter } from '../../objects/convert.ts';
import { at, cluster, converted } from '../../testing/fixture.ts';
import {
  backAndThere,
  capiSet,
  expectInfraRefused,
  mapiSet,
  openstackFixture,
  toInfra,
  toProvider,
} from '../../testing/openstack.ts';
import { openStackFacts } from './facts.ts';
import { openstack } from './platform.ts';

const known = { infrastructure: openstackFixture.infrastructure(), infraCluster: undefined, derived: undefined };
const uuid = '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55';

describe('the namespace of a secret', () => {
  it('is written for credentials, as the installer does, and not for user data', () => {
    const spec = toProvider({});
    expect(spec['cloudsSecret']).toHaveProperty('namespace', 'openshift-machine-api');
    expect(spec['userDataSecret']).toEqual({ name: 'worker-user-data' });
  });

  it('may be the usual one where Machine API is kept in another, and comes back', () => {
    const elsewhere = { ...cluster, machineApiNamespace: 'machines' };
    const { toClusterApi, toMachineApi } = makeConverter(openstack, openStackFacts(known).facts, elsewhere);
    const there = toClusterApi(mapiSet());
    const [template, set] = converted(there);
    expect(there.issues).toEqual([]);
    const path = 'spec.template.spec.providerSpec.value.cloudsSecret.namespace';
    expect(at(converted(toMachineApi(set, template))[0], path)).toBe('openshift-machine-api');
    const [native] = converted(toMachineApi(...capiSet()));
    expect(at(native, path)).toBe('machines');
  });
});

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

  it('without a cloud are refused', () => {
    expectInfraRefused(
      { identityRef: { type: 'Secret', name: 'clouds' } },
      { code: 'Required', path: 'identityRef.cloudName', remedy: 'Name the cloud' },
    );
  });

  it('of an OpenStackMachine without any are refused where no OpenStackCluster is known', () => {
    expectInfraRefused(
      { identityRef: undefined },
      { code: 'Required', path: 'identityRef', remedy: 'add the OpenStackCluster to the input' },
    );
  });
});
