import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import {
  aws,
  eventsOf,
  held,
  isPaused,
  pairInMachineApi,
  rigForEach,
  untilLooked,
  writesOfMachine,
} from './machine-rig.ts';
import type { Rig } from './rig.ts';

const rig = rigForEach();

/** A pair as the in-tree controller makes it: the finalizers and the pause, and nothing that Capstan marks. */
async function inTreePair(of: Rig, labels: Record<string, string> = {}): Promise<void> {
  const machine = aws.mapiMachine(aws.provider(), {}, { finalizers: [held.mao, held.sync], labels });
  await of.create(machine, { authoritativeAPI: 'MachineAPI', phase: 'Running' });
  const objects = aws.converter().toClusterApi(machine);
  if (!objects.ok) throw new Error('does not convert');
  const cluster = await of.get('cluster', 'ocp1-x7k2p');
  const made: { [kind: string]: string } = {};
  for (const { apiVersion, kind, metadata, spec } of objects.objects.toReversed()) {
    const isMachine = kind === 'Machine';
    const owner = isMachine
      ? {
          apiVersion: cluster.apiVersion,
          kind: 'Cluster',
          name: 'ocp1-x7k2p',
          uid: cluster.metadata.uid ?? '',
          controller: false,
          blockOwnerDeletion: true,
        }
      : {
          apiVersion: 'cluster.x-k8s.io/v1beta2',
          kind: 'Machine',
          name: 'worker-1',
          uid: made['Machine'] ?? '',
          controller: true,
          blockOwnerDeletion: true,
        };
    const { object } = await of.admin.create({
      apiVersion,
      kind,
      metadata: {
        name: 'worker-1',
        namespace: of.namespaces.clusterApi,
        labels: asObject(metadata['labels']) ?? {},
        annotations: { 'cluster.x-k8s.io/paused': '' },
        finalizers: isMachine ? [held.sync, held.core] : [held.sync],
        ownerReferences: [owner],
      },
      spec,
    });
    made[kind] = object.metadata.uid ?? '';
  }
}

test('a pair of the in-tree controller is taken over as it is: marked, with the same uids and specs', async () => {
  await inTreePair(rig(), { colour: 'red' });
  const before = await Promise.all((['capi', 'infra'] as const).map((slot) => rig().get(slot, 'worker-1')));
  await rig().start();
  await rig().untilSynchronized('mapi', 'worker-1');
  const after = await Promise.all((['capi', 'infra'] as const).map((slot) => rig().get(slot, 'worker-1')));
  const identity = ({ metadata: { uid, generation, finalizers, ownerReferences } }: (typeof after)[number]) => ({
    uid,
    generation,
    finalizers,
    ownerReferences,
  });
  expect(after.map(identity)).toEqual(before.map(identity));
  for (const mirror of after) {
    expect(isPaused(mirror)).toBe(true);
    expect(mirror.metadata.labels).toHaveProperty(['capstan.openshift.io/mirror']);
    expect(mirror.metadata.annotations).toMatchObject({ 'capstan.openshift.io/authority': 'MachineAPI' });
  }
  expect(writesOfMachine(rig()).filter((write) => /^(create|delete)/.test(write))).toEqual([]);
  expect(await eventsOf(rig())).toEqual([]);
});

test('of a mirror that another made nothing is taken away at first: nobody can tell whose label it is', async () => {
  await inTreePair(rig(), { colour: 'red' });
  await rig().patch('mapi', 'worker-1', { metadata: { labels: { colour: null, size: 'big' } } });
  await rig().start();
  const capi = await rig().until('capi', 'worker-1', 'labelled', ({ metadata }) => metadata.labels?.['size'] === 'big');
  expect(capi.metadata.labels).toMatchObject({ colour: 'red' });
  await rig().patch('mapi', 'worker-1', { metadata: { labels: { size: null } } });
  await rig().until('capi', 'worker-1', 'without', ({ metadata }) => metadata.labels?.['size'] === undefined);
});

test('a record that somebody has damaged takes nothing away and is written anew', async () => {
  await rig().start();
  await pairInMachineApi(rig(), { labels: { colour: 'red' } });
  await rig().patch('capi', 'worker-1', { metadata: { annotations: { 'capstan.openshift.io/mirrored': '{' } } });
  const capi = await rig().until('capi', 'worker-1', 'recorded', ({ metadata }) =>
    (metadata.annotations?.['capstan.openshift.io/mirrored'] ?? '').includes('colour'),
  );
  expect(capi.metadata.labels).toMatchObject({ colour: 'red' });
  await untilLooked(rig());
});
