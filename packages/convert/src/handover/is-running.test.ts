import type { JsonObject } from '@capstan/api';
import { expect, it } from 'vitest';
import { isRunning } from './is-running.ts';

const machine = (more: JsonObject = {}): JsonObject => ({
  kind: 'Machine',
  metadata: { name: 'm' },
  spec: {},
  ...more,
});
const status = (fields: JsonObject) => machine({ status: fields });

it.each<[string, JsonObject, JsonObject?]>([
  ['its provider id', machine({ spec: { providerID: 'x://1' } })],
  ['the provider id of its infra machine', machine(), { spec: { providerID: 'x://1' } }],
  ['the instance of its infra machine', machine(), { spec: { instanceID: 'i-1' } }],
  ['its Node, though it has failed', status({ phase: 'Failed', nodeRef: { name: 'n' } })],
  ['its failure', status({ phase: 'Failed' })],
  ['its being made', status({ phase: 'Provisioning' })],
  ['its being deleted', status({ phase: 'Deleting' })],
  ['its addresses', status({ addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] })],
  ['the instance in its provider status', status({ providerStatus: { instanceId: 'i-1' } })],
  ['the VM in its provider status', status({ providerStatus: { vmUUID: 'u' } })],
  ['what Cluster API says is provisioned', status({ initialization: { infrastructureProvisioned: true } })],
  ['its infra machine, which is ready', machine(), { status: { ready: true } }],
  ['the host that its annotation names', machine({ metadata: { annotations: { 'example.com/berth': 'a' } } })],
  ['the host that its infra machine names', machine(), { metadata: { annotations: { 'example.com/berth': 'a' } } }],
])('a machine is known to run by %s, so that nobody makes it a second time', (_, object, infra) => {
  expect(isRunning(object, infra, ['example.com/berth'])).toBe(true);
});

it.each<[string, JsonObject, JsonObject?]>([
  ['has nothing yet', machine(), { spec: {}, status: {} }],
  ['waits', status({ phase: 'Pending', addresses: [], nodeRef: {} })],
  ['is one that a set will make', { kind: 'MachineSet', spec: {}, status: { phase: 'Running' } }],
])('a machine that %s does not run', (_, object, infra) => {
  expect(isRunning(object, infra, ['example.com/berth'])).toBe(false);
});
