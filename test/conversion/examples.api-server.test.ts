import type { JsonObject } from '@capstan/api';
import { asObject, type ConvertedObject, type Plan, type Target } from '@capstan/convert';
import { beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { exampleCluster, exampleMachineSet, movedTo } from './examples.ts';
import { withOwner } from './owners.ts';
import { clusterNamespaces, createNamespaces, entryOf, namesBy, planOf } from './plans.ts';
import { clusterApiForm, machineApiForm } from './same.ts';
import { expectAccepted } from './strict.ts';

const client = connect();
const cluster = await exampleCluster();

const converted = (objects: readonly JsonObject[], target: Target) =>
  namesBy(planOf(objects, { ...clusterNamespaces, target }), 'ready', 'warning');

test('of the example cluster everything is tried but what must stay behind', () => {
  const plan = planOf(cluster, { ...clusterNamespaces, target: 'cluster-api' });
  expect(namesBy(plan, 'blocked')).toEqual([
    'Machine/harbour-k7m2q-infra-eu-west-1a-c55k7',
    'Machine/harbour-k7m2q-infra-eu-west-1a-qzgqz',
    'MachineSet/harbour-k7m2q-infra-eu-west-1a',
    'MachineSet/harbour-k7m2q-legacy-eu-west-1c',
  ]);
  expect(namesBy(plan, 'ignored')).toEqual([
    'Machine/harbour-k7m2q-master-0',
    'Machine/harbour-k7m2q-master-2',
    'Machine/harbour-k7m2q-master-v4spc-1',
  ]);
  expect(namesBy(plan, 'migrated')).toEqual([]);
  expect(converted(cluster, 'cluster-api')).toHaveLength(13);
});

describe.each([
  ['clusters/aws', cluster],
  ['machinesets/aws-worker.yaml', await exampleMachineSet('aws-worker.yaml')],
  ['machinesets/aws-dedicated-host.yaml', await exampleMachineSet('aws-dedicated-host.yaml')],
])('%s, converted to Cluster API', (_, objects) => {
  let plan: Plan<undefined>;

  beforeAll(async () => {
    plan = planOf(objects, { ...(await createNamespaces(client)), target: 'cluster-api' });
  });

  test.each(converted(objects, 'cluster-api'))(
    '%s is accepted, and comes back from the server as the object that it was, with nothing to report',
    async (name) => {
      const entry = entryOf(plan, name);
      const { converter } = plan.cluster;
      const [infra, machine] = await expectAccepted(client, entry.objects);
      if (machine === undefined) return expect.fail('an infra object and a machine or set are printed');

      const back = converter.toMachineApi(withOwner(machine, entry.owner), infra);
      expect(back.issues).toEqual([]);
      if (!back.ok) return;
      expect(back.objects.map(machineApiForm)).toEqual([machineApiForm(entry.input.value)]);

      const [again] = await expectAccepted(client, back.objects);
      if (again === undefined) return expect.fail('one object is printed');
      const forth = converter.toClusterApi(withOwner(again, entry.owner));
      expect(forth).toMatchObject({ ok: true, issues: entry.issues.map(({ issue }) => issue) });
      if (forth.ok) expect(forth.objects).toEqual(entry.objects.map(unpaused));
    },
  );
});

describe('machinesets/aws-capi-native.yaml, converted to Machine API', async () => {
  const objects = await exampleMachineSet('aws-capi-native.yaml');

  test.each(converted(objects, 'machine-api'))(
    '%s is accepted, and comes back from the server as the objects that it was, with nothing to report',
    async (name) => {
      const namespaces = await createNamespaces(client);
      // From what a server makes of the example, as a user's own would be.
      const originals = objects
        .filter(({ apiVersion }) => !String(apiVersion).startsWith('config.openshift.io/'))
        .map((object) => movedTo(namespaces.clusterApiNamespace, object));
      const live = await expectAccepted(client, originals);
      const infrastructure = objects.filter(({ kind }) => kind === 'Infrastructure');
      const plan = planOf([...infrastructure, ...live], {
        ...namespaces,
        target: 'machine-api',
      });
      const entry = entryOf(plan, name);
      expect(entry.issues).toEqual([]);
      const [stored] = await expectAccepted(client, entry.objects);

      const { converter } = plan.cluster;
      const back = converter.toClusterApi(stored);
      expect(back.issues).toEqual([]);
      if (!back.ok) return;
      const [template, set] = back.objects;
      const original = objects.find(({ kind }) => kind === 'MachineSet');
      expect(clusterApiForm(set ?? {})).toEqual(clusterApiForm(original ?? {}));
      const originalTemplate = objects.find(({ kind }) => kind === 'AWSMachineTemplate');
      expect(converter.same.knownInfra(machineSpec(template), machineSpec(originalTemplate))).toBe(true);
    },
  );
});

function machineSpec(template: JsonObject | undefined): unknown {
  return asObject(asObject(template?.['spec'])?.['template'])?.['spec'];
}

function unpaused(object: ConvertedObject): ConvertedObject {
  const { annotations, ...metadata } = object.metadata;
  const { 'cluster.x-k8s.io/paused': _paused, ...others } = (annotations ?? {}) as JsonObject;
  return { ...object, metadata: Object.keys(others).length === 0 ? metadata : { ...metadata, annotations: others } };
}
