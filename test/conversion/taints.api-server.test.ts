import { asObject, type ConvertedObject } from '@capstan/convert';
import { fixtures } from '@capstan/convert/testing';
import { type ControlPlane, createClient, type KubeClient, startControlPlane } from '@capstan/kube/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, controlPlane } from '../control-plane/connect.ts';
import { fillControlPlane } from '../control-plane/fill.ts';
import { exampleCluster, withMachineSpec } from './examples.ts';
import { generate } from './generated.ts';
import { withOwner } from './owners.ts';
import { clusterNamespaces, createNamespaces, entryOf, namesBy, planOf, reported } from './plans.ts';
import { machineApiForm } from './same.ts';
import { expectAccepted, tryCreate } from './strict.ts';
import { findRefused } from './trials.ts';

const cluster = await exampleCluster();
const infraSet = 'MachineSet/harbour-k7m2q-infra-eu-west-1a';
const withTaints = [
  infraSet,
  'Machine/harbour-k7m2q-infra-eu-west-1a-c55k7',
  'Machine/harbour-k7m2q-infra-eu-west-1a-qzgqz',
];
const settings = { ...clusterNamespaces, target: 'cluster-api' } as const;

describe('for a Cluster API without taints', () => {
  const plan = planOf(cluster, { ...settings, taints: false });

  test.each([
    [infraSet, 'spec.template.spec.taints'],
    ['Machine/harbour-k7m2q-infra-eu-west-1a-c55k7', 'spec.taints'],
  ])('%s is refused as too new for the target, at %s and for nothing else', (name, path) => {
    const entry = entryOf(plan, name);
    expect(entry).toMatchObject({ verdict: 'blocked', objects: [] });
    expect(reported(entry)).toEqual([`error TargetTooOld ${path}`]);
  });

  test.each([
    [infraSet, 'spec.template.spec.taints'],
    ['Machine/harbour-k7m2q-infra-eu-west-1a-c55k7', 'spec.taints'],
  ])('the API server would refuse %s for the same field, %s', async (name, path) => {
    const client = connect();
    const plan = planOf(cluster, { ...settings, ...(await createNamespaces(client)), taints: true });
    const object = coreOf(entryOf(plan, name).objects);
    expect(await tryCreate(client, object)).toMatchObject({ says: expect.stringContaining(`unknown field "${path}"`) });
  });
});

describe('for a Cluster API with taints, 1.12.8', () => {
  let own: ControlPlane;
  let client: KubeClient;

  beforeAll(async () => {
    own = await startControlPlane({ binaries: controlPlane().binaries });
    await fillControlPlane(own, '1.12.8');
    client = createClient(own);
  });

  afterAll(async () => {
    await client?.close();
    await own?.stop();
  });

  test('nothing is left behind for its taints', () => {
    const plan = planOf(cluster, { ...settings, taints: true });
    expect(namesBy(plan, 'ready', 'warning')).toEqual(expect.arrayContaining(withTaints));
  });

  test.each(withTaints)('%s is accepted with its taints, which come back from the server', async (name) => {
    const plan = planOf(cluster, { ...settings, ...(await createNamespaces(client)), taints: true });
    const entry = entryOf(plan, name);
    const [infra, machine] = await expectAccepted(client, entry.objects);
    if (machine === undefined) return expect.fail('an infra object and a machine or set are printed');
    expect(taintsOf(machine)).toEqual([
      { key: 'node-role.kubernetes.io/infra', value: 'reserved', effect: 'NoSchedule', propagation: 'Always' },
      { key: 'node-role.kubernetes.io/infra', value: 'reserved', effect: 'NoExecute', propagation: 'Always' },
    ]);

    const back = plan.cluster.converter.toMachineApi(withOwner(machine, entry.owner), infra);
    expect(back.issues).toEqual([]);
    if (!back.ok) return;
    expect(back.objects.map(machineApiForm)).toEqual([machineApiForm(entry.input.value)]);
    await expectAccepted(client, back.objects);
  });

  test.each(['Machine', 'MachineSet'] as const)(
    'a generated %s is accepted with whatever taints it has',
    async (kind) => {
      const fixture = fixtures.find(({ type }) => type === 'AWS') ?? expect.fail('AWS has no fixture');
      const wanted = {
        fixture,
        target: 'cluster-api',
        kind,
        taints: true,
        count: 250,
        ...(await createNamespaces(client)),
      } as const;
      for (const values of ['sound', 'odd'] as const) {
        const conversions = generate({ ...wanted, values });
        const tainted = conversions.converted.filter(({ objects }) => taintsOf(coreOf(objects)) !== undefined);
        expect(tainted.length).toBeGreaterThan(50);
        expect(await findRefused(client, conversions)).toEqual([]);
      }
    },
  );

  test.each([
    ['a name that is too long', 'x'.repeat(64)],
    ['a prefix that is too long', `${'d'.repeat(254)}/x`],
    ["a prefix of the node lifecycle controller's", 'node.kubernetes.io/unreachable'],
    ['a name that Cluster API keeps for itself', 'node.cluster.x-k8s.io/uninitialized'],
    ['a name that only control planes may have', 'node-role.kubernetes.io/control-plane'],
  ])('a taint whose key has %s is refused by the conversion, at its key', async (_, key) => {
    const objects = cluster.map((object) => withMachineSpec(object, { taints: [{ key, effect: 'NoSchedule' }] }));
    const plan = planOf(objects, { ...settings, ...(await createNamespaces(client)), taints: true });
    const entry = entryOf(plan, infraSet);
    expect(entry.objects).toEqual([]);
    expect(entry.issues.map(({ issue }) => issue.path)).toContain('spec.template.spec.taints[0].key');
  });

  test('everything else of the example cluster is accepted as well', async () => {
    const plan = planOf(cluster, { ...settings, ...(await createNamespaces(client)), taints: true });
    for (const { objects } of plan.entries) await expectAccepted(client, objects);
  });
});

/** The Machine or MachineSet among the objects that are printed for one. */
function coreOf(objects: readonly ConvertedObject[]): ConvertedObject {
  return (
    objects.find(({ apiVersion }) => apiVersion.startsWith('cluster.x-k8s.io/')) ?? expect.fail('none was printed')
  );
}

function taintsOf(object: { readonly [field: string]: unknown }): unknown {
  const spec = asObject(object['spec']);
  return (object['kind'] === 'Machine' ? spec : asObject(asObject(spec?.['template'])?.['spec']))?.['taints'];
}
