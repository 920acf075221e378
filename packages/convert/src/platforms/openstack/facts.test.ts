import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { openStackFacts } from './facts.ts';

const addresses = { apiServerInternalIPs: ['10.0.0.5'], ingressIPs: ['10.0.0.7'] };
const read = (
  openstack: JsonObject | undefined,
  infraCluster?: JsonObject,
  derived?: JsonObject,
  isComparable = false,
) =>
  openStackFacts({
    infrastructure: {
      status: {
        infrastructureName: 'ocp1-x7k2p',
        platformStatus: { type: 'OpenStack', ...(openstack !== undefined && { openstack }) },
      },
    },
    infraCluster,
    derived,
    isComparable,
  });
const spec = (fields: JsonObject, metadata: JsonObject = {}): JsonObject => ({
  metadata: { annotations: { 'cluster.x-k8s.io/managed-by': 'capstan' }, ...metadata },
  spec: { disableAPIServerFloatingIP: true, ...fields },
});

describe('the addresses that ports answer for', () => {
  it('are those of the API server, then of the ingress', () => {
    expect(read(addresses)).toMatchObject({ facts: { virtualIPs: ['10.0.0.5', '10.0.0.7'] }, problems: [] });
  });

  it('are single ones on clusters of before there were two IP families', () => {
    const { facts, problems } = read({ apiServerInternalIP: '10.0.0.5', ingressIP: '10.0.0.7' });
    expect([facts.virtualIPs, problems]).toEqual([['10.0.0.5', '10.0.0.7'], []]);
  });

  it.each([undefined, {}, { apiServerInternalIPs: ['10.0.0.5'] }, { ingressIPs: ['10.0.0.7'] }])(
    'are not known of %j: what needs them is refused machine by machine, and what does not converts',
    (openstack) => {
      expect(read(openstack)).toMatchObject({ facts: { virtualIPs: undefined }, problems: [] });
    },
  );

  it('are none, and not needed, with a load balancer of the user', () => {
    expect(read({ loadBalancer: { type: 'UserManaged' } })).toMatchObject({
      facts: { virtualIPs: [], ignoresAddressPairs: true },
      problems: [],
    });
  });
});

describe('the credentials of machines without some of their own', () => {
  const identityRef = { type: 'Secret', name: 'clouds', cloudName: 'east' };

  it.each([
    ['the OpenStackCluster', spec({ identityRef }), undefined],
    ['the OpenStackCluster that would be made of the control plane', undefined, spec({ identityRef })],
  ])('are those of %s', (_, cluster, derived) => {
    expect(read(addresses, cluster, derived, true).facts.identity).toEqual({ name: 'clouds', cloudName: 'east' });
  });

  it('are not those of a worker, which may be the odd one', () => {
    expect(read(addresses, undefined, spec({ identityRef })).facts.identity).toBeUndefined();
  });

  it.each<[string, JsonObject]>([
    ['a region', { ...identityRef, region: 'east' }],
    ['an identity for all namespaces', { ...identityRef, type: 'ClusterIdentity' }],
    ['no cloud', { name: 'clouds' }],
  ])('are not known of an OpenStackCluster with %s: Machine API cannot say it', (_, wrong) => {
    expect(read(addresses, spec({ identityRef: wrong })).facts.identity).toBeUndefined();
  });
});

describe('an OpenStackCluster', () => {
  it.each<[boolean, string, JsonObject]>([
    [false, 'externally managed and without a network', spec({})],
    [true, 'externally managed with a network in its status', { ...spec({}), status: { network: { id: 'x' } } }],
    [true, 'managed by CAPO', spec({}, { annotations: {} })],
  ])('changes where ports go (%s) if it is %s', (expected, _, cluster) => {
    expect(read(addresses, cluster).facts.clusterNetwork).toBe(expected);
  });

  it.each<[string | undefined, string, JsonObject]>([
    [undefined, 'it has no floating IP', { disableAPIServerFloatingIP: true }],
    [undefined, 'it has no network outside', { disableAPIServerFloatingIP: false, disableExternalNetwork: true }],
    ['give it a floating IP for the API server', 'it says nothing of it', { disableAPIServerFloatingIP: false }],
    [
      'register it with a load balancer of its own',
      'it has a load balancer',
      { disableAPIServerFloatingIP: true, apiServerLoadBalancer: { enabled: true } },
    ],
  ])('does to control plane machines: %s, where %s', (expected, _, fields) => {
    expect(read(addresses, spec(fields)).facts.endpointTakeover).toBe(expected);
  });

  it('that manages security groups is a problem: ports without any would get them', () => {
    expect(read(addresses, spec({ managedSecurityGroups: {} })).problems).toMatchObject([
      {
        object: 'infraCluster',
        problem: {
          code: 'NotSupported',
          at: ['spec', 'managedSecurityGroups'],
          hint: expect.stringContaining('Remove'),
        },
      },
    ]);
  });

  it('that has tags warns: machines of Machine API do not get them', () => {
    expect(read(addresses, spec({ tags: ['team=a', 'openshiftClusterID=ocp1-x7k2p'] })).problems).toMatchObject([
      { problem: { code: 'NotChecked', severity: 'warning', at: ['spec', 'tags'], value: ['team=a'] } },
    ]);
    expect(read(addresses, spec({ tags: ['openshiftClusterID=ocp1-x7k2p'] })).problems).toEqual([]);
  });
});
