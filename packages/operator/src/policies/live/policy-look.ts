import { ApiError, type Clock, isInvalid, type KubeClient, type KubeObject } from '@capstan/kube';
import { deleteAgainst } from '../../engine/against.ts';
import type { Namespaces } from '../../names.ts';
import { servedKinds } from '../../standing/served-kinds.ts';
import { type ParamKind, type PolicyBundle, paramKindOf } from './bundle.ts';
import { containsAll } from './contains-all.ts';
import { decideConditions } from './decide-conditions.ts';
import { decidePolicies, type ParamStanding, type PolicyStep, type Wanted } from './decide-policies.ts';
import type { PolicyDemand } from './policies-when.ts';
import { policyNames } from './policy-names.ts';
import type { Liveness, PolicyCondition, PolicyState } from './policy-state.ts';
import { probePolicy } from './probe-policy.ts';
import { type PoliciesRead, readPolicies } from './read-policies.ts';
import type { PolicyStatus } from './status-config-map.ts';

/** What a look sees: the caches as they are. */
export interface PolicyView {
  /** The transport ConfigMap. */
  configMap(): KubeObject | undefined;
  /** Policies and bindings of our set. */
  live(): readonly KubeObject[];
}

/** What looks need. */
export interface PolicyLookOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly namespaces: Namespaces;
  readonly demand: Exclude<PolicyDemand, { kind: 'keep' }>;
  readonly view: PolicyView;
  /** A kind that has been served for so long, in milliseconds, is known to every API server. */
  readonly settleMs: number;
}

/** What a look has found and done. */
export interface PolicyLooked {
  readonly status: { readonly conditions: readonly PolicyCondition[]; readonly policies: PolicyStatus['policies'] };
  readonly written: number;
  /** Look again after so long, though nothing has changed that a watch would tell of; undefined: no need. */
  readonly againMs: number | undefined;
}

/** Looks once, and makes the policies what they should be. Throws what may go better next time. */
export type PolicyLook = (signal: AbortSignal) => Promise<PolicyLooked>;

/** A kind that is not served, or is about to go, is asked after so often: while its policy is in place without it, writes fail. */
const paramMs = 10_000;

/** Makes one that remembers since when kinds are served and what the API server has answered to which version of a policy. */
export function createPolicyLook(options: PolicyLookOptions): PolicyLook {
  const { client, clock, namespaces, demand, view, settleMs } = options;
  const servedSince = new Map<string, number>();
  const answers = new Map<string, { readonly version: string; readonly found: Liveness; readonly asked: number }>();

  const standings = async (bundles: readonly KubeObject[], signal: AbortSignal) => {
    const found = new Map<string, ParamStanding>();
    for (const kind of bundles.map(paramKindOf)) {
      const key = kind === undefined ? undefined : keyOf(kind);
      if (kind === undefined || key === undefined || found.has(key)) continue;
      const isServed = (await servedKinds(client, kind.apiVersion, signal)).has(kind.kind);
      const since = isServed ? (servedSince.get(key) ?? clock.monotonic()) : undefined;
      if (since === undefined) servedSince.delete(key);
      else servedSince.set(key, since);
      found.set(key, since === undefined ? 'missing' : clock.monotonic() - since >= settleMs ? 'served' : 'new');
    }
    return found;
  };

  /** Asks about a policy as it is now; once it is live, not again before it changes. */
  const ask = async (bundle: PolicyBundle, signal: AbortSignal): Promise<Liveness> => {
    const version = versionOf(bundle.name, view.live());
    const known = answers.get(bundle.name);
    if (known?.version === version && known.found === 'live') return known.found;
    const asked = known?.version === version ? known.asked + 1 : 1;
    const found = await probePolicy(bundle, { client, namespaces, signal });
    answers.set(bundle.name, { version, found, asked });
    return found;
  };

  return async (signal) => {
    const configMap = view.configMap();
    const read = configMap === undefined ? undefined : readPolicies(configMap);
    const wanted = wantedOf(demand, read);
    const bundles = wanted.kind === 'these' ? wanted.bundles : [];
    const known = await standings([...bundles.map(({ policy }) => policy), ...view.live()], signal);
    const paramStanding = (kind: ParamKind) => known.get(keyOf(kind)) ?? 'missing';
    const { steps, states } = decidePolicies({ wanted, set: namespaces.clusterApi, live: view.live(), paramStanding });
    const faults = await execute(steps, client, signal);
    const after = states.map((state) => faults.get(state.name) ?? state);
    const liveness = new Map<string, Liveness>();
    for (const bundle of bundles) {
      const isApplied = after.some(({ name, state }) => name === bundle.name && state === 'Applied');
      if (isApplied) liveness.set(bundle.name, await ask(bundle, signal));
    }
    const conditions = decideConditions({
      source: sourceOf(demand, read),
      states: after,
      liveness: (name) => liveness.get(name) ?? 'notYet',
    });
    const policies = after.map((state) => ({ ...state, live: liveness.get(state.name) ?? ('notYet' as const) }));
    const tries = Math.max(
      0,
      ...bundles.filter(({ name }) => liveness.get(name) === 'notYet').map(({ name }) => answers.get(name)?.asked ?? 1),
    );
    const waits = [
      ...(tries > 0 ? [Math.min(30_000, 500 * tries)] : []),
      ...(known.size > 0 ? [Math.min(paramMs, settleMs)] : []),
      ...(after.some(({ state }) => state === 'Refused') ? [30_000] : []),
    ];
    return {
      status: { conditions, policies },
      written: steps.length,
      againMs: waits.length > 0 ? Math.min(...waits) : undefined,
    };
  };
}

function wantedOf(demand: PolicyLookOptions['demand'], read: PoliciesRead | undefined): Wanted {
  if (demand.kind === 'remove') return { kind: 'these', bundles: [] };
  return read?.ok ? { kind: 'these', bundles: read.bundles } : { kind: 'asItIs' };
}

function sourceOf(demand: PolicyLookOptions['demand'], read: PoliciesRead | undefined) {
  if (demand.kind === 'remove') return { kind: 'off', why: demand.why } as const;
  if (read === undefined) return { kind: 'missing', name: policyNames.configMap } as const;
  return read.ok ? ({ kind: 'found' } as const) : ({ kind: 'invalid', problems: read.problems } as const);
}

/** Makes the writes; by name, what came of a policy that the server did not take as it is. Throws what may pass by itself. */
async function execute(
  steps: readonly PolicyStep[],
  client: KubeClient,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, PolicyState>> {
  const faults = new Map<string, PolicyState>();
  for (const step of steps) {
    const name = step.policy;
    try {
      if (step.verb === 'delete') await deleteAgainst(client, { of: step.of }, signal);
      // A binding without its policy is of no use, and says the same again.
      else if (faults.get(name)?.state !== 'Refused') {
        await put(step, client, signal);
      }
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // Gone already, or changed since: the watch tells of it.
      if (error.reason === 'NotFound' || error.reason === 'Conflict') continue;
      if (error.status !== 400 && error.status !== 403 && error.status !== 422) throw error;
      faults.set(name, { name, state: 'Refused', message: error.message });
    }
  }
  return faults;
}

/**
 * By server-side apply. That leaves what others have added, and an added condition can turn a policy off; or together with it the object is
 * refused. Then it is replaced: a policy of ours is changed in the ConfigMap, and nowhere else.
 */
async function put(
  { object, before }: Extract<PolicyStep, { verb: 'apply' }>,
  client: KubeClient,
  signal: AbortSignal,
): Promise<void> {
  const { fieldManager } = policyNames;
  const replace = async ({ metadata }: KubeObject): Promise<void> => {
    const { resourceVersion = '' } = metadata;
    await client.update({ ...object, metadata: { ...object.metadata, resourceVersion } }, { fieldManager, signal });
  };
  try {
    const applied = await client.apply(object, { fieldManager, force: true, signal });
    if (!containsAll(applied.object, object)) await replace(applied.object);
  } catch (error) {
    if (before === undefined || !isInvalid(error)) throw error;
    await replace(before);
  }
}

function versionOf(name: string, live: readonly KubeObject[]): string {
  return live
    .filter((each) => each.metadata.name === name)
    .map(({ kind, metadata }) => `${kind} ${metadata.uid} ${metadata.generation ?? metadata.resourceVersion}`)
    .join(', ');
}

function keyOf({ apiVersion, kind }: ParamKind): string {
  return `${apiVersion} ${kind}`;
}
