import type { JsonObject } from '@capstan/api';
import { asObject, type Target } from '@capstan/convert';
import { describe, expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { exampleCluster, exampleMachineSet, withProvider } from './examples.ts';
import { createNamespaces, entryOf, planOf, reported } from './plans.ts';
import { expectAccepted, type Stored, tryCreate } from './strict.ts';

const client = connect();

async function stored(objects: readonly JsonObject[], target: Target): Promise<Stored[]> {
  const plan = planOf(objects, { ...(await createNamespaces(client)), target });
  return expectAccepted(
    client,
    plan.entries.flatMap((entry) => entry.objects),
  );
}

describe('printed objects can be applied beside a live cluster', () => {
  test('every Cluster API object is paused when the server has it', async () => {
    const objects = await stored(await exampleCluster(), 'cluster-api');
    expect(new Set(objects.map(({ kind }) => kind))).toEqual(
      new Set(['Machine', 'MachineSet', 'AWSMachine', 'AWSMachineTemplate']),
    );
    for (const { metadata } of objects) expect(metadata.annotations).toHaveProperty(['cluster.x-k8s.io/paused'], '');
  });

  test('every Machine API object leaves the authority to Cluster API, its template too', async () => {
    const cluster = await exampleCluster();
    const infrastructure = cluster.filter(({ kind }) => kind === 'Infrastructure');
    const inClusterApi = await stored(cluster, 'cluster-api');
    const objects = [
      ...(await stored(await exampleMachineSet('aws-capi-native.yaml'), 'machine-api')),
      ...(await stored([...infrastructure, ...inClusterApi], 'machine-api')),
    ];
    expect(new Set(objects.map(({ kind }) => kind))).toEqual(new Set(['Machine', 'MachineSet']));
    for (const { kind, spec } of objects) {
      expect(spec).toHaveProperty('authoritativeAPI', 'ClusterAPI');
      if (kind === 'MachineSet') expect(spec).toHaveProperty(['template', 'spec', 'authoritativeAPI'], 'ClusterAPI');
    }
  });

  test('nothing printed claims to be what only a live cluster knows', async () => {
    const plan = planOf(await exampleCluster(), { ...(await createNamespaces(client)), target: 'cluster-api' });
    for (const object of plan.entries.flatMap(({ objects }) => objects)) {
      expect(Object.keys(object).sort()).toEqual(['apiVersion', 'kind', 'metadata', 'spec']);
      for (const field of ['uid', 'ownerReferences', 'finalizers', 'resourceVersion']) {
        expect(object.metadata).not.toHaveProperty(field);
      }
    }
  });
});

describe('what a rule of the CRD refuses is refused before it gets there', () => {
  const both = { spotMarketOptions: {}, capacityReservationId: 'cr-00d538a6f9586a376' };

  test('a capacity reservation together with spot: by the server', async () => {
    const [template] = planOf(await exampleMachineSet('aws-worker.yaml'), {
      ...(await createNamespaces(client)),
      target: 'cluster-api',
    }).entries.flatMap(({ objects }) => objects);
    if (template === undefined) return expect.fail('a template is printed');
    const spec = asObject(asObject(template.spec['template'])?.['spec']);
    const changed = { ...template, spec: { template: { spec: { ...spec, ...both } } } };
    expect(await tryCreate(client, changed)).toMatchObject({
      says: expect.stringContaining('capacityReservationId cannot be set when spotMarketOptions is specified'),
    });
  });

  test('a capacity reservation together with spot: by the conversion, at the field', async () => {
    const objects = (await exampleMachineSet('aws-worker.yaml')).map((object) => withProvider(object, both));
    const plan = planOf(objects, { ...(await createNamespaces(client)), target: 'cluster-api' });
    expect(reported(entryOf(plan, 'MachineSet/orchard-w9xtn-worker-eu-central-1a'))).toEqual([
      'error Conflict spec.template.spec.providerSpec.value.capacityReservationId',
    ]);
  });
});
