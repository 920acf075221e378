import { randomUUID } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { connect, controlPlane } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { createTransport } from '../client/transport.ts';
import { until } from '../testing/poll.ts';
import { reflect } from './reflector.ts';
import { type Change, createStore } from './store.ts';

const client = connect();
const transport = createTransport(controlPlane());
const stopping = new AbortController();

afterAll(async () => {
  stopping.abort();
  await transport.close();
});

const configMap = (namespace: string, name: string, value: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { value },
});

test('a cache of the real server has what there is in one streamed list, and follows it', async () => {
  const namespace = await createNamespace(client, 'reflector');
  for (const name of ['a', 'b']) await client.create(configMap(namespace, name, randomUUID()));
  const changes: Change[] = [];
  const troubles: unknown[] = [];
  const store = createStore({}, (change) => changes.push(change));
  let synced = false;
  const done = reflect({
    transport,
    target: { path: `/api/v1/namespaces/${namespace}/configmaps`, apiVersion: 'v1', kind: 'ConfigMap' },
    store,
    signal: stopping.signal,
    onSynced: () => {
      synced = true;
    },
    onTrouble: (error) => troubles.push(error),
  });
  await until('the list', () => (synced ? true : undefined));
  expect(store.list().map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['a', 'b']));

  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: 'a' };
  await client.mergePatch(ref, { data: { value: 'changed' } });
  await client.delete({ ...ref, name: 'b' });
  await until('the change and the deletion', () =>
    store.get(`${namespace}/b`) === undefined && changes.some(({ type }) => type === 'updated') ? true : undefined,
  );
  expect(store.get(`${namespace}/a`)).toMatchObject({ data: { value: 'changed' }, kind: 'ConfigMap' });
  expect(troubles).toEqual([]);
  stopping.abort();
  await done;
});
