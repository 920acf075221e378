import { expect, test } from 'vitest';
import { type MigrateFlags, runCommand, wantedOf } from './migrate-request.ts';

const flags: MigrateFlags = {
  machineApiNamespace: 'openshift-machine-api',
  clusterApiNamespace: 'openshift-cluster-api',
  batch: '10%',
  maxFailures: 0,
  timeout: 600_000,
  output: 'text',
};
const id = '20261125-183005-3fa9c1';

test('the commands that are printed go to the cluster that this one went to', () => {
  expect(runCommand('rollback', id, flags)).toBe(`capstan migrate --rollback ${id}`);
  const elsewhere = { ...flags, context: 'prod; rm', kubeconfig: '/home/me/my config', clusterApiNamespace: 'capi' };
  expect(runCommand('run', id, elsewhere)).toBe(
    `capstan migrate --run ${id} --kubeconfig '/home/me/my config' --context 'prod; rm' --cluster-api-namespace capi`,
  );
});

test('a run that goes on takes nothing about itself from the flags: its objects know it', () => {
  expect(wantedOf([], { ...flags, run: id })).toEqual({ resume: id });
  expect(wantedOf([], { ...flags, rollback: id })).toEqual({ rollback: id });
  for (const more of [{ to: 'cluster-api' }, { all: true }, { selector: 'a' }, { rollback: id }] as const) {
    expect(() => wantedOf([], { ...flags, run: id, ...more })).toThrow('knows by itself');
  }
});

test('more names than an annotation holds are refused before anything is begun', () => {
  const names = Array.from({ length: 400 }, (_, at) => `machine/machine-${at}`);
  expect(() => wantedOf(names, { ...flags, to: 'cluster-api' })).toThrow('too many names');
});
