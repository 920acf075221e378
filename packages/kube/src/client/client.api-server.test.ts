import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { connect, controlPlane } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { createInformer } from '../cache/informer.ts';
import { ApiError, isAlreadyExists, isConflict, isInvalid, isNotFound } from './api-error.ts';
import { createClient, refOf } from './client.ts';

const configMap = (namespace: string, data: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace },
  data,
});

const mapiMachine = (namespace: string, spec: object) => ({
  apiVersion: 'machine.openshift.io/v1beta1',
  kind: 'Machine',
  metadata: { name: 'worker', namespace },
  spec,
});

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('it succeeded'),
    (error: unknown) => error,
  );

test('an unknown field is refused by create and by apply, and the message names it', async () => {
  const client = connect();
  const machine = mapiMachine(await createNamespace(client), { providerSpce: {} });
  const refused = { name: 'ApiError', message: expect.stringContaining('spec.providerSpce') };
  await expect(client.create(machine)).rejects.toMatchObject(refused);
  await expect(client.apply(machine, { fieldManager: 'test' })).rejects.toMatchObject(refused);
});

test('with fieldValidation Warn an unknown field is dropped and comes back as a warning', async () => {
  const client = connect();
  const machine = mapiMachine(await createNamespace(client), { providerSpce: {} });
  const { object, warnings } = await client.create(machine, { fieldValidation: 'Warn' });
  expect(object['spec']).not.toHaveProperty('providerSpce');
  expect(warnings).toEqual(['unknown field "spec.providerSpce"']);
});

test('the predicates tell refusals apart', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const { object } = await client.create(configMap(namespace));
  const ref = refOf(object);

  expect(isNotFound(await failure(client.get({ ...ref, name: 'absent' })))).toBe(true);
  expect(isNotFound(await failure(client.create(configMap(`absent-${randomUUID()}`))))).toBe(true);
  expect(isAlreadyExists(await failure(client.create(configMap(namespace))))).toBe(true);

  const stale = { metadata: { resourceVersion: '1' }, data: { colour: 'red' } };
  const conflict = await failure(client.mergePatch(ref, stale));
  expect(isConflict(conflict)).toBe(true);
  expect(isNotFound(conflict)).toBe(false);

  const invalid = await failure(client.create({ ...configMap(namespace), metadata: { name: 'Not Valid', namespace } }));
  expect(isInvalid(invalid)).toBe(true);
  if (invalid instanceof ApiError) expect(invalid.details.causes[0]?.field).toBe('metadata.name');
  expect(isInvalid(new Error('Invalid'))).toBe(false);
});

test('a kind that is not served is NotFound, and names the kind and the version', async () => {
  const error = await failure(connect().get({ apiVersion: 'example.org/v1', kind: 'Sail', name: 'main' }));
  expect(isNotFound(error)).toBe(true);
  expect(error).toHaveProperty('message', `the server doesn't serve kind "Sail" in version "example.org/v1"`);
});

test('a missing or needless namespace is said before anything is sent', async () => {
  const client = connect();
  const namespaceRef = { apiVersion: 'v1', kind: 'Namespace', name: 'default' };
  await expect(client.get({ ...namespaceRef, namespace: 'default' })).rejects.toThrow('takes no namespace');
  await expect(client.get({ apiVersion: 'v1', kind: 'ConfigMap', name: 'x' })).rejects.toThrow('needs a namespace');
});

test('apply respects other managers unless forced, and dryRun stores nothing', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  await client.apply(configMap(namespace, { colour: 'red' }), { fieldManager: 'one' });
  const blue = configMap(namespace, { colour: 'blue' });
  expect(isConflict(await failure(client.apply(blue, { fieldManager: 'two' })))).toBe(true);

  const tried = await client.apply(blue, { fieldManager: 'two', force: true, dryRun: true });
  expect(tried.object['data']).toEqual({ colour: 'blue' });
  expect((await client.get(refOf(blue)))['data']).toEqual({ colour: 'red' });

  await client.apply(blue, { fieldManager: 'two', force: true });
  expect((await client.get(refOf(blue)))['data']).toEqual({ colour: 'blue' });
});

test('status is written through its own subresource, by apply and by patch', async () => {
  const client = connect();
  const machine = mapiMachine(await createNamespace(client), {});
  await client.create(machine);
  await client.applyStatus({ ...machine, spec: undefined, status: { phase: 'Running' } }, { fieldManager: 'test' });
  expect((await client.get(refOf(machine)))['status']).toMatchObject({ phase: 'Running' });
  const patch = { status: { phase: 'Deleting' } };
  const { object } = await client.mergePatch(refOf(machine), patch, { subresource: 'status' });
  expect(object['status']).toMatchObject({ phase: 'Deleting' });
});

test('an update replaces the object, and changes nothing where another was faster', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const { object: read } = await client.create(configMap(namespace, { colour: 'red', size: 'big' }));
  const { object } = await client.update({ ...read, data: { colour: 'blue' } }, { fieldManager: 'test' });
  expect(object['data']).toEqual({ colour: 'blue' });
  expect(isConflict(await failure(client.update({ ...read, data: { colour: 'green' } })))).toBe(true);
  await client.update({ ...object, data: {} }, { dryRun: true });
  expect((await client.get(refOf(read)))['data']).toEqual({ colour: 'blue' });
});

test('an update of the status leaves the rest, and one of the rest leaves the status', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const { object: made } = await client.create(mapiMachine(namespace, {}));
  const withStatus = { ...made, spec: { providerID: 'x' }, status: { phase: 'Running' } };
  const { object: first } = await client.update(withStatus, { subresource: 'status' });
  expect(first).toMatchObject({ spec: made['spec'], status: { phase: 'Running' } });
  const { object: second } = await client.update({ ...first, spec: { providerID: 'x' }, status: { phase: 'Failed' } });
  expect(second).toMatchObject({ spec: { providerID: 'x' }, status: { phase: 'Running' } });
  const unknown = client.update({ ...second, spec: { providerSpce: {} } });
  await expect(unknown).rejects.toThrow('spec.providerSpce');
});

test('a deletion spares an object that is not the one that was meant', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const { object } = await client.create(configMap(namespace));
  const { uid, resourceVersion } = object.metadata;
  for (const preconditions of [{ uid: randomUUID() }, { resourceVersion: '1' }]) {
    expect(isConflict(await failure(client.delete(refOf(object), { preconditions })))).toBe(true);
  }
  await client.get(refOf(object));
  const preconditions = { ...(uid && { uid }), ...(resourceVersion && { resourceVersion }) };
  expect(await client.delete(refOf(object), { preconditions })).toBeUndefined();
  expect(isNotFound(await failure(client.get(refOf(object))))).toBe(true);
});

test('an informer shares the transport of the client, and so its connections and its metrics', async () => {
  const answers: string[] = [];
  const client = createClient(controlPlane(), { onAnswer: (method, code) => answers.push(`${method} ${code}`) });
  const namespace = await createNamespace(client);
  await client.create(configMap(namespace));
  const target = { path: `/api/v1/namespaces/${namespace}/configmaps`, apiVersion: 'v1', kind: 'ConfigMap' };
  const informer = createInformer({ transport: client.transport, target, indices: {} });
  const stopping = new AbortController();
  const running = informer.run(stopping.signal);
  await informer.synced(stopping.signal);
  expect(informer.store.list().map(({ metadata }) => metadata.name)).toContain('settings');
  stopping.abort();
  await running;
  await client.close();
  expect(answers.filter((answer) => answer.startsWith('POST'))).toEqual(['POST 201', 'POST 201']);
  expect(answers.at(-1)).toBe('GET 200');
});

test('list gives complete objects, by namespace and by label, and delete removes one', async () => {
  const client = connect();
  const namespace = await createNamespace(client);
  const labelled = { ...configMap(namespace), metadata: { name: 'labelled', namespace, labels: { use: 'test' } } };
  await client.create(labelled);
  await client.create(configMap(namespace));
  const query = { apiVersion: 'v1', kind: 'ConfigMap', namespace };
  expect((await client.list(query)).items.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ConfigMap labelled',
    'ConfigMap settings',
  ]);
  await client.delete(refOf(labelled));
  expect((await client.list({ ...query, labelSelector: 'use=test' })).items).toEqual([]);
});

test('an aborted signal ends a call', async () => {
  const client = connect();
  const ref = { apiVersion: 'v1', kind: 'Namespace', name: 'default' };
  await expect(client.get(ref, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
});
