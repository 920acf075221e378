import { isAlreadyExists, isConflict, isNotFound } from '../client/api-error.ts';
import type { KubeClient } from '../client/client.ts';
import { isRecord, type KubeObject, type ObjectRef } from '../client/object.ts';
import type { Clock, Random } from '../clock.ts';

/** Which Lease, and how long it is held. Times are milliseconds; client-go's defaults are 15, 10 and 2 seconds. */
export interface LeaseOptions {
  readonly client: KubeClient;
  readonly namespace: string;
  readonly name: string;
  /** Who we are: another at every start of a process. */
  readonly identity: string;
  /** After so long without a renewal others may take the Lease. */
  readonly durationMs: number;
  /** After so long without a renewal we stop acting; less than `durationMs`, so that we stop before another can start. */
  readonly renewDeadlineMs: number;
  /** How often to renew, and to look whether it is free. */
  readonly retryMs: number;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends it all: the work is stopped first, then the Lease is given back. */
  readonly signal: AbortSignal;
  /** Told who has the Lease whenever that changes; '' for nobody. */
  readonly onHolder?: (holder: string) => void;
  /** Told why a look or a renewal failed. */
  readonly onTrouble?: (error: unknown) => void;
}

/** Why the work has ended. `lost`: the Lease could not be renewed in time, so another may act now. */
export type Ending = 'stopped' | 'lost' | 'finished';

/** What was last seen of the Lease, and when by our own clock: the times in it are of other machines. */
interface Observed {
  readonly version: string;
  readonly holder: string;
  readonly durationMs: number;
  readonly at: number;
}

/**
 * Waits for the Lease, then runs `work` with a signal that is aborted when the Lease is lost or `signal` is aborted. Resolves when
 * the work has ended, which must end when its signal does. Rejects as `work` does. The rules are client-go's
 * (tools/leaderelection): only our own clock counts, each write is made against the version that was read.
 */
export async function runWhileLeading(
  options: LeaseOptions,
  work: (signal: AbortSignal) => Promise<void>,
): Promise<Ending> {
  const { signal, durationMs, renewDeadlineMs, retryMs } = options;
  if (!(retryMs < renewDeadlineMs && renewDeadlineMs < durationMs)) {
    throw new RangeError('a Lease is renewed more often than its deadline, and the deadline is before its end');
  }
  const lease = createLease(options);
  const acquired = await acquire(options, lease);
  if (acquired === undefined) return 'stopped';
  const leading = new AbortController();
  let isLost = false;
  const renewing = renew(options, lease, acquired, leading.signal).then((result) => {
    isLost = result === 'lost';
    leading.abort(new Error(result === 'lost' ? 'the Lease was lost' : 'stopped'));
  });
  try {
    await work(AbortSignal.any([leading.signal, signal]));
    return isLost ? 'lost' : signal.aborted ? 'stopped' : 'finished';
  } catch (error) {
    if (!leading.signal.aborted && !signal.aborted) throw error;
    return isLost ? 'lost' : 'stopped';
  } finally {
    leading.abort(new Error('the work has ended'));
    await renewing;
    // Given back only when nothing acts any more.
    if (!isLost) await lease.release().catch((error: unknown) => options.onTrouble?.(error));
  }
}

/** Resolves with our own clock's time of the request that got the Lease; undefined when stopped. */
async function acquire({ clock, random, retryMs, signal, onTrouble }: LeaseOptions, lease: Lease) {
  while (!signal.aborted) {
    const asked = clock.monotonic();
    if (await lease.take(signal).catch((error: unknown) => onTrouble?.(error))) return asked;
    await clock.sleep(retryMs * (1 + random() * 0.2), signal).catch(() => undefined);
  }
  return undefined;
}

/** Renews until told to stop, or until it has not worked for too long. */
async function renew(options: LeaseOptions, lease: Lease, acquired: number, signal: AbortSignal) {
  const { clock, retryMs, renewDeadlineMs, onTrouble } = options;
  // What counts is when the request was sent: the server's answer may have taken its time.
  let renewed = acquired;
  while (!signal.aborted) {
    const left = renewed + renewDeadlineMs - clock.monotonic();
    await clock.sleep(Math.max(0, Math.min(retryMs, left)), signal).catch(() => undefined);
    if (signal.aborted) break;
    const asked = clock.monotonic();
    if (asked - renewed >= renewDeadlineMs) return 'lost';
    const deadline = new AbortController();
    const off = new AbortController();
    clock.sleep(renewed + renewDeadlineMs - asked, off.signal).then(
      () => deadline.abort(new Error('no answer before the renewal had to be done')),
      () => undefined,
    );
    const result = await lease.renew(AbortSignal.any([signal, deadline.signal])).catch((error: unknown) => {
      if (!signal.aborted) onTrouble?.(error);
      return 'failed' as const;
    });
    off.abort();
    if (result === 'taken') return 'lost';
    if (result === 'renewed') renewed = asked;
  }
  return 'stopped';
}

interface Lease {
  /** True where it is ours now. */
  take(signal: AbortSignal): Promise<boolean>;
  renew(signal: AbortSignal): Promise<'renewed' | 'taken' | 'failed'>;
  release(): Promise<void>;
}

function createLease(options: LeaseOptions): Lease {
  const { client, namespace, name, identity, durationMs, clock, onHolder } = options;
  const ref: ObjectRef = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace, name };
  let seen: Observed | undefined;
  const observe = (lease: KubeObject): Observed => {
    const spec = isRecord(lease['spec']) ? lease['spec'] : {};
    const version = lease.metadata.resourceVersion ?? '';
    const holder = typeof spec['holderIdentity'] === 'string' ? spec['holderIdentity'] : '';
    const seconds = spec['leaseDurationSeconds'];
    if (holder !== seen?.holder) onHolder?.(holder);
    if (version !== seen?.version) {
      const duration = typeof seconds === 'number' ? seconds * 1000 : durationMs;
      seen = { version, holder, durationMs: duration, at: clock.monotonic() };
    }
    return seen as Observed;
  };
  const time = (): string => clock.now().toISOString().replace('Z', '000Z');
  const held = () => ({
    holderIdentity: identity,
    leaseDurationSeconds: Math.max(1, Math.round(durationMs / 1000)),
    renewTime: time(),
  });
  /** Against the version that was read: of two who write, one gets a conflict. */
  const write = async (resourceVersion: string, spec: object, signal: AbortSignal): Promise<void> => {
    observe((await client.mergePatch(ref, { metadata: { resourceVersion }, spec }, { signal })).object);
  };

  return {
    async take(signal) {
      try {
        const lease = observe(await client.get(ref, { signal }));
        const isFree = lease.holder === '' || clock.monotonic() - lease.at >= lease.durationMs;
        if (lease.holder !== identity && !isFree) return false;
        await write(lease.version, { ...held(), acquireTime: time() }, signal);
        return true;
      } catch (error) {
        if (isConflict(error) || isAlreadyExists(error)) return false;
        if (!isNotFound(error)) throw error;
        const { apiVersion, kind } = ref;
        const spec = { ...held(), acquireTime: time() };
        observe((await client.create({ apiVersion, kind, metadata: { name, namespace }, spec }, { signal })).object);
        return true;
      }
    },
    async renew(signal) {
      try {
        await write(seen?.version ?? '', held(), signal);
        return 'renewed';
      } catch (error) {
        if (!isConflict(error)) throw error;
        // Somebody else wrote to it; it is still ours unless they took it.
        return observe(await client.get(ref, { signal })).holder === identity ? 'failed' : 'taken';
      }
    },
    async release() {
      const free = { holderIdentity: '', leaseDurationSeconds: 1, renewTime: time() };
      // A server that does not answer keeps no process from ending: the Lease ends by itself.
      await write(seen?.version ?? '', free, AbortSignal.timeout(options.renewDeadlineMs));
    },
  };
}
