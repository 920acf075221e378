import type { JsonObject } from '@capstan/api';
import { asObject } from '@capstan/convert';
import { describe, expect, test } from 'vitest';
import { connect } from '../control-plane/connect.ts';
import { exampleCluster, exampleMachineSet, withProvider } from './examples.ts';
import { createNamespaces, entryOf, planOf } from './plans.ts';
import { machineApiForm } from './same.ts';
import { expectAccepted } from './strict.ts';

const client = connect();

/** Rules of the API server that the schemas do not tell, and that the conversion has to know all the same. */
describe('what only the server knows', () => {
  const worker = 'MachineSet/orchard-w9xtn-worker-eu-central-1a';
  const withSpec = (fields: JsonObject) => (object: JsonObject) =>
    object['kind'] === 'MachineSet' ? { ...object, spec: { ...asObject(object['spec']), ...fields } } : object;

  test.each([
    ['a negative number of replicas', withSpec({ replicas: -1 })],
    ['replicas that need more than 32 bits', withSpec({ replicas: 2 ** 31 })],
    ['minReadySeconds that need more than 32 bits', withSpec({ minReadySeconds: 2 ** 31 })],
    // Lengths count characters; this one is two units of UTF-16.
    ['a text that is too short', (object: JsonObject) => withProvider(object, { instanceType: '\u{1f600}' })],
  ])('%s is refused by the conversion before the server has to', async (_, change) => {
    const objects = (await exampleMachineSet('aws-worker.yaml')).map(change);
    const plan = planOf(objects, { ...(await createNamespaces(client)), target: 'cluster-api' });
    const entry = entryOf(plan, worker);
    expect(entry.verdict).toBe('blocked');
    expect(entry.issues.filter(({ issue }) => issue.severity === 'error')).toHaveLength(1);
    expect(entry.objects).toEqual([]);
  });

  test('a Machine of a set comes back without a new label from what is printed, which has no owner', async () => {
    const settings = { ...(await createNamespaces(client)), target: 'cluster-api' } as const;
    const plan = planOf(await exampleCluster(), settings);
    const entry = entryOf(plan, 'Machine/harbour-k7m2q-worker-eu-west-1a-fkdpm');
    const [infra, machine] = await expectAccepted(client, entry.objects);
    const back = plan.cluster.converter.toMachineApi(machine, infra);
    expect(back.ok && back.objects.map(machineApiForm)).toEqual([machineApiForm(entry.input.value)]);
  });
});
