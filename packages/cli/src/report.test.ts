import { makePlan } from '@capstan/convert';
import { expect, it } from 'vitest';
import type { Source } from './load.ts';
import { makeReport } from './report.ts';

const options = {
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  supports: { taints: false },
  assumed: { infrastructureName: 'ocp1-x7k2p', region: 'us-east-1' },
};

function source(line: number): Source {
  return { file: 'a.yaml', line, lineOf: () => line };
}

function report(...values: readonly Parameters<typeof makePlan>[0][number]['value'][]) {
  const inputs = values.map((value, index) => ({ source: source(index * 10 + 1), value }));
  const result = makePlan(inputs, options);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join());
  return makeReport(result.plan);
}

const aws = { kind: 'AWSMachineProviderConfig', apiVersion: 'machine.openshift.io/v1beta1' };
const machine = (name: string, value: { readonly [key: string]: string | boolean | null } = {}) => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'Machine',
  metadata: { name, namespace: 'openshift-machine-api' },
  spec: { providerSpec: { value: { ...aws, ...value } } },
});

it('has an entry for each object in the order of the inputs, and counts verdicts', () => {
  const { objects, summary, version } = report(machine('b', { bogus: true }), machine('a', { bogus: 'x' }));
  expect(version).toBe(1);
  expect(objects.map(({ source: { name, line } }) => [name, line])).toEqual([
    ['b', 1],
    ['a', 11],
  ]);
  expect(summary).toEqual({ ready: 0, warning: 0, blocked: 2, ignored: 0, migrated: 0 });
});

it('leaves the value away where there is none, and keeps null and false', () => {
  const { objects } = report(machine('a', { bogus: false }), machine('b'));
  const issuesOf = (index: number) => objects[index]?.issues ?? [];
  expect(issuesOf(0).find(({ path }) => path.endsWith('bogus'))).toMatchObject({ code: 'UnknownField', value: false });
  expect(issuesOf(1).filter((issue) => 'value' in issue && issue.value === undefined)).toEqual([]);
});

it("says '' for a namespace and a name that are not there", () => {
  const { objects } = report({ ...machine('a'), metadata: {} });
  expect(objects[0]?.source).toMatchObject({ namespace: '', name: '' });
});

it('is JSON that reads back as itself', () => {
  const made = report(machine('a', { bogus: null }));
  expect(JSON.parse(JSON.stringify(made))).toEqual(made);
});
