import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../testing/fixture.ts';
import { converter, expectRefused, mapiMachine, provider } from '../../testing/openstack.ts';

const uuid = '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55';

describe('a floating IP', () => {
  it('is refused: Cluster API takes them from pools, and the machine would lose it', () => {
    expectRefused(
      { floatingIP: '203.0.113.7' },
      { code: 'NotSupported', path: 'floatingIP', value: '203.0.113.7', remedy: 'keep this machine on Machine API' },
    );
  });
});

describe('a control plane machine', () => {
  const labels = { 'machine.openshift.io/cluster-api-machine-role': 'master' };
  const machine = mapiMachine(provider({ networks: [{ uuid }] }), {}, { labels });
  const cluster = (spec: JsonObject) => ({ infraCluster: { spec } });

  it.each<[string, JsonObject]>([
    ['give it a floating IP for the API server', {}],
    [
      'register it with a load balancer of its own',
      { disableAPIServerFloatingIP: true, apiServerLoadBalancer: { enabled: true } },
    ],
  ])('is refused where CAPO would %s', (says, spec) => {
    const [error, ...more] = errorsOf(converter(cluster(spec)).toClusterApi(machine));
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code: 'NotSupported', path: 'spec.providerSpec.value.floatingIP' });
    expect(error?.message).toContain(says);
    expect(error?.hint).toContain('disableAPIServerFloatingIP: true');
  });

  it('converts where the OpenStackCluster forbids that, and so does any worker', () => {
    expect(converter(cluster({ disableAPIServerFloatingIP: true })).toClusterApi(machine)).toMatchObject({ ok: true });
    const worker = mapiMachine(provider({ networks: [{ uuid }] }));
    expect(converter(cluster({})).toClusterApi(worker)).toMatchObject({ ok: true });
  });
});
