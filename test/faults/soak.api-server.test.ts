import { until } from '@capstan/kube/testing';
import { seededRandom } from '@capstan/operator/testing';
import { expect, onTestFinished, test } from 'vitest';
import { startRig } from '../sync/rig.ts';
import { fixtureOf, specOf } from '../sync/sets.ts';
import { startApiProxy } from './api-proxy.ts';

const seed = Number(process.env['CAPSTAN_SOAK_SEED'] ?? 20_261_125);
/** Ten seconds always; CAPSTAN_SOAK=10 is ten minutes. */
const milliseconds = Number(process.env['CAPSTAN_SOAK'] ?? 1 / 6) * 60_000;

test(
  'random edits on both sides, with writes that fail and watches that tear, end equal and quiet',
  async () => {
    console.log(`soak: seed ${seed}, ${milliseconds / 1000} s`);
    const aws = fixtureOf('AWS');
    const random = seededRandom(seed);
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
    const rig = await startRig(aws);
    const proxy = await startApiProxy(rig.endpoint);
    onTestFinished(async () => {
      await rig.stop();
      await proxy.close();
    });
    await rig.start({ at: proxy.endpoint });
    const names = Array.from({ length: 8 }, (_, index) => `m-${index}`);
    const make = (name: string) =>
      rig.create(aws.mapiMachine(undefined, {}, { name }), { authoritativeAPI: 'MachineAPI', phase: 'Running' });
    await Promise.all(names.map(make));
    await rig.create(aws.mapiSet(), { authoritativeAPI: 'MachineAPI', replicas: 2 });

    const value = () => `v${Math.floor(random() * 4)}`;
    const edits: readonly (() => Promise<unknown>)[] = [
      () => rig.patch('mapi', pick(names), { metadata: { labels: { [pick(['a', 'b'])]: pick([value(), null]) } } }),
      () =>
        rig.patch('mapi', pick(names), { metadata: { annotations: { 'example.com/note': pick([value(), null]) } } }),
      () =>
        rig.patch('mapi', pick(names), {
          spec: { lifecycleHooks: { preDrain: pick([[{ name: 'gate', owner: 'storage' }], []]) } },
        }),
      () => rig.setStatus({ ...rigObject('mapi', pick(names)) }, { phase: pick(['Running', 'Provisioned']) }),
      () =>
        rig.patch('capi', pick(names), {
          metadata: { labels: { a: value() }, annotations: { 'cluster.x-k8s.io/paused': null } },
        }),
      () => rig.patch('infra', pick(names), { spec: { instanceType: pick(['m6i.large', 'm6i.xlarge']) } }),
      () => rig.patch('mapiSet', 'workers', { spec: { replicas: Math.floor(random() * 5) } }),
      () =>
        rig.patch('mapiSet', 'workers', {
          spec: {
            template: { spec: { providerSpec: { value: { instanceType: pick(['m6i.large', 'm6i.xlarge']) } } } },
          },
        }),
      () => rig.patch('capiSet', 'workers', { spec: { replicas: Math.floor(random() * 5) } }),
      async () => proxy.tearWatches(),
    ];
    function rigObject(slot: 'mapi', name: string) {
      const { apiVersion, kind, namespace } = rig.ref(slot, name);
      return { apiVersion, kind, metadata: { name, namespace } };
    }
    proxy.fail({ rate: 0.1, random: seededRandom(seed + 1) });
    for (const end = performance.now() + milliseconds; performance.now() < end; ) {
      // An edit of what is not there yet is no edit.
      await pick(edits)().catch(() => undefined);
    }
    proxy.fail({ rate: 0, random });
    await rig.patch('mapiSet', 'workers', { metadata: { labels: { last: 'one' } } });
    await Promise.all(names.map((name) => rig.patch('mapi', name, { metadata: { labels: { last: 'one' } } })));

    /** The labels that the source has are the mirror's too. `a` may be the mirror's own: somebody put it there. */
    const isEqual = async (name: string): Promise<boolean> => {
      const [mapi, ...mirrors] = await Promise.all(
        (['mapi', 'capi', 'infra'] as const).map(async (slot) => (await rig.get(slot, name)).metadata),
      );
      const { a, b, last } = mapi?.labels ?? {};
      return mirrors.every(({ labels = {}, annotations = {} }) => {
        const isPaused = annotations['cluster.x-k8s.io/paused'] !== undefined;
        return isPaused && labels['last'] === last && labels['b'] === b && (a === undefined || labels['a'] === a);
      });
    };
    for (const name of names) {
      await until(`${name} to be equal on both sides`, async () => (await isEqual(name)) || undefined);
      await rig.untilSynchronized('mapi', name);
    }
    await until('one template', async () => (await rig.list('template')).length === 1 || undefined);
    await rig.untilSynchronized('mapiSet', 'workers');
    await until('as many replicas on both sides', async () => {
      const sets = await Promise.all([rig.get('mapiSet', 'workers'), rig.get('capiSet', 'workers')]);
      const [mapi, capi] = sets.map((each) => specOf(each)['replicas']);
      return mapi === capi || undefined;
    });
    // A new operator finds nothing to do.
    await rig.stop();
    await rig.start();
    await rig.patch('mapi', 'm-0', { metadata: { labels: { seen: 'yes' } } });
    await rig.until('infra', 'm-0', 'seen', ({ metadata }) => metadata.labels?.['seen'] === 'yes');
    expect(rig.writes().length).toBe(2);
  },
  milliseconds + 120_000,
);
