import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../inventory/plan.ts';
import { type ClusterChanges, cluster } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  mapiMachine,
  provider,
  thereAndBack,
} from '../../testing/openstack.ts';

/** What is known of a cluster of which only the name was given. */
const untold: ClusterChanges = {
  platformStatus: { openstack: {} },
};
const uuid = '0f6c3a5b-8d0b-4f43-9a3f-2a9b6f4a7c55';
const nodes = { subnets: [{ filter: { name: 'ocp1-x7k2p-nodes' } }] };
const pairs = [{ ipAddress: '10.0.0.9' }];
const refusal = {
  code: 'MissingObject',
  remedy: '--infrastructure FILE',
  says: 'the API server and of the ingress, which are not known',
} as const;

describe('where the addresses of the API server and the ingress are not known', () => {
  it('a machine whose ports answer for them is refused, once: new ones would lose what Machine API gives them', () => {
    expectRefused({}, { ...refusal, path: 'networks[0]' }, untold);
    expectRefused({ networks: [nodes, { uuid }] }, { ...refusal, path: 'networks[0]' }, untold);
  });

  it.each<[string, JsonObject]>([
    ['are told not to', { networks: [{ ...nodes, noAllowedAddressPairs: true }] }],
    ['have no port security', { networks: [{ ...nodes, portSecurity: false }] }],
    ['are no networks', { networks: [], ports: [{ networkID: uuid }] }],
  ])('a machine whose ports %s converts, and comes back', (_, changes) => {
    const { networks, ports } = thereAndBack(changes, untold);
    const { networks: expected = [], ports: entries } = changes;
    expect({ networks: networks ?? [], ports }).toEqual({ networks: expected, ports: entries });
  });

  it('a port with pairs of its own is refused: with a load balancer of the user Machine API gives it none', () => {
    const ports = [{ networkID: uuid, allowedAddressPairs: pairs }];
    expectRefused({ networks: [], ports }, { ...refusal, path: 'ports[0].allowedAddressPairs' }, untold);
  });

  it('a Cluster API machine is refused where its ports answer for some, and only there', () => {
    const port = { fixedIPs: [{ subnet: { filter: { name: 'nodes' } } }] };
    expectInfraRefused(
      { ports: [port, { ...port, allowedAddressPairs: pairs }] },
      { ...refusal, path: 'ports[1].allowedAddressPairs' },
      untold,
    );
    expect(backAndThere({ ports: [port] }, untold)['ports']).toEqual([port]);
  });
});

it('a cluster of which only name and region are given fails for the machines that need more, each with its field', () => {
  const kind = 'OpenstackProviderSpec';
  const pairless = provider({ kind, networks: [{ ...nodes, noAllowedAddressPairs: true }] });
  const result = makePlan(
    [mapiMachine(provider({ kind })), mapiMachine(pairless, {}, { name: 'b' })].map((value, source) => ({
      source,
      value,
    })),
    { ...cluster, target: 'cluster-api', assumed: { infrastructureName: 'ocp1-x7k2p', region: 'regionOne' } },
  );
  const told = result.ok
    ? result.plan.entries.map(({ verdict, issues }) => [verdict, ...issues.map(({ issue }) => issue.path)])
    : result.problems;
  expect(told).toEqual([['blocked', 'spec.providerSpec.value.networks[0]'], ['ready']]);
});
