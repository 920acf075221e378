import { describe, expect, it } from 'vitest';
import { awsConverter, mapiMachine, mapiSet, provider } from '../testing/aws.ts';
import { clusterLabel, role, thereAndBack, toCapi, toMapi, type } from '../testing/aws-labels.ts';
import { errorsOf } from '../testing/fixture.ts';

const converter = awsConverter();

const pool = { [role]: 'worker', [type]: 'gpu', team: 'ml' };

describe('node labels', () => {
  const nodeLabels = {
    'node-restriction.kubernetes.io/a': 'b',
    'node.cluster.x-k8s.io/c': 'd',
    'example.com/pool': 'training',
  };

  it('join the labels of the Machine, from where Cluster API puts them on the Node', () => {
    expect(toCapi({ team: 'ml' }, nodeLabels)).toEqual({ ...clusterLabel, team: 'ml', ...nodeLabels });
  });

  it('come back to where they were, and labels do not become node labels', () => {
    expect(thereAndBack(pool, nodeLabels)).toEqual({ labels: pool, nodeLabels });
    const same = { 'example.com/pool': 'training' };
    expect(thereAndBack(same, same)).toEqual({ labels: same, nodeLabels: same });
  });

  it('that Cluster API leaves on the Machine are told of with the flag that helps', () => {
    const { issues } = converter.toClusterApi(mapiSet(provider(), { machine: { metadata: { labels: nodeLabels } } }));
    expect(issues).toMatchObject([
      {
        severity: 'warning',
        code: 'NodeLabelNotPropagated',
        path: 'spec.template.spec.metadata.labels["example.com/pool"]',
        value: 'training',
      },
    ]);
    expect(issues[0]?.hint).toContain('--additional-sync-machine-labels=^example\\.com/pool$');
  });

  it.each([
    'node-restriction.kubernetes.io/a',
    'sub.node-restriction.kubernetes.io/a',
    'node.cluster.x-k8s.io/a',
    'node-role.kubernetes.io/a',
  ])('%s of a Cluster API machine is one, since it is on the Node', (key) => {
    expect(toMapi({ [key]: 'x' }).nodeLabels).toEqual({ [key]: 'x' });
  });

  it('that say something else than a label of the same name are refused, not overwritten', () => {
    const errors = errorsOf(
      converter.toClusterApi(
        mapiMachine(provider(), { metadata: { labels: { team: 'a' } } }, { labels: { team: 'b' } }),
      ),
    );
    expect(errors).toMatchObject([{ code: 'Conflict', path: 'spec.metadata.labels.team', value: 'a' }]);
    expect(errors[0]?.hint).toContain('same value');
  });
});

describe('labels that were carried', () => {
  it('come back one by one: a change of another label does not lose them', () => {
    const nodeLabels = { 'example.com/pool': 'training' };
    const back = thereAndBack(pool, nodeLabels, (labels) => ({ ...labels, team: 'web', extra: '1' }));
    expect(back).toEqual({ labels: { ...pool, team: 'web', extra: '1' }, nodeLabels });
  });

  it('do not come back over a change of themselves', () => {
    const back = thereAndBack(pool, { 'example.com/pool': 'training' }, (labels) => ({
      ...labels,
      'example.com/pool': 'serving',
    }));
    expect(back).toEqual({ labels: { ...pool, 'example.com/pool': 'serving' }, nodeLabels: {} });
  });

  it('do not come back once they were taken away', () => {
    const back = thereAndBack(
      pool,
      { 'example.com/pool': 'training' },
      ({ 'example.com/pool': _, ...labels }) => labels,
    );
    expect(back).toEqual({ labels: pool, nodeLabels: {} });
  });
});
