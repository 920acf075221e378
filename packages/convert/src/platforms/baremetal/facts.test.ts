import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { bareMetalFacts } from './facts.ts';

const problemsOf = (spec: JsonObject) => bareMetalFacts({ spec }).problems;

it('nothing must be known of a cluster, and nothing is wrong where no Metal3Cluster is given', () => {
  expect(bareMetalFacts()).toEqual({ facts: {}, problems: [] });
});

it.each<JsonObject>([
  { cloudProviderEnabled: false },
  { noCloudProvider: true },
  { cloudProviderEnabled: false, noCloudProvider: true },
])('a Metal3Cluster with %j waits for no cloud provider', (spec) => {
  expect(problemsOf(spec)).toEqual([]);
});

it.each<[JsonObject, string, boolean | undefined]>([
  [{}, 'cloudProviderEnabled', undefined],
  [{ cloudProviderEnabled: true }, 'cloudProviderEnabled', true],
  [{ cloudProviderEnabled: true, noCloudProvider: true }, 'cloudProviderEnabled', true],
  [{ noCloudProvider: false }, 'noCloudProvider', false],
])('a Metal3Cluster with %j waits for one, so that no new machine would get ready', (spec, field, value) => {
  expect(problemsOf(spec)).toEqual([
    {
      object: 'infraCluster',
      problem: {
        code: 'NotSupported',
        at: ['spec', field],
        ...(value !== undefined && { value }),
        message: 'CAPM3 would wait for a cloud provider to name the Nodes of new machines, and bare metal has none',
        hint: 'Set cloudProviderEnabled: false on the Metal3Cluster.',
      },
    },
  ]);
});

it('a Metal3Cluster that says both is told to say one', () => {
  expect(problemsOf({ cloudProviderEnabled: false, noCloudProvider: false })).toMatchObject([
    { problem: { code: 'Conflict', at: ['spec', 'noCloudProvider'], value: false, hint: 'Remove noCloudProvider.' } },
  ]);
});
