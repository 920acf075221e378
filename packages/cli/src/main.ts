import { CommanderError } from 'commander';
import { type ExitCode, exitCodes, Failure } from './failure.ts';
import { type Io, painter, printError } from './io.ts';
import { createSink, OutputClosed } from './output/stream.ts';
import { makeProgram, type Outcome } from './program.ts';
import { usageFailure } from './usage.ts';

/** Runs one command line. Never rejects: every failure is printed and has a code. */
async function main(argv: readonly string[]): Promise<ExitCode> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => interrupted.abort());
  process.once('SIGTERM', () => interrupted.abort());
  const io: Io = {
    stdin: process.stdin,
    out: createSink(process.stdout),
    err: createSink(process.stderr),
    paint: painter({ out: process.stdout, err: process.stderr }),
    terminal: () => (process.stdout.isTTY ? { columns: process.stdout.columns, rows: process.stdout.rows } : undefined),
    signal: interrupted.signal,
  };
  const outcome: Outcome = { code: exitCodes.done };
  try {
    // Some reads can't be cancelled (an open pipe, a named pipe that nobody writes to), so an interrupted run isn't waited for.
    await Promise.race([run(argv, io, outcome), abortion(io.signal, outcome)]);
    await io.out.flush();
    await io.err.flush();
    return outcome.code;
  } catch (error) {
    return await failed(error, io).catch(() => exitCodes.failure);
  }
}

function abortion(signal: AbortSignal, outcome: Outcome): Promise<never> {
  return new Promise((_, reject) => {
    const stop = (): void => {
      if (!outcome.endsInOrder) reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}

async function run(argv: readonly string[], io: Io, outcome: Outcome): Promise<void> {
  const program = makeProgram(io, outcome);
  for (const command of [program, ...program.commands]) {
    // Commander would print usage errors itself; `failed` does it in our form.
    command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: (text) => process.stdout.write(text) });
  }
  if (argv.length === 0) {
    program.outputHelp();
    return;
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode === 0) throw error;
    throw usageFailure(error, argv, program);
  }
}

async function failed(error: unknown, io: Io): Promise<ExitCode> {
  if (io.signal.aborted) return exitCodes.interrupted;
  // `capstan ... | head`: whoever read has read enough.
  if (error instanceof OutputClosed) return exitCodes.done;
  // Help and version end so.
  if (error instanceof CommanderError) return exitCodes.done;
  if (error instanceof Failure) {
    await printError(io, error.message, error.hint);
    return exitCodes.failure;
  }
  const text = error instanceof Error ? error.message : String(error);
  const stack = process.env['CAPSTAN_DEBUG'] && error instanceof Error ? `\n${error.stack}` : '';
  await printError(
    io,
    `${text}${stack}`,
    'This is a bug in Capstan. Run again with CAPSTAN_DEBUG=1 and report what it prints.',
  );
  return exitCodes.failure;
}

process.exitCode = await main(process.argv.slice(2));
// A read that was interrupted may still hold the process.
if (process.exitCode === exitCodes.interrupted) process.exit();
