import { describe, expect, it } from 'vitest';
import { at, converted, errorsOf } from '../../testing/fixture.ts';
import {
  backAndThere,
  expectInfraRefused,
  expectRefused,
  nutanixFixture,
  remarks,
  thereAndBack,
  toInfra,
  toProvider,
} from '../../testing/nutanix.ts';

const { converter, capiSet, infraSpec, mapiMachine, mapiSet, provider } = nutanixFixture;

const a = {
  cluster: { type: 'name', name: 'pe-a' },
  subnets: [{ type: 'uuid', uuid: '8a1c6e40-5b7d-4c1f-9d22-3f4e5a6b7c8d' }],
};
const b = {
  cluster: { type: 'uuid', uuid: '0005f1a2-7c31-4b7e-0000-00000000aa02' },
  subnets: [
    { type: 'name', name: 'vlan-220' },
    { type: 'name', name: 'vlan-221' },
  ],
};

describe('a machine without a failure domain', () => {
  it('runs where it says, on the subnets that it says, in their order', () => {
    const subnets = [
      { type: 'name', name: 'vlan-120' },
      { type: 'name', name: 'vlan-220' },
      { type: 'name', name: 'vlan-110' },
    ];
    expect(toInfra({ cluster: a.cluster, subnets })).toMatchObject({ cluster: a.cluster, subnet: subnets });
    expect(thereAndBack({ cluster: a.cluster, subnets })).toMatchObject({ cluster: a.cluster, subnets });
    expect(toProvider({ cluster: a.cluster, subnet: subnets })).toMatchObject({ cluster: a.cluster, subnets });
    expect(backAndThere({ cluster: a.cluster, subnet: subnets })).toMatchObject({ subnet: subnets });
  });

  it('has none on the other side either', () => {
    const [, set] = converted(converter().toClusterApi(mapiSet()));
    expect(at(set, 'spec.template.spec')).not.toHaveProperty('failureDomain');
    expect(toProvider({})).not.toHaveProperty('failureDomain');
  });

  it('must name its Prism Element cluster', () => {
    for (const cluster of [undefined, { type: '' }]) {
      expectRefused({ cluster }, { code: 'Required', path: 'cluster', remedy: 'Name the Prism Element cluster' });
    }
    expectInfraRefused({ cluster: undefined }, { code: 'Required', path: 'cluster', remedy: 'Name the Prism Element' });
  });

  it('must name a subnet', () => {
    for (const subnets of [undefined, null, []]) {
      expectRefused({ subnets }, { code: 'Required', path: 'subnets', remedy: 'Name the subnet' });
    }
    expectInfraRefused({ subnet: [] }, { code: 'Required', path: 'subnet', remedy: 'Name the subnet' });
  });

  it('must not name a subnet twice, which Cluster API forbids', () => {
    const subnet = a.subnets[0] ?? {};
    const refusal = { code: 'Duplicate', value: subnet, remedy: 'Remove one' } as const;
    expectRefused({ subnets: [subnet, ...b.subnets, subnet] }, { ...refusal, path: 'subnets[3]' });
    expectInfraRefused({ subnet: [subnet, subnet] }, { ...refusal, path: 'subnet[1]' });
  });

  it('must not have more subnets than Cluster API allows', () => {
    const subnets = Array.from({ length: 33 }, (_, index) => ({ type: 'name', name: `vlan-${index}` }));
    expectRefused({ subnets }, { code: 'InvalidValue', path: 'subnets', value: 33, remedy: 'Remove some' });
    expect(toInfra({ subnets: subnets.slice(1) }).subnet).toHaveLength(32);
  });
});

describe('a machine in a failure domain', () => {
  it.each([
    ['fd-a', a],
    ['fd-b', b],
  ])('%s gets what the Infrastructure says of it, as CAPX compares it to the letter', (name, place) => {
    const changes = { failureDomain: { name }, cluster: undefined, subnets: null };
    expect(toInfra(changes)).toMatchObject({ cluster: place.cluster, subnet: place.subnets });
    const [, set] = converted(converter().toClusterApi(mapiSet(provider(changes))));
    expect(at(set, 'spec.template.spec.failureDomain')).toBe(name);
    expect(thereAndBack(changes)).toMatchObject({ failureDomain: { name } });
    expect(thereAndBack(changes)).not.toHaveProperty('cluster');
  });

  it('whose own cluster and subnets say the same has nothing to report', () => {
    const changes = { failureDomain: { name: 'fd-b' }, ...b };
    expect(remarks(changes).map(({ code }) => code)).toEqual(['NotChecked']);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('whose own cluster and subnets say otherwise warns of both; they come back', () => {
    const changes = { failureDomain: { name: 'fd-b' }, ...a };
    expect(toInfra(changes)).toMatchObject({ cluster: b.cluster, subnet: b.subnets });
    expect(remarks(changes).slice(0, 2)).toEqual([
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'cluster' },
      { severity: 'warning', code: 'DroppedWithoutEffect', path: 'subnets' },
    ]);
    expect(thereAndBack(changes)).toMatchObject(changes);
  });

  it('may have a reference of its own that says nothing, which comes back: Machine API does not look at it', () => {
    const changes = { failureDomain: { name: 'fd-a' }, cluster: { name: 'pe-old' } };
    expect(toInfra(changes)).toMatchObject({ cluster: a.cluster });
    expect(thereAndBack(changes).cluster).toEqual({ name: 'pe-old' });
  });

  it('that the webhook stored with empty references is one without any', () => {
    const changes = { failureDomain: { name: 'fd-a' }, cluster: { type: '' }, subnets: null };
    expect(remarks(changes).map(({ code }) => code)).toEqual(['NotChecked']);
    expect(toInfra(changes)).toMatchObject({ cluster: a.cluster });
  });

  it('that the Infrastructure does not have is refused with those that it has', () => {
    const refusal = {
      code: 'InvalidValue',
      value: 'fd-z',
      remedy: 'failureDomains',
      says: 'it has fd-a, fd-b',
    } as const;
    expectRefused({ failureDomain: { name: 'fd-z' } }, { ...refusal, path: 'failureDomain.name' });
    const [set, template] = capiSet(infraSpec(), { machine: { failureDomain: 'fd-z' } });
    expect(errorsOf(converter().toMachineApi(set, template))).toMatchObject([
      { code: 'InvalidValue', object: 'self', path: 'spec.template.spec.failureDomain', value: 'fd-z' },
    ]);
  });

  it('is refused where the Infrastructure has no failure domains at all', () => {
    expectRefused(
      { failureDomain: { name: 'fd-a' } },
      { code: 'InvalidValue', path: 'failureDomain.name', value: 'fd-a', remedy: 'Name one of' },
      { infrastructureSpec: {} },
    );
  });

  it('of Cluster API that leaves cluster and subnets to it gets both in Machine API, and leaves them again', () => {
    const { toMachineApi, toClusterApi } = converter();
    const bare = infraSpec({ cluster: undefined, subnet: undefined });
    const [back] = converted(toMachineApi(...capiSet(bare, { machine: { failureDomain: 'fd-b' } })));
    expect(at(back, 'spec.template.spec.providerSpec.value')).toMatchObject({ failureDomain: { name: 'fd-b' }, ...b });
    const [template] = converted(toClusterApi(back));
    expect(at(template, 'spec.template.spec')).not.toHaveProperty('cluster');
  });

  it('of Cluster API that says otherwise than the Infrastructure is refused: the machine would move', () => {
    const [set, template] = capiSet(infraSpec({ cluster: a.cluster, subnet: b.subnets }), {
      machine: { failureDomain: 'fd-b' },
    });
    const [error, ...others] = errorsOf(converter().toMachineApi(set, template));
    expect(others).toEqual([]);
    expect(error).toMatchObject({
      code: 'DifferentFromCluster',
      object: 'infra',
      path: 'spec.template.spec.cluster',
      value: a.cluster,
      hint: expect.stringContaining('Write what the failure domain says'),
    });
  });

  it('is the same on a Machine as on a MachineSet', () => {
    const [infra, machine] = converted(
      converter().toClusterApi(mapiMachine(provider({ failureDomain: { name: 'fd-a' } }))),
    );
    expect(at(machine, 'spec.failureDomain')).toBe('fd-a');
    expect(at(infra, 'spec.cluster')).toEqual(a.cluster);
  });
});
