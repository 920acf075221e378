import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { type HandoverSubject, handoverFindings } from '../../handover/handover.ts';
import { makePlan } from '../../inventory/plan.ts';
import { vsphereFixture } from '../../testing/vsphere.ts';
import { vsphereHandover } from './handover.ts';

const { infrastructure, mapiMachine, provider } = vsphereFixture;
const pool = { group: 'ipam.cluster.x-k8s.io', resource: 'IPPool', name: 'nodes' };
const fromPool = provider({
  network: { devices: [{ networkName: 'a' }, { networkName: 'b', addressesFromPools: [pool] }] },
});

const findings = (subject: Partial<HandoverSubject>) =>
  handoverFindings(vsphereHandover, {
    kind: 'Machine',
    target: 'cluster-api',
    isRunning: true,
    provider: provider(),
    ...subject,
  });
const namesOf = (subject: Partial<HandoverSubject>) => findings(subject).map(({ fact }) => fact.name);
const set = { kind: 'MachineSet', isRunning: false } as const;

it('is not called proven: nobody has tried it', () => {
  expect(vsphereHandover).toMatchObject({ evidence: 'unproven', sync: { allowed: true } });
});

describe('a running machine with an address from a pool', () => {
  it.each(['cluster-api', 'machine-api'] as const)('is kept from %s, where it would get a second address', (target) => {
    const blocks = findings({ target, provider: fromPool }).filter(({ fact }) => fact.effect === 'blocks');
    expect(blocks).toMatchObject([
      {
        at: ['network', 'devices', 1, 'addressesFromPools'],
        fact: { name: 'second-address-from-pool', hint: expect.stringContaining('Make a new machine') },
      },
    ]);
  });

  it.each<[sign: string, status: JsonObject]>([
    ['its Node', { nodeRef: { kind: 'Node', name: 'worker-1' } }],
    ['its phase', { phase: 'Running' }],
    ['its addresses', { addresses: [{ type: 'InternalIP', address: '192.0.2.7' }] }],
  ])('is known by %s alone, without a provider id, so that it gets no second address', (_, status) => {
    const result = makePlan(
      [infrastructure(), { ...mapiMachine(fromPool), status }].map((value) => ({ source: undefined, value })),
      {
        target: 'cluster-api',
        machineApiNamespace: 'openshift-machine-api',
        clusterApiNamespace: 'openshift-cluster-api',
        supports: { taints: false },
      },
    );
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(result.plan.entries.map(({ verdict, issues }) => [verdict, issues.map(({ issue }) => issue)])).toMatchObject(
      [
        [
          'blocked',
          [
            {
              severity: 'error',
              code: 'HandoverBlocked',
              path: 'spec.providerSpec.value.network.devices[1].addressesFromPools',
              hint: expect.stringContaining('Make a new machine'),
            },
          ],
        ],
      ],
    );
  });

  it('does not keep its set, whose new machines have no address yet; whether they get one has to be tried', () => {
    const found = findings({ ...set, provider: fromPool });
    expect(found.some(({ fact }) => fact.effect === 'blocks')).toBe(false);
    expect(found.map(({ fact }) => fact.name)).toContain('addresses-in-guest');
    expect(namesOf(set)).not.toContain('addresses-in-guest');
  });

  it.each(['cluster-api', 'machine-api'] as const)('must not get one that is given twice, in %s', (target) => {
    expect(namesOf({ ...set, target, provider: fromPool })).toContain('pool-of-own-addresses');
    expect(namesOf({ ...set, target })).not.toContain('pool-of-own-addresses');
  });

  it.each<[JsonObject]>([[{}], [{ network: null }], [{ network: { devices: [null, { addressesFromPools: [] }] } }]])(
    'is not found in %j',
    (odd) => {
      expect(findings({ provider: odd }).some(({ fact }) => fact.effect === 'blocks')).toBe(false);
    },
  );
});

describe('a running machine', () => {
  it('must be where CAPV looks for its VM, which would clone a second one', () => {
    expect(namesOf({})).toEqual(['vm-exists', 'vm-in-its-folder', 'powered-on', 'certificate-of-vcenter']);
  });

  it('must be rid of the VSphereVM of CAPV on the way back, which would destroy the VM one day', () => {
    expect(namesOf({ target: 'machine-api' })).toEqual(['vm-exists', 'vsphere-vm-gone']);
  });

  it('in a VM group needs its zone, and the finding names the group', () => {
    const workspace = { ...(provider()['workspace'] as JsonObject), vmGroup: 'hg1-vms' };
    const found = findings({ provider: provider({ workspace }) });
    expect(found.find(({ fact }) => fact.name === 'zone-exists')?.at).toEqual(['workspace', 'vmGroup']);
  });
});

describe('new machines', () => {
  it('made by CAPV lack what Machine API gives them by itself', () => {
    expect(namesOf(set)).toEqual([
      'user-data-format',
      'host-name-of-guest',
      'tag-of-cluster',
      'certificate-of-vcenter',
    ]);
  });

  it('made by Machine API lack nothing', () => {
    expect(namesOf({ ...set, target: 'machine-api' })).toEqual([]);
  });
});
