import {
  createInformer,
  createRateLimiter,
  createWorkQueue,
  type Informer,
  type ListTarget,
  type Recorder,
  runController,
} from '@capstan/kube';
import { ifFound } from '../../if-found.ts';
import type { Namespaces } from '../../names.ts';
import type { ProcessParts } from '../../run/process-parts.ts';
import { admissionVersion, bindingKind, policyKind } from './bundle.ts';
import { createPolicyLook, type PolicyLooked, type PolicyLookOptions } from './policy-look.ts';
import { policyNames } from './policy-names.ts';
import { statusConfigMap } from './status-config-map.ts';

/** What keeping the policies needs. */
export interface RunPoliciesOptions
  extends Pick<ProcessParts, 'client' | 'clock' | 'log'>,
    Partial<Pick<ProcessParts, 'metrics'>>,
    Pick<PolicyLookOptions, 'demand'> {
  readonly namespaces: Namespaces;
  readonly recorder: Recorder;
  /** How long a kind has to be served before a policy may have its objects as parameters; {@link defaultSettleMs}. */
  readonly settleMs?: number | undefined;
}

/** API servers look for new kinds every 30 s, each for itself, and a policy with parameters of an unknown kind refuses all. */
const defaultSettleMs = 40_000;

/**
 * Keeps the policies of the transport ConfigMap in the cluster until `signal` is aborted; never rejects. Gather (ConfigMap, policies
 * of ours, kinds served), decide, apply: by server-side apply as `capstan-policies`, with force, so that it takes over what an
 * administrator has applied from plain manifests. What the ConfigMap has no more is deleted, by the label of the set. Says how it
 * stands in the ConfigMap `capstan-policies-status` and by Events on the transport ConfigMap.
 */
export async function runPolicies(options: RunPoliciesOptions, signal: AbortSignal): Promise<void> {
  const { clock, log, metrics, namespaces } = options;
  const namespace = namespaces.clusterApi;
  const informer = (target: ListTarget) => informerOf(options, target);
  const label = { labelSelector: `${policyNames.setLabel}=${namespace}` };
  const path = `/apis/${admissionVersion}/${policyKind.toLowerCase().replace(/y$/, '')}`;
  const configMaps = informer({
    path: `/api/v1/namespaces/${namespace}/configmaps`,
    apiVersion: 'v1',
    kind: 'ConfigMap',
    // By name: a right to this one ConfigMap alone is enough for it.
    fieldSelector: `metadata.name=${policyNames.configMap}`,
  });
  const policies = informer({ path: `${path}ies`, apiVersion: admissionVersion, kind: policyKind, ...label });
  const bindings = informer({ path: `${path}ybindings`, apiVersion: admissionVersion, kind: bindingKind, ...label });
  const all = [configMaps, policies, bindings];
  const watching = Promise.all(all.map((each) => each.run(signal)));
  try {
    await Promise.all(all.map((each) => each.synced(signal)));
  } catch {
    await watching;
    return;
  }
  const look = createPolicyLook({
    ...options,
    settleMs: options.settleMs ?? defaultSettleMs,
    view: {
      configMap: () => configMaps.store.get(`${namespace}/${policyNames.configMap}`),
      live: () => [...policies.store.list(), ...bindings.store.list()],
    },
  });
  const queue = createWorkQueue(clock);
  const stops = all.map((each) => each.follow(() => queue.add(policyNames.configMap)));
  queue.add(policyNames.configMap);
  const measures = metrics?.controller('policies', 1);
  measures?.depth(() => queue.depth);
  let told = '';
  await runController({
    name: 'policies',
    queue,
    limiter: createRateLimiter(),
    signal,
    clock,
    log,
    workers: 1,
    async reconcile(_key, context) {
      const looked = await look(context.signal);
      const text = JSON.stringify(looked.status.conditions);
      if (text !== told) tell(options, looked, () => configMaps.store.get(`${namespace}/${policyNames.configMap}`));
      await writeStatus(options, looked.status, context.signal);
      told = text;
      return looked.againMs === undefined ? undefined : { requeueAfterMs: looked.againMs };
    },
    ...(measures !== undefined && {
      onResult: (_key, result, seconds) => measures.reconciled(result, seconds),
      onWorking: measures.working,
    }),
  });
  for (const stop of stops) stop();
  await watching;
}

function informerOf({ client, clock, log, metrics }: RunPoliciesOptions, target: ListTarget): Informer<never> {
  const { kind } = target;
  return createInformer<never>({
    transport: client.transport,
    target,
    indices: {},
    transform: (object) => {
      delete object.metadata['managedFields'];
      return object;
    },
    clock,
    onTrouble(error) {
      metrics?.watchTrouble(kind);
      log.warn({ kind, error }, 'the watch ended in trouble and goes on');
    },
    onFollowerError: (error) => log.error({ kind, error }, 'a follower of a cache failed: a bug'),
  });
}

/** Written only where it differs: at rest nothing is. Read first, since somebody else may have written to it. */
async function writeStatus(
  { client, clock, namespaces }: RunPoliciesOptions,
  status: PolicyLooked['status'],
  signal: AbortSignal,
): Promise<void> {
  const namespace = namespaces.clusterApi;
  const ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: policyNames.statusConfigMap };
  const before = await ifFound(client.get(ref, { signal }));
  const next = statusConfigMap(namespace, status, before, clock.now());
  if (next === undefined) return;
  await client.apply(next, { fieldManager: policyNames.fieldManager, force: true, signal });
}

/** Says what has changed, once: in the log, and on the transport ConfigMap where there is one. */
function tell(
  { log, recorder }: RunPoliciesOptions,
  { status }: PolicyLooked,
  configMap: () => Parameters<Recorder['record']>[0]['object'] | undefined,
): void {
  const object = configMap();
  const [valid, applied, live] = status.conditions;
  const worst = [valid, applied, live].find(
    (condition) => condition?.status === 'False' && !passing.has(condition.reason),
  );
  const of = worst ?? applied;
  if (of === undefined) return;
  const fields = { condition: of.type, reason: of.reason };
  if (worst === undefined) log.info(fields, `policies: ${of.message}`);
  else log.warn(fields, `policies: ${of.message}`);
  if (object === undefined) return;
  const type = worst === undefined ? 'Normal' : 'Warning';
  const reason =
    worst === undefined ? `Policies${of.reason === 'AsExpected' ? 'Applied' : of.reason}` : `Policies${of.reason}`;
  recorder.record({ object, type, reason, action: 'ApplyPolicies', note: of.message });
}

/** What is so for a moment after each change, and worth nobody's time. */
const passing: ReadonlySet<string> = new Set(['NotYetObeyed', 'Removing', 'Removed', 'NothingToGoBy']);
