import { fixtures } from '@capstan/convert/testing';
import type { KubeObject } from '@capstan/kube';
import { expect, test } from 'vitest';
import { going, objectOf, settle, stateOf } from '../../testing/in-memory-sets.ts';

const aws = fixtures.find(({ type }) => type === 'AWS');
if (aws === undefined) throw new Error('no fixture of AWS');

const label = 'machine.openshift.io/cluster-api-machineset';
const made = settle(stateOf(aws, { mapi: objectOf(aws.mapiSet(), {}, { authoritativeAPI: 'MachineAPI' }) })).state;
const [template] = made.templates;
if (template === undefined || made.mapi === undefined) throw new Error('there is no pair');
const { mapi } = made;
const name = template.metadata.name;

/** The set with another provider spec. */
const changed: KubeObject = objectOf(
  aws.mapiSet(aws.provider({ instanceType: 'm7i.2xlarge' })),
  { ...JSON.parse(JSON.stringify(mapi.metadata)), generation: 2 },
  JSON.parse(JSON.stringify(mapi['status'])),
);
const withOwners = (object: KubeObject, ownerReferences: readonly object[]): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, ownerReferences },
});
const cluster = { apiVersion: 'cluster.x-k8s.io/v1beta2', kind: 'Cluster', name: 'ocp1-x7k2p', uid: 'c' };

test('a new template is there before the set refers to it, and the old one goes after: at no time a machine could not be made', () => {
  const { writes } = settle({ ...made, mapi: changed });
  expect(writes).toEqual([
    expect.stringMatching(/^create workers-[0-9a-f]{10}$/),
    'patch capi',
    `delete ${name}`,
    'patch mapi status',
  ]);
  expect(writes[0]).not.toContain(name);
});

test('the Cluster as an owner does not keep an old template, anything else does', () => {
  const [own = {}] = template.metadata['ownerReferences'] as object[];
  const after = (owners: readonly object[]) =>
    settle({ ...made, mapi: changed, templates: [withOwners(template, owners)] });
  expect(after([own, cluster]).writes).toContain(`delete ${name}`);
  const other = { apiVersion: 'v1', kind: 'ConfigMap', name: 'x', uid: 'x' };
  const kept = after([own, cluster, other]);
  expect(kept.writes).toContain(`patch ${name}`);
  expect(kept.writes).not.toContain(`delete ${name}`);
  expect(kept.state.templates.find(({ metadata }) => metadata.name === name)?.metadata['ownerReferences']).toEqual([
    cluster,
    other,
  ]);
});

test('PR 647: while the template of an earlier spec is still going, nothing refers to it and the one in use stays', () => {
  const { state } = settle({ ...made, mapi: changed });
  const leaving = { ...template, metadata: { ...template.metadata, ...going, finalizers: ['example.com/backup'] } };
  const back = { ...changed, spec: mapi['spec'], metadata: { ...changed.metadata, generation: 3 } };
  const waiting = settle({
    ...state,
    mapi: { ...back, status: state.mapi?.['status'] },
    templates: [...state.templates, leaving],
  });
  expect(waiting.writes).toEqual([]);
  expect(waiting.end).toMatchObject({ kind: 'wait', for: expect.stringContaining(name) });
  const gone = settle({ ...waiting.state, templates: state.templates });
  expect(gone.writes.slice(0, 2)).toEqual([`create ${name}`, 'patch capi']);
  expect(gone.end).toEqual({ kind: 'done' });
});

test('an in-tree template of the same machine is adopted, one of another machine goes', () => {
  const metadata = { labels: { [label]: 'workers' }, ownerReferences: [cluster] };
  const [, own] = aws.capiSet();
  const [, foreign] = aws.capiSet(aws.infraSpec({ instanceType: 'm5.large' }));
  const templates = [
    objectOf(own, { ...metadata, name: 'workers-0a1b2c3d', uid: 't1' }),
    objectOf(foreign, { ...metadata, name: 'workers-ffffffff', uid: 't2' }),
  ];
  const start = stateOf(aws, { mapi: objectOf(aws.mapiSet(), {}, { authoritativeAPI: 'MachineAPI' }), templates });
  const { writes, state } = settle(start);
  expect(writes).toContain('patch workers-0a1b2c3d');
  expect(writes).toContain('delete workers-ffffffff');
  expect(JSON.stringify(state.capi?.['spec'])).toContain('workers-0a1b2c3d');
});

test('a template without our mark is never deleted or adopted, whatever it is called', () => {
  const { labels: _, ...metadata } = template.metadata;
  const unmarked: KubeObject = { ...template, metadata };
  const { writes, end } = settle({ ...made, templates: [unmarked] });
  expect(writes).toEqual([]);
  expect(end).toMatchObject({ kind: 'failed', failure: { reason: 'FailedToUpdateCAPIInfraMachineTemplate' } });
});

test('a template of ours that somebody changed is said, and not written over: the API server would refuse', () => {
  const spec = JSON.parse(JSON.stringify(template['spec']).replace('m6i.xlarge', 'm5.large'));
  const { end } = settle({ ...made, templates: [{ ...template, spec }] });
  expect(end).toMatchObject({ kind: 'failed', failure: { message: expect.stringContaining(name) } });
});

test('the first set of a name that is gone owns nothing: its reference gives way to the one that is there', () => {
  const stale = { apiVersion: cluster.apiVersion, kind: 'MachineSet', name: 'workers', uid: 'before' };
  const { state } = settle({ ...made, templates: [withOwners(template, [stale])] });
  expect(state.templates[0]?.metadata['ownerReferences']).toEqual([
    expect.objectContaining({ uid: made.capi?.metadata.uid }),
  ]);
});
