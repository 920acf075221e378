import { describe, expect, it } from 'vitest';
import { expectRefused, thereAndBack, toInfra, toProvider } from '../../testing/openstack.ts';

const networkID = '9b1f0c8e-1f43-4f6d-a3e9-4a43b7d0b002';
const withProfile = (profile: Record<string, string>) => ({ networks: undefined, ports: [{ networkID, profile }] });
const port = (profile: Record<string, boolean>) => [{ network: { id: networkID }, nameSuffix: 'a', profile }];

describe('the binding profile of a port', () => {
  it.each(['[switchdev]', 'switchdev', '["switchdev"]', "['switchdev']"])(
    'offloads to hardware with the capability switchdev, written as %s, and comes back so',
    (capabilities) => {
      const changes = withProfile({ capabilities });
      expect(toInfra(changes)['ports']).toMatchObject([{ profile: { ovsHWOffload: true } }]);
      expect(thereAndBack(changes)['ports']).toEqual(changes.ports);
    },
  );

  it('trusts a virtual function where it says "true", and not where it says "false"', () => {
    expect(toInfra(withProfile({ trusted: 'true' }))['ports']).toMatchObject([{ profile: { trustedVF: true } }]);
    expect(toInfra(withProfile({ trusted: 'false' }))['ports']).not.toHaveProperty('0.profile');
    expect(thereAndBack(withProfile({ trusted: 'false' }))['ports']).toMatchObject([{ profile: { trusted: 'false' } }]);
  });

  it.each([
    ['another key', { physical_network: 'radio' }, 'physical_network', 'radio'],
    ['another capability', { capabilities: '[switchdev, multi]' }, 'capabilities', '[switchdev, multi]'],
    ['a word that is neither', { trusted: 'yes' }, 'trusted', 'yes'],
  ])('with %s is refused: earlier releases handed it to Neutron', (_, profile, key, value) => {
    expectRefused(withProfile(profile), {
      code: 'NotSupported',
      path: `ports[0].profile.${key}`,
      value,
      remedy: 'keep these machines on Machine API',
    });
  });

  it('of Cluster API is written as the documentation of OpenShift has it', () => {
    expect(toProvider({ ports: port({ ovsHWOffload: true, trustedVF: true }) })['ports']).toMatchObject([
      { profile: { capabilities: '[switchdev]', trusted: 'true' } },
    ]);
    expect(toProvider({ ports: port({ ovsHWOffload: false }) })['ports']).not.toHaveProperty('0.profile');
  });
});
