import type { LeashedProcess } from './leash.ts';

const startAttempts = 5;

/** Somebody took our port between choosing and using it. */
class PortTakenError extends Error {}

/**
 * Calls `start` again, up to 5 times in all, while a server that it waits for with {@link orDeath} finds its port taken; it
 * has to choose another one each time. `log` gets a line for each.
 */
export async function whilePortsAreTaken<T>(start: () => Promise<T>, log?: (line: string) => void): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === startAttempts) throw error;
      log?.(`control plane: ${error.message}; trying another`);
    }
  }
}

/** Waits until `ready`, or throws with the end of the server's log when it dies first. */
export async function orDeath<T>(
  name: string,
  server: LeashedProcess,
  signal: AbortSignal | undefined,
  ready: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giveUp = new AbortController();
  const death = server.exited.then(async (code) => {
    const tail = await server.logTail();
    if (tail.includes('address already in use')) throw new PortTakenError(`${name} found its port taken`);
    throw new Error(`${name} ended with code ${code} while it started; its last lines:\n${tail}`);
  });
  try {
    const signals = signal === undefined ? [giveUp.signal] : [giveUp.signal, signal];
    return await Promise.race([ready(AbortSignal.any(signals)), death]);
  } finally {
    giveUp.abort();
  }
}
