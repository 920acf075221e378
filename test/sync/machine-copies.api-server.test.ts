import { expect, test } from 'vitest';
import { aws, eventsOf, isPaused, pairInMachineApi, rigForEach, untilLooked, writesOfMachine } from './machine-rig.ts';
import { conditionOf } from './rig.ts';

const rig = rigForEach();
const labelled =
  (key: string, value: string | undefined) => (object: { metadata: { labels?: Record<string, string> } }) =>
    object.metadata.labels?.[key] === value;

test('labels and annotations come to both mirrors and go again, and what a user put on a mirror stays (labels never removed)', async () => {
  await rig().start();
  await pairInMachineApi(rig(), { labels: { colour: 'red' }, annotations: { 'example.com/note': 'a' } });
  await rig().patch('capi', 'worker-1', { metadata: { labels: { mine: 'yes' } } });
  await rig().patch('mapi', 'worker-1', {
    metadata: { labels: { colour: null, size: 'big' }, annotations: { 'example.com/note': null } },
  });
  for (const slot of ['capi', 'infra'] as const) {
    const mirror = await rig().until(slot, 'worker-1', 'labelled anew', labelled('size', 'big'));
    expect(mirror.metadata.labels).not.toHaveProperty('colour');
    expect(mirror.metadata.annotations).not.toHaveProperty('example.com/note');
  }
  expect((await rig().get('capi', 'worker-1')).metadata.labels).toMatchObject({ mine: 'yes' });
});

test('marks of GitOps tools never come to a mirror: the tool would prune it, and so the machine', async () => {
  await rig().start();
  await pairInMachineApi(rig(), {
    labels: { 'app.kubernetes.io/instance': 'fleet' },
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'argocd.argoproj.io/tracking-id': 'fleet:machine.openshift.io/Machine:x/worker-1',
      'argocd.argoproj.io/sync-wave': '1',
    },
  });
  for (const slot of ['capi', 'infra'] as const) {
    const { metadata } = await rig().get(slot, 'worker-1');
    const keys = Object.keys({ ...metadata.labels, ...metadata.annotations });
    expect(keys.filter((key) => /argocd|kubectl|app\.kubernetes\.io/.test(key))).toEqual([]);
  }
});

test('an edit of the spec comes to the mirrors', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  await rig().patch('mapi', 'worker-1', {
    spec: { providerSpec: { value: aws.provider({ instanceType: 'm6i.2xlarge' }) } },
  });
  await rig().until('infra', 'worker-1', 'bigger', ({ spec }) => JSON.stringify(spec).includes('m6i.2xlarge'));
  const mapi = await rig().until('mapi', 'worker-1', 'said', ({ metadata, status }) =>
    JSON.stringify(status).includes(`"synchronizedGeneration":${metadata.generation}`),
  );
  expect(conditionOf(mapi, 'Synchronized')).toMatchObject({ status: 'True' });
});

test('lifecycle hooks become annotations in any order, and the order causes no writes (hook order random)', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  const hooks = {
    preDrain: [
      { name: 'bbb', owner: 'xxx' },
      { name: 'aaa', owner: 'yyy' },
    ],
    preTerminate: [{ name: 'ccc', owner: 'zzz' }],
  };
  await rig().patch('mapi', 'worker-1', { spec: { lifecycleHooks: hooks } });
  const capi = await rig().until('capi', 'worker-1', 'hooked', ({ metadata }) =>
    Object.keys(metadata.annotations ?? {}).some((key) => key.startsWith('pre-terminate')),
  );
  expect(capi.metadata.annotations).toMatchObject({
    'pre-drain.delete.hook.machine.cluster.x-k8s.io/bbb': 'xxx',
    'pre-drain.delete.hook.machine.cluster.x-k8s.io/aaa': 'yyy',
    'pre-terminate.delete.hook.machine.cluster.x-k8s.io/ccc': 'zzz',
  });
  await untilLooked(rig());
  const before = writesOfMachine(rig()).length;
  await rig().patch('mapi', 'worker-1', { spec: { lifecycleHooks: { preDrain: hooks.preDrain.toReversed() } } });
  await untilLooked(rig(), 'later-2');
  // The new generation is said, and nothing else.
  expect(writesOfMachine(rig()).slice(before)).toEqual(['patch Machine/worker-1 status']);
});

test('spec and status of both mirrors are there when Synchronized says so: no second pass is needed (status gates stall)', async () => {
  await rig().start();
  await pairInMachineApi(
    rig(),
    {},
    {
      phase: 'Running',
      addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
      providerStatus: { instanceId: 'i-0123', instanceState: 'running' },
    },
  );
  expect((await rig().get('capi', 'worker-1'))['status']).toMatchObject({
    phase: 'Running',
    initialization: { infrastructureProvisioned: true },
    addresses: [{ type: 'InternalIP', address: '10.0.0.7' }],
  });
  expect((await rig().get('infra', 'worker-1'))['status']).toMatchObject({ ready: true, instanceState: 'running' });
  expect(await eventsOf(rig())).toEqual([]);
});

test('what somebody changes on a mirror is taken back: pause, spec and status', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  for (const slot of ['capi', 'infra'] as const) {
    await rig().patch(slot, 'worker-1', { metadata: { annotations: { 'cluster.x-k8s.io/paused': null } } });
    await rig().until(slot, 'worker-1', 'paused', isPaused);
  }
  await rig().patch('capi', 'worker-1', { spec: { failureDomain: 'us-east-1b' } });
  await rig().until('capi', 'worker-1', 'put right', ({ spec }) => JSON.stringify(spec).includes('us-east-1a'));
  await rig().setStatus(await rig().get('capi', 'worker-1'), { phase: 'Failed' });
  await rig().until('capi', 'worker-1', 'Running', ({ status }) =>
    JSON.stringify(status).includes('"phase":"Running"'),
  );
});

test('what the API server defaults causes no writes, and nothing is written at rest', async () => {
  await rig().start();
  await pairInMachineApi(rig());
  await untilLooked(rig());
  expect(writesOfMachine(rig())).toHaveLength(6);
  const { resourceVersion } = (await rig().get('infra', 'worker-1')).metadata;
  await rig().stop();
  await rig().start();
  await untilLooked(rig(), 'later-2');
  expect(writesOfMachine(rig())).toEqual([]);
  expect((await rig().get('infra', 'worker-1')).metadata.resourceVersion).toBe(resourceVersion);
});
