import { asObject } from '@capstan/convert';
import type { KubeObject } from '@capstan/kube';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildTimeoutMs } from '../control-plane/build.ts';
import { handOver } from './hand-over.ts';
import { isInStep, runsInStep } from './objects.ts';
import { aws, startWhole, type Whole } from './rig.ts';

const label = 'machine.openshift.io/cluster-api-machineset';

let whole: Whole;
beforeAll(async () => {
  whole = await startWhole({ clusterApiManager: true, controllerManager: true });
  await whole.startOperator();
}, buildTimeoutMs);
afterAll(async () => {
  await whole?.stop();
});

const membersOf = async (name: string): Promise<KubeObject[]> =>
  (await whole.list('mapi')).filter(({ metadata }) => metadata.labels?.[label] === name);

const running = () => whole.cloud.running().length;

/** A set of two machines that run and are in step; resolves with the names of its machines. */
async function makeSet(name: string): Promise<string[]> {
  const labels = { [label]: name };
  const set = { replicas: 2, selector: { matchLabels: labels } };
  const object = aws.mapiSet(aws.provider(), { metadata: { name }, set, templateMetadata: { labels } });
  const before = await whole.names('mapi');
  await whole.admin.create(JSON.parse(JSON.stringify(object)));
  await whole.untilCount('mapi', before.length + 2, (each) => before.includes(each.metadata.name) || runsInStep(each));
  return (await membersOf(name)).map(({ metadata }) => metadata.name);
}

test('a deleted MachineSet takes its machines, their mirrors and their instances along, and nothing is left', async () => {
  const before = running();
  const machines = await makeSet('gone');
  expect(running()).toBe(before + 2);
  await whole.delete('mapiSet', 'gone');
  for (const name of machines) for (const kind of ['mapi', 'capi', 'infra'] as const) await whole.untilGone(kind, name);
  await whole.untilGone('mapiSet', 'gone');
  await whole.untilGone('capiSet', 'gone');
  expect((await whole.names('template')).filter((name) => name.startsWith('gone-'))).toEqual([]);
  expect(running()).toBe(before);
}, 120_000);

test('a deleted mirror of a MachineSet is made again, and no machine of it is lost', async () => {
  const machines = await makeSet('kept');
  const before = running();
  const uids = async () => (await membersOf('kept')).map(({ metadata }) => metadata.uid).sort();
  const known = await uids();
  const { metadata } = await whole.get('capiSet', 'kept');
  await whole.delete('capiSet', 'kept');
  const again = await whole.until('capiSet', 'kept', 'made again', (each) => each.metadata.uid !== metadata.uid);
  for (const name of machines) {
    await whole.until('capi', name, 'owned by the new mirror', (each) => {
      const owners = each.metadata['ownerReferences'];
      const isNew = Array.isArray(owners) && owners.some((owner) => asObject(owner)?.['uid'] === again.metadata.uid);
      return isNew && each.metadata.deletionTimestamp === undefined;
    });
    await whole.until('mapi', name, 'in step', isInStep);
  }
  expect(await uids()).toEqual(known);
  expect(running()).toBe(before);
}, 120_000);

test('OCPBUGS-56897: the deletion of a set that does not act leaves the one that does, and its running machines', async () => {
  const machines = await makeSet('moved');
  for (const name of machines) await handOver(whole, 'machine', name);
  await handOver(whole, 'set', 'moved');
  const before = running();
  await whole.delete('mapiSet', 'moved');
  await whole.untilGone('mapiSet', 'moved');
  for (const name of machines) await whole.untilGone('mapi', name);
  for (const name of machines) {
    for (const kind of ['capi', 'infra'] as const) {
      expect((await whole.get(kind, name)).metadata.deletionTimestamp).toBeUndefined();
    }
  }
  expect((await whole.get('capiSet', 'moved')).metadata.deletionTimestamp).toBeUndefined();
  expect(running()).toBe(before);
}, 120_000);
