import { expect, it, vi } from 'vitest';
import { withDeadline } from './deadline.ts';

const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });

it('ends work that takes too long with the error of AbortSignal.timeout', async () => {
  await expect(withDeadline(1, undefined, untilAborted)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('ends work when the signal around it does, with its reason, also when it did before', async () => {
  const stopping = new AbortController();
  const working = withDeadline(60_000, stopping.signal, untilAborted);
  const reason = new Error('stopped');
  stopping.abort(reason);
  await expect(working).rejects.toBe(reason);
  await expect(withDeadline(60_000, stopping.signal, untilAborted)).rejects.toBe(reason);
});

it('lets go of the signal around it and of its timer when the work ends, or thousands would be kept', async () => {
  vi.useFakeTimers();
  try {
    const { signal } = new AbortController();
    const removed = vi.spyOn(signal, 'removeEventListener');
    expect(await withDeadline(60_000, signal, async () => 'done')).toBe('done');
    await expect(withDeadline(60_000, signal, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(removed).toHaveBeenCalledTimes(2);
    expect(vi.getTimerCount()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
