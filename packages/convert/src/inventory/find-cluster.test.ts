import type { JsonObject } from '@capstan/api';
import { describe, expect, it } from 'vitest';
import { infrastructure, mapiSet, provider } from '../testing/aws.ts';
import { at, cluster } from '../testing/fixture.ts';
import { makePlan, type PlanOptions } from './plan.ts';

const assumed = { infrastructureName: 'reef-q4v8n', region: 'us-east-1' };

function run(objects: readonly JsonObject[], more: Partial<PlanOptions> = {}) {
  return makePlan(
    objects.map((value, index) => ({ source: `file-${index}`, value })),
    { ...cluster, ...more },
  );
}

function problems(objects: readonly JsonObject[], more: Partial<PlanOptions> = {}) {
  const result = run(objects, more);
  return result.ok ? [] : result.problems;
}

const withStatus = (status: JsonObject): JsonObject => ({ ...infrastructure, status });

describe('the cluster', () => {
  it('must be known: an object without its Infrastructure is not guessed at', () => {
    const [problem] = problems([mapiSet()]);
    expect(problem).toMatchObject({ code: 'MissingObject' });
    expect(problem?.hint).toContain('oc get infrastructures.config.openshift.io cluster -o yaml');
    expect(problem?.hint).toContain('--infrastructure-name');
  });

  it('is one: two Infrastructure objects of two clusters are refused', () => {
    const second = withStatus({
      infrastructureName: 'other',
      platformStatus: { type: 'AWS', aws: { region: 'eu-west-1' } },
    });
    for (const objects of [
      [infrastructure, second, mapiSet()],
      [second, mapiSet(), infrastructure],
    ]) {
      expect(problems(objects)).toMatchObject([{ code: 'Duplicate', hint: 'Convert one cluster at a time.' }]);
    }
    expect(problems([infrastructure, { ...second, metadata: { name: 'second' } }, mapiSet()])).toMatchObject([
      { code: 'Duplicate' },
    ]);
  });

  it('is the same where the object was read twice at different times', () => {
    const later = { ...infrastructure, metadata: { name: 'cluster', resourceVersion: '2' } };
    expect(run([infrastructure, later, mapiSet()]).ok).toBe(true);
  });

  it.each([{}, { infrastructureName: '' }, { infrastructureName: 5 }])(
    'must have its name, which %j is without: every object is labelled with it',
    (status) => {
      const [problem] = problems([withStatus(status), mapiSet()]);
      expect(problem).toMatchObject({
        code: 'Required',
        path: 'status.infrastructureName',
        input: { source: 'file-0' },
      });
    },
  );

  it.each([
    ['AlibabaCloud', { platformStatus: { type: 'AlibabaCloud' } }],
    ['None', { platform: 'None' }],
  ])('on the platform %s has no conversion yet, which is said with those that have', (type, status) => {
    const [problem] = problems([withStatus({ infrastructureName: 'ocp1-x7k2p', ...status }), mapiSet()]);
    expect(problem).toMatchObject({ code: 'UnsupportedPlatform', path: 'status.platformStatus.type' });
    expect(problem?.message).toContain(type);
    expect(problem?.hint).toContain('AWS');
  });

  it('without a platform is refused as such', () => {
    const [problem] = problems([withStatus({ infrastructureName: 'ocp1-x7k2p' }), mapiSet()]);
    expect(problem?.message).toContain('names no platform');
  });

  it('without its region is refused: regions of machines could not be compared', () => {
    const [problem] = problems([
      withStatus({ infrastructureName: 'ocp1-x7k2p', platformStatus: { type: 'AWS' } }),
      mapiSet(),
    ]);
    expect(problem).toMatchObject({ code: 'Required', path: 'status.platformStatus.aws.region' });
  });

  it('is not that of an AWSCluster in another region', () => {
    const awsCluster = {
      apiVersion: 'infrastructure.cluster.x-k8s.io/v1beta2',
      kind: 'AWSCluster',
      metadata: { name: 'ocp1-x7k2p', namespace: 'openshift-cluster-api' },
      spec: { region: 'eu-west-1', sshKeyName: '' },
    };
    const [problem] = problems([infrastructure, awsCluster, mapiSet()]);
    expect(problem).toMatchObject({ code: 'DifferentFromCluster', path: 'spec.region', input: { source: 'file-1' } });
    expect(run([infrastructure, { ...awsCluster, metadata: { name: 'other' } }, mapiSet()]).ok).toBe(true);
  });
});

describe('a cluster that is only described', () => {
  it('is enough for objects that name their platform', () => {
    const set = mapiSet(provider({ kind: 'AWSMachineProviderConfig' }));
    const result = run([set], { assumed });
    expect(result.ok && at(result.plan.entries[0]?.objects[1], 'spec.clusterName')).toBe('reef-q4v8n');
  });

  it('is not enough for objects that do not', () => {
    expect(problems([mapiSet()], { assumed })).toMatchObject([{ code: 'UnsupportedPlatform' }]);
  });

  it('contradicts an Infrastructure object', () => {
    expect(problems([infrastructure, mapiSet()], { assumed })).toMatchObject([{ code: 'Conflict' }]);
  });
});
