import type { Issue, PlanEntry, Verdict } from '@capstan/convert';
import { expect, it } from 'vitest';
import { groupEntries } from './plan-groups.ts';

type Entry = PlanEntry<undefined>;

interface Made {
  readonly namespace?: string;
  readonly verdict?: Verdict;
  readonly owner?: string;
  readonly issues?: readonly string[];
}

function entry(kind: 'Machine' | 'MachineSet', name: string, made: Made = {}): Entry {
  const { namespace = 'openshift-machine-api', verdict = 'ready', owner, issues = [] } = made;
  const apiVersion = 'machine.openshift.io/v1beta1';
  const ownerReferences = owner === undefined ? [] : [{ kind: 'MachineSet', name: owner }];
  const input = {
    source: undefined,
    identity: { apiVersion, kind, namespace, name },
    value: { apiVersion, kind, metadata: { name, namespace, ownerReferences } },
  };
  return {
    input,
    verdict,
    issues: issues.map((message) => ({ issue: issue(message), input })),
    objects: [],
    owner: undefined,
    handover: [],
  };
}

function issue(message: string): Issue {
  return {
    severity: 'error',
    code: 'NotSupported',
    object: 'self',
    segments: ['spec', message],
    path: `spec.${message}`,
    message,
    hint: 'Do this.',
  };
}

/** Groups by name: `set: machines by verdict`. */
function shape(entries: readonly Entry[]) {
  return groupEntries(entries).map(({ entry: { input }, members }) => [
    input.identity.name,
    ...members.map(({ verdict, entries: machines }) => `${machines.length} ${verdict}`),
  ]);
}

it('puts machines under their set, whichever comes first, and by verdict', () => {
  const machines = ['a', 'b', 'c'].map((name, index) =>
    entry('Machine', name, { owner: 'set', verdict: index === 2 ? 'blocked' : 'ready' }),
  );
  expect(shape([...machines, entry('MachineSet', 'set')])).toEqual([['set', '2 ready', '1 blocked']]);
});

it('leaves a machine alone whose set is not there, or is in another namespace', () => {
  const entries = [
    entry('Machine', 'free'),
    entry('Machine', 'orphan', { owner: 'gone' }),
    entry('Machine', 'elsewhere', { owner: 'set', namespace: 'other' }),
    entry('MachineSet', 'set'),
  ];
  expect(shape(entries)).toEqual([['set'], ['free'], ['orphan'], ['elsewhere']]);
});

it('shows both of two sets of one name, the machines under the first', () => {
  const entries = [entry('MachineSet', 'set'), entry('MachineSet', 'set'), entry('Machine', 'a', { owner: 'set' })];
  expect(shape(entries)).toEqual([['set', '1 ready'], ['set']]);
});

it('says what machines share with their set once, and what they share with each other once, with how many', () => {
  const [group] = groupEntries([
    entry('MachineSet', 'set', { issues: ['taints'] }),
    entry('Machine', 'a', { owner: 'set', issues: ['taints', 'hooks'] }),
    entry('Machine', 'b', { owner: 'set', issues: ['taints', 'hooks'] }),
    entry('Machine', 'c', { owner: 'set', issues: ['taints', 'version'] }),
  ]);
  const said = group?.memberIssues.map(({ issue: { issue }, times }) => [issue.message, times]);
  expect(said).toEqual([
    ['hooks', 2],
    ['version', 1],
  ]);
});

it.each([
  ['no list', { ownerReferences: 'MachineSet/set' }],
  ['no objects', { ownerReferences: [null, 'set', 3] }],
  ['a set without a name', { ownerReferences: [{ kind: 'MachineSet' }] }],
])('takes owner references that are %s for none', (_, metadata) => {
  const machine = entry('Machine', 'a');
  const odd = { ...machine, input: { ...machine.input, value: { ...machine.input.value, metadata } } };
  expect(shape([odd, entry('MachineSet', 'set')])).toEqual([['set'], ['a']]);
});
