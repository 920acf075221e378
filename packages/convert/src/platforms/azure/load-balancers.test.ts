import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { asObject } from '../../mapping/json.ts';
import {
  azureCluster,
  capiMachine,
  converter,
  expectRefused,
  infraSpec,
  mapiMachine,
  mapiSet,
  provider,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/azure.ts';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';

describe('the load balancer of workers', () => {
  it('is that of the AzureCluster, whatever its letters are', () => {
    expect(toInfra({ publicLoadBalancer: 'OCP1-X7K2P' })).not.toHaveProperty('allocatePublicIP');
    expect(thereAndBack({ publicLoadBalancer: 'OCP1-X7K2P' }).publicLoadBalancer).toBe('OCP1-X7K2P');
    expect(toProvider({}).publicLoadBalancer).toBe('ocp1-x7k2p');
  });

  it('that is another one is refused: machines would be reached elsewhere', () => {
    expectRefused(
      { publicLoadBalancer: 'ingress' },
      {
        code: 'DifferentFromCluster',
        path: 'publicLoadBalancer',
        value: 'ingress',
        remedy: 'Set publicLoadBalancer: ocp1-x7k2p',
      },
    );
  });

  it('that is missing is refused: CAPZ would join the machine to that of the AzureCluster', () => {
    expectRefused(
      { publicLoadBalancer: '' },
      { code: 'DifferentFromCluster', path: 'publicLoadBalancer', remedy: 'Set publicLoadBalancer: ocp1-x7k2p' },
    );
  });

  it('is none in a cluster with routes of its own', () => {
    const routed = { infraCluster: azureCluster({}, { nodeOutboundLB: null }) };
    expect(toProvider({}, routed)).not.toHaveProperty('publicLoadBalancer');
    expect(toInfra({ publicLoadBalancer: '' }, routed)).toHaveProperty('vmSize');
    expectRefused(
      {},
      {
        code: 'DifferentFromCluster',
        path: 'publicLoadBalancer',
        value: 'ocp1-x7k2p',
        remedy: 'Remove publicLoadBalancer',
      },
      routed,
    );
  });

  it('is not an internal one', () => {
    expectRefused(
      { internalLoadBalancer: 'ocp1-x7k2p-internal' },
      {
        code: 'NotSupported',
        path: 'internalLoadBalancer',
        value: 'ocp1-x7k2p-internal',
        remedy: 'Remove internalLoadBalancer',
      },
    );
  });
});

describe('a public address', () => {
  const own = { publicIP: true, publicLoadBalancer: '' };

  it('is one on both sides, without a load balancer', () => {
    expect(toInfra(own).allocatePublicIP).toBe(true);
    expect(thereAndBack(own)).toMatchObject({ publicIP: true });
    expect(toProvider({ allocatePublicIP: true })).not.toHaveProperty('publicLoadBalancer');
  });

  it('beside a load balancer is refused: CAPZ does one or the other', () => {
    expectRefused(
      { publicIP: true },
      {
        code: 'NotSupported',
        path: 'publicLoadBalancer',
        value: 'ocp1-x7k2p',
        remedy: 'Remove publicIP or publicLoadBalancer',
      },
    );
  });

  it('that was added in Cluster API comes back, and the load balancer of before does not', () => {
    const back = thereAndBack({}, {}, { allocatePublicIP: true });
    expect(back.publicIP).toBe(true);
    expect(back).not.toHaveProperty('publicLoadBalancer');
  });
});

describe('the load balancers of control plane machines', () => {
  const labels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };
  const master = (changes: Changes) => mapiMachine(provider(changes), {}, { labels });
  const errors = (changes: Changes) => errorsOf(converter().toClusterApi(master(changes)));

  it.each(['ocp1-x7k2p-internal', undefined])(
    'are those of the AzureCluster; the internal one may be %j',
    (internal) => {
      expect(errors({ internalLoadBalancer: internal })).toEqual([]);
    },
  );

  it.each([
    ['internalLoadBalancer', { internalLoadBalancer: 'api' }, 'Set internalLoadBalancer: ocp1-x7k2p-internal'],
    ['publicLoadBalancer', { publicLoadBalancer: 'api' }, 'Set publicLoadBalancer: ocp1-x7k2p'],
  ])('that are others are refused (%s)', (path, changes, remedy) => {
    const [error, ...others] = errors(changes);
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'DifferentFromCluster',
      path: `spec.providerSpec.value.${path}`,
      value: 'api',
    });
    expect(error?.hint).toContain(remedy);
  });

  it('go with no public address, which CAPZ gives to workers only', () => {
    expect(errors({ publicIP: true })).toMatchObject([
      {
        code: 'NotSupported',
        path: 'spec.providerSpec.value.publicIP',
        value: true,
        hint: expect.stringContaining('Remove publicIP'),
      },
    ]);
  });

  it('are named again on the way back', () => {
    const [back] = converted(
      converter().toMachineApi(...capiMachine(infraSpec(), {}, { labels: { 'node-role.kubernetes.io/master': '' } })),
    );
    expect(at(back, 'spec.providerSpec.value')).toMatchObject({
      publicLoadBalancer: 'ocp1-x7k2p',
      internalLoadBalancer: 'ocp1-x7k2p-internal',
    });
  });

  it('are one where the API server is public', () => {
    const open = { infraCluster: azureCluster({}, { apiServerLB: { name: 'api', type: 'Public' } }) };
    const [back] = converted(
      converter(open).toMachineApi(
        ...capiMachine(infraSpec(), {}, { labels: { 'node-role.kubernetes.io/master': '' } }),
      ),
    );
    expect(at(back, 'spec.providerSpec.value.publicLoadBalancer')).toBe('api');
    expect(at(back, 'spec.providerSpec.value')).not.toHaveProperty('internalLoadBalancer');
  });
});

describe('without the AzureCluster', () => {
  const alone = converter({ infraCluster: null });
  const mirror = (changes: Changes) => converted(converter().toClusterApi(mapiSet(provider(changes))));
  const withoutIp = (template: JsonObject | undefined): JsonObject => {
    const { allocatePublicIP: _, ...spec } = asObject(at(template, 'spec.template.spec')) ?? {};
    return { ...template, spec: { template: { spec } } };
  };
  const missing = {
    code: 'MissingObject',
    message: 'the load balancers are those of the AzureCluster, which is not part of the input',
    hint: 'Add the AzureCluster of the cluster to the input.',
  };

  it('a mirror comes back with what it had', () => {
    for (const changes of [{}, { publicIP: true, publicLoadBalancer: '' }]) {
      const [template, set] = mirror(changes);
      const [back] = converted(alone.toMachineApi(set, template));
      expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject({
        publicLoadBalancer: 'ocp1-x7k2p',
        publicIP: false,
        ...changes,
      });
    }
  });

  it('a machine whose public address was taken away in Cluster API is refused, not left without a load balancer', () => {
    const [template, set] = mirror({ publicIP: true, publicLoadBalancer: '' });
    expect(errorsOf(alone.toMachineApi(set, withoutIp(template)))).toMatchObject([missing]);
  });

  it.each([
    ['publicIP', (): undefined => undefined],
    ['publicIP.public', ({ public: _, ...rest }: JsonObject) => rest],
    ['what a worker can have', (kept: JsonObject) => ({ ...kept, internal: 'ocp1-x7k2p-internal' })],
  ])('a mirror whose annotation has lost %s is refused, not left without a load balancer', (_, cut) => {
    const [template, set = {}] = mirror({});
    const metadata = asObject(set['metadata']) ?? {};
    const annotations = asObject(metadata['annotations']) ?? {};
    const key = 'capstan.openshift.io/carried';
    const { publicIP, ...rest } = JSON.parse(String(annotations[key]));
    const carried = JSON.stringify({ ...rest, publicIP: cut(publicIP) });
    const broken = { ...set, metadata: { ...metadata, annotations: { ...annotations, [key]: carried } } };
    expect(errorsOf(alone.toMachineApi(broken, template))).toMatchObject([missing]);
  });
});
