import { asObject } from '@capstan/convert';
import { expect, test } from 'vitest';
import { statusOf } from '../e2e/objects.ts';
import { createTemplate } from './made-in-cluster-api.ts';
import { conformanceForAll, createSet, running, set, untilActs, untilMachineGone } from './rig.ts';
import { moveSet, scale, untilScaled, untilSetGone } from './sets.ts';

const rigNow = conformanceForAll();

test('(20) a set that is made in Machine API acts there, and its mirror in Cluster API is paused and owns its template', async () => {
  const rig = rigNow();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 1);
  await untilActs(rig, 'MachineAPI', set, 'set');
  await untilScaled(rig, 1, 1);
  const [template] = await rig.untilCount('template', 1);
  const { uid } = (await rig.get('capiSet', set)).metadata;
  expect(template?.metadata['ownerReferences']).toEqual([expect.objectContaining({ kind: 'MachineSet', uid })]);
});

test('(21) scaled in Machine API and in Cluster API, a set has machines of the API that made them; it comes back, and deleted it leaves nothing', async () => {
  const rig = rigNow();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 1);
  await untilActs(rig, 'MachineAPI', set, 'set');
  await scale(rig, 'MachineAPI', 2);
  const old = await untilScaled(rig, 2, 2);
  await moveSet(rig, 'ClusterAPI');
  await scale(rig, 'ClusterAPI', 3);
  expect(await untilScaled(rig, 3, 2)).toEqual(old);
  const made = (await rig.names('capi')).find((name) => !old.includes(name)) ?? '';
  // Down to the machine that each side shows as its own set's, whoever acts on it.
  for (const name of [made, old[0] ?? ''])
    await rig.patch('capi', name, { metadata: { annotations: { 'cluster.x-k8s.io/delete-machine': 'true' } } });
  await scale(rig, 'ClusterAPI', 1);
  for (const name of [made, old[0] ?? '']) await untilMachineGone(rig, name);
  await untilScaled(rig, 1, 1);
  await moveSet(rig, 'MachineAPI');
  await rig.delete('mapiSet', set);
  await untilSetGone(rig);
  expect(await running(rig)).toEqual([]);
});

test('(22) a set of Machine API whose template says Cluster API makes machines that Cluster API runs, and deleted it takes them along', async () => {
  const rig = rigNow();
  const made = rig.aws.done('RunInstances').length;
  await createSet(rig, 'MachineAPI', 'ClusterAPI', 1);
  await untilActs(rig, 'MachineAPI', set, 'set');
  await untilScaled(rig, 1, 0);
  expect(rig.aws.done('RunInstances').slice(made)).toEqual([expect.stringMatching(/^capa /)]);
  await rig.delete('mapiSet', set);
  await untilSetGone(rig);
  expect(await running(rig)).toEqual([]);
});

test('(23) a changed provider spec is a new template, and the old one goes; in Cluster API, a template that users made is what Machine API shows', async () => {
  const rig = rigNow();
  await createSet(rig, 'MachineAPI', 'MachineAPI', 0);
  await untilActs(rig, 'MachineAPI', set, 'set');
  const [before = ''] = await rig.names('template');
  const typed = (instanceType: string) => ({ template: { spec: { providerSpec: { value: { instanceType } } } } });
  await rig.patch('mapiSet', set, { spec: typed('m6i.4xlarge') });
  await rig.untilGone('template', before);
  const [template] = await rig.untilCount('template', 1);
  expect(JSON.stringify(template?.spec)).toContain('"instanceType":"m6i.4xlarge"');
  expect(JSON.stringify((await rig.get('capiSet', set)).spec)).toContain(`"name":"${template?.metadata.name}"`);

  await moveSet(rig, 'ClusterAPI');
  await createTemplate(rig, 'by-hand', { instanceType: 'm6i.2xlarge' });
  const infrastructureRef = { name: 'by-hand' };
  await rig.patch('capiSet', set, { spec: { template: { spec: { infrastructureRef } } } });
  const shown = await rig.until('mapiSet', set, 'of the new type', ({ spec }) =>
    JSON.stringify(spec).includes('"instanceType":"m6i.2xlarge"'),
  );
  expect(asObject(shown.spec)?.['replicas']).toBe(0);
  expect(statusOf(shown)['authoritativeAPI']).toBe('ClusterAPI');
});
