import { isNotFound, type Recorder } from '@capstan/kube';
import { watchMigrating } from '../migration/watch-migrating.ts';
import { createObserve, type Observe } from '../observe/observe.ts';
import { policiesWhen } from '../policies/live/policies-when.ts';
import { runPolicies } from '../policies/live/run-policies.ts';
import { createStandingGatherer } from '../standing/gather-standing.ts';
import type { Acting, Idle, Standing } from '../standing/standing.ts';
import { watchStanding } from '../standing/watch-standing.ts';
import { lead } from './lead.ts';
import { policyOptions } from './policy-options.ts';
import type { ProcessParts } from './process-parts.ts';
import { recorderOf } from './recorder.ts';
import { runSession } from './session.ts';
import type { OperatorSettings } from './settings.ts';

/** What the operator is doing, for probes and whoever looks. */
export interface OperatorState {
  /** Undefined before the first look at the cluster. */
  standing: Standing | undefined;
  /** Who has the Lease; '' for nobody. */
  holder: string;
  isLeader: boolean;
  /** The caches are filled and the controllers work. */
  isActing: boolean;
}

/** What the operator needs. */
export interface OperatorOptions extends ProcessParts {
  readonly settings: OperatorSettings;
  /** Another at every start of a process. */
  readonly identity: string;
  /** Kept up to date. */
  readonly state: OperatorState;
}

/** After a failure that is a bug, so long is waited before it is tried again: not all of a cluster's day is spent on it. */
const afterFailureMs = 5000;

/**
 * Runs the operator until `signal` is aborted. It acts while the cluster lets it and the Lease is its own, and idles and says why
 * at all other times: it never ends by itself.
 */
export async function runOperator(options: OperatorOptions, signal: AbortSignal): Promise<void> {
  const { client, clock, random, log, settings, state } = options;
  const { namespaces, featureGates: overrides, standingMs } = settings;
  const migrating = watchMigrating(client, namespaces);
  const gather = createStandingGatherer({
    client,
    namespaces,
    overrides,
    isMigrating: migrating.isAny,
    provesWrites: true,
  });
  const observe = createObserve({ ...options, standing: () => state.standing });
  const telling: Telling = { ...options, observe, recorder: recorderOf(options, 'capstan-operator', signal) };
  const changes = createSwitch();
  const watching = watchStanding({
    gather,
    clock,
    random,
    signal,
    intervalMs: standingMs,
    onChange(standing) {
      state.standing = standing;
      if (standing.act) migrating.mayBe();
      if (standing.act) log.info(describe(standing), 'the cluster lets the operator act');
      else void tellIdle(telling, standing, signal);
      changes.next();
    },
    onTrouble: (error) => log.warn({ error }, 'the cluster could not be looked at'),
  });
  while (!signal.aborted) {
    const { standing } = state;
    // Whatever changes, the session ends and the next one begins with what is then known.
    const changed = changes.signal();
    if (standing?.act !== true) {
      await idle(telling, standing, AbortSignal.any([signal, changed]));
      continue;
    }
    await act(telling, standing, AbortSignal.any([signal, changed])).catch(async (error: unknown) => {
      log.error({ error }, 'the operator failed and begins anew: a bug');
      await clock.sleep(afterFailureMs, signal).catch(() => undefined);
    });
  }
  await watching;
}

interface Telling extends OperatorOptions {
  readonly observe: Observe;
  readonly recorder: Recorder;
}

/**
 * Does nothing, but for policies that are to go. That needs no Lease: whoever looks at this cluster sees the same, and the in-tree
 * controllers, which may hold it for ever, never touch what is ours.
 */
async function idle(options: Telling, standing: Idle | undefined, signal: AbortSignal): Promise<void> {
  const demand = standing === undefined ? undefined : policiesWhen(standing);
  if (demand?.kind === 'remove' && options.settings.controllers.has('policies')) {
    await runPolicies(policyOptions(options, demand, recorderOf(options, 'capstan-policies', signal)), signal);
  }
  await untilAborted(signal);
}

async function act(options: Telling, standing: Acting, signal: AbortSignal): Promise<void> {
  const { state } = options;
  const onLeader = (isLeader: boolean, holder: string): void => {
    state.isLeader = isLeader;
    state.holder = holder;
  };
  const onReady = (isReady: boolean): void => {
    state.isActing = isReady;
  };
  await lead({ ...options, onLeader }, signal, (leading) => runSession({ ...options, standing, onReady }, leading));
}

/** Says why nothing is done: in the log, and on the object that would have to change. */
async function tellIdle({ client, log, recorder }: Telling, idle: Idle, signal: AbortSignal): Promise<void> {
  const { reason, message, hint, about } = idle;
  log.warn({ reason, hint }, `idle: ${message}`);
  if (about === undefined) return;
  try {
    const object = await client.get(about, { signal });
    const note = `Capstan is idle: ${message}. ${hint}`;
    recorder.record({ object, type: 'Warning', reason, action: 'Idle', note });
  } catch (error) {
    if (!isNotFound(error) && !signal.aborted) log.debug({ error }, 'no event could be written about it');
  }
}

function describe({ platform, clusterName, holdsSynchronizedApi, hasAutoscalers, isOverridden, note }: Acting) {
  return {
    platform: platform.type,
    cluster: clusterName,
    holdsSynchronizedApi,
    hasAutoscalers,
    isOverridden,
    ...(note !== undefined && { note: `${note.message}. ${note.hint}` }),
  };
}

/** A signal that is aborted at the next change, again and again. */
function createSwitch() {
  let current = new AbortController();
  return {
    signal: () => current.signal,
    next(): void {
      const before = current;
      current = new AbortController();
      before.abort(new Error('what the operator may do has changed'));
    },
  };
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
