import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { expectQuietRestart, plain, providerOf, syncedFixtures } from './pairs.ts';
import { writesText } from './recording-client.ts';
import { type Rig, startRig } from './rig.ts';
import { createSet, set, specOf, statusOf, templateNames, templateOf, untilFailed, untilInStep } from './sets.ts';

const name = 'worker-1';

test('all platforms that sync is on for are here', () => {
  expect(syncedFixtures.length).toBeGreaterThanOrEqual(process.env['CAPSTAN_EXTRA_CRDS'] === undefined ? 5 : 8);
});

describe.each(syncedFixtures)('$type', (fixture) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig(fixture);
    await rig.start();
  });
  afterEach(() => rig.stop());

  test('a Machine has its paused mirror in 6 writes, follows changes, and goes as one with it', async () => {
    await rig.create(fixture.mapiMachine(), { authoritativeAPI: 'MachineAPI', phase: 'Running' });
    await rig.untilSynchronized('mapi', name);
    const { machineKind } = rig.platform.infra;
    expect(writesText(rig.writes())).toEqual([
      `patch Machine/${name}`,
      `create Machine/${name}`,
      `create ${machineKind}/${name}`,
      `patch Machine/${name} status`,
      `patch ${machineKind}/${name} status`,
      `patch Machine/${name} status`,
    ]);
    expect((await rig.get('capi', name)).metadata.annotations).toHaveProperty(['cluster.x-k8s.io/paused']);
    expect((await rig.get('infra', name)).metadata.annotations).toHaveProperty(['cluster.x-k8s.io/paused']);
    await expectQuietRestart(rig, 'mapi', ['capi', 'infra'], name);

    await rig.admin.delete(rig.ref('mapi', name));
    await rig.untilGone('mapi', name);
    expect([...(await rig.list('capi')), ...(await rig.list('infra'))]).toEqual([]);
  });

  test('a MachineSet has its paused mirror and template in 5 writes, follows changes, and goes as one with them', async () => {
    await createSet(rig, fixture.mapiSet(), { replicas: 2 });
    const template = templateOf(await rig.get('capiSet', set));
    expect(writesText(rig.writes())).toEqual([
      `patch MachineSet/${set}`,
      `create MachineSet/${set}`,
      `create ${rig.platform.infra.templateKind}/${template}`,
      `patch MachineSet/${set} status`,
      `patch MachineSet/${set} status`,
    ]);
    await expectQuietRestart(rig, 'mapiSet', ['capiSet'], set);
    await rig.patch('mapiSet', set, { spec: { replicas: 3 } });
    await rig.until('capiSet', set, 'scaled', (object) => specOf(object)['replicas'] === 3);
    await untilInStep(rig);
    expect(await templateNames(rig)).toEqual([template]);

    await rig.admin.delete(rig.ref('mapiSet', set));
    await rig.untilGone('mapiSet', set);
    expect([...(await rig.list('capiSet')), ...(await rig.list('template'))]).toEqual([]);
  });

  test('a field that nobody knows is refused with its path, and nothing is made of the rest', async () => {
    const odd = fixture.provider({ nobodyKnowsThis: 'x' });
    await rig.create(fixture.mapiMachine(odd), { authoritativeAPI: 'MachineAPI' });
    await rig.create(fixture.mapiSet(odd), { authoritativeAPI: 'MachineAPI' });
    expect(await untilFailed(rig, 'mapi', name)).toMatchObject({
      reason: 'FailedToConvertMAPIMachineToCAPI',
      message: expect.stringContaining('spec.providerSpec.value.nobodyKnowsThis'),
    });
    expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
      reason: 'FailedToConvertMAPIMachineSetToCAPI',
      message: expect.stringContaining('spec.template.spec.providerSpec.value.nobodyKnowsThis'),
    });
    expect([...(await rig.list('capi')), ...(await rig.list('capiSet'))]).toEqual([]);
  });

  test('a Machine of Cluster API is mirrored to Machine API, status too, and the source is not written to beyond its marks', async () => {
    const [capi, infra] = plain(fixture.capiMachine());
    const source = await rig.create(infra);
    const machine = await rig.create(capi, { phase: 'Running' });
    await rig.create(fixture.mapiMachine(fixture.provider(), { authoritativeAPI: 'ClusterAPI' }), {
      authoritativeAPI: 'ClusterAPI',
    });
    const mapi = await rig.untilSynchronized('mapi', name);
    expect(statusOf(mapi)).toMatchObject({ phase: 'Running', synchronizedAPI: 'ClusterAPI' });
    expect((await rig.get('infra', name))['spec']).toEqual(source['spec']);
    expect((await rig.get('capi', name))['spec']).toEqual(machine['spec']);
    await expectQuietRestart(rig, 'capi', ['mapi'], name);

    await rig.admin.delete(rig.ref('infra', name));
    await rig.admin.delete(rig.ref('capi', name));
    await rig.untilGone('capi', name);
    await rig.untilGone('mapi', name);
    expect(await rig.list('infra')).toEqual([]);
    // Never what a provider hangs on it, a VSphereVM or an OpenStackServer: whoever deletes that deletes the instance.
    const { machineKind } = rig.platform.infra;
    expect(rig.writes().filter(({ kind }) => kind !== 'Machine' && kind !== machineKind)).toEqual([]);
  });

  test("a MachineSet of Cluster API is mirrored to Machine API, and its template, which is its user's, is not touched", async () => {
    const [capi, template] = plain(fixture.capiSet());
    const made = await rig.create(template);
    await rig.create(capi, { replicas: 2 });
    await createSet(rig, fixture.mapiSet(fixture.provider(), { set: { authoritativeAPI: 'ClusterAPI', replicas: 1 } }));
    const mapi = await rig.until('mapiSet', set, 'of its size', (object) => statusOf(object)['replicas'] === 2);
    expect(specOf(mapi)).toMatchObject({ replicas: 2, authoritativeAPI: 'ClusterAPI' });
    expect(Object.keys(providerOf(mapi)).length).toBeGreaterThan(3);
    await expectQuietRestart(rig, 'capiSet', ['mapiSet'], set);
    expect((await rig.get('template', 'workers-a')).metadata.resourceVersion).toBe(made.metadata.resourceVersion);

    await rig.admin.delete(rig.ref('capiSet', set));
    await rig.untilGone('mapiSet', set);
    expect(await templateNames(rig)).toEqual(['workers-a']);
  });

  test('what Machine API cannot say is refused with its path in the Cluster API object, and the mirror stays as it was', async () => {
    const [capi, template] = plain(fixture.capiSet());
    await rig.create(template);
    await rig.create(capi);
    await createSet(rig, fixture.mapiSet(fixture.provider(), { set: { authoritativeAPI: 'ClusterAPI' } }));
    const { spec } = await rig.get('mapiSet', set);
    await rig.patch('capiSet', set, { spec: { machineNaming: { template: '{{ .machineSet.name }}-{{ .random }}' } } });
    expect(await untilFailed(rig, 'mapiSet')).toMatchObject({
      reason: 'FailedToConvertCAPIMachineSetToMAPI',
      message: expect.stringContaining('spec.machineNaming'),
    });
    expect((await rig.get('mapiSet', set))['spec']).toEqual(spec);
  });
});
