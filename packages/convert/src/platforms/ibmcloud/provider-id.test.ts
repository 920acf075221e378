import { describe, expect, it } from 'vitest';
import { at, type Changes, converted, errorsOf } from '../../testing/fixture.ts';
import { ibmCloudFixture } from '../../testing/ibmcloud.ts';

const { converter, provider, infraSpec, mapiMachine, mapiSet, capiMachine, capiSet } = ibmCloudFixture;
const idOf = (cluster: string) => `ibm://0123456789abcdef///${cluster}/0717_4ae9`;
const id = idOf('ocp1-x7k2p');

describe('the provider id of a running machine', () => {
  it('is on Machine and infra machine, and comes back', () => {
    const [infra, machine] = converted(converter().toClusterApi(mapiMachine(provider(), { providerID: id })));
    expect(at(infra, 'spec.providerID')).toBe(id);
    expect(at(machine, 'spec.providerID')).toBe(id);
    const [back] = converted(converter().toMachineApi(machine, infra));
    expect(at(back, 'spec.providerID')).toBe(id);
  });

  it.each([
    ['of AWS', 'aws:///eu-central-1a/i-0123', 'InvalidValue', 'ibm://ACCOUNT///CLUSTER/INSTANCE'],
    ['of Power VS', 'ibmpowervs://eu-de/eu-de-1/a/b', 'InvalidValue', 'ibm://ACCOUNT///CLUSTER/INSTANCE'],
    ['of the old format', 'ibmvpc://ocp1-x7k2p/worker-1', 'InvalidValue', 'ibm://ACCOUNT///CLUSTER/INSTANCE'],
    ['without an instance', 'ibm://0123///ocp1-x7k2p/', 'InvalidValue', 'ibm://ACCOUNT///CLUSTER/INSTANCE'],
    ['of another cluster, which CAPIBM would replace', idOf('old'), 'DifferentFromCluster', 'names the cluster old'],
  ])('is refused where it is one %s', (_, providerID, code, says) => {
    const [error, ...more] = errorsOf(converter().toClusterApi(mapiMachine(provider(), { providerID })));
    expect(more).toEqual([]);
    expect(error).toMatchObject({ code, path: 'spec.providerID', value: providerID });
    expect(error?.message).toContain(says);
    expect(error?.hint).toMatch(/^Correct the (provider id|label)/);
  });

  it.each<[string, Changes, Changes, object]>([
    ['of the infra machine', {}, { providerID: idOf('old') }, { path: 'spec.providerID', object: 'infra' }],
    ['of the Machine', { providerID: idOf('old') }, {}, { path: 'spec.providerID', object: 'self' }],
  ])('is refused on the way back where that %s is of another cluster', (_, machine, infra, place) => {
    const errors = errorsOf(converter().toMachineApi(...capiMachine(infraSpec(infra), machine)));
    expect(errors).toMatchObject([{ code: 'DifferentFromCluster', value: idOf('old'), ...place }]);
  });

  it('is refused where Machine and infra machine name two instances', () => {
    const other = `${id}0`;
    const [error] = errorsOf(
      converter().toMachineApi(...capiMachine(infraSpec({ providerID: other }), { providerID: id })),
    );
    expect(error).toMatchObject({ code: 'Conflict', object: 'infra', path: 'spec.providerID', value: other });
    expect(error?.hint).toContain('both must name it');
  });

  it('of the infra machine alone is that of the machine', () => {
    const [machine] = converted(converter().toMachineApi(...capiMachine(infraSpec({ providerID: id }))));
    expect(at(machine, 'spec.providerID')).toBe(id);
  });
});

describe('a provider id in a template', () => {
  it('is refused there: every machine would be the same instance', () => {
    const errors = errorsOf(converter().toClusterApi(mapiSet(provider(), { machine: { providerID: id } })));
    expect(errors).toMatchObject([
      { code: 'NotSupported', path: 'spec.template.spec.providerID', hint: 'Remove it from the template.' },
    ]);
  });

  it('is refused on the way back', () => {
    const errors = errorsOf(converter().toMachineApi(...capiSet(infraSpec({ providerID: id }))));
    expect(errors).toMatchObject([
      { code: 'NotSupported', object: 'infra', path: 'spec.template.spec.providerID', value: id },
    ]);
  });
});
