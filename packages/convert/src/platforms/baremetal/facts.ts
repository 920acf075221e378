import type { JsonObject } from '@capstan/api';
import type { Problem } from '../../mapping/issue.ts';
import { asObject } from '../../mapping/json.ts';
import type { PlatformFacts } from '../../objects/platform.ts';

/** What the rows must know of the cluster beyond its namespaces: nothing. Credentials and addresses are the hosts' own. */
export type BareMetalFacts = Readonly<Record<string, never>>;

/** Reads the facts; a Metal3Cluster that waits for a cloud provider is a problem, since bare metal has none. */
export function bareMetalFacts(infraCluster?: JsonObject): PlatformFacts<BareMetalFacts> {
  const spec = asObject(infraCluster?.['spec']);
  const problem = spec === undefined ? undefined : cloudProviderProblem(spec);
  return { facts: {}, problems: problem === undefined ? [] : [{ object: 'infraCluster', problem }] };
}

/** `noCloudProvider` is the older word for the opposite. CAPM3's webhook writes the one that is missing, and true for neither. */
function cloudProviderProblem({ cloudProviderEnabled, noCloudProvider }: JsonObject): Problem | undefined {
  if (cloudProviderEnabled === false && noCloudProvider === false) {
    return {
      code: 'Conflict',
      at: ['spec', 'noCloudProvider'],
      value: false,
      message: 'contradicts cloudProviderEnabled, which is false',
      hint: 'Remove noCloudProvider.',
    };
  }
  if (cloudProviderEnabled === false || (typeof cloudProviderEnabled !== 'boolean' && noCloudProvider === true)) {
    return undefined;
  }
  const isSaid = typeof cloudProviderEnabled === 'boolean' || noCloudProvider !== false;
  const field = isSaid ? 'cloudProviderEnabled' : 'noCloudProvider';
  const value = isSaid ? cloudProviderEnabled : noCloudProvider;
  return {
    code: 'NotSupported',
    at: ['spec', field],
    ...(value !== undefined && { value }),
    message: 'CAPM3 would wait for a cloud provider to name the Nodes of new machines, and bare metal has none',
    hint: 'Set cloudProviderEnabled: false on the Metal3Cluster.',
  };
}
