import { destination as openDestination, pino } from 'pino';
import { redact, redactText } from './redact.ts';

/** How much is said: `debug` is all there is, `error` the least. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * Says what happens, a line each. `fields` are what to search by, an error is one of them under the name `error`; `message` is
 * the same text each time. Credentials and the data of Secrets are masked, wherever in `fields` they are.
 */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
  /** One that says `fields` in each line. */
  child(fields: object): Logger;
}

/** What a logger needs. */
export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where lines go, with the line feed that ends each; standard error by default. */
  readonly destination?: { write(line: string): void };
}

/**
 * Makes a logger of JSON lines: `level` as a word, `ts` in ISO 8601, the fields, `msg`. A line is written before the call returns,
 * so that the last ones before a crash are there.
 *
 * @example
 * const log = createLogger({ level: 'info' }).child({ controller: 'machine-sync' });
 * log.warn({ object: 'openshift-machine-api/worker-0', error }, 'the machine is not in step');
 */
export function createLogger({ level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"ts":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return wrap(pino(options, destination ?? openDestination({ dest: 2, sync: true })));
}

/** One that says nothing, for tests. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLogger,
};

type Inner = Pick<pino.Logger, LogLevel | 'child' | 'isLevelEnabled'>;

function wrap(inner: Inner): Logger {
  const say = (level: LogLevel) => (fields: object, message: string) => {
    if (inner.isLevelEnabled(level)) inner[level](redact(fields), redactText(message));
  };
  return {
    debug: say('debug'),
    info: say('info'),
    warn: say('warn'),
    error: say('error'),
    child: (fields) => wrap(inner.child(redact(fields))),
  };
}
