import { createClient, isNotFound } from '@capstan/kube';
import { type PolicyStatus, policyNames, readPolicyStatus } from '@capstan/operator';
import { connect, requestFailure } from '../connect.ts';
import { type ExitCode, exitCodes, Failure } from '../failure.ts';
import type { Io } from '../io.ts';
import { formatTable } from '../output/table.ts';
import { wrapText } from '../wrap-text.ts';
import type { PoliciesFlags } from './policies.ts';

/** `capstan policies status`: what the operator says of the policies of a live cluster. */
export async function policiesStatus(flags: PoliciesFlags, io: Io): Promise<ExitCode> {
  const config = await connect(flags);
  const client = createClient(config.endpoint);
  const namespace = flags.clusterApiNamespace;
  try {
    const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: policyNames.statusConfigMap };
    const found = await client.get(ref, { signal: io.signal }).catch((error: unknown) => {
      if (isNotFound(error)) return undefined;
      throw requestFailure(error, config) ?? error;
    });
    const status = readPolicyStatus(found);
    if (status === undefined) {
      throw new Failure(
        `no operator has said anything about policies: there is no ConfigMap ${namespace}/${policyNames.statusConfigMap}`,
        'Run the operator with policies among its --controllers; while it idles, its log says why.',
      );
    }
    await io.out.write(
      flags.output === 'json' ? `${JSON.stringify({ version: 1, ...status }, undefined, 2)}\n` : statusText(status, io),
    );
    return status.conditions.some(({ status: is, reason }) => is !== 'True' && reason !== 'Removed')
      ? exitCodes.blocked
      : exitCodes.done;
  } finally {
    await client.close();
  }
}

/** The conditions, those that say something in full, and a line for each policy. */
function statusText({ conditions, policies }: PolicyStatus, { paint }: Io): string {
  const rows = conditions.map(({ type, status, reason, lastTransitionTime }) => [
    type,
    status,
    reason,
    lastTransitionTime,
  ]);
  const told = conditions
    .filter(({ status, message }) => status !== 'True' && message !== '')
    .map(({ type, message }) => `\n${paint('out', 'bold', type)}\n${wrapText(message, 2)}\n`);
  const lines = policies.map(({ name, state, live }) => [name, state, live === 'live' ? 'yes' : 'no']);
  const table = lines.length === 0 ? '' : `\n${formatTable(['policy', 'state', 'in place'], lines)}`;
  return `${formatTable(['condition', 'status', 'reason', 'since'], rows)}${told.join('')}${table}`;
}
