import { describe, expect, it } from 'vitest';
import { converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  gcpClusterSpec,
  gcpFixture,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/gcp.ts';

const nic = { network: 'ocp1-x7k2p-network', subnetwork: 'ocp1-x7k2p-worker-subnet' };
const sharedVpc = {
  infraCluster: { spec: { ...gcpClusterSpec, network: { name: 'shared-net', hostProject: 'acme-net-host' } } },
};
const shared = { network: 'shared-net', subnetwork: 'ocp-workers', projectID: 'acme-net-host' };

describe('the network interface', () => {
  it('has its subnet on the machine and its network on the GCPCluster', () => {
    expect(toInfra({ networkInterfaces: [nic] }).subnet).toBe('ocp1-x7k2p-worker-subnet');
    expect(thereAndBack({ networkInterfaces: [nic] }).networkInterfaces).toEqual([nic]);
    expect(toProvider({}).networkInterfaces).toEqual([nic]);
  });

  it('is what the webhook would write where a file has none', () => {
    expect(toInfra({ networkInterfaces: [] }).subnet).toBe('ocp1-x7k2p-worker-subnet');
    expect(remarks({ networkInterfaces: undefined })).toEqual([]);
  });

  it('is one: a GCPMachine has no second', () => {
    const networkInterfaces = [nic, { ...nic, subnetwork: 'storage' }];
    expectRefused(
      { networkInterfaces },
      { code: 'NotSupported', path: 'networkInterfaces', value: networkInterfaces, remedy: 'List one' },
    );
  });

  it.each([
    ['network', { subnetwork: 'a' }, 'Name the network'],
    ['subnetwork', { network: nic.network }, 'Name the subnet'],
    ['subnetwork', { ...nic, subnetwork: '' }, 'Name the subnet'],
  ])('without a %s is refused', (field, wrong, remedy) => {
    expectRefused({ networkInterfaces: [wrong] }, { code: 'Required', path: `networkInterfaces[0].${field}`, remedy });
  });

  it.each(['', undefined])('without a subnet (%j) is refused in Cluster API, where CAPG takes any', (subnet) => {
    expectInfraRefused({ subnet }, { code: 'Required', path: 'subnet', remedy: 'Name the subnet' });
  });

  it.each([true, false, undefined])('with public address %s stays so', (publicIP) => {
    const networkInterfaces = [{ ...nic, ...(publicIP !== undefined && { publicIP }) }];
    expect(toInfra({ networkInterfaces }).publicIP).toBe(publicIP);
    expect(thereAndBack({ networkInterfaces }).networkInterfaces).toEqual(networkInterfaces);
    expect(backAndThere({ publicIP }).publicIP).toBe(publicIP);
  });

  it('follows an edit of the mirror, in the network that was carried', () => {
    const back = thereAndBack({ networkInterfaces: [nic] }, undefined, { subnet: 'other', publicIP: true });
    expect(back.networkInterfaces).toEqual([{ ...nic, subnetwork: 'other', publicIP: true }]);
  });

  it('with alias addresses is refused, not stripped', () => {
    const aliasIPRanges = [{ ipCidrRange: '/24' }];
    expectInfraRefused(
      { aliasIPRanges },
      { code: 'NotSupported', path: 'aliasIPRanges', value: aliasIPRanges, remedy: 'Remove the field' },
    );
  });
});

describe("a network that is not the GCPCluster's", () => {
  it('is refused: machines would be cut off', () => {
    expectRefused(
      { networkInterfaces: [{ ...nic, network: 'other' }] },
      {
        code: 'DifferentFromCluster',
        path: 'networkInterfaces[0].network',
        value: 'other',
        remedy: 'Correct the value',
        says: '"ocp1-x7k2p-network"',
      },
    );
  });

  it('is "default" where the GCPCluster names none', () => {
    const cluster = { infraCluster: { spec: { project: 'acme-ocp-prod', region: 'europe-west4' } } };
    expect(toInfra({ networkInterfaces: [{ ...nic, network: 'default' }] }, cluster)).toHaveProperty('subnet');
    expectRefused(
      { networkInterfaces: [nic] },
      { code: 'DifferentFromCluster', path: 'networkInterfaces[0].network', remedy: 'Correct', says: '"default"' },
      cluster,
    );
  });
});

describe('a network of another project (a shared VPC)', () => {
  it('is named by its project', () => {
    expect(toInfra({ networkInterfaces: [shared] }, sharedVpc).subnet).toBe('ocp-workers');
    expect(thereAndBack({ networkInterfaces: [shared] }, sharedVpc).networkInterfaces).toEqual([shared]);
  });

  it('is refused where a machine names none, which means its own project', () => {
    expectRefused(
      { networkInterfaces: [{ ...shared, projectID: '' }] },
      {
        code: 'DifferentFromCluster',
        path: 'networkInterfaces[0].projectID',
        value: 'acme-ocp-prod',
        remedy: 'Correct the value',
        says: '"acme-net-host"',
      },
      sharedVpc,
    );
  });

  it('gives machines its project on the way back, without which they would be in another network', () => {
    expect(toProvider({ subnet: 'ocp-workers' }, sharedVpc).networkInterfaces).toEqual([shared]);
  });

  it('that the GCPCluster does not have is refused', () => {
    expectRefused(
      { networkInterfaces: [{ ...nic, projectID: 'acme-net-host' }] },
      {
        code: 'DifferentFromCluster',
        path: 'networkInterfaces[0].projectID',
        value: 'acme-net-host',
        remedy: 'Correct the value',
        says: '"acme-ocp-prod"',
      },
    );
  });

  it.each(['', 'acme-ocp-prod'])("is none where it is the machine's own project: %j", (projectID) => {
    const networkInterfaces = [{ ...nic, projectID }];
    expect(remarks({ networkInterfaces })).toEqual([]);
    expect(thereAndBack({ networkInterfaces }).networkInterfaces).toEqual(networkInterfaces);
  });
});

describe('without a GCPCluster among the inputs', () => {
  const alone = gcpFixture.converter({ infraCluster: null });

  it('a machine converts with warnings on network and project, and its mirror comes back by itself', () => {
    const there = alone.toClusterApi(gcpFixture.mapiSet(gcpFixture.provider({ networkInterfaces: [shared] })));
    expect(there.issues).toMatchObject([
      {
        severity: 'warning',
        code: 'NotChecked',
        value: 'shared-net',
        hint: expect.stringContaining('Add the GCPCluster'),
      },
      {
        severity: 'warning',
        code: 'NotChecked',
        value: 'acme-net-host',
        hint: expect.stringContaining('check the value'),
      },
    ]);
    const [template, set] = converted(there);
    expect(converted(alone.toMachineApi(set, template))).toMatchObject([
      { spec: { template: { spec: { providerSpec: { value: { networkInterfaces: [shared] } } } } } },
    ]);
  });

  it('a machine that Capstan did not make is refused: nothing says what network it is in', () => {
    const errors = errorsOf(alone.toMachineApi(...gcpFixture.capiSet()));
    expect(errors).toMatchObject([{ code: 'Required', object: 'infra', path: 'spec.template.spec.subnet' }]);
    expect(errors[0]?.message).toContain("the machine's network is the GCPCluster's");
    expect(errors[0]?.hint).toContain('Add the GCPCluster');
  });
});

describe('a mirror that is brought to another cluster', () => {
  it('gets the network of that cluster, not the one it remembers', () => {
    const [template, set] = converted(gcpFixture.converter().toClusterApi(gcpFixture.mapiSet()));
    const [back] = converted(gcpFixture.converter(sharedVpc).toMachineApi(set, template));
    expect(back).toMatchObject({
      spec: {
        template: {
          spec: {
            providerSpec: { value: { networkInterfaces: [{ network: 'shared-net', projectID: 'acme-net-host' }] } },
          },
        },
      },
    });
  });
});

describe('forwarding of packets', () => {
  it.each([
    [true, 'Enabled'],
    [false, 'Disabled'],
    [undefined, 'Disabled'],
  ])('%s is written as %s: the defaults are opposite', (canIPForward, ipForwarding) => {
    expect(toInfra({ canIPForward }).ipForwarding).toBe(ipForwarding);
    expect(thereAndBack({ canIPForward }).canIPForward).toBe(canIPForward ?? false);
  });

  it.each(['Enabled', '', undefined])(
    'that is not disabled in Cluster API (%j) is on in Machine API',
    (ipForwarding) => {
      expect(toProvider({ ipForwarding }).canIPForward).toBe(true);
    },
  );
});

describe('network tags', () => {
  it('are the same on both sides, in their order', () => {
    const tags = ['ocp1-x7k2p-worker', 'allow-gpu-metrics'];
    expect(toInfra({ tags }).additionalNetworkTags).toEqual(tags);
    expect(thereAndBack({ tags }).tags).toEqual(tags);
    expect(backAndThere({ additionalNetworkTags: tags }).additionalNetworkTags).toEqual(tags);
  });

  it.each([undefined, [], null])("are the workers' where a file has none (%j), as the webhook would write", (tags) => {
    expect(toInfra({ tags }).additionalNetworkTags).toEqual(['ocp1-x7k2p-worker']);
  });

  it.each([undefined, []])('must be named in Cluster API (%j): Machine API would open the firewall to it', (tags) => {
    expectInfraRefused(
      { additionalNetworkTags: tags },
      { code: 'Required', path: 'additionalNetworkTags', remedy: 'Set additionalNetworkTags to [ocp1-x7k2p-worker]' },
    );
  });
});
