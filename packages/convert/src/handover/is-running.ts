import type { JsonObject } from '@capstan/api';
import { asObject, textAt } from '../mapping/json.ts';

/**
 * True for a Machine of either API that has an instance or a host, or may have: something would be lost by making it anew.
 * Any sign counts, also of a machine that has failed: to take a running machine for none costs a disk, the other way round a
 * refusal. `tiedBy` are annotations by which a provider ties a machine to what it runs on.
 */
export function isRunning(machine: JsonObject, infra: JsonObject | undefined, tiedBy: readonly string[] = []): boolean {
  if (machine['kind'] !== 'Machine') return false;
  const status = asObject(machine['status']);
  const phase = textAt(status, 'phase');
  const signs = [
    textAt(machine, 'spec', 'providerID'),
    textAt(infra, 'spec', 'providerID'),
    textAt(infra, 'spec', 'instanceID'),
    textAt(status, 'nodeRef', 'name'),
    ...instanceIds.map((field) => textAt(status, 'providerStatus', field)),
    ...instanceIds.map((field) => textAt(infra, 'status', field)),
    ...tiedBy.flatMap((key) => [machine, infra].map((object) => textAt(object, 'metadata', 'annotations', key))),
  ];
  const addresses = [status, asObject(infra?.['status'])].map((from) => from?.['addresses']);
  return (
    (phase !== undefined && !unbegun.has(phase)) ||
    signs.some((sign) => sign !== undefined) ||
    addresses.some((list) => Array.isArray(list) && list.length > 0) ||
    asObject(status?.['initialization'])?.['infrastructureProvisioned'] === true ||
    asObject(infra?.['status'])?.['ready'] === true
  );
}

/** Phases in which nothing has been asked of a cloud yet. */
const unbegun: ReadonlySet<string> = new Set(['Pending', 'Unknown']);

/** How providers name the instance in a status. */
const instanceIds = ['instanceId', 'instanceID', 'instanceState', 'vmId', 'vmUUID'] as const;
