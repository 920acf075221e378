import type { JsonObject } from '@capstan/api';
import type { Problem } from '../mapping/issue.ts';
import { asObject } from '../mapping/json.ts';
import { takeWith } from '../objects/infrastructure.ts';
import type { ClusterProblemAt } from './infra-cluster.ts';

/** Host and port of the API server, as Cluster and infra clusters hold them. */
export interface Endpoint extends JsonObject {
  readonly host: string;
  readonly port: number;
}

/**
 * The endpoint inside the cluster, from Infrastructure.status.apiServerInternalURI: the one that kubelets use. A problem
 * where it is not there or no URL.
 */
export function controlPlaneEndpoint(
  infrastructure: JsonObject,
): { readonly ok: true; readonly value: Endpoint } | { readonly ok: false; readonly problem: ClusterProblemAt } {
  const value = asObject(infrastructure['status'])?.['apiServerInternalURI'];
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url !== null && url.hostname !== '') {
    // An IPv6 address stands in brackets in a URL, and without them here.
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
    return { ok: true, value: { host, port: url.port === '' ? 443 : Number(url.port) } };
  }
  const problem: Problem = {
    code: value === undefined ? 'Required' : 'InvalidValue',
    at: ['status', 'apiServerInternalURI'],
    ...(value !== undefined && { value }),
    message: 'the Infrastructure object does not say where the API server is',
    hint: takeWith('status'),
  };
  return { ok: false, problem: { object: 'infrastructure', problem } };
}
