import { describe, expect, test } from 'vitest';
import { connect } from '../../../../test/control-plane/connect.ts';
import { createNamespace } from '../../../../test/control-plane/namespace.ts';
import { systemClock } from '../clock.ts';
import { createRecorder, type Happening } from './recorder.ts';

const client = connect();

async function made() {
  const namespace = await createNamespace(client, 'events');
  const { object } = await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } });
  const troubles: unknown[] = [];
  const recorder = createRecorder({
    client,
    controller: 'capstan.openshift.io/test',
    instance: 'capstan-0',
    clock: systemClock,
    signal: new AbortController().signal,
    onTrouble: (error) => troubles.push(error),
  });
  const happening: Happening = { object, type: 'Warning', reason: 'Stalled', action: 'Migrating', note: 'no answer' };
  const events = async () =>
    (await client.list({ apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace })).items.sort((a, b) =>
      String(a['note']) < String(b['note']) ? -1 : 1,
    );
  return { recorder, happening, events, troubles, namespace };
}

describe('an event', () => {
  test('is about its object, and the same again is counted instead of written again', async () => {
    const { recorder, happening, events, troubles } = await made();
    for (let index = 0; index < 3; index++) recorder.record(happening);
    recorder.record({ ...happening, note: 'something else' });
    await recorder.flush();
    expect(troubles).toEqual([]);
    expect(await events()).toMatchObject([
      {
        type: 'Warning',
        reason: 'Stalled',
        action: 'Migrating',
        note: 'no answer',
        regarding: { kind: 'ConfigMap', name: 'a', uid: happening.object.metadata.uid },
        reportingController: 'capstan.openshift.io/test',
        series: { count: 3 },
      },
      { note: 'something else' },
    ]);
  });

  test('that the server has deleted meanwhile is written anew', async () => {
    const { recorder, happening, events, namespace } = await made();
    recorder.record(happening);
    await recorder.flush();
    const [event] = await events();
    const ref = { apiVersion: 'events.k8s.io/v1', kind: 'Event', namespace, name: event?.metadata.name ?? '' };
    await client.delete(ref);
    recorder.record(happening);
    await recorder.flush();
    expect((await events()).map(({ note }) => note)).toEqual(['no answer']);
  });

  test('with a long note is cut, at a whole character, to what the server takes', async () => {
    const { recorder, happening, events, troubles } = await made();
    recorder.record({ ...happening, note: '€'.repeat(2000) });
    await recorder.flush();
    expect(troubles).toEqual([]);
    expect((await events())[0]?.['note']).toMatch(/^€+\.\.\.$/);
  });

  test('of an object about which there are too many is dropped, so that a loop does not fill etcd', async () => {
    const { recorder, happening, events } = await made();
    for (let index = 0; index < 40; index++) recorder.record({ ...happening, note: `note ${index}` });
    await recorder.flush();
    expect(await events()).toHaveLength(25);
  });

  test('of an object whose long name has a dash where it is cut has a name that the server takes', async () => {
    const { happening, namespace, recorder, events, troubles } = await made();
    const name = `${'a'.repeat(199)}-${'b'.repeat(20)}`;
    const { object } = await client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } });
    recorder.record({ ...happening, object });
    await recorder.flush();
    expect(troubles).toEqual([]);
    expect(await events()).toHaveLength(1);
  });

  test('that cannot be written stops nothing', async () => {
    const { recorder, happening, events, troubles } = await made();
    const elsewhere = { ...happening.object, metadata: { ...happening.object.metadata, namespace: 'not-there' } };
    recorder.record({ ...happening, object: elsewhere });
    recorder.record(happening);
    await recorder.flush();
    expect(troubles).toHaveLength(1);
    expect(await events()).toHaveLength(1);
  });
});
