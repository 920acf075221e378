import { readdirSync } from 'node:fs';
import type { JsonObject } from '@capstan/api';
import {
  asObject,
  type ConvertedObject,
  infraStatusToClusterApi,
  machineStatusToClusterApi,
  paused,
} from '@capstan/convert';
import { stored } from '@capstan/convert/testing';
import { describe, expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { examplesOf, platformFolder } from './examples.ts';
import { withOwner } from './owners.ts';
import { clusterNamespaces, createNamespaces, namesBy, planOf } from './plans.ts';
import { hasServedCrds } from './served.ts';
import { expectAccepted } from './strict.ts';

const client = connect();

const platforms = await Promise.all(
  readdirSync(platformFolder).map(async (name) => ({ name, ...(await typed(name)) })),
);

async function typed(name: string) {
  const objects = await examplesOf(name);
  const plan = planOf(objects, { ...clusterNamespaces, target: 'cluster-api' });
  return { objects, type: plan.cluster.platform.type, names: namesBy(plan, 'ready', 'warning') };
}

test('the examples are of all platforms', () => {
  expect(platforms.length).toBeGreaterThan(0);
  for (const { name, names } of platforms)
    expect(names.length, `${name} converts hardly any`).toBeGreaterThanOrEqual(3);
});

describe.each(platforms.filter(({ type }) => hasServedCrds(type)))('the examples of $type', ({ objects, names }) => {
  const planIn = async () => planOf(objects, { ...(await createNamespaces(client)), target: 'cluster-api' });

  test.each(names)('%s is accepted, and is the same after the way to the server and back, twice', async (name) => {
    const plan = await planIn();
    const { converter, platform } = plan.cluster;
    const entry = plan.entries.find(({ input: { identity } }) => `${identity.kind}/${identity.name}` === name);
    if (entry === undefined) return expect.fail(`the plan has no ${name}`);
    const [infra, machine] = await expectAccepted(client, entry.objects);
    if (machine === undefined) return expect.fail('an infra object and a machine or set are printed');

    const back = converter.toMachineApi(withOwner(machine, entry.owner), infra);
    expect(back).toEqual(converter.toMachineApi(...coreAndInfra(entry.objects, entry.owner)));
    expect(back.issues).toEqual([]);
    if (!back.ok) return;
    const [again] = await expectAccepted(client, back.objects);
    if (again === undefined) return expect.fail('one object is printed');
    const forth = converter.toClusterApi(withOwner(again, entry.owner));
    expect(forth).toMatchObject({ ok: true, issues: entry.issues.map(({ issue }) => issue) });
    if (forth.ok) expect(forth.objects.map(paused)).toEqual(entry.objects);

    // What the provider's webhook would make of it is valid as well, so the list of its defaults has no wrong value.
    const { clusterApiNamespace } = await createNamespaces(client);
    const defaulted = entry.objects.map((object) => stored(object, platform.webhookDefaults));
    await expectAccepted(
      client,
      defaulted.map((object) => inNamespace(object, clusterApiNamespace)),
    );
  });

  test('the Cluster and the infra cluster around them are accepted, and so is the status that says they are ready', async () => {
    const { around, platform } = (await planIn()).cluster;
    expect(around.issues.filter(({ issue }) => issue.severity === 'error')).toEqual([]);
    const made = around.objects.map(paused);
    await expectAccepted(client, made);
    const infra = made.find(({ kind }) => kind === platform.infra.clusterKind);
    if (infra === undefined) return expect.fail('there is no infra cluster');
    await expectStatusAccepted(infra, around.infraStatus);
  });

  test('the statuses of the machines are accepted as well', async () => {
    const { cluster, entries } = await planIn();
    const machines = entries.filter(({ input, objects }) => input.identity.kind === 'Machine' && objects.length > 0);
    expect(machines.length).toBeGreaterThan(0);
    for (const { input, objects } of machines) {
      const [infra, machine] = objects;
      if (infra === undefined || machine === undefined)
        return expect.fail('an infra machine and a machine are printed');
      await expectAccepted(client, objects);
      const now = '2026-11-01T00:00:00Z';
      for (const [object, made] of [
        [infra, infraStatusToClusterApi(cluster.platform.status, input.value, undefined, { now })],
        [machine, machineStatusToClusterApi(input.value, undefined, { now })],
      ] as const) {
        expect(made.issues).toEqual([]);
        await expectStatusAccepted(object, made.status);
      }
    }
  });
});

async function expectStatusAccepted(
  { apiVersion, kind, metadata }: ConvertedObject,
  status: JsonObject,
): Promise<void> {
  const { name, namespace } = metadata;
  const object = { apiVersion, kind, metadata: { name, namespace }, status };
  const options = { fieldManager: 'capstan-test', fieldValidation: 'Strict' } as const;
  const written = await client.applyStatus(object, options);
  expect(written.warnings).toEqual([]);
  expect(asObject(written.object['status'])).toMatchObject(status);
}

function coreAndInfra(
  objects: readonly ConvertedObject[],
  owner: Parameters<typeof withOwner>[1],
): [JsonObject, JsonObject] {
  const [infra, machine] = JSON.parse(JSON.stringify(objects));
  return [withOwner(machine, owner), infra];
}

function inNamespace(object: ConvertedObject, namespace: string): ConvertedObject {
  return { ...object, metadata: { ...object.metadata, namespace } };
}
