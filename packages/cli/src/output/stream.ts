import type { Writable } from 'node:stream';

/** The reader of our output is gone: `capstan ... | head`. Not a failure; the caller ends quietly. */
export class OutputClosed extends Error {
  constructor(cause?: unknown) {
    super('nobody reads the output any more', { cause });
    this.name = 'OutputClosed';
  }
}

/** Text on its way to a stream. */
export interface Sink {
  /**
   * Hands text on. Resolves when more may be written: at once, or when a slow reader has caught up, so that output never piles up
   * in memory. Rejects with {@link OutputClosed} when there is no reader, with an Error when writing failed (disk full).
   */
  write(text: string): Promise<void>;
  /** Resolves when all that was written has left the process; call it before exiting. Rejects as `write` does. */
  flush(): Promise<void>;
}

const closedCodes = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/**
 * A sink over a stream such as process.stdout. One a stream: it listens to the stream's errors from now on, so a closed pipe
 * never ends the process with a stack trace.
 */
export function createSink(stream: Writable): Sink {
  let failure: Error | undefined;
  let wake: (() => void)[] = [];
  const wakeAll = (): void => {
    const sleepers = wake;
    wake = [];
    for (const resume of sleepers) resume();
  };
  stream.on('error', (error) => {
    failure ??= asFailure(error);
    wakeAll();
  });
  stream.on('close', () => {
    failure ??= new OutputClosed();
    wakeAll();
  });
  stream.on('drain', wakeAll);
  const check = (): void => {
    if (failure !== undefined) throw failure;
    if (stream.destroyed || stream.writableEnded) throw new OutputClosed();
  };
  const sleep = (): Promise<void> => new Promise((resume) => wake.push(resume));

  return {
    async write(text) {
      check();
      if (text === '' || stream.write(text)) return;
      while (stream.writableNeedDrain && failure === undefined) await sleep();
      check();
    },
    async flush() {
      check();
      // An empty write is called back when everything before it is done.
      await new Promise<void>((resume) => {
        wake.push(resume);
        stream.write('', () => resume());
      });
      if (failure !== undefined) throw failure;
    },
  };
}

function asFailure(error: Error): Error {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (closedCodes.has(code)) return new OutputClosed(error);
  return new Error(`writing the output failed: ${error.message}`, { cause: error });
}
