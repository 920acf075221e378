import type { KubeClient } from '@capstan/kube';
import { expect, test } from 'vitest';
import { aws, isPaused, rigForEach } from './machine-rig.ts';

const rigNow = rigForEach();

test('a Machine that starts in Cluster API is not let go when it has begun to change hands since sync looked, or both APIs would act on it', async () => {
  const rig = rigNow();
  let looks = 0;
  /** Another operator's migration begins between sync's decision and its write, and its cache has not heard of it. */
  const through = (client: KubeClient): KubeClient => ({
    ...client,
    async get(ref, options) {
      if (ref.kind === 'Machine' && ref.namespace === rig.namespaces.machineApi && looks++ === 0) {
        await rig.admin.mergePatch(ref, { status: { authoritativeAPI: 'Migrating' } }, { subresource: 'status' });
      }
      return client.get(ref, options);
    },
  });
  await rig.start({ through });
  const machine = aws.mapiMachine(aws.provider(), { authoritativeAPI: 'ClusterAPI' });
  await rig.create(machine, { authoritativeAPI: 'ClusterAPI' });
  await rig.until('mapi', 'worker-1', 'Migrating', ({ status }) => JSON.stringify(status).includes('Migrating'));
  await rig.create(aws.mapiMachine(aws.provider(), {}, { name: 'later' }), { authoritativeAPI: 'MachineAPI' });
  await rig.untilSynchronized('mapi', 'later');
  expect(looks).toBeGreaterThan(0);
  for (const slot of ['capi', 'infra'] as const) expect(isPaused(await rig.get(slot, 'worker-1'))).toBe(true);
});
