import { describe, expect, test } from 'vitest';
import { makeWorld, platformExamples, statusOf, writes } from '../../../../test/prerequisites/made.ts';

test('the examples are of all platforms', () => {
  expect(platformExamples.length).toBeGreaterThanOrEqual(7);
});

describe.each(platformExamples)('on a bare cluster of $type', (example) => {
  test('the Cluster and its infra cluster are made and ready, once, and a restart writes nothing', async () => {
    const { world, options, get, settled, restart } = await makeWorld(example);
    await world.look('cluster');
    const { clusterKind } = options.platform.infra;
    const written = writes(world);
    expect(written.filter((write) => write.startsWith('patch')).sort()).toEqual(
      [`patch ${clusterKind}`, 'patch Cluster'].sort(),
    );
    expect(written.indexOf(`create ${clusterKind}`)).toBeLessThan(written.indexOf('create Cluster'));

    const [cluster, infra] = await Promise.all([get('Cluster'), get(clusterKind)]);
    expect(infra.metadata.annotations).toMatchObject({ 'cluster.x-k8s.io/managed-by': 'capstan' });
    expect(statusOf(infra)).toMatchObject({ ready: true });
    expect(cluster.metadata.annotations).toMatchObject({ 'capstan.openshift.io/made-by': 'capstan' });
    expect(cluster['spec']).toMatchObject({ infrastructureRef: { kind: clusterKind, name: cluster.metadata.name } });
    expect(statusOf(cluster)).toMatchObject({
      initialization: { controlPlaneInitialized: true, infrastructureProvisioned: true },
      conditions: [{ type: 'ControlPlaneInitialized', status: 'True' }],
      deprecated: {
        v1beta1: {
          conditions: [
            { type: 'ControlPlaneInitialized', status: 'True' },
            { type: 'InfrastructureReady', status: 'True' },
          ],
        },
      },
    });

    await settled();
    await world.look('cluster');
    expect(world.taken()).toEqual([]);
    const restarted = await restart();
    await restarted.look('cluster');
    expect(writes(restarted)).toEqual([]);
  });

  test('what others took over is theirs: a status that we would write stays as they have it', async () => {
    const { world, options, get, restart, annotate, patchStatus } = await makeWorld(example);
    await world.look('cluster');
    const { clusterKind } = options.platform.infra;
    await annotate(clusterKind, { 'cluster.x-k8s.io/managed-by': 'somebody-else' });
    await annotate('Cluster', { 'capstan.openshift.io/made-by': null });
    await patchStatus(clusterKind, { ready: false });
    await patchStatus('Cluster', { conditions: [] });
    const before = [await get(clusterKind), await get('Cluster')];
    const restarted = await restart();
    await restarted.look('cluster');
    expect(writes(restarted)).toEqual([]);
    expect([await get(clusterKind), await get('Cluster')]).toEqual(before);
  });
});
