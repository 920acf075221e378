import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { pairInClusterApi, pairInMachineApi, rigForEach, untilLooked, writesOfMachine } from './machine-rig.ts';
import { conditionOf, type Rig } from './rig.ts';

const rig = rigForEach();

/** A Machine that was made again from a backup has a low generation and the status of its time. */
async function restored(of: Rig): Promise<string> {
  await of.setStatus(await of.get('mapi', 'worker-1'), { synchronizedGeneration: 70 });
  const mapi = await of.until(
    'mapi',
    'worker-1',
    'out of step',
    (object) => conditionOf(object, 'Synchronized')?.['status'] === 'False',
  );
  const said = conditionOf(mapi, 'Synchronized');
  expect(said).toMatchObject({ reason: 'GenerationReset', severity: 'Error' });
  return String(said?.['message']);
}

/** Does what the message says to do: the patches in it, in order. */
async function followAdvice(of: Rig, message: string): Promise<void> {
  expect(message).toContain(
    `machines.machine.openshift.io worker-1 -n ${of.namespaces.machineApi} --subresource=status --type=merge`,
  );
  for (const [, patch = ''] of message.matchAll(/-p '([^']+)'/g)) {
    await of.admin.mergePatch(of.ref('mapi', 'worker-1'), JSON.parse(patch), { subresource: 'status' });
  }
}

test.each(['MachineAPI', 'ClusterAPI'] as const)(
  '%s: a restored Machine says why it is out of step, its mirror follows all the same, and the way out that it names works',
  async (authority) => {
    await rig().start();
    await (authority === 'MachineAPI' ? pairInMachineApi(rig()) : pairInClusterApi(rig()));
    const message = await restored(rig());
    const [source, mirror] = authority === 'MachineAPI' ? (['mapi', 'capi'] as const) : (['capi', 'mapi'] as const);
    await rig().setStatus(await rig().get(source, 'worker-1'), { phase: 'Failed' });
    await rig().until(mirror, 'worker-1', 'Failed', ({ status }) => asObject(status)?.['phase'] === 'Failed');
    await untilLooked(rig());
    const rest = writesOfMachine(rig()).length;
    await untilLooked(rig(), 'later-2');
    expect(writesOfMachine(rig())).toHaveLength(rest);
    await followAdvice(rig(), message);
    const mapi = await rig().untilSynchronized('mapi', 'worker-1');
    const { generation } = (await rig().get(source, 'worker-1')).metadata;
    expect(mapi['status']).toMatchObject({ authoritativeAPI: authority, synchronizedGeneration: generation });
  },
);
