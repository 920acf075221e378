import { asObject, platformOf } from '@capstan/convert';
import type { KubeClient, ObjectRef } from '@capstan/kube';
import { clusterApiVersion, machineAutoscaler, type Namespaces } from '../names.ts';
import { createAuthoritySchemaReader } from './authority-schema.ts';
import { decideStanding, infrastructureRef } from './decide-standing.ts';
import { readFeatureGates } from './feature-gates.ts';
import { featureGateRef, gateObstacle } from './gate-obstacle.ts';
import { type Proven, proveWrites } from './prove-writes.ts';
import { orUndefined, servedKinds } from './served-kinds.ts';
import { type GateStates, kindKey, type NamespaceState, type StandingFacts } from './standing.ts';

/** What to gather for. */
export interface GatherOptions {
  readonly client: KubeClient;
  readonly namespaces: Namespaces;
  /** From `--feature-gates`. */
  readonly overrides: GateStates;
  /** Whether a machine or set is changing hands at this moment; asked only where the answer matters. */
  isMigrating(signal?: AbortSignal): Promise<boolean>;
  /** Without it nothing is sent but reads: for commands that only look. */
  readonly provesWrites: boolean;
}

/** Gathers the facts; throws what the client throws, but that something isn't there is a fact. */
export type GatherStanding = (signal?: AbortSignal) => Promise<StandingFacts>;

/**
 * Makes one that remembers what need not be read or tried again. Writes are proven only where all else allows acting, and each
 * kind until it was: a restart sends six of them at most, and rest none.
 */
export function createStandingGatherer(options: GatherOptions): GatherStanding {
  const { client, namespaces, overrides, isMigrating, provesWrites } = options;
  const readSchemas = createAuthoritySchemaReader(client);
  const proven: Proven = new Map();
  return async (signal) => {
    const get = (ref: ObjectRef) => orUndefined(client.get(ref, { signal }));
    const [featureGate, clusterVersion, infrastructure, machineApi, machineApiState, clusterApiState] =
      await Promise.all([
        get(featureGateRef),
        get({ apiVersion: 'config.openshift.io/v1', kind: 'ClusterVersion', name: 'version' }),
        get(infrastructureRef),
        readSchemas(signal),
        namespaceState(get, namespaces.machineApi),
        namespaceState(get, namespaces.clusterApi),
      ]);
    const known = asObject(infrastructure);
    const platform = known === undefined ? undefined : platformOf(known);
    const apiVersions = [
      clusterApiVersion,
      machineAutoscaler.apiVersion,
      ...(platform === undefined ? [] : [platform.infra.apiVersion]),
    ];
    const found: StandingFacts = {
      gates: featureGate === undefined ? undefined : readFeatureGates(featureGate, clusterVersion),
      overrides,
      isMigrating: false,
      namespaces,
      namespaceStates: { machineApi: machineApiState, clusterApi: clusterApiState },
      infrastructure: known,
      machineApi,
      served: await servedKeys(client, apiVersions, signal),
      refusal: undefined,
    };
    const asks =
      gateObstacle(found) !== undefined && machineApi.Machine !== undefined && machineApi.MachineSet !== undefined;
    const facts = asks ? { ...found, isMigrating: await isMigrating(signal) } : found;
    const standing = decideStanding(facts);
    if (!standing.act || !provesWrites) return facts;
    const refusal = await proveWrites({ client, namespaces, platform: standing.platform, proven, signal });
    return { ...facts, refusal };
  };
}

/** Gathers the facts once. */
export function gatherStanding(options: GatherOptions, signal?: AbortSignal): Promise<StandingFacts> {
  return createStandingGatherer(options)(signal);
}

async function servedKeys(client: KubeClient, apiVersions: readonly string[], signal: AbortSignal | undefined) {
  const keys = apiVersions.map(async (apiVersion) => {
    const kinds = await servedKinds(client, apiVersion, signal);
    return [...kinds.keys()].map((kind) => kindKey(apiVersion, kind));
  });
  return new Set((await Promise.all(keys)).flat());
}

async function namespaceState(
  get: (ref: ObjectRef) => Promise<{ metadata: { deletionTimestamp?: string } } | undefined>,
  name: string,
): Promise<NamespaceState> {
  const found = await get({ apiVersion: 'v1', kind: 'Namespace', name });
  if (found === undefined) return 'missing';
  return found.metadata.deletionTimestamp === undefined ? 'there' : 'terminating';
}
