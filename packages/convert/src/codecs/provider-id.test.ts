import { describe, expect, it } from 'vitest';
import { makeScope } from '../mapping/issue.ts';
import type { ObjectFacts, RowContext } from '../objects/context.ts';
import { objectFacts } from '../testing/object-facts.ts';
import { mirroredProviderId } from './provider-id.ts';

interface Zoned {
  zone?: string | undefined;
}

const codec = mirroredProviderId<{ readonly scheme: string }, Zoned>({
  rule: 'the same on both',
  noun: 'VM',
  sample: 'cloud://a/1',
  check: (id, { platform }, { zone = 'a' }) =>
    id.startsWith(`${platform.scheme}://${zone}/`)
      ? undefined
      : { code: 'InvalidValue', message: 'names no VM', hint: 'Correct it.' },
});

function run<T>(kind: ObjectFacts['kind'], act: (scope: ReturnType<typeof scopeFor>) => T) {
  const problems: object[] = [];
  const scope = scopeFor(kind, problems);
  return { value: act(scope), problems };
}

function scopeFor(kind: ObjectFacts['kind'], problems: object[]) {
  const context: RowContext<{ readonly scheme: string }> = {
    cluster: {
      infrastructureName: 'ocp1-x7k2p',
      machineApiNamespace: 'openshift-machine-api',
      clusterApiNamespace: 'openshift-cluster-api',
      supports: { taints: true },
    },
    platform: { scheme: 'cloud' },
    object: objectFacts(kind),
  };
  return makeScope(context, ({ code, value, message, hint }, at) => problems.push({ code, value, message, hint, at }));
}

describe('the provider id of a machine', () => {
  it('stands on both halves of the Cluster API side', () => {
    expect(run('Machine', (scope) => codec.toCapi({ providerID: 'cloud://a/1' }, scope))).toEqual({
      value: { machine: 'cloud://a/1', infra: 'cloud://a/1' },
      problems: [],
    });
  });

  it.each([
    { machine: 'cloud://a/1', infra: 'cloud://a/1' },
    { machine: 'cloud://a/1' },
    { infra: 'cloud://a/1' },
    { machine: 'cloud://a/1', infra: '' },
    { machine: '', infra: 'cloud://a/1' },
  ])('is taken from whichever half has it: %j', (found) => {
    expect(run('Machine', (scope) => codec.toMapi(found, scope))).toEqual({
      value: { providerID: 'cloud://a/1' },
      problems: [],
    });
  });

  it.each([undefined, {}, { zone: 'b' }])('may be missing: %j', (found) => {
    const nothing = { value: {}, problems: [] };
    expect(run('Machine', (scope) => codec.toCapi(found, scope))).toEqual(nothing);
    expect(run('Machine', (scope) => codec.toMapi(found, scope))).toEqual(nothing);
    expect(run('MachineSet', (scope) => codec.toMapi(found, scope))).toEqual(nothing);
  });

  it('is checked by its platform, which sees what is beside it, at the half that it was taken from', () => {
    const problem = { code: 'InvalidValue', value: 'cloud://a/1', message: 'names no VM', hint: 'Correct it.' };
    const zone = 'b';
    expect(run('Machine', (scope) => codec.toCapi({ providerID: 'cloud://a/1', zone }, scope)).problems).toEqual([
      { ...problem, at: ['providerID'] },
    ]);
    for (const half of ['machine', 'infra'])
      expect(run('Machine', (scope) => codec.toMapi({ [half]: 'cloud://a/1', zone }, scope)).problems).toEqual([
        { ...problem, at: [half] },
      ]);
  });

  it('that differs on the infra machine is refused there, whatever else is wrong', () => {
    const conflict = {
      code: 'Conflict',
      value: 'cloud://a/2',
      message: "differs from the Machine's provider id, which is cloud://a/1",
      hint: 'Find out which VM is meant; both must name it.',
      at: ['infra'],
    };
    const found = { machine: 'cloud://a/1', infra: 'cloud://a/2' };
    expect(run('Machine', (scope) => codec.toMapi(found, scope)).problems).toEqual([conflict]);
    expect(run('Machine', (scope) => codec.toMapi({ ...found, zone: 'b' }, scope)).problems).toEqual([
      expect.objectContaining({ code: 'InvalidValue', at: ['machine'] }),
      conflict,
    ]);
  });
});

describe('a provider id in a template', () => {
  const refused = (value: string, half: string) => ({
    value: {},
    problems: [
      {
        code: 'NotSupported',
        value,
        message: 'a template that names a VM would give every machine the same one',
        hint: 'Remove it from the template.',
        at: [half],
      },
    ],
  });

  it('is refused and not checked any further', () => {
    expect(run('MachineSet', (scope) => codec.toCapi({ providerID: 'x' }, scope))).toEqual(refused('x', 'providerID'));
    expect(run('MachineSet', (scope) => codec.toMapi({ machine: 'x', infra: 'y' }, scope))).toEqual(
      refused('x', 'machine'),
    );
    expect(run('MachineSet', (scope) => codec.toMapi({ infra: 'y' }, scope))).toEqual(refused('y', 'infra'));
  });
});
