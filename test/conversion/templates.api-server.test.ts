import type { JsonObject } from '@capstan/api';
import type { ConvertedObject } from '@capstan/convert';
import { refOf } from '@capstan/kube/testing';
import { expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { exampleCluster, exampleMachineSet, withProvider } from './examples.ts';
import { createNamespaces, type Namespaces, planOf } from './plans.ts';
import { applyStrictly, expectAccepted, isRefusal, tryCreate } from './strict.ts';

const client = connect();
const worker = await exampleMachineSet('aws-worker.yaml');

const printed = (objects: readonly JsonObject[], namespaces: Namespaces): ConvertedObject[] =>
  planOf(objects, { ...namespaces, target: 'cluster-api' }).entries.flatMap((entry) => entry.objects);

const namesOf = (objects: readonly ConvertedObject[]) =>
  objects.filter(({ kind }) => kind === 'AWSMachineTemplate').map(({ metadata }) => metadata.name);

test('sets of different machines have different templates, each named after its set and pointed at by it', async () => {
  const objects = await expectAccepted(client, printed(await exampleCluster(), await createNamespaces(client)));
  const templates = objects.filter(({ kind }) => kind === 'AWSMachineTemplate');
  const sets = objects.filter(({ kind }) => kind === 'MachineSet');
  expect(new Set(templates.map(({ metadata }) => metadata.name)).size).toBe(5);
  expect(sets.map(({ metadata, spec }) => [metadata.name, spec])).toEqual(
    templates.map(({ metadata: { name, labels } }) => [
      labels?.['machine.openshift.io/cluster-api-machineset'],
      expect.objectContaining({
        template: expect.objectContaining({
          spec: expect.objectContaining({ infrastructureRef: expect.objectContaining({ name }) }),
        }),
      }),
    ]),
  );
  for (const { metadata } of templates) {
    const set = metadata.labels?.['machine.openshift.io/cluster-api-machineset'] ?? '';
    expect(metadata.name).toMatch(new RegExp(`^${set}-[0-9a-f]{10}$`));
    expect(metadata.annotations).toHaveProperty(['capstan.openshift.io/made-by'], 'capstan');
  }
});

test('another machine makes another template beside the first; what is no part of the machine makes none', async () => {
  const namespaces = await createNamespaces(client);
  const [first] = namesOf(printed(worker, namespaces));
  const larger = printed(
    worker.map((object) => withProvider(object, { instanceType: 'm7i.2xlarge' })),
    namespaces,
  );
  const more = worker.map((object) =>
    object['kind'] === 'MachineSet' ? { ...object, spec: { ...(object['spec'] as JsonObject), replicas: 7 } } : object,
  );
  expect(namesOf(larger)).not.toEqual([first]);
  expect(namesOf(printed(more, namespaces))).toEqual([first]);

  await expectAccepted(client, printed(worker, namespaces));
  const [template] = larger;
  if (template === undefined) return expect.fail('a template is printed');
  expect(isRefusal(await tryCreate(client, template))).toBe(false);
  await applyStrictly(client, template);
  const query = { apiVersion: template.apiVersion, kind: template.kind, namespace: namespaces.clusterApiNamespace };
  const { items } = await client.list(query);
  expect(items.map(({ metadata }) => metadata.name).sort()).toEqual([first, ...namesOf(larger)].sort());
});

test.each([
  ['clusters/aws, to Cluster API', await exampleCluster(), 'cluster-api'],
  ['machinesets/aws-capi-native.yaml, to Machine API', await exampleMachineSet('aws-capi-native.yaml'), 'machine-api'],
] as const)('converting and applying once more changes nothing: %s', async (_, objects, target) => {
  const namespaces = await createNamespaces(client);
  const print = () => planOf(objects, { ...namespaces, target }).entries.flatMap((entry) => entry.objects);
  const first = await expectAccepted(client, print());
  for (const object of print()) await applyStrictly(client, object);
  const again = await Promise.all(print().map((object) => client.get(refOf(object))));
  expect(again).toEqual(first);
});
