import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives `main` a signal that is aborted by Ctrl-C and its like, and ends this process with the exit code that `main` gives,
 * or 128 + signal (130 for Ctrl-C) when it was interrupted: after `main` has ended its children.
 */
export async function runInterruptible(main: (signal: AbortSignal) => Promise<number>): Promise<void> {
  const controller = new AbortController();
  let interruptedBy: number | undefined;
  for (const name of signals) {
    process.on(name, () => {
      interruptedBy ??= 128 + constants.signals[name];
      controller.abort();
    });
  }
  const code = await main(controller.signal);
  process.exit(interruptedBy ?? code);
}
